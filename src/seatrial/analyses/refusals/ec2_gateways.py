"""What EC2 refuses about gateways that are neither the internet's nor NAT's: VPN and transit gateways and the like.

A virtual private gateway serves a VPC once it is attached to it, and a VPC has one of them. A transit gateway has one
attachment for a VPC, with a subnet of each zone.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpngatewayroutepropagation.html
("cannot use the virtual private gateway until it has successfully attached"),
https://docs.aws.amazon.com/vpn/latest/s2svpn/SetUpVPNConnections.html (one for a VPC),
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html ("Supported for Gateway Load Balancer
endpoints only"). Texts: https://github.com/zoitech/terraform-aws-network/issues/46 (two subnets of one zone) and
https://github.com/hashicorp/terraform-provider-aws/issues/10852 (a second attachment); others are ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, differ, entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_text, at

GATEWAY_TABLE = "AWS::EC2::GatewayRouteTableAssociation"
VPN_GATEWAY, ATTACHMENT = "AWS::EC2::VPNGateway", "AWS::EC2::VPCGatewayAttachment"
ROUTE_TABLE, SUBNET, VPC = "AWS::EC2::RouteTable", "AWS::EC2::Subnet", "AWS::EC2::VPC"
TRANSIT = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")
# Gateways that belong to one VPC from the beginning, by the route's property that names them.
_OF_ONE_VPC: Mapping[str, str] = {
    "CarrierGatewayId": "AWS::EC2::CarrierGateway",
    "EgressOnlyInternetGatewayId": "AWS::EC2::EgressOnlyInternetGateway",
}


def route_refused(world: World, resource: Resource, table: Resource, api: str) -> Refusal | None:
    """The refusal of a route for the sake of what it leads to."""
    vpc = table.get("VpcId")
    gateway = world.find(resource.get("GatewayId"), VPN_GATEWAY)
    if gateway is not None and world.find(vpc, VPC) is not None and not is_attached(world, vpc, gateway):
        text = f"The virtual private gateway {gateway.physical_id} is not attached to the VPC of {table.physical_id}."
        return Refusal(api, "InvalidParameterValue", text, ("GatewayId",), ours=True)
    for key, kind in _OF_ONE_VPC.items():
        found = world.find(resource.get(key), kind)
        if found is not None and differ(found.get("VpcId"), vpc):
            text = f"route table {table.physical_id} and gateway {found.physical_id} belong to different networks"
            return Refusal(api, "InvalidParameterValue", text, (key,), ours=True)
    if (gateway_table := _of_a_gateway(world, resource, table)) is not None:
        text = f"{table.logical_id} is the route table of a gateway, in which {gateway_table} can't be a target."
        return Refusal(api, "InvalidParameterValue", text, (gateway_table,), ours=True)
    endpoint = world.find(resource.get("VpcEndpointId"), "AWS::EC2::VPCEndpoint")
    own = endpoint.get("VpcEndpointType") if endpoint is not None else None
    if endpoint is not None and not isinstance(own, Unknown) and as_text(own, "Gateway") != "GatewayLoadBalancer":
        text = f"A route can't lead to {endpoint.logical_id}: only to endpoints of Gateway Load Balancers."
        return Refusal(api, "InvalidParameterValue", text, ("VpcEndpointId",), ours=True)
    return None


def _of_a_gateway(world: World, resource: Resource, table: Resource) -> str | None:
    """The property of a route that the route table of a gateway doesn't take."""
    used = any(item.get("RouteTableId") == table.physical_id for item in world.taken(GATEWAY_TABLE))
    return _wrong_there(resource) if used else None


def _wrong_there(route: Resource) -> str | None:
    """The target of a route that leads neither to an interface nor to a Gateway Load Balancer's endpoint."""
    for key in ("GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId"):
        if route.get(key) not in (None, "", "local"):
            return key
    return None


def gateway_table_refused(world: World, resource: Resource) -> Refusal | None:
    """What comes in by a gateway can be sent to interfaces and endpoints alone.

    https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html (read 2026-11-30)
    """
    table = world.find(resource.get("RouteTableId"), ROUTE_TABLE)
    for route in world.taken("AWS::EC2::Route"):
        if table is not None and route.get("RouteTableId") == table.physical_id and _wrong_there(route):
            text = f"{table.logical_id} has routes that the route table of a gateway can't have: {route.logical_id}."
            return Refusal("ec2.AssociateRouteTable", "InvalidParameterValue", text, ("RouteTableId",), ours=True)
    return None


def is_attached(world: World, vpc: Value, gateway: Resource) -> bool:
    """Whether a VPN gateway is attached to a VPC, or might be by an attachment that is not fully known."""
    for item in world.of_type(ATTACHMENT):
        named, where = item.get("VpnGatewayId"), item.get("VpcId")
        fits = isinstance(named, Unknown) or named == gateway.physical_id
        if fits and (isinstance(where, Unknown) or where == vpc):
            return True
    return False


def propagation_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.EnableVgwRoutePropagation"
    gateway = world.find(resource.get("VpnGatewayId"), VPN_GATEWAY)
    for value in entries(resource.get("RouteTableIds")):
        table = world.find(value, ROUTE_TABLE)
        vpc = table.get("VpcId") if table is not None else None
        if gateway is not None and world.find(vpc, VPC) is not None and not is_attached(world, vpc, gateway):
            text = f"The virtual private gateway {gateway.physical_id} is not attached to the VPC {as_text(vpc)}."
            return Refusal(api, "Gateway.NotAttached", text, ("VpnGatewayId",), ours=True)
    return None


def vpn_attachment_refused(world: World, resource: Resource) -> Refusal | None:
    """The refusal of a second VPN gateway of a VPC."""
    for other in world.taken(ATTACHMENT):
        if is_given(other.get("VpnGatewayId")) and other.get("VpcId") == resource.get("VpcId"):
            text = f"The VPC {as_text(resource.get('VpcId'))} has a virtual private gateway already."
            return Refusal("ec2.AttachVpnGateway", "InvalidParameterValue", text, ("VpnGatewayId",), ours=True)
    return None


def transit_attachment_refused(world: World, resource: Resource) -> Refusal | None:
    api, vpc, zones = "ec2.CreateTransitGatewayVpcAttachment", resource.get("VpcId"), set()
    for index, value in enumerate(entries(resource.get("SubnetIds"))):
        subnet = world.find(value, SUBNET)
        if subnet is None:
            continue
        if differ(subnet.get("VpcId"), vpc):
            text = f"The subnet {as_text(value)} is not of the VPC {as_text(vpc)}."
            return Refusal(api, "InvalidParameterValue", text, ("SubnetIds", index), ours=True)
        zone = subnet.get("AvailabilityZone") or at(dict(subnet.attributes), "AvailabilityZone")
        if isinstance(zone, str) and zone in zones:
            text = "Duplicate Subnets for same AZ"
            return Refusal(api, "DuplicateSubnetsInSameZone", text, ("SubnetIds", index))
        zones.add(as_text(zone))
    gateway = resource.get("TransitGatewayId")
    for other in world.taken(*TRANSIT):
        same = other.get("TransitGatewayId") == gateway and other.get("VpcId") == vpc
        if same and isinstance(gateway, str) and isinstance(vpc, str):
            text = f"{gateway} has non-deleted Transit Gateway Attachments with same VPC ID."
            return Refusal(api, "DuplicateTransitGatewayAttachment", text, ("VpcId",))
    return None
