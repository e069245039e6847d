"""AWS::EC2::VPC: the private network that everything else stands in."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "vpc")
    attributes: dict[str, Value] = {
        "VpcId": ref,
        "CidrBlock": properties.get("CidrBlock") or Unknown("the VPC's block comes from an address pool"),
        "CidrBlockAssociations": [resource_id(place, "vpc-cidr-assoc", "association")],
        "DefaultNetworkAcl": resource_id(place, "acl", "default acl"),
        "DefaultSecurityGroup": resource_id(place, "sg", "default group"),
        # A VPC has none until an AWS::EC2::VPCCidrBlock gives it one.
        "Ipv6CidrBlocks": Unknown("AWS chooses the VPC's blocks of IPv6"),
    }
    return Identity(ref, place.arn("ec2", f"vpc/{ref}"), attributes)


CARD = Card(
    type="AWS::EC2::VPC",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "VpcId",
        "CidrBlock",
        "CidrBlockAssociations",
        "DefaultNetworkAcl",
        "DefaultSecurityGroup",
        "Ipv6CidrBlocks",
    ),
    essential="a Fargate task has a network interface of its own, and that needs a network",
    purpose="The private network, with its range of addresses, for subnets, tasks and load balancers.",
    note="IPv6 is not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html",
)
