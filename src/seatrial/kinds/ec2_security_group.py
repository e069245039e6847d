"""AWS::EC2::SecurityGroup: says who may connect to an interface and where it may connect to."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, resource_id, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "sg")
    name = text_of(properties, "GroupName") or generated_name(place, 255)
    attributes: dict[str, Value] = {
        "GroupId": ref,
        "Id": ref,
        "GroupName": name,
        "VpcId": properties.get("VpcId") or Unknown("it is the account's default VPC"),
    }
    return Identity(ref, place.arn("ec2", f"security-group/{ref}"), attributes)


CARD = Card(
    type="AWS::EC2::SecurityGroup",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "GroupId",
        "Id",
        "GroupName",
        "VpcId",
    ),
    relations=(
        Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),
        Relation("SecurityGroupIngress[].SourceSecurityGroupId", ("AWS::EC2::SecurityGroup",), "lets in"),
        Relation("SecurityGroupEgress[].DestinationSecurityGroupId", ("AWS::EC2::SecurityGroup",), "lets out to"),
    ),
    essential="without one a task has the VPC's default group, which lets nobody in but itself",
    purpose="Says who may connect to an interface and where it may connect to.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html",
)
