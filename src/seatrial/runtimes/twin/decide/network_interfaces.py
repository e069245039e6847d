"""Interfaces and their addresses: those that resources have for as long as they stand, and a place for a task's.

AWS keeps the first four addresses of a subnet and the last:
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (read 2026-11-23).
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Collection, Sequence

from seatrial.analyses.across import find, of_type
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import as_list, as_text, at
from seatrial.runtimes.twin.decide.elbv2_load_balancer import namespace_of
from seatrial.runtimes.twin.decide.network import SUBNET, VPC, Interface, endpoint_type, nat_interface_id, short

KEPT_FIRST = 4
# Public addresses that AWS gives for a time: load balancers and tasks. Elastic ones come from the half below.
LENT_ADDRESSES = ipaddress.IPv4Network("198.19.128.0/17")


def place_interface(systems: Sequence[System], subnet_id: str, taken: Collection[str], seed: str) -> str | None:
    """A free address of a subnet, the same for the same seed while it is free; None when the subnet is exhausted."""
    subnet = find(systems, subnet_id, SUBNET)
    try:
        network = ipaddress.IPv4Network(as_text(subnet.get("CidrBlock") if subnet else ""))
    except ValueError:
        return None
    usable = network.num_addresses - KEPT_FIRST - 1
    start = int(short(seed), 16) % max(usable, 1)
    for step in range(usable):
        address = str(network[KEPT_FIRST + (start + step) % usable])
        if address not in taken:
            return address
    return None


def lent_address(seed: str, taken: Collection[str]) -> str:
    """A public address for a while."""
    start = int(short(seed), 16) % LENT_ADDRESSES.num_addresses
    for step in range(LENT_ADDRESSES.num_addresses):
        address = str(LENT_ADDRESSES[(start + step) % LENT_ADDRESSES.num_addresses])
        if address not in taken:
            return address
    raise ValueError("no public address is left")


def fixed_interfaces(systems: Sequence[System], taken: Collection[str] = ()) -> tuple[Interface, ...]:
    """The interfaces of NAT gateways, load balancers and interface endpoints; ``taken`` are addresses of tasks.

    Tasks keep theirs, so a fixed interface that comes later goes around them. Addresses are taken per subnet.
    """
    made: list[Interface] = []
    used = set(taken)

    def add(
        seed: str, owner: str, subnet_id: str, groups: tuple[str, ...], public: str, device: str, **more: str
    ) -> None:
        here = {item.address for item in made if item.subnet_id == subnet_id} | used
        address = place_interface(systems, subnet_id, here, seed)
        if address is not None:
            id = more.get("id") or f"eni-0{short(seed, 16)}"
            made.append(Interface(id, owner, subnet_id, address, groups, public, device, guarded="id" not in more))

    for nat in of_type(systems, "AWS::EC2::NatGateway"):
        id = nat_interface_id(nat)
        add(
            id, f"nat-{short(nat.physical_id)}", as_text(nat.get("SubnetId")), (), _elastic(nat, systems), "eth0", id=id
        )
    for balancer in of_type(systems, "AWS::ElasticLoadBalancingV2::LoadBalancer"):
        _add_balancer(balancer, systems, add, made)
    for endpoint in of_type(systems, "AWS::EC2::VPCEndpoint"):
        if endpoint_type(endpoint) == "Interface":
            groups = groups_or_default(endpoint, "SecurityGroupIds", as_text(endpoint.get("VpcId")), systems)
            for subnet_id in (as_text(item) for item in as_list(endpoint.get("SubnetIds"))):
                seed = f"{endpoint.physical_id}/{subnet_id}"
                add(seed, f"vpce-{short(seed)}", subnet_id, groups, "", "eth0")
    return tuple(made)


def _add_balancer(balancer: Resource, systems: Sequence[System], add: object, made: list[Interface]) -> None:
    arn = balancer.arn
    owner = namespace_of(arn)
    public = as_text(balancer.get("Scheme")) != "internal"
    subnets = [as_text(item) for item in as_list(balancer.get("Subnets"))]
    subnets += [as_text(at(item, "SubnetId")) for item in as_list(balancer.get("SubnetMappings"))]
    first = find(systems, subnets[0], SUBNET) if subnets else None
    groups = groups_or_default(balancer, "SecurityGroups", as_text(first.get("VpcId")) if first else "", systems)
    for index, subnet_id in enumerate(dict.fromkeys(subnets)):
        seed = f"{arn}/{subnet_id}"
        lent = lent_address(seed, {item.public_address for item in made}) if public else ""
        add(seed, owner, subnet_id, groups, lent, f"eth{index}")  # type: ignore[operator]


def _elastic(nat: Resource, systems: Sequence[System]) -> str:
    """The public address of a NAT gateway; "" for a private one or one without an allocation."""
    if as_text(nat.get("ConnectivityType")) == "private":
        return ""
    eip = find(systems, nat.get("AllocationId"), "AWS::EC2::EIP")
    return as_text(eip.attributes.get("PublicIp")) if eip else ""


def groups_or_default(resource: Resource, name: str, vpc_id: str, systems: Sequence[System]) -> tuple[str, ...]:
    """The security groups that a property lists; the VPC's default group without any."""
    listed = tuple(as_text(item) for item in as_list(resource.get(name)) if as_text(item))
    if listed:
        return listed
    vpc = find(systems, vpc_id, VPC)
    default = as_text(vpc.attributes.get("DefaultSecurityGroup")) if vpc else ""
    return (default,) if default else ()


def interface_id(seed: str) -> str:
    return f"eni-0{hashlib.sha256(seed.encode()).hexdigest()[:16]}"
