"""AWS::EC2::Route: one destination of a route table."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, resource_id, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties

DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")


def _identify(place: Place, properties: Properties) -> Identity:
    table = text_of(properties, "RouteTableId") or resource_id(place, "rtb")
    given = next((name for key in DESTINATIONS if (name := given_name(properties, key))), Name(""))
    return Identity(f"{table}|{given.text or '0.0.0.0/0'}", "", {"CidrBlock": given.known(given.text)})


CARD = Card(
    type="AWS::EC2::Route",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("CidrBlock",),
    relations=(
        Relation("RouteTableId", ("AWS::EC2::RouteTable",), "is part of"),
        Relation(
            "GatewayId",
            (
                "AWS::EC2::InternetGateway",
                "AWS::EC2::VPNGateway",
            ),
            "leads to",
        ),
        Relation("NatGatewayId", ("AWS::EC2::NatGateway",), "leads to"),
        Relation("VpcEndpointId", ("AWS::EC2::VPCEndpoint",), "leads to"),
        Relation("NetworkInterfaceId", ("AWS::EC2::NetworkInterface",), "leads to"),
        Relation("InstanceId", ("AWS::EC2::Instance",), "leads to"),
        Relation("TransitGatewayId", ("AWS::EC2::TransitGateway",), "leads to"),
        Relation("VpcPeeringConnectionId", ("AWS::EC2::VPCPeeringConnection",), "leads to"),
        Relation("EgressOnlyInternetGatewayId", ("AWS::EC2::EgressOnlyInternetGateway",), "leads to"),
        Relation("DestinationPrefixListId", ("AWS::EC2::PrefixList",), "is for"),
    ),
    purpose="Sends one range of destinations of a route table to a gateway.",
    note=(
        "routes to internet and NAT gateways are run; one to an instance, an interface, a transit gateway or a "
        "peering leads nowhere"
    ),
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html",
)
