"""Security groups as rules over packets.

A group is stateful: what answers an allowed packet is allowed. Nothing comes in unless a rule lets it; everything goes
out unless the template says which may, inside the group or apart from it: CloudFormation removes the default rule with
the first that it adds. Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html and
https://github.com/aws-cloudformation/cfn-language-discussion/issues/157 (read 2026-11-23).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from seatrial.analyses.across import find, of_type
from seatrial.model.system import System
from seatrial.model.value import Properties, Value, as_dict, as_list, as_number, as_text
from seatrial.runtimes.twin.decide.aws_endpoints import prefix_of_list

ALL_PROTOCOLS = -1
ANYWHERE = "0.0.0.0/0"
PROTOCOLS: Mapping[str, int] = {"tcp": 6, "udp": 17, "icmp": 1, "all": ALL_PROTOCOLS, "icmpv6": 58}
TCP, UDP, ICMP = 6, 17, 1


class Rule(Struct, frozen=True, order=True):
    """``peer`` is a block or a group's id. Ports -1 are all; for ICMP they are type and code."""

    peer: str
    protocol: int = ALL_PROTOCOLS
    from_port: int = -1
    to_port: int = -1

    @property
    def is_group(self) -> bool:
        return self.peer.startswith("sg-")


class Group(Struct, frozen=True):
    id: str
    ingress: tuple[Rule, ...]
    egress: tuple[Rule, ...]


def group_of(group_id: str, default_group: str, systems: Sequence[System]) -> Group:
    """A group with its own rules and those that stand apart.

    The VPC's default group lets its members in and all out.
    """
    resource = find(systems, group_id, "AWS::EC2::SecurityGroup")
    ingress: list[Rule] = []
    egress: list[Rule] = []
    if resource is not None:
        for item in as_list(resource.get("SecurityGroupIngress")):
            ingress += _rules(as_dict(item), "Source", group_id)
        for item in as_list(resource.get("SecurityGroupEgress")):
            egress += _rules(as_dict(item), "Destination", group_id)
    elif group_id == default_group:
        ingress.append(Rule(group_id))
    for apart in of_type(systems, "AWS::EC2::SecurityGroupIngress"):
        if group_id in (apart.get("GroupId"), _by_name(apart.get("GroupName"), systems)):
            ingress += _rules(apart.properties, "Source", group_id)
    separate = [item for item in of_type(systems, "AWS::EC2::SecurityGroupEgress") if item.get("GroupId") == group_id]
    if not separate and (resource is None or resource.get("SecurityGroupEgress") in (None, [])):
        egress.append(Rule(ANYWHERE))
    for apart in separate:
        egress += _rules(apart.properties, "Destination", group_id)
    return Group(group_id, tuple(sorted(set(ingress))), tuple(sorted(set(egress))))


def _by_name(name: Value, systems: Sequence[System]) -> str:
    found = find(systems, name, "AWS::EC2::SecurityGroup") if name else None
    return found.physical_id if found else ""


def _rules(properties: Properties, side: str, own: str) -> Iterator[Rule]:
    protocol = protocol_of(properties.get("IpProtocol"))
    if protocol is None:
        return
    low, high = as_number(properties.get("FromPort"), -1), as_number(properties.get("ToPort"), -1)
    if protocol == ALL_PROTOCOLS or (protocol in (TCP, UDP) and low == -1):
        low = high = -1
    for peer in _peers(properties, side, own):
        yield Rule(peer, protocol, low, high)


def _peers(properties: Properties, side: str, own: str) -> Iterator[str]:
    block = as_text(properties.get("CidrIp"))
    if block:
        try:
            yield str(ipaddress.IPv4Network(block, strict=False))
        except ValueError:
            return
    if group := as_text(properties.get(f"{side}SecurityGroupId")):
        yield group
    if as_text(properties.get(f"{side}SecurityGroupName")):
        yield own
    if listed := as_text(properties.get(f"{side}PrefixListId")):
        prefix = prefix_of_list(listed)
        if prefix:
            yield prefix


def protocol_of(value: Value) -> int | None:
    """A protocol's number; -1 for all of them, None for what is no protocol."""
    text = as_text(value).lower()
    if text in PROTOCOLS:
        return PROTOCOLS[text]
    try:
        number = int(text)
    except ValueError:
        return None
    return number if -1 <= number <= 255 else None
