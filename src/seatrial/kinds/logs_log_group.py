"""AWS::Logs::LogGroup: where the containers' output goes."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "LogGroupName") or generated_name(place, 512)
    arn = place.arn("logs", f"log-group:{name}:*")
    return Identity(name, arn, {"Arn": arn})


CARD = Card(
    type="AWS::Logs::LogGroup",
    layer=Layer.FOUNDATION,
    stage=Stage.DATA,
    identify=_identify,
    attributes=("Arn",),
    relations=(Relation("KmsKeyId", ("AWS::KMS::Key",), "is encrypted with"),),
    essential="awslogs fails the task where its group does not exist",
    purpose="Where the containers' output goes.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html",
)
