"""Whether the deregistration delay cuts requests off, or slows deployments down.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html (read
2026-11-23), https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

# The default: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
DRAIN_SECONDS = 300
DRAIN = "deregistration_delay.timeout_seconds"


def _draining(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for entry in inquiry.arrivals.entries:
        group = entry.group
        if group is None or group.logical_id in seen or group.logical_id not in inquiry.system.resources:
            continue
        seen.add(group.logical_id)
        path, value = _delay(group)
        if isinstance(value, Unknown):
            continue
        delay = as_number(value, DRAIN_SECONDS)
        name = entry.placement.by.logical_id
        if delay == 0:
            yield Found(
                group,
                path,
                f"requests in flight through {group.logical_id} are cut off when a task stops",
                f"a deregistration delay of 0 s leaves no time: every deployment of {name} breaks some requests",
                f'write {{ Key: {DRAIN}, Value: "30" }}, or as long as the slowest request takes',
                severity=Severity.WARNING,
            )
        elif delay >= DRAIN_SECONDS:
            yield Found(
                group,
                path,
                f"each task that {name} replaces is drained for {delay} s",
                "ECS waits that long after it deregisters a task from the target group, even when nothing is being "
                "answered any more: deployments and scaling in take minutes longer",
                f'add {{ Key: {DRAIN}, Value: "30" }} to TargetGroupAttributes, or as long as the slowest request '
                "takes",
            )


def _delay(group: Resource) -> tuple[PropertyPath, Value]:
    listed = group.get("TargetGroupAttributes")
    if isinstance(listed, Unknown):
        return ("TargetGroupAttributes",), listed
    for index, item in enumerate(as_list(listed)):
        if as_text(at(item, "Key")) == DRAIN:
            return ("TargetGroupAttributes", index, "Value"), at(item, "Value")
    return ("TargetGroupAttributes",), None


CHECK = Check(
    "SCA016",
    Severity.NOTE,
    Question.SCALE,
    "The deregistration delay cuts requests off, or slows deployments down",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
    _draining,
)
