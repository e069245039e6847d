"""Judges single packets by a NetworkSpec alone, as the rules that the twin gives to the kernel would."""

from __future__ import annotations

import ipaddress

from seatrial.runtimes.twin.decide.network import Interface, NetworkSpec, Subnet, Vpc
from seatrial.runtimes.twin.decide.network_acls import Acl
from seatrial.runtimes.twin.decide.security_groups import ALL_PROTOCOLS, TCP, Rule


def connects(spec: NetworkSpec, source: Interface, target: Interface, port: int, reply: int) -> bool:
    """One packet from an interface to another of the same VPC, and the answer to one port."""
    vpc = next(item for item in spec.vpcs if source in item.interfaces)
    here, there = (_subnet(vpc, item) for item in (source, target))
    if not _lets(vpc, source, target.address, port, inward=False):
        return False
    if not _lets(vpc, target, source.address, port, inward=True):
        return False
    return here is there or (
        _passes(here.acl, target.address, port, egress=True)
        and _passes(there.acl, source.address, port, egress=False)
        and _passes(there.acl, source.address, reply, egress=True)
        and _passes(here.acl, target.address, reply, egress=False)
    )


def leaves(spec: NetworkSpec, source: Interface, address: str, port: int, reply: int) -> bool:
    """One packet from an interface to the internet, and the answer."""
    vpc = next(item for item in spec.vpcs if source in item.interfaces)
    here = _subnet(vpc, source)
    if source.guarded and not _lets(vpc, source, address, port, inward=False):
        return False
    via = _via(here, address)
    if via == "igw":
        return bool(source.public_address) and _crosses(here, address, port, reply)
    nat = next((item for item in vpc.interfaces if item.address == via), None)
    if nat is None:
        return False
    there = _subnet(vpc, nat)
    if _via(there, address) != "igw" or not nat.public_address or not _crosses(there, address, port, reply):
        return False
    return here is there or (
        _passes(here.acl, address, port, egress=True)
        and _passes(there.acl, source.address, port, egress=False)
        and _passes(there.acl, source.address, reply, egress=True)
        and _passes(here.acl, address, reply, egress=False)
    )


def _crosses(subnet: Subnet, address: str, port: int, reply: int) -> bool:
    return _passes(subnet.acl, address, port, egress=True) and _passes(subnet.acl, address, reply, egress=False)


def _subnet(vpc: Vpc, interface: Interface) -> Subnet:
    return next(item for item in vpc.subnets if item.id == interface.subnet_id)


def _via(subnet: Subnet, address: str) -> str:
    """Where the longest prefix leads."""
    fitting = [route for route in subnet.routes if _within(address, route.destination)]
    fitting.sort(key=lambda route: ipaddress.IPv4Network(route.destination).prefixlen)
    return fitting[-1].via if fitting else ""


def _within(address: str, block: str) -> bool:
    return ipaddress.IPv4Address(address) in ipaddress.IPv4Network(block)


def _lets(vpc: Vpc, interface: Interface, peer: str, port: int, *, inward: bool) -> bool:
    groups = [vpc.groups[name] for name in interface.security_groups]
    return any(_fits(vpc, rule, peer, port) for group in groups for rule in (group.ingress if inward else group.egress))


def _fits(vpc: Vpc, rule: Rule, peer: str, port: int) -> bool:
    if rule.protocol not in (ALL_PROTOCOLS, TCP):
        return False
    if rule.protocol == TCP and rule.from_port != -1 and not rule.from_port <= port <= rule.to_port:
        return False
    return peer in vpc.members(rule.peer) if rule.is_group else _within(peer, rule.peer)


def _passes(acl: Acl | None, peer: str, port: int, *, egress: bool) -> bool:
    if acl is None:
        return True
    for entry in acl.egress if egress else acl.ingress:
        if entry.protocol not in (ALL_PROTOCOLS, TCP) or not _within(peer, entry.block):
            continue
        if entry.protocol == ALL_PROTOCOLS or entry.from_port == -1 or entry.from_port <= port <= entry.to_port:
            return entry.allow
    return False
