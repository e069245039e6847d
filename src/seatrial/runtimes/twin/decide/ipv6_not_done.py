"""What a template asks of IPv6, which the twin doesn't do: the network here has IPv4 addresses alone.

Templates that use it use it everywhere: a block in each subnet, a ``::/0`` in each group. So one finding says it of all
that ask alike, at the place of the first. Where nothing is left without IPv6 it is a warning: tasks of a subnet without
an IPv4 block have no place to run.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Value, as_flag, as_list, as_text, at

CODE = "TWN109"
MOST_NAMES = 3
Use = tuple[Resource, PropertyPath]

# Property of a type that gives or takes an IPv6 block.
BLOCKS = {
    "AWS::EC2::VPCCidrBlock": ("AmazonProvidedIpv6CidrBlock", "Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6Pool"),
    "AWS::EC2::Subnet": ("Ipv6CidrBlock", "Ipv6IpamPoolId", "AssignIpv6AddressOnCreation"),
    "AWS::EC2::SubnetCidrBlock": ("Ipv6CidrBlock", "Ipv6IpamPoolId"),
}
RULES = {
    "AWS::EC2::SecurityGroup": ("SecurityGroupIngress", "SecurityGroupEgress"),
    "AWS::EC2::SecurityGroupIngress": ("CidrIpv6",),
    "AWS::EC2::SecurityGroupEgress": ("CidrIpv6",),
    "AWS::EC2::NetworkAclEntry": ("Ipv6CidrBlock",),
}
BALANCER, GROUP = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup"
ENDPOINT, SUBNET, ROUTE = "AWS::EC2::VPCEndpoint", "AWS::EC2::Subnet", "AWS::EC2::Route"


def not_done(system: System) -> Iterator[Finding]:
    """A finding for each kind of thing that is of IPv6, in the order in which a reader meets them."""
    native = [(item, ("Ipv6Native",)) for item in system.of_type(SUBNET) if as_flag(item.get("Ipv6Native"))]
    yield from _found(
        native,
        "IPv6 addresses alone, which is not done here",
        "nothing can stand there: tasks, load balancers and gateways of it don't come up here, and do on AWS",
        Severity.WARNING,
    )
    blocks = [use for use in _given(system, BLOCKS) if use[0] not in [item for item, _ in native]]
    yield from _found(blocks, "an IPv6 block, which is not done here", "everything has its IPv4 address alone")
    yield from _found(
        [*_given(system, {ROUTE: ("DestinationIpv6CidrBlock",)})],
        "an IPv6 destination, which is not done here",
        "it stands here and leads nowhere, as nobody has an IPv6 address",
    )
    yield from _found(
        [*_rules(system)],
        "rules for IPv6 addresses, which are not looked at here",
        "whoever is let in by such a rule alone is not let in here",
    )
    stacked = [*_valued(system, BALANCER, "dualstack"), *_valued(system, ENDPOINT, "dualstack", "ipv6")]
    yield from _found(stacked, "IPv6 addresses as well, which is not done here", "it answers over IPv4 alone")
    yield from _found(
        [*_valued(system, GROUP, "ipv6")],
        "IPv6 targets, which is not done here",
        "tasks are registered by their IPv4 address",
        Severity.WARNING,
    )
    records = [(item, ("Type",)) for item in system.of_type("AWS::Route53::RecordSet") if _text(item, "Type") == "AAAA"]
    yield from _found(records, "IPv6 addresses, of which there are none here", "questions for AAAA have no answer")


def _found(uses: Sequence[Use], what: str, why: str, severity: Severity = Severity.NOTE) -> Iterator[Finding]:
    if not uses:
        return
    resource, path = uses[0]
    names = list(dict.fromkeys(item.logical_id for item, _ in uses))
    told = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        told += f" and {len(names) - MOST_NAMES} more"
    mend = "nothing needs mending for AWS"
    if severity is Severity.WARNING:
        mend = f"nothing needs mending for AWS; to run it here, give {names[0]} IPv4 addresses as well"
    text = f"{told} {'has' if len(names) == 1 else 'have'} {what}"
    yield Finding(CODE, severity, text, why, mend, resource.span(*path), resource.logical_id, path)


def _given(system: System, table: dict[str, tuple[str, ...]]) -> Iterator[Use]:
    for kind, names in table.items():
        for item in system.of_type(kind):
            yield from ((item, (name,)) for name in names if item.get(name) not in (None, False, "false", ""))


def _rules(system: System) -> Iterator[Use]:
    for item, (name,) in ((item, path) for item, path in _given(system, RULES) if len(path) == 1):
        value: Value = item.get(str(name))
        if not isinstance(value, list | dict):
            yield item, (name,)
            continue
        for index, rule in enumerate(as_list(value)):
            if at(rule, "CidrIpv6"):
                yield item, (name, index, "CidrIpv6")


def _valued(system: System, kind: str, *beginnings: str) -> Iterator[Use]:
    for item in system.of_type(kind):
        if _text(item, "IpAddressType").startswith(beginnings):
            yield item, ("IpAddressType",)


def _text(resource: Resource, name: str) -> str:
    return as_text(resource.get(name))
