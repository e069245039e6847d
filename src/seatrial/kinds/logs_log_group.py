"""AWS::Logs::LogGroup: where the containers' output goes."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "LogGroupName", 512)
    arn = place.arn("logs", f"log-group:{name.text}:*")
    return Identity(name.text, arn, {"Arn": name.known(arn)})


CARD = Card(
    type="AWS::Logs::LogGroup",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=("Arn",),
    relations=(Relation("KmsKeyId", ("AWS::KMS::Key",), "is encrypted with"),),
    essential="a container with the awslogs driver does not start where its log group doesn't exist",
    purpose="Where the containers' output goes, and for how many days it is kept.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html",
)
