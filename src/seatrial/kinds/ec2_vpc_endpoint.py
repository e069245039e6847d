"""AWS::EC2::VPCEndpoint: reaches an AWS service from inside the VPC, without NAT.

An interface endpoint has an interface in each of its subnets and a DNS name, ``HOSTEDZONE:NAME``, and with private DNS
also the service's own name. A gateway endpoint is only a route.
Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, resource_id, suffix, text_of
from seatrial.model.arn import dns_suffix_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value, as_list


def _identify(place: Place, properties: Properties) -> Identity:
    ref = resource_id(place, "vpce")
    attributes: dict[str, Value] = {
        "Id": ref,
        "DnsEntries": [],
        "NetworkInterfaceIds": [],
        "CreationTimestamp": Unknown("it is the time of creation"),
    }
    if text_of(properties, "VpcEndpointType") in ("Interface", "GatewayLoadBalancer"):
        subnets = properties.get("SubnetIds")
        interfaces: list[Value] = [
            resource_id(place, "eni", f"interface {index}") for index, _ in enumerate(as_list(subnets))
        ]
        attributes["NetworkInterfaceIds"] = subnets if isinstance(subnets, Unknown) else interfaces
        attributes["DnsEntries"] = _dns_entries(place, properties, ref)
    return Identity(ref, place.arn("ec2", f"vpc-endpoint/{ref}"), attributes)


def _dns_entries(place: Place, properties: Properties, ref: str) -> Value:
    service = given_name(properties, "ServiceName") or Name("service")
    if service.unknown:
        return service.unknown
    region = place.scope.region
    name = service.text.rsplit(".", 1)[-1]
    domain = f"{name}.{region}.vpce.{dns_suffix_of(region)}"
    return [f"{_hosted_zone(place)}:{ref}-{place.digits(8, 'dns')}.{domain}"]


def _hosted_zone(place: Place) -> str:
    """AWS keeps one hosted zone a region for these names; the id of us-east-1's is the one that is known here."""
    return "Z7HUB22UULQXV" if place.scope.region == "us-east-1" else f"Z{suffix(place, 13, 'zone')}"


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
    purpose="Reaches an AWS service from inside the VPC, so that tasks of private subnets need no NAT gateway for it.",
    note="gateway load balancer endpoints and endpoint policies are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html",
)
