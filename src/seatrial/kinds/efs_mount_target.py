"""AWS::EFS::MountTarget: the file system's interface in a subnet."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "fsmt")
    attributes: dict[str, Value] = {"Id": ref, "IpAddress": properties.get("IpAddress") or Unknown("AWS chooses it")}
    return Identity(ref, "", attributes)


CARD = Card(
    type="AWS::EFS::MountTarget",
    layer=Layer.FOUNDATION,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Id",
        "IpAddress",
    ),
    relations=(
        Relation("FileSystemId", ("AWS::EFS::FileSystem",), "reaches"),
        Relation("SubnetId", ("AWS::EC2::Subnet",), "is in"),
        Relation("SecurityGroups[]", ("AWS::EC2::SecurityGroup",), "is guarded by"),
    ),
    purpose="The file system's interface in a subnet; tasks of the zone mount through it.",
    note="EFS is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-mounttarget.html",
)
