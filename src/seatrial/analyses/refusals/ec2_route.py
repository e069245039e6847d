"""What EC2 refuses about route tables, their routes, and the subnets that are to use them.

Texts: EC2's own, as users of CloudFormation and Terraform quote them (read 2026-11-23); a text of ours is marked so.
"""

from __future__ import annotations

import ipaddress

from seatrial.analyses.refusals import ec2_gateways
from seatrial.analyses.refusals.ec2_ipv6 import six
from seatrial.analyses.refusals.ec2_network import (
    INTERNET_GATEWAY,
    NAT_GATEWAY,
    ROUTE,
    ROUTE_TABLE,
    SUBNET,
    SUBNET_ROUTE_TABLE,
    VPC,
    blocks_of,
    may_be_attached,
    missing_vpc,
    no_such,
)
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, differ, is_given, leaves, network
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_text

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html (read 2026-11-23)
DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
ROUTE_TARGETS = (
    *("CarrierGatewayId", "CoreNetworkArn", "EgressOnlyInternetGatewayId", "GatewayId", "InstanceId"),
    *("LocalGatewayId", "NatGatewayId", "NetworkInterfaceId", "OdbNetworkArn", "TransitGatewayId"),
    *("VpcEndpointId", "VpcPeeringConnectionId"),
)
# What GatewayId says of a route that stays within the VPC.
LOCAL = "local"
# Where what is in a VPC finds its metadata, its resolver and the like.
_RESERVED = ipaddress.IPv4Network("169.254.168.0/22")
# What GatewayId may name; a NAT gateway there is another fault.
_GATEWAYS = (INTERNET_GATEWAY, NAT_GATEWAY, "AWS::EC2::VPNGateway", "AWS::EC2::VPCEndpoint")
_NEVER_LOCAL = ("NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId")


def route_table_refused(world: World, resource: Resource) -> Refusal | None:
    return missing_vpc(world, resource, "ec2.CreateRouteTable")


def route_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.CreateRoute"
    table_id = resource.get("RouteTableId")
    if world.lacks(table_id, ROUTE_TABLE):
        return no_such(api, "RouteTable", "routeTable", table_id, "RouteTableId")
    gateway, nat, endpoint = (resource.get(key) for key in ("GatewayId", "NatGatewayId", "VpcEndpointId"))
    # A virtual private gateway (vgw-) is none of the types modelled here.
    if isinstance(gateway, str) and gateway.startswith("igw-") and world.lacks(gateway, INTERNET_GATEWAY):
        return no_such(api, "InternetGateway", "internetGateway", gateway, "GatewayId")
    named = world.find(gateway) if gateway != LOCAL else None
    if named is not None and named.type not in _GATEWAYS:
        text = f"{named.logical_id} is no gateway: GatewayId is the id of an internet or virtual private gateway."
        return Refusal(api, "InvalidGatewayID.NotFound", text, ("GatewayId",), ours=True)
    if world.lacks(nat, NAT_GATEWAY):
        return no_such(api, "NatGateway", "natGateway", nat, "NatGatewayId")
    if world.lacks(endpoint, "AWS::EC2::VPCEndpoint"):
        text = f"The vpcEndpoint ID '{as_text(endpoint)}' does not exist"
        return Refusal(api, "InvalidVpcEndpointId.NotFound", text, ("VpcEndpointId",))
    table = world.find(table_id, ROUTE_TABLE)
    if table is None:
        return None
    found = world.find(gateway, INTERNET_GATEWAY)
    vpc = table.get("VpcId")
    if found is not None and isinstance(vpc, str) and not may_be_attached(world, vpc, found.physical_id):
        # https://stackoverflow.com/questions/48865762 (read 2026-11-23)
        text = f"route table {table.physical_id} and network gateway {found.physical_id} belong to different networks"
        return Refusal(api, "InvalidParameterValue", text, ("GatewayId",))
    return ec2_gateways.route_refused(world, resource, table, api) or _destination_refused(world, resource, api)


