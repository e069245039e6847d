"""AWS::EC2::VPCEndpoint: reaches an AWS service from inside the VPC, without NAT."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import resource_id, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "vpce")
    service = text_of(properties, "ServiceName").rsplit(".", 1)[-1] or "service"
    entry = f"{ref}-{place.digits(8, 'dns')}.{service}.{place.scope.region}.vpce.amazonaws.com"
    interface = text_of(properties, "VpcEndpointType") == "Interface"
    subnets = properties.get("SubnetIds")
    count = len(subnets) if isinstance(subnets, list) else 0
    interfaces: list[Value] = [resource_id(place, "eni", f"interface {index}") for index in range(count)]
    attributes: dict[str, Value] = {
        "Id": ref,
        "DnsEntries": [f"Z7HUB22UULQXV:{entry}"] if interface else [],
        "NetworkInterfaceIds": interfaces if interface else [],
        "CreationTimestamp": Unknown("it is the time of creation"),
    }
    return Identity(ref, place.arn("ec2", f"vpc-endpoint/{ref}"), attributes)


CARD = Card(
    type="AWS::EC2::VPCEndpoint",
    layer=Layer.FOUNDATION,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "Id",
        "DnsEntries",
        "NetworkInterfaceIds",
        "CreationTimestamp",
    ),
    relations=(
        Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),
        Relation("SubnetIds[]", ("AWS::EC2::Subnet",), "has an interface in"),
        Relation("SecurityGroupIds[]", ("AWS::EC2::SecurityGroup",), "is guarded by"),
        Relation("RouteTableIds[]", ("AWS::EC2::RouteTable",), "is routed by"),
    ),
    purpose="Reaches an AWS service from inside the VPC, without NAT.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html",
)
