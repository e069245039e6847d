"""AWS::EFS::MountTarget: the file system's interface in a subnet."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown


def _identify(place: Place, properties: Properties) -> Identity:
    ref = f"fsmt-0{place.digits(16, 'id')}"
    return Identity(ref, "", {"Id": ref, "IpAddress": Unknown("EFS is not run here")})


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
        Relation("SubnetId", ("AWS::EC2::Subnet",), "stands in"),
        Relation("SecurityGroups[]", ("AWS::EC2::SecurityGroup",), "is guarded by"),
    ),
    purpose="The file system's interface in a subnet.",
    note="EFS is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-mounttarget.html",
)
