"""Whether scaling policies follow the right thing, in the right direction, and not against each other.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html,
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html,
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import number, own_policies, rises, takes_away
from seatrial.analyses.checklist.scaling import ON_OK, STEPS, TARGET, TRACKING, Alarm, ScalingPolicy
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text

BY_REQUESTS = "ALBRequestCountPerTarget"
_LABEL: PropertyPath = (TRACKING, "PredefinedMetricSpecification", "ResourceLabel")


def _early(inquiry: Inquiry) -> Iterator[Said]:
    """A policy that names its target by text needs to wait for it."""
    for policy in own_policies(inquiry):
        target, named = policy.target, policy.resource.get("ScalingTargetId")
        if target is None:
            if isinstance(named, str) and named and inquiry.find(named) is None:
                what = f"what {policy.resource.logical_id} moves"
                yield Doubt(policy.resource, ("ScalingTargetId",), what, f"{named} is not in the templates")
            elif isinstance(named, str) and (other := inquiry.find(named)) is not None:
                yield _no_target(inquiry, policy.resource, other)
            continue
        there = target.resource.logical_id
        waits = there not in inquiry.system.resources or there in inquiry.after(policy.resource.logical_id)
        if named is None and not waits:
            yield Found(
                policy.resource,
                ("ResourceId",),
                f"{policy.resource.logical_id} doesn't wait for {there}, which it scales",
                "it names the scalable target only as text, so CloudFormation creates both at once, and a policy for "
                "an unregistered target is refused",
                f"write ScalingTargetId: !Ref {there} in place of ResourceId, ScalableDimension and ServiceNamespace",
            )


def _no_target(inquiry: Inquiry, policy: Resource, other: Resource) -> Found:
    targets = [item.resource.logical_id for item in inquiry.scaling.targets]
    return Found(
        policy,
        ("ScalingTargetId",),
        f"ScalingTargetId of {policy.logical_id} names {other.logical_id}, which is not a scalable target",
        f"ScalingTargetId is the id of an {TARGET}: the policy is refused, and the stack is rolled back",
        f"write ScalingTargetId: !Ref {targets[0] if targets else 'ScalableTarget'}",
    )


def _label(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        if policy.predefined != BY_REQUESTS or policy.target is None or policy.target.service is None:
            continue
        service, label = policy.target.service, policy.resource.get(*_LABEL)
        if isinstance(label, Unknown):
            what = f"which requests {policy.resource.logical_id} counts"
            yield Doubt(policy.resource, _LABEL, what, label.reason)
            continue
        entries = [item for item in inquiry.arrivals.entries if item.placement.by is service]
        if not entries and service.logical_id in inquiry.system.resources and not _balanced(service):
            yield Found(
                policy.resource,
                _LABEL[:-1],
                f"{policy.resource.logical_id} counts requests, but {service.logical_id} gets none from a load "
                "balancer",
                "the metric belongs to a target group; without one it has no data, so nothing scales",
                "follow another metric, such as ECSServiceAverageCPUUtilization",
            )
            continue
        wanted = list(_labels(inquiry, service))
        if not wanted or any(item.group is None for item in entries):
            continue
        if label is None:
            yield Found(
                policy.resource,
                _LABEL[:-1],
                f"{policy.resource.logical_id} has no ResourceLabel that says whose requests it counts",
                f"{BY_REQUESTS} is a metric of one target group, which ResourceLabel names: the policy is refused",
                f'add ResourceLabel: !Sub "{wanted[0][1]}"',
            )
            continue
        if as_text(label) not in [text for text, _ in wanted]:
            text, written = wanted[0]
            yield Found(
                policy.resource,
                _LABEL,
                f"{policy.resource.logical_id} counts the requests of something other than {service.logical_id}",
                f"its ResourceLabel is {as_text(label)}, and the one of {service.logical_id}'s target group is {text}: "
                "the number of tasks follows other requests, or none",
                f'write ResourceLabel: !Sub "{written}"',
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


def _fights(inquiry: Inquiry) -> Iterator[Said]:
    by_target: dict[str, list[ScalingPolicy]] = {}
    for policy in own_policies(inquiry):
        if policy.target is not None:
            by_target.setdefault(policy.target.resource.logical_id, []).append(policy)
    for policies in by_target.values():
        yield from _one_metric_twice(policies)
        yield from _steps_against_tracking(policies)
        yield from _thresholds(policies)


def _one_metric_twice(policies: list[ScalingPolicy]) -> Iterator[Found]:
    first: dict[str, ScalingPolicy] = {}
    for policy in policies:
        if policy.predefined:
            key = f"{policy.predefined} {as_text(policy.resource.get(*_LABEL))}"
            other = first.setdefault(key, policy)
            if other is not policy:
                yield Found(
                    policy.resource,
                    _LABEL[:-1],
                    f"{policy.resource.logical_id} and {other.resource.logical_id} are two target tracking policies "
                    "for the same "
                    "metric",
                    f"one service has at most one target tracking policy for {policy.predefined}: the second one is "
                    "refused",
                    f"leave one of them out, or follow another metric in {policy.resource.logical_id}",
                    severity=Severity.ERROR,
                )


def _steps_against_tracking(policies: list[ScalingPolicy]) -> Iterator[Found]:
    tracking = [item for item in policies if item.kind == "TargetTracking" and takes_away(item)]
    for policy in policies:
        if tracking and policy.kind == "Step" and takes_away(policy) and policy.alarms:
            yield Found(
                policy.resource,
                (STEPS,),
                f"{policy.resource.logical_id} removes tasks while {tracking[0].resource.logical_id} may want more",
                "step scaling scales in without regard to target tracking: tasks are removed and added in turn",
                f"leave scaling in to {tracking[0].resource.logical_id}, or set its DisableScaleIn: true and scale "
                "in by "
                "steps alone",
            )


def _thresholds(policies: list[ScalingPolicy]) -> Iterator[Found]:
    """Alarms on one metric of which one adds tasks and the other takes them away at the same value."""
    rising, falling = list(_ends(policies, True)), list(_ends(policies, False))
    for policy, alarm, metric, low in rising:
        for other, below, same, high in falling:
            if metric == same and low <= high and policy is not other:
                yield Found(
                    below.resource,
                    ("Threshold",),
                    f"{alarm.resource.logical_id} and {below.resource.logical_id} can be in ALARM at the same time",
                    f"one adds tasks from {low:g} up, the other removes them up to {high:g}: in between, "
                    "tasks are added and removed in turn",
                    f"write a Threshold below {low:g} in {below.resource.logical_id}",
                )


def _ends(policies: list[ScalingPolicy], above: bool) -> Iterator[tuple[ScalingPolicy, Alarm, object, float]]:
    for policy in policies:
        if policy.kind != "Step" or takes_away(policy) is above:
            continue
        for alarm in policy.alarms:
            threshold = number(alarm.resource.get("Threshold"))
            if alarm.acts == ON_OK or rises(alarm) is not above or threshold is None or len(alarm.metrics) != 1:
                continue
            metric = alarm.metrics[0]
            given = sorted((name, as_text(value)) for name, value in metric.dimensions.items())
            key = (as_text(metric.namespace), as_text(metric.name), tuple(given))
            # An alarm that needs to be above or below doesn't go off at its threshold itself.
            edge = 0.0 if "OrEqualTo" in as_text(alarm.resource.get("ComparisonOperator")) else 1e-9
            yield policy, alarm, key, threshold + edge if above else threshold - edge


_STEP = (
    "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html"
)
_TRACKING = (
    "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html"
)
CHECKS = (
    Check(
        "SCA006",
        Severity.ERROR,
        Question.SCALE,
        "A scaling policy has no scalable target, or does not wait for it",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-applicationautoscaling-scalingpolicy.html",
        _early,
    ),
    Check(
        "SCA007",
        Severity.ERROR,
        Question.SCALE,
        "A scaling policy counts the requests of the wrong target group",
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html",
        _label,
    ),
    Check(
        "SCA010",
        Severity.WARNING,
        Question.SCALE,
        "Scaling policies of one service work against each other",
        f"{_TRACKING} {_STEP}",
        _fights,
    ),
)
