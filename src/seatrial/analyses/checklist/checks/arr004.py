"""Whether the Availability Zones of tasks are enabled for their Application Load Balancer.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text


def _zones(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        if entry.group is None:
            continue
        for balancer in inquiry.arrivals.balancers_of(entry.group):
            interfaces = inquiry.paper.balancer(balancer)
            if balancer.logical_id in inquiry.refused:
                continue
            if as_text(balancer.get("Type")) not in ("", "application") or any(not item.subnet for item in interfaces):
                continue
            enabled = {zone for item in interfaces if item.placed and (zone := _zone(item.subnet))}
            outside = [item for item in entry.placement.known_subnets if _zone(item) and _zone(item) not in enabled]
            if not outside:
                continue
            if interfaces and all(item.placed and _zone(item.subnet) for item in interfaces):
                yield _outside(inquiry, entry, balancer, outside, enabled)
            else:
                yield Doubt(
                    entry.placement.by,
                    entry.placement.subnets_path,
                    f"whether the zones of the tasks of {entry.placement.by.logical_id} are enabled for "
                    f"{balancer.logical_id}",
                    f"the zones of some subnets of {balancer.logical_id} are not known here",
                )


def _outside(inquiry: Inquiry, entry: Entry, balancer: Resource, outside: list[Resource], enabled: set[str]) -> Found:
    zones = " and ".join(sorted({_zone(item) for item in outside}))
    return Found(
        entry.placement.by,
        entry.placement.subnets_path,
        f"{entry.placement.by.logical_id} runs tasks in {zones}, which is not enabled for {balancer.logical_id}",
        f"a target in {inquiry.names(outside)} is in a zone without a subnet of the load balancer "
        f"({', '.join(sorted(enabled))}): it gets no requests and never becomes healthy, so its task is replaced again "
        "and again",
        f"add a subnet of {zones} to Subnets of {balancer.logical_id}, or remove {inquiry.names(outside)} from the "
        "service",
        "Target.NotInUse: Target is in an Availability Zone that is not enabled for the load balancer",
    )


def _zone(subnet: Resource) -> str:
    value = subnet.get("AvailabilityZone")
    if isinstance(value, Unknown):
        return ""
    return as_text(value) or as_text(subnet.attributes.get("AvailabilityZone"))


CHECK = Check(
    "ARR004",
    Severity.ERROR,
    Question.ARRIVE,
    "Tasks run in an Availability Zone that is not enabled for their load balancer",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html",
    _zones,
)
