"""The network that these stacks describe, as plain values: what the twin builds, and nothing of how.

Interfaces come from two sides: those that resources have for as long as they stand (NAT gateways, load balancers,
interface endpoints) follow from the stacks, those of tasks come and go. ``wire`` puts both into one ``NetworkSpec``,
whose text is the same for the same input.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/ (route tables, security group rules, network ACLs; read
2026-11-23).
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping, Sequence

from msgspec import Struct

from seatrial.analyses.across import find, of_type
from seatrial.kinds.endpoint_services import service_of
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Value, as_flag, as_list, as_text
from seatrial.runtimes.twin.decide.aws_endpoints import HTTPS, prefix_of
from seatrial.runtimes.twin.decide.network_acls import Acl, acl_of
from seatrial.runtimes.twin.decide.registries import registries_of
from seatrial.runtimes.twin.decide.security_groups import Group, group_of

VPC = "AWS::EC2::VPC"
SUBNET = "AWS::EC2::Subnet"
ROUTE_TABLE = "AWS::EC2::RouteTable"
MAIN = "main"


class Interface(Struct, frozen=True, omit_defaults=True):
    """An elastic network interface. ``owner`` is the name of the network namespace that it is plugged into."""

    id: str
    owner: str
    subnet_id: str
    address: str
    security_groups: tuple[str, ...] = ()
    public_address: str = ""
    device: str = "eth0"
    guarded: bool = True
    """Whether security groups apply: not to a NAT gateway."""


class Route(Struct, frozen=True):
    """``via`` is "igw", "service" (a gateway endpoint), the address of a NAT gateway, or "blackhole"."""

    destination: str
    via: str


class Subnet(Struct, frozen=True):
    id: str
    block: str
    zone: str
    routes: tuple[Route, ...]
    acl: Acl | None = None
    """None is the default ACL, which allows everything."""

    @property
    def gateway(self) -> str:
        """The subnet's router: the first address after the network's own."""
        return str(ipaddress.IPv4Network(self.block)[1])

    @property
    def prefix_length(self) -> int:
        return ipaddress.IPv4Network(self.block).prefixlen


class Vpc(Struct, frozen=True):
    id: str
    blocks: tuple[str, ...]
    subnets: tuple[Subnet, ...]
    interfaces: tuple[Interface, ...]
    groups: Mapping[str, Group]
    has_gateway: bool
    dns: bool

    @property
    def resolver(self) -> str:
        """The Amazon-provided resolver: the VPC's base plus two."""
        return str(ipaddress.IPv4Network(self.blocks[0])[2])

    def members(self, group: str) -> tuple[str, ...]:
        """The private addresses of the interfaces in a group."""
        return tuple(sorted(item.address for item in self.interfaces if group in item.security_groups))


class NetworkSpec(Struct, frozen=True):
    """``registries`` are the addresses and ports of those on the internet that don't answer on 443."""

    vpcs: tuple[Vpc, ...] = ()
    registries: tuple[tuple[str, int], ...] = ()

    @property
    def interfaces(self) -> tuple[Interface, ...]:
        return tuple(item for vpc in self.vpcs for item in vpc.interfaces)


def wire(systems: Sequence[System], interfaces: Sequence[Interface]) -> NetworkSpec:
    """Everything that must stand for these stacks and interfaces. What lacks a usable block or VPC is left out."""
    registries = tuple((item.address, item.port) for item in registries_of(systems) if item.port != HTTPS)
    return NetworkSpec(
        tuple(vpc for item in of_type(systems, VPC) if (vpc := _vpc(item, systems, interfaces)) is not None),
        registries,
    )


