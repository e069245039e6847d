"""Tasks and target groups of two families of addresses, and what Fargate doesn't run with IPv6 alone.

A target group takes targets of one family, which is IPv4 unless its IpAddressType says otherwise, and ECS registers
tasks by their addresses. Tasks in subnets with Ipv6Native have none of IPv4; others have none of IPv6 where their
subnet has no block of it, or doesn't assign addresses of it by itself.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html (an
IPv6-only service needs IPv6 target groups, Linux, and platform version 1.4.0),
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html (one family),
https://github.com/ansible-collections/community.aws/issues/1441 (the text of RegisterTargets).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.reach import Interface
from seatrial.analyses.refusals.ecs_platform import VERSIONS
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

_KEY = "IpAddressType"


def of_another_family(inquiry: Inquiry, entry: Entry) -> list[Resource]:
    """The subnets whose tasks have no address that the target group of an entry takes."""
    group = entry.group
    if group is None or isinstance(group.get(_KEY), Unknown):
        return []
    six = as_text(group.get(_KEY)) == "ipv6"
    return [item.subnet for item in _known(inquiry, entry.placement) if (not item.six if six else item.native)]


def _may_lack_six(inquiry: Inquiry, entry: Entry) -> bool:
    """Whether tasks beside their IPv4 address need one of IPv6, which they get only if the account says so."""
    six = entry.group is not None and as_text(entry.group.get(_KEY)) == "ipv6"
    return six and any(item.six and not item.native for item in _known(inquiry, entry.placement))


def _known(inquiry: Inquiry, placement: Placement) -> list[Interface]:
    """The interfaces of tasks in subnets that the templates have, where nothing else gives these a block."""
    later = [item.get("SubnetId") for item in inquiry.system.of_type("AWS::EC2::SubnetCidrBlock")]
    if inquiry.misplaced(placement) or any(isinstance(item, Unknown) for item in later):
        return []
    found = [item for item in placement.interfaces(inquiry.paper) if item.placed]
    return [item for item in found if inquiry.owns(item.subnet) and not inquiry.refused_at(item.subnet)]


def _families(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for entry in inquiry.arrivals.entries:
        subnets, group = of_another_family(inquiry, entry), entry.group
        if group is not None and not subnets and _may_lack_six(inquiry, entry):
            why = "that takes the account setting dualStackIPv6, which is in no template"
            what = (
                f"whether tasks of {entry.placement.by.logical_id} get the IPv6 addresses that {group.logical_id} takes"
            )
            yield Doubt(group, (_KEY,), what, why)
        if group is None or not subnets or group.logical_id in told:
            continue
        if any(inquiry.refused_at(item.by, *item.path) for item in inquiry.arrivals.forwards_to(group)):
            continue
        told.add(group.logical_id)
        six, by = as_text(group.get(_KEY)) == "ipv6", entry.placement.by.logical_id
        takes, have = ("IPv6", "IPv4") if six else ("IPv4", "IPv6")
        mend = f"set IpAddressType: {'ipv4' if six else 'ipv6'} in {group.logical_id}"
        none = f"{inquiry.names(subnets)} {'have' if len(subnets) > 1 else 'has'} no {takes}"
        if six and all(item.get("Ipv6CidrBlock") is not None for item in subnets):
            none = (
                f"AssignIpv6AddressOnCreation of {inquiry.names(subnets)} is not true, so that tasks get no IPv6 there"
            )
            mend += f", or set AssignIpv6AddressOnCreation: true in {inquiry.names(subnets)}"
        elif six:
            mend += f", or give {inquiry.names(subnets)} an Ipv6CidrBlock each"
        yield Found(
            group,
            (_KEY,) if _KEY in group.properties else (),
            f"{group.logical_id} takes {takes} targets, and tasks of {by} have {have} addresses alone",
            f"{none}: ECS can register none of these tasks, and the service does not reach a steady state",
            mend,
            "" if six else "The IP address 'ADDRESS' is not a valid IPv4 address",
            fix=(set_property(group.logical_id, _KEY, to="ipv4" if six else "ipv6"),),
        )


def _platforms(inquiry: Inquiry) -> Iterator[Said]:
    for placement in inquiry.placements:
        natives = [item.subnet for item in _known(inquiry, placement) if item.native]
        definition, version = placement.definition, placement.by.get("PlatformVersion")
        if not natives or definition is None:
            continue
        family = as_text(definition.get("RuntimePlatform", "OperatingSystemFamily"))
        what = f"tasks of {placement.by.logical_id} run in {inquiry.names(natives)} with IPv6 addresses alone"
        if family.startswith("WINDOWS"):
            yield Found(
                definition,
                ("RuntimePlatform", "OperatingSystemFamily"),
                f"{what}, and {definition.logical_id} is for Windows",
                "Fargate runs Windows in subnets with IPv4 addresses only: the tasks do not start",
                f"use subnets with a CidrBlock for {placement.by.logical_id}",
            )
        elif version in VERSIONS[:-1]:
            yield Found(
                placement.by,
                ("PlatformVersion",),
                f"{what}, which platform version {as_text(version)} does not do",
                "subnets with IPv6 alone need platform version 1.4.0: the tasks do not start",
                f"set PlatformVersion: LATEST in {placement.by.logical_id}",
                fix=(set_property(placement.by.logical_id, "PlatformVersion", to="LATEST"),),
            )


_ECS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html"
CHECKS = (
    Check(
        "ARR065",
        Severity.ERROR,
        Question.ARRIVE,
        "A target group takes addresses of a family that the tasks behind it do not have",
        f"{_ECS} https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html",
        _families,
    ),
    Check(
        "STA060",
        Severity.ERROR,
        Question.START,
        "Tasks are to run with IPv6 addresses alone on a platform that does not do that",
        _ECS,
        _platforms,
    ),
)
