"""nftables text: security groups in an interface's own namespace, ACLs and address translation in the VPC's.

A table is replaced in one transaction, so packets never see half of it, and established connections are kept by
conntrack, as AWS keeps tracked ones. Who is member of a group changes often and by one address: members are sets, and
are added and taken away without the rest. (Adding takes 2 ms, a transaction that removes anything up to 15.)

What is denied vanishes on AWS: the sender learns nothing. A drop in Linux's output hook is told to the sender
("Operation not permitted"), so a denied outgoing packet gets a mark instead, by which it is routed to where it is
discarded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from seatrial.runtimes.twin.decide.aws_endpoints import HELD, HTTPS, PUBLIC_RESOLVER
from seatrial.runtimes.twin.decide.network import Interface, Vpc
from seatrial.runtimes.twin.decide.network_acls import Entry
from seatrial.runtimes.twin.decide.security_groups import ALL_PROTOCOLS, ANYWHERE, ICMP, TCP, UDP, Rule

# Security groups don't filter what goes to the Amazon resolver, task metadata, instance metadata, the time service:
# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html (read 2026-11-23).
LINK_LOCAL = "169.254.0.0/16"
LINK_LOCAL_RESOLVER = "169.254.169.253"
DNS = 53
HTTP = 80
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
TASK_METADATA = "169.254.170.2"
# The port that the ECS agent keeps for itself: https://github.com/aws/amazon-ecs-agent, agent/config/config.go
METADATA_PORT = 51679
TABLE = "seatrial"
DENIED_MARK = "0x5ea7"
# "NAT gateways support ... TCP, UDP, and ICMP":
# https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html (read 2026-11-23).
NAT_PROTOCOLS = "{ tcp, udp, icmp }"
ADDRESSES, TRANSLATIONS, ENDPOINTS = "set", "map", "endpoints"
_KINDS: Mapping[str, tuple[str, str]] = {
    ADDRESSES: ("set", "ipv4_addr"),
    TRANSLATIONS: ("map", "ipv4_addr : ipv4_addr"),
    ENDPOINTS: ("set", "ipv4_addr . inet_service"),
}
# Nothing on the way says that it doesn't go on; only what TCP needs to find the size of packets passes.
_SILENCE = (
    "chain output {",
    "type filter hook output priority 0; policy accept;",
    "icmp type destination-unreachable icmp code != frag-needed drop",
    "icmp type redirect drop",
    "}",
)


class Set(Struct, frozen=True):
    """Members of a set, ``key : value`` of a map, or ``address . port`` of a set of endpoints."""

    name: str
    members: tuple[str, ...] = ()
    kind: str = ADDRESSES


class Rules(Struct, frozen=True):
    """One table: chains that change seldom, sets that change often."""

    lines: tuple[str, ...]
    sets: tuple[Set, ...] = ()

    @property
    def frame(self) -> str:
        """The table without its members."""
        return self._text(members=False)

    @property
    def text(self) -> str:
        """The table for a namespace that has none."""
        return self._text(members=True)

    @property
    def replacement(self) -> str:
        """The table in place of the one that may be there, in one transaction."""
        return f"table ip {TABLE} {{ }}\ndelete table ip {TABLE}\n{self.text}"

    def members(self) -> dict[str, tuple[str, ...]]:
        return {one.name: one.members for one in self.sets}

    def _text(self, members: bool) -> str:
        sets = []
        for one in self.sets:
            elements = f"elements = {{ {', '.join(one.members)} }}; " if members and one.members else ""
            kind, type = _KINDS[one.kind]
            sets.append(f"{kind} {one.name} {{ type {type}; {elements}}}")
        body = "\n".join((*sets, *self.lines))
        return f"table ip {TABLE} {{\n{body}\n}}\n"


def element_changes(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> str:
    """The transaction that leads from these members to those; "" where they are the same."""
    removed, added = [], []
    for name, members in after.items():
        known = before.get(name, ())
        if gone := sorted(set(known) - set(members)):
            removed.append(f"delete element ip {TABLE} {name} {{ {', '.join(gone)} }}")
        if new := sorted(set(members) - set(known)):
            added.append(f"add element ip {TABLE} {name} {{ {', '.join(new)} }}")
    return "".join(f"{line}\n" for line in (*removed, *added))


def owner_rules(vpc: Vpc, interfaces: Sequence[Interface]) -> Rules:
    """The guard of one namespace: the union of the rules of its interfaces' groups."""
    names = sorted({name for item in interfaces for name in item.security_groups})
    groups = [vpc.groups[name] for name in names if name in vpc.groups]
    ingress = sorted({rule for group in groups for rule in group.ingress})
    egress = sorted({rule for group in groups for rule in group.egress})
    named = sorted({rule.peer for rule in (*ingress, *egress) if rule.is_group})
    lines = (
        "chain input {",
        "type filter hook input priority 0; policy drop;",
        "iifname lo accept",
        f"ip daddr {LINK_LOCAL} drop",
        "ct state established,related accept",
        *_accepts(ingress, "saddr"),
        "}",
        "chain output {",
        "type route hook output priority -150; policy accept;",
        "oifname lo accept",
        "ct state established,related accept",
        f"ip daddr {{ {vpc.resolver}, {LINK_LOCAL} }} accept",
        *_accepts(egress, "daddr"),
        f"meta mark set {DENIED_MARK}",
        "}",
        *_metadata_way(interfaces),
    )
    return Rules(lines, tuple(Set(_name(name), vpc.members(name)) for name in named))


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