def _destination_refused(world: World, resource: Resource, api: str) -> Refusal | None:
    value = resource.get("DestinationCidrBlock")
    if isinstance(value, str) and ("/" not in value or network(value) is None):
        # "We modify the specified CIDR block to its canonical form", so that host bits do no harm:
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html (read 2026-11-29)
        text = f"Value ({value}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block."
        return Refusal(api, "InvalidParameterValue", text, ("DestinationCidrBlock",))
    block = network(value) if isinstance(value, str) else None
    if block is not None and block.subnet_of(_RESERVED):
        # https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html ("You can't add routes"; read
        # 2026-11-30). The wording is ours.
        text = f"{block} is reserved for services of AWS, and no route can be for it."
        return Refusal(api, "InvalidParameterValue", text, ("DestinationCidrBlock",), ours=True)
    value = resource.get("DestinationIpv6CidrBlock")
    if isinstance(value, str) and ("/" not in value or six(value) is None):
        text = f"Value ({value}) for parameter destinationIpv6CidrBlock is invalid. This is not a valid CIDR block."
        return Refusal(api, "InvalidParameterValue", text, ("DestinationIpv6CidrBlock",), ours=True)
    given = [key for key in DESTINATIONS if resource.get(key) is not None]
    if not given:
        # UNVERIFIED wording.
        text = "The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock, prefixListId"
        return Refusal(api, "MissingParameter", text, ours=True)
    targets = [key for key in ROUTE_TARGETS if resource.get(key) not in (None, "")]
    # UNVERIFIED wordings. "You must also specify exactly one of the resources from the parameter list": CreateRoute.
    if not targets:
        text = "The request must contain exactly one target, such as gatewayId or natGatewayId"
        return Refusal(api, "MissingParameter", text, ours=True)
    if len([key for key in targets if is_given(resource.get(key))]) > 1:
        text = f"A route has exactly one target, and this one has {' and '.join(targets)}."
        return Refusal(api, "InvalidParameterCombination", text, (targets[1],), ours=True)
    if refusal := _instead_of_local(world, resource, api, targets[0]):
        return refusal
    # The id is made of the table and the destination.
    alike = [other for other in world.taken(ROUTE) if other.physical_id == resource.physical_id]
    for key in given:
        value = resource.get(key)
        for other in alike:
            same_table = other.get("RouteTableId") == resource.get("RouteTableId")
            if same_table and isinstance(value, str) and _route_end(other.get(key)) == _route_end(value):
                text = f"The route identified by {value} already exists."
                return Refusal(api, "RouteAlreadyExists", text, (key,))
    return None


def _instead_of_local(world: World, resource: Resource, api: str, target: str) -> Refusal | None:
    """The refusal of a route for a whole block of the VPC: that is the local route, which only some targets replace.

    https://github.com/hashicorp/terraform-provider-aws/issues/13896 and
    https://github.com/hashicorp/terraform/issues/26018 (read 2026-11-29).
    """
    table, block = world.find(resource.get("RouteTableId"), ROUTE_TABLE), network(resource.get("DestinationCidrBlock"))
    vpc = world.find(table.get("VpcId"), VPC) if table is not None else None
    if vpc is None or block is None or target not in _NEVER_LOCAL or block not in blocks_of(world, vpc):
        return None
    text = "Route target is not supported. This route only supports interface and instance targets."
    because = f"{block} is {vpc.logical_id}'s own block"
    return Refusal(api, "InvalidParameterValue", text, (target,), because=because)


def _route_end(value: Value) -> object:
    """A destination, so that two spellings of one are the same."""
    try:
        return ipaddress.ip_network(value, strict=False) if isinstance(value, str) else value
    except ValueError:
        return value


def subnet_route_table_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.AssociateRouteTable"
    subnet_id, table_id = resource.get("SubnetId"), resource.get("RouteTableId")
    if world.lacks(table_id, ROUTE_TABLE):
        return no_such(api, "RouteTable", "routeTable", table_id, "RouteTableId")
    if world.lacks(subnet_id, SUBNET):
        return no_such(api, "Subnet", "subnet", subnet_id, "SubnetId")
    subnet, table = world.find(subnet_id, SUBNET), world.find(table_id, ROUTE_TABLE)
    if subnet is not None and table is not None:
        ours, theirs = subnet.get("VpcId"), table.get("VpcId")
        if differ(ours, theirs):
            text = f"Route table {table.physical_id} and subnet {subnet.physical_id} belong to different networks"
            return Refusal(api, "InvalidParameterValue", text, ("RouteTableId",))
    for other in world.taken(SUBNET_ROUTE_TABLE):
        # CloudFormation moves a subnet to another table in one call, so one that leaves isn't in the way.
        if isinstance(subnet_id, str) and other.get("SubnetId") == subnet_id and not leaves(other):
            text = (
                f"the specified association for route table {as_text(table_id)} conflicts with an existing association"
            )
            return Refusal(api, "Resource.AlreadyAssociated", text, ("SubnetId",))
    return None