def _vpc(resource: Resource, systems: Sequence[System], interfaces: Sequence[Interface]) -> Vpc | None:
    blocks = [_block(resource.get("CidrBlock"))]
    for more in of_type(systems, "AWS::EC2::VPCCidrBlock"):
        if more.get("VpcId") == resource.physical_id:
            blocks.append(_block(more.get("CidrBlock")))
    known = tuple(block for block in blocks if block)
    if not known or not blocks[0]:
        return None
    by_subnet: dict[str, list[Interface]] = {}
    for item in interfaces:
        by_subnet.setdefault(item.subnet_id, []).append(item)
    subnets = []
    for found in of_type(systems, SUBNET):
        block = _block(found.get("CidrBlock"))
        if found.get("VpcId") == resource.physical_id and block:
            subnets.append(_subnet(found, block, resource, systems, by_subnet))
    mine = tuple(
        sorted((item for subnet in subnets for item in by_subnet.get(subnet.id, [])), key=lambda item: item.id)
    )
    named = {group for item in mine for group in item.security_groups}
    default = as_text(resource.attributes.get("DefaultSecurityGroup"))
    groups = {group: group_of(group, default, systems) for group in sorted(named)}
    return Vpc(
        id=resource.physical_id,
        blocks=known,
        subnets=tuple(sorted(subnets, key=lambda subnet: subnet.id)),
        interfaces=mine,
        groups=groups,
        has_gateway=_gateway_of(resource.physical_id, systems) != "",
        dns=as_flag(resource.get("EnableDnsSupport"), True),
    )


def _block(value: Value) -> str:
    try:
        return str(ipaddress.IPv4Network(as_text(value)))
    except ValueError:
        return ""


def _gateway_of(vpc_id: str, systems: Sequence[System]) -> str:
    """The internet gateway that is attached to a VPC; "" without one."""
    for item in of_type(systems, "AWS::EC2::VPCGatewayAttachment"):
        if item.get("VpcId") == vpc_id and item.get("InternetGatewayId"):
            return as_text(item.get("InternetGatewayId"))
    return ""


def _subnet(
    resource: Resource,
    block: str,
    vpc: Resource,
    systems: Sequence[System],
    by_subnet: Mapping[str, Sequence[Interface]],
) -> Subnet:
    table = route_table_of(resource.physical_id, systems)
    return Subnet(
        id=resource.physical_id,
        block=block,
        zone=zone_of(resource),
        routes=tuple(sorted(_routes(table, vpc.physical_id, systems, by_subnet), key=lambda route: route.destination)),
        acl=acl_of(resource.physical_id, systems),
    )


def zone_of(subnet: Resource) -> str:
    return as_text(subnet.get("AvailabilityZone")) or as_text(subnet.attributes.get("AvailabilityZone"))


def route_table_of(subnet_id: str, systems: Sequence[System]) -> str:
    """The route table that a subnet is associated with; MAIN, which has only the local route, without one."""
    for item in of_type(systems, "AWS::EC2::SubnetRouteTableAssociation"):
        if item.get("SubnetId") == subnet_id:
            return as_text(item.get("RouteTableId")) or MAIN
    return MAIN


def _routes(
    table: str, vpc_id: str, systems: Sequence[System], by_subnet: Mapping[str, Sequence[Interface]]
) -> list[Route]:
    gateway = _gateway_of(vpc_id, systems)
    nat = {item.id: item.address for items in by_subnet.values() for item in items if item.owner.startswith("nat-")}
    found: dict[str, Route] = {}
    for item in of_type(systems, "AWS::EC2::Route"):
        destination = _block(item.get("DestinationCidrBlock"))
        if item.get("RouteTableId") != table or not destination:
            continue
        via = "blackhole"
        if gateway and item.get("GatewayId") == gateway:
            via = "igw"
        elif item.get("NatGatewayId"):
            found_nat = find(systems, item.get("NatGatewayId"), "AWS::EC2::NatGateway")
            via = nat.get(nat_interface_id(found_nat), "blackhole") if found_nat else "blackhole"
        found[destination] = Route(destination, via)
    for item in of_type(systems, "AWS::EC2::VPCEndpoint"):
        tables = [as_text(name) for name in as_list(item.get("RouteTableIds"))]
        if item.get("VpcId") == vpc_id and table in tables and endpoint_type(item) == "Gateway":
            prefix = prefix_of(service_of(as_text(item.get("ServiceName"))))
            if prefix:
                found[prefix] = Route(prefix, "service")
    return list(found.values())


def endpoint_type(endpoint: Resource) -> str:
    """ "Gateway" is the default: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html."""
    return as_text(endpoint.get("VpcEndpointType"), "Gateway") or "Gateway"


def nat_interface_id(nat: Resource) -> str:
    return as_text(nat.attributes.get("EniId")) or f"eni-0{short(nat.physical_id, 16)}"


def short(name: str, length: int = 12) -> str:
    """Hexadecimal digits for a name, for where names must be short."""
    return hashlib.sha256(name.encode()).hexdigest()[:length]