def nat_rules(vpc: Vpc, interfaces: Sequence[Interface]) -> Rules:
    """A NAT gateway: what comes from the VPC goes on under its own address, nothing else gets in."""
    blocks = ", ".join(vpc.blocks)
    # "You route traffic from the NAT gateway to the internet gateway", never to another NAT gateway:
    # https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html (read 2026-11-23).
    others = ", ".join(item.address for item in vpc.interfaces if item.owner.startswith("nat-"))
    lines = (
        "chain input {",
        "type filter hook input priority 0; policy drop;",
        "iifname lo accept",
        "ct state established,related accept",
        "}",
        "chain forward {",
        "type filter hook forward priority 0; policy drop;",
        "ct state established,related accept",
        f"ip saddr {{ {others} }} drop",
        f"ip saddr {{ {blocks} }} meta l4proto {NAT_PROTOCOLS} accept",
        "}",
        "chain postrouting {",
        "type nat hook postrouting priority 100; policy accept;",
        *(f"ip saddr != {item.address} oifname {item.device} snat to {item.address}" for item in interfaces),
        "}",
        *_SILENCE,
    )
    return Rules(lines)


def router_rules(vpc: Vpc, bridges: Mapping[str, str], service_source: str) -> Rules:
    """The VPC's namespace: one-to-one translation at the gateway, ACLs, and no word about what vanishes."""
    public = sorted((item.address, item.public_address) for item in vpc.interfaces if item.public_address)
    if not vpc.has_gateway:
        public = []
    resolvers = f"ip daddr {{ {vpc.resolver}, {LINK_LOCAL_RESOLVER} }}"
    asked = [f"{resolvers} meta l4proto {{ tcp, udp }} th dport {DNS} accept"] if vpc.dns else []
    lines = [
        *_acl_chains(vpc, bridges),
        "chain prerouting {",
        "type nat hook prerouting priority -100; policy accept;",
        "iifname igw dnat to ip daddr map @inward",
        "}",
        "chain postrouting {",
        "type nat hook postrouting priority 100; policy accept;",
        "oifname igw snat to ip saddr map @outward",
        f"oifname svc snat to {service_source}",
        "}",
        "chain input {",
        "type filter hook input priority 0; policy drop;",
        "iifname { igw, svc } drop",
        *asked,
        "}",
        "chain forward {",
        "type filter hook forward priority 0; policy accept;",
        f"ip daddr {LINK_LOCAL} drop",
        "oifname igw ip saddr != @public drop",
        "iifname igw ip daddr != @public drop",
        "iifname svc ct state new drop",
        # Nobody begins anything under an address that is not of their subnet. (A NAT gateway passes answers on.)
        *(f"iifname {bridges[item.id]} ct state new ip saddr != {item.block} drop" for item in vpc.subnets),
        # Within a subnet no list applies. Such packets only come by here where the host filters bridged ones as well.
        *(f"iifname {bridges[item.id]} oifname {bridges[item.id]} accept" for item in vpc.subnets if item.acl),
        *(f"iifname {bridges[item.id]} jump out_{bridges[item.id]}" for item in vpc.subnets if item.acl),
        *(f"oifname {bridges[item.id]} jump in_{bridges[item.id]}" for item in vpc.subnets if item.acl),
        "}",
        *_SILENCE,
    ]
    return Rules(
        tuple(lines),
        (
            Set("public", tuple(private for private, _ in public)),
            Set("outward", tuple(f"{private} : {outside}" for private, outside in public), TRANSLATIONS),
            Set("inward", tuple(f"{outside} : {private}" for private, outside in public), TRANSLATIONS),
        ),
    )


