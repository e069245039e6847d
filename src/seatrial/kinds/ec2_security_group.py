"""AWS::EC2::SecurityGroup: says who may connect to an interface and where it may connect to.

Ref gives the group's id; for a group without VpcId, which is one of the account's default VPC, it gives the name.
Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html (read
2026-11-23).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name, resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    group = resource_id(place, "sg")
    name = physical_name(place, properties, "GroupName", 255)
    vpc = properties.get("VpcId")
    attributes: dict[str, Value] = {
        "GroupId": group,
        "Id": group,
        "GroupName": name.known(name.text),
        "VpcId": Unknown("it is the account's default VPC") if vpc is None else vpc,
    }
    # Without any properties it is being asked in the middle of a circle, and its id is as good as its name.
    ref = name.text if properties and vpc is None else group
    return Identity(ref, place.arn("ec2", f"security-group/{group}"), attributes)


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
        Relation("SecurityGroupIngress[].SourcePrefixListId", ("AWS::EC2::PrefixList",), "lets in"),
        Relation("SecurityGroupEgress[].DestinationSecurityGroupId", ("AWS::EC2::SecurityGroup",), "lets out to"),
        Relation("SecurityGroupEgress[].DestinationPrefixListId", ("AWS::EC2::PrefixList",), "lets out to"),
    ),
    essential=(
        "a task's interface always has one; without its own it has the VPC's default group, which allows no traffic in "
        "but from its own members"
    ),
    purpose=(
        "Says who may connect to an interface and where it may connect to. It remembers connections, so answers pass."
    ),
    note="IPv6 is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html",
)
