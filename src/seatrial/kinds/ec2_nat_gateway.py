"""AWS::EC2::NatGateway: lets tasks of private subnets reach the internet without being reached from it."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "nat")
    attributes: dict[str, Value] = {
        "NatGatewayId": ref,
        "EniId": resource_id(place, "eni", "interface"),
        "RouteTableId": "",
        "AutoProvisionZones": "disabled",
        "AutoScalingIps": "disabled",
    }
    return Identity(ref, place.arn("ec2", f"natgateway/{ref}"), attributes)


CARD = Card(
    type="AWS::EC2::NatGateway",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "NatGatewayId",
        "EniId",
        "RouteTableId",
        "AutoProvisionZones",
        "AutoScalingIps",
    ),
    relations=(
        Relation("SubnetId", ("AWS::EC2::Subnet",), "is in"),
        Relation("AllocationId", ("AWS::EC2::EIP",), "uses the address"),
        Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),
    ),
    purpose="Lets tasks of private subnets reach the internet (image registries, AWS) without being reached from it.",
    note="regional NAT gateways are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html",
)
