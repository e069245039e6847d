"""nftables text: security groups in an interface's own namespace, ACLs and address translation in the VPC's.

Each text replaces its whole table in one transaction, so packets never see half of it, and established connections are
kept by conntrack, as AWS keeps tracked ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from seatrial.runtimes.twin.decide.network_acls import Entry
from seatrial.runtimes.twin.decide.security_groups import ALL_PROTOCOLS, ICMP, TCP, UDP, Rule

if TYPE_CHECKING:
    from seatrial.runtimes.twin.decide.network import Interface, Vpc

# "Security groups can't block DNS requests to or from the Route 53 Resolver", and the same holds for task metadata:
# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html (read 2026-11-23).
LINK_LOCAL = "169.254.0.0/16"
DNS = 53
HTTP = 80
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
TASK_METADATA = "169.254.170.2"
# The port that the ECS agent keeps for itself: https://github.com/aws/amazon-ecs-agent, agent/config/config.go
METADATA_PORT = 51679


def owner_rules(vpc: Vpc, interfaces: Sequence[Interface]) -> str:
    """The guard of one namespace: the union of the rules of its interfaces' groups, or NAT's translation."""
    if any(not item.guarded for item in interfaces):
        lines = [
            "chain postrouting {",
            "type nat hook postrouting priority 100; policy accept;",
            *(f"ip saddr != {item.address} oifname {item.device} masquerade" for item in interfaces),
            "}",
        ]
        return _table(lines)
    names = sorted({name for item in interfaces for name in item.security_groups})
    groups = [vpc.groups[name] for name in names if name in vpc.groups]
    ingress = sorted({rule for group in groups for rule in group.ingress})
    egress = sorted({rule for group in groups for rule in group.egress})
    named = sorted({rule.peer for rule in (*ingress, *egress) if rule.is_group})
    return _table(
        [
            *(line for name in named for line in _set(name, vpc.members(name))),
            "chain input {",
            "type filter hook input priority 0; policy drop;",
            "iifname lo accept",
            "ct state established,related accept",
            *_accepts(ingress, "saddr"),
            "}",
            "chain output {",
            "type filter hook output priority 0; policy drop;",
            "oifname lo accept",
            "ct state established,related accept",
            f"ip daddr {{ {vpc.resolver}, {LINK_LOCAL} }} udp dport {DNS} accept",
            f"ip daddr {{ {vpc.resolver}, {LINK_LOCAL} }} tcp dport {DNS} accept",
            *_accepts(egress, "daddr"),
            "}",
            *_metadata_way(interfaces),
        ]
    )


def _metadata_way(interfaces: Sequence[Interface]) -> list[str]:
    """Leads a task's questions about itself past port 80, which is the task's own, as the ECS agent does."""
    if not any(item.owner.startswith("task-") for item in interfaces):
        return []
    return [
        "chain metadata {",
        "type nat hook output priority -100; policy accept;",
        f"ip daddr {TASK_METADATA} tcp dport {HTTP} dnat to {TASK_METADATA}:{METADATA_PORT}",
        "}",
    ]


def router_rules(vpc: Vpc) -> str:
    """The VPC's namespace: one-to-one translation at the gateway, ACLs, and no word about what vanishes."""
    from seatrial.runtimes.twin.decide.network_script import bridge_of, service_address

    public = [(item.address, item.public_address) for item in vpc.interfaces if item.public_address and vpc.has_gateway]
    outward = ", ".join(f"{private} : {outside}" for private, outside in sorted(public))
    inward = ", ".join(f"{outside} : {private}" for private, outside in sorted(public))
    lines = [
        f"map outward {{ type ipv4_addr : ipv4_addr; {f'elements = {{ {outward} }};' if outward else ''} }}",
        f"map inward {{ type ipv4_addr : ipv4_addr; {f'elements = {{ {inward} }};' if inward else ''} }}",
        "chain prerouting {",
        "type nat hook prerouting priority -100; policy accept;",
        "iifname igw dnat to ip daddr map @inward",
        "}",
        "chain postrouting {",
        "type nat hook postrouting priority 100; policy accept;",
        "oifname igw snat to ip saddr map @outward",
        f"oifname svc snat to {service_address(vpc.id)}",
        "}",
        "chain forward {",
        "type filter hook forward priority 0; policy accept;",
    ]
    if public:
        addresses = ", ".join(sorted(private for private, _ in public))
        lines += [
            f"oifname igw ip saddr != {{ {addresses} }} drop",
            f"iifname igw ip daddr != {{ {addresses} }} drop",
        ]
    else:
        lines += ["oifname igw drop", "iifname igw drop"]
    lines.append("iifname svc ct state new drop")
    guarded = [subnet for subnet in vpc.subnets if subnet.acl is not None]
    # Within a subnet no list applies. Such packets only come by here where the host filters bridged ones as well.
    lines += [f"iifname {bridge_of(subnet.id)} oifname {bridge_of(subnet.id)} accept" for subnet in guarded]
    lines += [f"iifname {bridge_of(subnet.id)} jump out_{bridge_of(subnet.id)}" for subnet in guarded]
    lines += [f"oifname {bridge_of(subnet.id)} jump in_{bridge_of(subnet.id)}" for subnet in guarded]
    lines.append("}")
    chains: list[str] = []
    for subnet in guarded:
        if subnet.acl is not None:
            chains += [f"chain out_{bridge_of(subnet.id)} {{", *_acl(subnet.acl.egress, "daddr"), "}"]
            chains += [f"chain in_{bridge_of(subnet.id)} {{", *_acl(subnet.acl.ingress, "saddr"), "}"]
    silence = [
        "chain output {",
        "type filter hook output priority 0; policy accept;",
        "icmp type destination-unreachable drop",
        "icmp type redirect drop",
        "}",
    ]
    return _table([*lines[:2], *chains, *lines[2:], *silence])


