"""AWS::EFS::AccessPoint: a folder of a file system with an owner."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "fsap")
    arn = place.arn("elasticfilesystem", f"access-point/{ref}")
    return Identity(ref, arn, {"Arn": arn, "AccessPointId": ref})


CARD = Card(
    type="AWS::EFS::AccessPoint",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Arn",
        "AccessPointId",
    ),
    relations=(Relation("FileSystemId", ("AWS::EFS::FileSystem",), "opens"),),
    purpose="A folder of a file system, with the user that tasks are in it.",
    note="EFS is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-accesspoint.html",
)
