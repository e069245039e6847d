"""AWS::EFS::FileSystem: a file system that outlives tasks."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "fs")
    arn = place.arn("elasticfilesystem", f"file-system/{ref}")
    return Identity(ref, arn, {"Arn": arn, "FileSystemId": ref})


CARD = Card(
    type="AWS::EFS::FileSystem",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Arn",
        "FileSystemId",
    ),
    relations=(Relation("KmsKeyId", ("AWS::KMS::Key",), "is encrypted with"),),
    purpose="A file system that several tasks share and that outlives them.",
    note="EFS is not run here: the containers of a task share an empty folder in its place",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-filesystem.html",
)