def _table(lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"table ip seatrial {{ }}\ndelete table ip seatrial\ntable ip seatrial {{\n{body}\n}}\n"


def _set(group: str, members: Sequence[str]) -> list[str]:
    elements = f"elements = {{ {', '.join(members)} }};" if members else ""
    return [f"set {_name(group)} {{ type ipv4_addr; {elements} }}"]


def _name(group: str) -> str:
    return group.replace("-", "_")


def _accepts(rules: Sequence[Rule], side: str) -> list[str]:
    return [f"{_match(rule, side)} accept" for rule in rules]


def _match(rule: Rule, side: str) -> str:
    peer = f"@{_name(rule.peer)}" if rule.is_group else rule.peer
    parts = [] if peer == "0.0.0.0/0" else [f"ip {side} {peer}"]
    return " ".join([*parts, *_protocol(rule.protocol, rule.from_port, rule.to_port)])


def _protocol(protocol: int, low: int, high: int) -> list[str]:
    if protocol == ALL_PROTOCOLS:
        return []
    if protocol in (TCP, UDP):
        name = "tcp" if protocol == TCP else "udp"
        if low < 0:
            return [f"meta l4proto {name}"]
        return [f"{name} dport {low}" if low == high else f"{name} dport {low}-{max(low, high)}"]
    if protocol == ICMP:
        kinds = [f"icmp type {low}"] if low >= 0 else ["meta l4proto icmp"]
        return kinds + ([f"icmp code {high}"] if low >= 0 and high >= 0 else [])
    return [f"meta l4proto {protocol}"]


def _acl(entries: Sequence[Entry], side: str) -> list[str]:
    """Rules in the order of their numbers; what none matches is denied."""
    lines = []
    for entry in entries:
        parts = [] if entry.block == "0.0.0.0/0" else [f"ip {side} {entry.block}"]
        parts += _protocol(entry.protocol, entry.from_port, entry.to_port)
        lines.append(" ".join([*parts, "return" if entry.allow else "drop"]))
    return [*lines, "drop"]
