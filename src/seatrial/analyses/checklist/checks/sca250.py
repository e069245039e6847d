"""Whether a service that begins without tasks is to be scaled by what only its tasks measure.

A policy that tracks the CPU or the memory of the tasks has no data while there is none, and does nothing without data.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
("A target tracking scaling policy does not perform scaling when the specified metric has insufficient data").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import as_float
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

# What the tasks measure of themselves.
_OWN = ("ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization")
_METRIC = ("TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification", "PredefinedMetricType")


def _stuck(inquiry: Inquiry) -> Iterator[Said]:
    for target in ecs_targets(inquiry):
        resource, service = target.resource, target.service
        if service is None or as_float(service.get("DesiredCount")) != 0 or as_float(resource.get("MinCapacity")) != 0:
            continue
        policies = [item.resource for item in inquiry.scaling.policies if item.target is target]
        by_own = all(as_text(item.get(*_METRIC)) in _OWN for item in policies)
        # One without room to scale is told of by itself.
        still = as_float(resource.get("MaxCapacity")) == 0
        if not policies or not by_own or still or resource.get("ScheduledActions"):
            continue
        yield Found(
            resource,
            ("MinCapacity",),
            f"{service.logical_id} begins with no task, and nothing scales it out from there",
            f"{inquiry.names(policies)} can only follow what the tasks of {service.logical_id} measure: without a task "
            "there is no data, and without data nothing is scaled",
            f"write MinCapacity: 1, or scale {service.logical_id} by the work that waits for it",
        )


CHECK = Check(
    "SCA250",
    Severity.WARNING,
    Question.SCALE,
    "A service without tasks is scaled by what only its tasks measure",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html",
    _stuck,
)
