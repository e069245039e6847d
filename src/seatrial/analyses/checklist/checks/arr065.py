"""Whether tasks have addresses of the family that the target group before them takes.

How the two get theirs is in ``arr_family``.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html (an
IPv6-only service needs IPv6 target groups),
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html (one family),
https://github.com/ansible-collections/community.aws/issues/1441 (the text of RegisterTargets).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_family import ADDRESS_TYPE, known_interfaces, of_another_family
from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _may_lack_six(inquiry: Inquiry, entry: Entry) -> bool:
    """Whether tasks beside their IPv4 address need one of IPv6, which they get only if the account says so."""
    six = entry.group is not None and as_text(entry.group.get(ADDRESS_TYPE)) == "ipv6"
    return six and any(item.six and not item.native for item in known_interfaces(inquiry, entry.placement))


def _families(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for entry in inquiry.arrivals.entries:
        subnets, group = of_another_family(inquiry, entry), entry.group
        if group is not None and not subnets and _may_lack_six(inquiry, entry):
            why = "that takes the account setting dualStackIPv6, which is in no template"
            what = (
                f"whether tasks of {entry.placement.by.logical_id} get the IPv6 addresses that {group.logical_id} takes"
            )
            yield Doubt(group, (ADDRESS_TYPE,), what, why)
        if group is None or not subnets or group.logical_id in told:
            continue
        if any(inquiry.refused_at(item.by, *item.path) for item in inquiry.arrivals.forwards_to(group)):
            continue
        told.add(group.logical_id)
        six, by = as_text(group.get(ADDRESS_TYPE)) == "ipv6", entry.placement.by.logical_id
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
            (ADDRESS_TYPE,) if ADDRESS_TYPE in group.properties else (),
            f"{group.logical_id} takes {takes} targets, and tasks of {by} have {have} addresses alone",
            f"{none}: ECS can register none of these tasks, and the service does not reach a steady state",
            mend,
            "" if six else "The IP address 'ADDRESS' is not a valid IPv4 address",
            fix=(set_property(group.logical_id, ADDRESS_TYPE, to="ipv4" if six else "ipv6"),),
        )


CHECK = Check(
    "ARR065",
    Severity.ERROR,
    Question.ARRIVE,
    "A target group takes addresses of a family that the tasks behind it do not have",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html",
    _families,
)