def internet_rules(registries: Sequence[tuple[str, int]] = ()) -> Rules:
    """The internet: services answer on 443, its resolver on 53, registries with a port of their own on that one;
    whatever else is sent to it vanishes.
    """
    held = ", ".join(HELD)
    lines = (
        "chain input {",
        "type filter hook input priority 0; policy drop;",
        "iifname lo accept",
        "ct state established,related accept",
        f"ip daddr {PUBLIC_RESOLVER} meta l4proto {{ tcp, udp }} th dport {DNS} accept",
        f"ip daddr {{ {held} }} tcp dport {HTTPS} accept",
        "}",
        "chain prerouting {",
        "type nat hook prerouting priority -100; policy accept;",
        f"ip daddr . tcp dport @registries dnat to :{HTTPS}",
        "}",
        "chain forward {",
        "type filter hook forward priority 0; policy drop;",
        'iifname "i*" oifname "i*" accept',
        "}",
        *_SILENCE,
    )
    members = tuple(sorted(f"{address} . {port}" for address, port in registries))
    return Rules(lines, (Set("registries", members, ENDPOINTS),))


def _acl_chains(vpc: Vpc, bridges: Mapping[str, str]) -> list[str]:
    """Rules in the order of their numbers; what none matches is denied."""
    found = []
    for subnet in vpc.subnets:
        if subnet.acl is not None:
            bridge = bridges[subnet.id]
            found += [f"chain out_{bridge} {{", *_acl(subnet.acl.egress, "daddr"), "}"]
            found += [f"chain in_{bridge} {{", *_acl(subnet.acl.ingress, "saddr"), "}"]
    return found


def _acl(entries: Sequence[Entry], side: str) -> list[str]:
    lines = []
    for entry in entries:
        parts = _addresses(entry.block, side) + _protocol(entry.protocol, entry.from_port, entry.to_port)
        lines.append(" ".join([*parts, "return" if entry.allow else "drop"]))
    return [*lines, "drop"]


def _accepts(rules: Sequence[Rule], side: str) -> list[str]:
    found = []
    for rule in rules:
        peer = f"@{_name(rule.peer)}" if rule.is_group else rule.peer
        matches = [*_addresses(peer, side), *_protocol(rule.protocol, rule.from_port, rule.to_port)]
        found.append(" ".join([*matches, "accept"]))
    return found


def _addresses(peer: str, side: str) -> list[str]:
    return [] if peer == ANYWHERE else [f"ip {side} {peer}"]


def _name(group: str) -> str:
    return group.replace("-", "_")


def _protocol(protocol: int, low: int, high: int) -> list[str]:
    """A match on protocol and ports; for ICMP on type and code. -1 is any."""
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
