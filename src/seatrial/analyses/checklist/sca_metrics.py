"""Whether alarms and policies watch metrics that there are: names of dimensions are names, not ARNs or URLs.

CloudWatch takes any dimension. A metric that nobody emits has no data, so the alarm never goes off, and nobody is told.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/
sqs-available-cloudwatch-metrics.html, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import dead_letter_arn
from seatrial.analyses.checklist.scaling import Metric, ScalingPolicy
from seatrial.kinds.data.cloudwatch_metrics import OF_INSIGHTS, OF_QUEUES, QUEUE_ATTRIBUTES, SPELT
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at


@dataclass(frozen=True, slots=True)
class Named:
    """A dimension: the type that has it, and the attribute that is its value ("" is Ref)."""

    type: str
    attribute: str


_DIMENSIONS: Mapping[str, Mapping[str, Named]] = {
    "AWS/SQS": {"QueueName": Named("AWS::SQS::Queue", "QueueName")},
    "AWS/ECS": {"ClusterName": Named("AWS::ECS::Cluster", ""), "ServiceName": Named("AWS::ECS::Service", "Name")},
    "ECS/ContainerInsights": {
        "ClusterName": Named("AWS::ECS::Cluster", ""),
        "ServiceName": Named("AWS::ECS::Service", "Name"),
    },
    "AWS/ApplicationELB": {
        "LoadBalancer": Named("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName"),
        "TargetGroup": Named("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupFullName"),
    },
    "AWS/NetworkELB": {
        "LoadBalancer": Named("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName"),
        "TargetGroup": Named("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupFullName"),
    },
}
_NEEDED: Mapping[str, frozenset[str]] = {
    "AWS/SQS": frozenset({"QueueName"}),
    "AWS/ECS": frozenset({"ClusterName"}),
    "ECS/ContainerInsights": frozenset({"ClusterName"}),
}
# Without a load balancer there is only the number of requests of a target group.
_OF_GROUPS_ALONE = frozenset({"RequestCountPerTarget"})
_BALANCING = ("AWS/ApplicationELB", "AWS/NetworkELB")


@dataclass(frozen=True, slots=True)
class Watcher:
    """``resource`` watches ``metric``; ``policy`` is the one that it sets off, or is itself."""

    resource: Resource
    metric: Metric
    policy: ScalingPolicy | None


def watchers(inquiry: Inquiry) -> Iterator[Watcher]:
    set_off: dict[str, ScalingPolicy] = {}
    for policy in inquiry.scaling.policies:
        for alarm in policy.alarms:
            set_off.setdefault(alarm.resource.logical_id, policy)
        if policy.kind == "TargetTracking" and policy.resource.logical_id in inquiry.system.resources:
            for metric in policy.metrics:
                yield Watcher(policy.resource, metric, policy)
    for alarm in inquiry.scaling.alarms:
        if alarm.resource.logical_id in inquiry.system.resources:
            for metric in alarm.metrics:
                yield Watcher(alarm.resource, metric, set_off.get(alarm.resource.logical_id))


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, PropertyPath]] = set()
    for watcher in watchers(inquiry):
        if watcher.resource.logical_id in inquiry.refused:
            continue
        for found in _dimensions(inquiry, watcher):
            # Several alarms may show that a container is given the wrong queue.
            if (found.resource.logical_id, found.path) not in told:
                told.add((found.resource.logical_id, found.path))
                yield found


def _dimensions(inquiry: Inquiry, watcher: Watcher) -> Iterator[Found]:
    metric = watcher.metric
    space = as_text(metric.namespace)
    elsewhere = _namespace(inquiry, watcher, space)
    if elsewhere is not None:
        yield elsewhere
        return
    known = _DIMENSIONS.get(space, {})
    for index, item in enumerate(_listed(watcher)):
        name, value = as_text(at(item, "Name")), at(item, "Value")
        named = known.get(name)
        if named is None or not isinstance(value, str):
            continue
        meant = inquiry.find(value, named.type)
        right = _value(meant, named) if meant is not None else None
        if meant is not None and right != value and isinstance(right, str):
            how = f"!GetAtt {meant.logical_id}.{named.attribute}" if named.attribute else f"!Ref {meant.logical_id}"
            yield _no_data(
                watcher,
                (*metric.path, "Dimensions", index, "Value"),
                f"{watcher.resource.logical_id} watches {name} {value}, which is not a {name}",
                f"the metrics of {meant.logical_id} have the dimension {name}={right}",
                f"write Value: {how}",
            )
            return
    needed = _NEEDED.get(space, frozenset())
    if space in _BALANCING and isinstance(metric.name, str) and metric.name not in _OF_GROUPS_ALONE:
        needed = frozenset({"LoadBalancer"})
    missing = sorted(needed - metric.dimensions.keys())
    if missing and "" not in metric.dimensions:
        yield _no_data(
            watcher,
            (*metric.path, "Dimensions"),
            f"{watcher.resource.logical_id} watches {as_text(metric.name)} without {' and '.join(missing)}",
            f"{space} publishes no metric without that dimension",
            f"add {{ Name: {missing[0]}, Value: ... }} to Dimensions",
        )
        return
    if space == "AWS/SQS" and isinstance(metric.name, str) and metric.name not in OF_QUEUES:
        yield _no_data(
            watcher,
            (*metric.path, "MetricName"),
            f"{watcher.resource.logical_id} watches {metric.name}, but queues have no such metric",
            "queue attributes and CloudWatch metrics have different names",
            f"write MetricName: {_meant(metric.name) or 'ApproximateNumberOfMessagesVisible'}",
            certain=bool(_meant(metric.name)) or metric.name in QUEUE_ATTRIBUTES,
        )
        return
    if space == "AWS/ECS" and as_text(metric.name) in OF_INSIGHTS:
        yield _no_data(
            watcher,
            (*metric.path, "Namespace"),
            f"{watcher.resource.logical_id} watches {as_text(metric.name)} in the namespace AWS/ECS",
            "only Container Insights has it",
            "write Namespace: ECS/ContainerInsights",
        )
        return
    right_name = next(
        (item for item in SPELT.get(space, ()) if item != metric.name and item.lower() == as_text(metric.name).lower()),
        "",
    )
    if right_name:
        yield _no_data(
            watcher,
            (*metric.path, "MetricName"),
            f"{watcher.resource.logical_id} watches {as_text(metric.name)}, which {space} does not have",
            "metric names are case-sensitive",
            f"write MetricName: {right_name}",
        )
        return
    yield from _other_service(inquiry, watcher)
    yield from _other_work(inquiry, watcher)


def _meant(name: str) -> str:
    """The metric of queues that a name means which has its words in another order; "" where it means none."""
    words = sorted(re.findall(r"[A-Z][a-z]*", name))
    return next((item for item in sorted(OF_QUEUES) if sorted(re.findall(r"[A-Z][a-z]*", item)) == words), "")


def _namespace(inquiry: Inquiry, watcher: Watcher, space: str) -> Found | None:
    """A namespace that doesn't have what the dimensions name; one of the user's own may have anything."""
    if not space or space in _DIMENSIONS or not (space.startswith("AWS/") or f"AWS/{space}" in _DIMENSIONS):
        return None
    for name, value in watcher.metric.dimensions.items():
        for other, known in _DIMENSIONS.items():
            meant = inquiry.find(value, known[name].type) if name in known and isinstance(value, str) else None
            if meant is None or not other.startswith("AWS/"):
                continue
            if meant.type.endswith("LoadBalancer") and as_text(meant.get("Type")) == "network":
                other = "AWS/NetworkELB"
            return _no_data(
                watcher,
                (*watcher.metric.path, "Namespace"),
                f"{watcher.resource.logical_id} watches {meant.logical_id} in the namespace {space}",
                f"the metrics of {meant.logical_id} are in {other}",
                f"write Namespace: {other}",
            )
    return None


def _listed(watcher: Watcher) -> list[Value]:
    found = watcher.resource.get(*watcher.metric.path, "Dimensions")
    return [] if isinstance(found, Unknown) else as_list(found)


def _value(resource: Resource, named: Named) -> Value:
    return resource.attributes.get(named.attribute) if named.attribute else resource.physical_id


def _other_service(inquiry: Inquiry, watcher: Watcher) -> Iterator[Found]:
    """An alarm on the service's own metrics that has another service's name."""
    policy = watcher.policy
    service = policy.target.service if policy is not None and policy.target is not None else None
    value = watcher.metric.dimensions.get("ServiceName")
    if service is None or as_text(watcher.metric.namespace) != "AWS/ECS" or not isinstance(value, str):
        return
    own, cluster = as_text(service.attributes.get("Name")), as_text(watcher.metric.dimensions.get("ClusterName"))
    other = inquiry.find(value, "AWS::ECS::Service")
    there = service.arn.rpartition("/")[0].rpartition("/")[2]
    if value == own and cluster == there:
        return
    if other is None and value != own:
        return
    what = other.logical_id if other is not None and value != own else f"the cluster {cluster}"
    index = next(
        (
            index
            for index, item in enumerate(_listed(watcher))
            if at(item, "Name") == ("ServiceName" if value != own else "ClusterName")
        ),
        0,
    )
    yield Found(
        watcher.resource,
        (*watcher.metric.path, "Dimensions", index, "Value"),
        f"{watcher.resource.logical_id} watches {what}, but scales {service.logical_id}",
        f"{service.logical_id} gets more tasks when another one is busy, and not when it is itself",
        f"write ServiceName: !GetAtt {service.logical_id}.Name, and the name of its own cluster",
        severity=Severity.WARNING,
    )


def _other_work(inquiry: Inquiry, watcher: Watcher) -> Iterator[Found]:
    """A service that is scaled by a queue that its containers aren't given, or by another one's target group."""
    policy = watcher.policy
    target = policy.target if policy is not None else None
    service = target.service if target is not None else None
    if service is None or service.logical_id not in inquiry.system.resources:
        return
    placement = next((item for item in inquiry.placements if item.by is service), None)
    queue = inquiry.find(watcher.metric.dimensions.get("QueueName"), "AWS::SQS::Queue")
    if placement is not None and placement.definition is not None and queue is not None:
        given = [item.resource for item in inquiry.gifts if item.definition is placement.definition]
        queues = [item for item in given if item.type == queue.type]
        dead = inquiry.find(dead_letter_arn(queue), queue.type)
        by_dead = [item for item in inquiry.gifts if item.definition is placement.definition and item.resource is dead]
        if by_dead and dead is not queue and all(item is dead for item in queues):
            gift = by_dead[0]
            yield Found(
                gift.definition,
                gift.path,
                f"{gift.variable} of {gift.definition.logical_id} is the dead-letter queue of {queue.logical_id}",
                f"{service.logical_id} is scaled by {queue.logical_id}, but takes its work from what was given up",
                f"write !Ref {queue.logical_id}",
                severity=Severity.WARNING,
            )
        elif queues and queue.logical_id not in [item.logical_id for item in queues]:
            yield _follows(
                watcher,
                "QueueName",
                f"{watcher.resource.logical_id} watches {queue.logical_id}, but scales {service.logical_id}",
                f"the containers of {service.logical_id} are given {inquiry.names(queues)}, and not {queue.logical_id}",
                f"write Value: !GetAtt {queues[0].logical_id}.QueueName",
            )
    group = inquiry.find(watcher.metric.dimensions.get("TargetGroup"), "AWS::ElasticLoadBalancingV2::TargetGroup")
    own = [item.group for item in inquiry.arrivals.entries if item.placement.by is service and item.group is not None]
    if group is not None and own and group.logical_id not in [item.logical_id for item in own]:
        yield _follows(
            watcher,
            "TargetGroup",
            f"{watcher.resource.logical_id} watches {group.logical_id}, but scales {service.logical_id}",
            f"tasks of {service.logical_id} are in {inquiry.names(own)}, and not in {group.logical_id}",
            f"write Value: !GetAtt {own[0].logical_id}.TargetGroupFullName",
        )


def _follows(watcher: Watcher, name: str, what: str, why: str, mend: str) -> Found:
    listed = _listed(watcher)
    index = next((index for index, item in enumerate(listed) if at(item, "Name") == name), 0)
    path: PropertyPath = (*watcher.metric.path, "Dimensions", index, "Value")
    return Found(
        watcher.resource,
        path,
        what,
        f"{why}: the number of tasks follows the load of something else",
        mend,
        severity=Severity.WARNING,
    )


def _no_data(watcher: Watcher, path: PropertyPath, what: str, why: str, mend: str, certain: bool = True) -> Found:
    scales = watcher.policy is not None
    then = "so it has no data and nothing ever scales" if scales else "so it has no data and never goes off"
    severity = Severity.ERROR if scales and certain else Severity.WARNING
    return Found(watcher.resource, path, what, f"{why}, {then}", mend, severity=severity)


_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
CHECKS = (
    Check(
        "SCA011",
        Severity.ERROR,
        Question.SCALE,
        "An alarm or a scaling policy watches a metric that has no data",
        f"{_SQS}sqs-available-cloudwatch-metrics.html "
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html",
        _ask,
    ),
)
