"""Whether there is a way from the tasks to the AWS services of what their containers are given.

Route tables that lack the way to the same hosts lack the same thing, so they are one finding.

Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html,
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.app_network import Rule, Way, attempts, finding_of, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Doubt, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.uses import Used
from seatrial.analyses.reach import Code, Verdict
from seatrial.model.finding import Severity


def _services(inquiry: Inquiry) -> Iterator[Said]:
    """From each subnet of each placement to the host of each service that a gift is used by."""
    by_definition: dict[str, list[Used]] = {}
    for item in inquiry.used:
        by_definition.setdefault(item.gift.definition.logical_id, []).append(item)
    told, ways, doubts = told_already(inquiry), dict[Rule, Way](), set[tuple[str, str]]()
    for placement in inquiry.placements:
        items = by_definition.get(placement.definition.logical_id, []) if placement.definition is not None else []
        for item, host, subnet, path in attempts(inquiry, placement, items):
            if path.verdict in (Verdict.NO, Verdict.PARTLY):
                if rule_of(path) not in told:
                    ways.setdefault(rule_of(path), Way(path, placement)).add(item.resource, host, subnet, placement.by)
            elif path.verdict is Verdict.CANNOT_TELL and (placement.by.logical_id, path.why) not in doubts:
                doubts.add((placement.by.logical_id, path.why))
                what = f"whether tasks of {placement.by.logical_id} reach {host}"
                yield Doubt(placement.by, placement.subnets_path, what, path.why)
    for way in _together(ways):
        yield finding_of(inquiry, way, "the application's calls time out, although its tasks start")


def _together(ways: Mapping[Rule, Way]) -> Iterator[Way]:
    """Route tables that lack the way to the same hosts lack the same thing: one endpoint may be all of it."""
    alike: dict[tuple[object, ...], Way] = {}
    for way in ways.values():
        rule = way.path.deciding
        if rule is None or rule.code != Code.NO_ROUTE_TO_DESTINATION:
            yield way
            continue
        key = (rule.resource.type if rule.resource else "", frozenset(way.hosts), frozenset(way.users))
        first = alike.setdefault(key, way)
        if first is not way:
            first.subnets.update(way.subnets)
            first.things.update(way.things)
    yield from alike.values()


CHECK = Check(
    "APP005",
    Severity.ERROR,
    Question.REACH,
    "Tasks cannot reach the AWS service of a resource that their containers are given",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html "
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
    _services,
)
