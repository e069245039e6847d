"""Whether a scaling policy counts the requests of the target group of the service that it scales.

Source (read 2026-11-23):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import RESOURCE_LABEL
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import GAP, Unknown, as_list, as_text

BY_REQUESTS = "ALBRequestCountPerTarget"
_FORM = ("app", "LOAD_BALANCER", "ID", "targetgroup", "TARGET_GROUP", "ID")
_OF_GROUP = _FORM[3:]
_DIGITS = re.compile(r"[0-9a-f]{16}")


def _label(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        if policy.predefined != BY_REQUESTS or policy.target is None or policy.target.service is None:
            continue
        service, label = policy.target.service, policy.resource.get(*RESOURCE_LABEL)
        if isinstance(label, Unknown) and (why := _misshapen(label.text)):
            yield _of_no_form(policy.resource, label.text, why, service, inquiry)
            continue
        if isinstance(label, Unknown):
            what = f"which requests {policy.resource.logical_id} counts"
            yield Doubt(policy.resource, RESOURCE_LABEL, what, label.reason)
            continue
        entries = [item for item in inquiry.arrivals.entries if item.placement.by is service]
        if not entries and service.logical_id in inquiry.system.resources and not _balanced(service):
            yield Found(
                policy.resource,
                RESOURCE_LABEL[:-1],
                f"{policy.resource.logical_id} counts requests, but {service.logical_id} gets none from a load "
                "balancer",
                "the metric belongs to a target group; without one it has no data, so nothing scales",
                "follow another metric, such as ECSServiceAverageCPUUtilization",
            )
            continue
        wanted = list(_labels(inquiry, service))
        if not wanted and isinstance(label, str) and (why := _misshapen(label)):
            yield _of_no_form(policy.resource, label, why, service, inquiry)
        if not wanted or any(item.group is None for item in entries):
            continue
        if label is None:
            yield Found(
                policy.resource,
                RESOURCE_LABEL[:-1],
                f"{policy.resource.logical_id} has no ResourceLabel that says whose requests it counts",
                f"{BY_REQUESTS} is a metric of one target group, which ResourceLabel names: the policy is refused",
                f'add ResourceLabel: !Sub "{wanted[0][1]}"',
            )
            continue
        if as_text(label) not in [text for text, _ in wanted]:
            text, written = wanted[0]
            yield Found(
                policy.resource,
                RESOURCE_LABEL,
                f"{policy.resource.logical_id} counts the requests of something other than {service.logical_id}",
                f"its ResourceLabel is {as_text(label)}, and the one of {service.logical_id}'s target group is {text}: "
                "the number of tasks follows other requests, or none",
                f'write ResourceLabel: !Sub "{written}"',
            )


def _misshapen(text: str) -> str:
    """What is wrong with the form of a label of which a part may not be known; "" where it may be right."""
    if not text:
        return ""
    if "arn:" in text:
        return "an ARN stands in it where a name belongs"
    *_, rest = text.split(GAP)
    parts = rest.split("/")
    # After what isn't known comes a slash, or more of the same part.
    known = len(parts) if GAP not in text else len(parts) - 1
    if (known >= 1 and not _DIGITS.fullmatch(parts[-1])) or (known >= len(_OF_GROUP) and parts[-3] != _OF_GROUP[0]):
        return "it does not end with the full name of the target group"
    if GAP not in text and (len(parts) != len(_FORM) or parts[0] != _FORM[0]):
        return "it does not begin with the full name of the load balancer"
    return ""


def _of_no_form(policy: Resource, text: str, why: str, service: Resource, inquiry: Inquiry) -> Found:
    entries = [item for item in inquiry.arrivals.entries if item.placement.by is service]
    group = next((item.group.logical_id for item in entries if item.group is not None), "TARGET_GROUP")
    return Found(
        policy,
        RESOURCE_LABEL,
        f"{policy.logical_id} counts the requests of nothing: {text.replace(GAP, '…')}",
        f"{why}, and its form is {'/'.join(_FORM)}: Application Auto Scaling refuses the policy, and the stack is "
        "rolled back",
        f'write ResourceLabel: !Sub "LOAD_BALANCER_FULL_NAME/${{{group}.TargetGroupFullName}}"',
    )


def _balanced(service: Resource) -> bool:
    listed = service.get("LoadBalancers")
    return isinstance(listed, Unknown) or bool(as_list(listed))


def _labels(inquiry: Inquiry, service: Resource) -> Iterator[tuple[str, str]]:
    """The labels of a service's own target groups, and how one writes them."""
    for entry in inquiry.arrivals.entries:
        if entry.placement.by is service and entry.group is not None:
            for balancer in inquiry.arrivals.balancers_of(entry.group):
                names = (
                    balancer.attributes.get("LoadBalancerFullName"),
                    entry.group.attributes.get("TargetGroupFullName"),
                )
                if all(isinstance(name, str) for name in names):
                    written = (
                        f"${{{balancer.logical_id}.LoadBalancerFullName}}/"
                        f"${{{entry.group.logical_id}.TargetGroupFullName}}"
                    )
                    yield "/".join(as_text(name) for name in names), written


CHECK = Check(
    "SCA007",
    Severity.ERROR,
    Question.SCALE,
    "A scaling policy counts the requests of the wrong target group",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html",
    _label,
)
