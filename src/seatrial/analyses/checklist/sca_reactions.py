"""Whether what should scale a service can ever do so: alarms that are switched off, targets that are never reached.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
(ActionsEnabled), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-create-policy.html (the
metrics of a service), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html (per cent)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.scaling import TRACKING, ScalingPolicy
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag, as_number, as_text

CPU, MEMORY, REQUESTS = (
    "ECSServiceAverageCPUUtilization",
    "ECSServiceAverageMemoryUtilization",
    "ALBRequestCountPerTarget",
)
# The same, measured more often: https://docs.aws.amazon.com/autoscaling/application/APIReference/
# API_PredefinedMetricSpecification.html (read 2026-11-30)
OFTEN = "HighResolution"
WHOLE_PERCENT = 100


def _own(inquiry: Inquiry) -> Iterator[ScalingPolicy]:
    for policy in inquiry.scaling.policies:
        if inquiry.owns(policy.resource) and policy.resource.logical_id not in inquiry.refused:
            yield policy


def _switched_off(inquiry: Inquiry) -> Iterator[Said]:
    for policy in _own(inquiry):
        for alarm in policy.alarms:
            given = alarm.resource.get("ActionsEnabled")
            if given is None or not isinstance(given, (bool, str)) or as_flag(given, True):
                continue
            name = alarm.resource.logical_id
            yield Found(
                alarm.resource,
                ("ActionsEnabled",),
                f"{name} has its actions disabled",
                f"ActionsEnabled is false, and {policy.resource.logical_id} is one of them: nothing ever scales",
                f"set ActionsEnabled: true in {name}, or leave it out",
            )


def _unreached(inquiry: Inquiry) -> Iterator[Said]:
    for policy in _own(inquiry):
        value = policy.resource.get(TRACKING, "TargetValue")
        followed = policy.target is not None and policy.predefined.removesuffix(OFTEN) in (CPU, MEMORY)
        if followed and as_number(value) > WHOLE_PERCENT:
            yield Found(
                policy.resource,
                (TRACKING, "TargetValue"),
                f"{policy.resource.logical_id} has a target utilization of {as_text(value)} percent",
                "tasks on Fargate never use more than 100 percent: the policy only ever scales in",
                "write a TargetValue below 100, such as 60",
            )


def _foreign(inquiry: Inquiry) -> Iterator[Said]:
    for policy in _own(inquiry):
        target = policy.target
        usual = policy.predefined == REQUESTS or policy.predefined.removesuffix(OFTEN) in ("", CPU, MEMORY)
        if target is None or target.service is None or usual:
            continue
        path = (TRACKING, "PredefinedMetricSpecification", "PredefinedMetricType")
        if (policy.resource.logical_id, path) in inquiry.misread:
            continue
        yield Found(
            policy.resource,
            path,
            f"{policy.resource.logical_id} tracks {policy.predefined}, which no ECS service has",
            f"a service has {CPU}, {MEMORY} and {REQUESTS}: the policy is refused, and the stack is rolled back",
            f"write PredefinedMetricType: {CPU}",
        )


_TRACKING = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-create-policy.html"
CHECKS = (
    Check(
        "SCA018",
        Severity.ERROR,
        Question.SCALE,
        "An alarm that triggers a scaling policy has its actions disabled",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
        _switched_off,
    ),
    Check(
        "SCA019",
        Severity.ERROR,
        Question.SCALE,
        "A scaling policy has a target utilization that is never reached",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html",
        _unreached,
    ),
    Check(
        "SCA020",
        Severity.ERROR,
        Question.SCALE,
        "A scaling policy tracks a predefined metric that services don't have",
        _TRACKING,
        _foreign,
    ),
)
