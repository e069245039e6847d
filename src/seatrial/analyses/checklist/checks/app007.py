"""Whether tasks reach the load balancers whose addresses stand in their containers' variables.

What a browser calls, a front end is only told of: of a load balancer that faces the internet it is a warning.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_addresses import calls_of, in_front, is_unheard, is_unresolved, ports_of
from seatrial.analyses.checklist.app_network import Rule, Way, finding_of, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    told, doubts = told_already(inquiry), set[tuple[str, str]]()
    ways: dict[tuple[bool, Rule], Way] = {}
    for call in calls_of(inquiry):
        if in_front(inquiry, call.balancer, call.address.definition) or is_unheard(inquiry, call):
            continue
        listened = ports_of(inquiry, call.balancer)
        port = call.address.port or (listened[0] if len(listened) == 1 else 0)
        host = as_text(call.balancer.attributes.get("DNSName"))
        inside = as_text(call.balancer.get("Scheme")) == "internal"
        for placement in inquiry.placements_of(call.address.definition) if port else ():
            if is_unresolved(call, placement):
                continue
            for source in placement.interfaces(inquiry.paper):
                path = inquiry.paper.to_host(source, host, port)
                rule = rule_of(path)
                if path.verdict in (Verdict.NO, Verdict.PARTLY) and rule not in told:
                    way = ways.setdefault((inside, rule), Way(path, placement))
                    way.add(call.balancer, f"{call.address.host}:{port}", source.subnet, placement.by)
                elif (
                    path.verdict is Verdict.CANNOT_TELL and inside and (placement.by.logical_id, path.why) not in doubts
                ):
                    doubts.add((placement.by.logical_id, path.why))
                    what = f"whether tasks of {placement.by.logical_id} reach {call.balancer.logical_id}"
                    yield Doubt(placement.by, placement.subnets_path, what, path.why)
    for (inside, _), way in ways.items():
        told_of = finding_of(inquiry, way, "calls from the application time out")
        severity = None if inside else Severity.WARNING
        yield Found(
            told_of.resource, told_of.path, told_of.what, told_of.why, told_of.mend, told_of.aws, severity=severity
        )


CHECK = Check(
    "APP007",
    Severity.ERROR,
    Question.REACH,
    "Tasks cannot reach a load balancer that their containers are told to call",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    _ways,
)
