"""Who watches which metrics, and whether those are there: names of dimensions are names, not ARNs or URLs.

CloudWatch takes any dimension. A metric that nobody emits has no data, so the alarm never goes off, and nobody is told.
The file is as long as the ways are in which a metric is named wrongly.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_metric_names import has_no_dimension, like_of_queues, meant, of_queues
from seatrial.analyses.checklist.scaling import Metric, ScalingPolicy
from seatrial.kinds.data.cloudwatch_metrics import (
    OF_INSIGHTS,
    OF_NO_GROUP,
    OF_ONE_CLUSTER,
    OF_ONE_SERVICE,
    OF_QUEUES,
    QUEUE_ATTRIBUTES,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at


class Named(Struct, frozen=True):
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
    "AWS/Events": {"RuleName": Named("AWS::Events::Rule", "")},
    "AWS/States": {"StateMachineArn": Named("AWS::StepFunctions::StateMachine", "Arn")},
}
_NEEDED: Mapping[str, frozenset[str]] = {
    "AWS/SQS": frozenset({"QueueName"}),
    "AWS/ECS": frozenset({"ClusterName"}),
    "ECS/ContainerInsights": frozenset({"ClusterName"}),
}
# Names that people write in place of a dimension of the same thing.
_OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "AWS/States": {"StateMachineName": "StateMachineArn", "StateMachine": "StateMachineArn", "Name": "StateMachineArn"},
    "AWS/Events": {"Rule": "RuleName", "RuleArn": "RuleName", "Name": "RuleName"},
}
# Without a load balancer there is only the number of requests of a target group.
_OF_GROUPS_ALONE = frozenset({"RequestCountPerTarget"})
CLUSTER, SERVICE = "AWS::ECS::Cluster", "AWS::ECS::Service"
# What people take for ECS/ContainerInsights.
_NO_INSIGHTS = ("containerinsights", "aws/containerinsights", "aws/ecs/containerinsights")
_BALANCING = ("AWS/ApplicationELB", "AWS/NetworkELB")
# By how the dimension LoadBalancer begins:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html and
# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html (both read
# 2026-11-30)
_PARTS = {"LoadBalancer": "app/NAME/ID", "TargetGroup": "targetgroup/NAME/ID"}
_OF_BALANCERS = {"app": "AWS/ApplicationELB", "net": "AWS/NetworkELB"}


class Watcher(Struct, frozen=True):
    """``resource`` watches ``metric``; ``policy`` is the one that it sets off, or is itself."""

    resource: Resource
    metric: Metric
    policy: ScalingPolicy | None


def watchers(inquiry: Inquiry) -> Iterator[Watcher]:
    """Alarms and tracking policies of this system, each with a metric that it watches."""
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


def has_no_data(inquiry: Inquiry, watcher: Watcher) -> bool:
    """Whether what a watcher watches is told to be wrong by itself."""
    return next(wrong_dimensions(inquiry, watcher), None) is not None


def wrong_dimensions(inquiry: Inquiry, watcher: Watcher) -> Iterator[Found]:
    """What keeps a watcher's metric from having data: its namespace, a dimension or its name."""
    metric = watcher.metric
    space = as_text(metric.namespace)
    elsewhere = _namespace(inquiry, watcher, space)
    if elsewhere is not None:
        yield elsewhere
        return
    known = _DIMENSIONS.get(space, {})
    for index, item in enumerate(dimensions_of(watcher)):
        name, value = as_text(at(item, "Name")), at(item, "Value")
        named = known.get(name)
        if named is None or not isinstance(value, str):
            continue
        of_it = inquiry.find(value, named.type)
        possible = [of_it] if of_it is not None else _possible(inquiry, value, named.type)
        right = {item.logical_id: _value(item, named) for item in possible}
        if right and value not in right.values() and all(isinstance(item, str) for item in right.values()):
            ways = [f"!GetAtt {item}.{named.attribute}" if named.attribute else f"!Ref {item}" for item in right]
            first = next(iter(right))
            yield _no_data(
                watcher,
                (*metric.path, "Dimensions", index, "Value"),
                f"{watcher.resource.logical_id} watches {name} {value}, which is not a {name}",
                f"the metrics of {first} have the dimension {name}={right[first]}",
                f"write Value: {' or '.join(ways)}",
            )
            return
        if space in _BALANCING and value.startswith("arn:") and named.attribute:
            yield _no_data(
                watcher,
                (*metric.path, "Dimensions", index, "Value"),
                f"{watcher.resource.logical_id} watches {name} {value}, which is not a {name}",
                f"the dimension {name} is a part of the ARN, such as {_PARTS[name]}",
                f"write Value: the {named.attribute} of the {'load balancer' if name == 'LoadBalancer' else 'group'}",
            )
            return
        if (of := _OF_BALANCERS.get(value.partition("/")[0])) and name == "LoadBalancer" and space != of:
            yield _no_data(
                watcher,
                (*metric.path, "Namespace"),
                f"{watcher.resource.logical_id} watches {value} in the namespace {space}",
                f"the metrics of such a load balancer are in {of}",
                f"write Namespace: {of}",
            )
            return
    for index, item in enumerate(dimensions_of(watcher)):
        other = _OTHERWISE.get(space, {}).get(as_text(at(item, "Name")))
        if other is not None:
            yield _no_data(
                watcher,
                (*metric.path, "Dimensions", index, "Name"),
                f"{watcher.resource.logical_id} watches {as_text(metric.name)} by {as_text(at(item, 'Name'))}",
                f"the dimension of {space} is {other}",
                f"write Name: {other}",
            )
            return
    needed = _NEEDED.get(space, frozenset())
    if space in _BALANCING and isinstance(metric.name, str) and metric.name not in _OF_GROUPS_ALONE:
        needed = frozenset({"LoadBalancer"})
    missing = sorted(needed - metric.dimensions.keys())
    odd = [name for name in metric.dimensions if has_no_dimension(space, name) is not None]
    if missing and "" not in metric.dimensions:
        yield _no_data(
            watcher,
            (*metric.path, "Dimensions"),
            f"{watcher.resource.logical_id} watches {as_text(metric.name)} without {' and '.join(missing)}",
            f"{space} publishes no metric without that dimension",
            f"write Name: {missing[0]} in place of {odd[0]}"
            if odd
            else f"add {{ Name: {missing[0]}, Value: ... }} to Dimensions",
        )
        return
    if (found := _other_level(watcher, space, as_text(metric.name))) is not None:
        yield found
        return
    for index, item in enumerate(dimensions_of(watcher)):
        name = as_text(at(item, "Name"))
        if (by := has_no_dimension(space, name)) is not None:
            yield _no_data(
                watcher,
                (*metric.path, "Dimensions", index, "Name"),
                f"{watcher.resource.logical_id} watches {as_text(metric.name)} by {name}",
                f"{space} publishes its metrics by {by[0]}",
                f"write Name: {by[1]}" if by[1] and by[1] not in metric.dimensions else f"leave {name} out",
                certain=False,
            )
            return
    if space == "AWS/SQS" and isinstance(metric.name, str) and metric.name not in OF_QUEUES:
        yield _no_data(
            watcher,
            (*metric.path, "MetricName"),
            f"{watcher.resource.logical_id} watches {metric.name}, but queues have no such metric",
            "queue attributes and CloudWatch metrics have different names",
            f"write MetricName: {of_queues(metric.name) or like_of_queues(metric.name)}",
            certain=bool(of_queues(metric.name)) or metric.name in QUEUE_ATTRIBUTES,
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
    right_name, sure = meant(space, as_text(metric.name))
    if right_name:
        yield _no_data(
            watcher,
            (*metric.path, "MetricName"),
            f"{watcher.resource.logical_id} watches {as_text(metric.name)}, which {space} does not have",
            "the name of a metric has to be right to the letter",
            f"write MetricName: {right_name}",
            certain=sure,
        )
        return
    yield from _other_service(inquiry, watcher)


def _other_level(watcher: Watcher, space: str, name: str) -> Found | None:
    """A metric of services that is watched for a cluster, one of clusters for a service, and one of a load balancer for
    a target group.
    """
    given = watcher.metric.dimensions
    if "" in given:
        return None
    what = why = mend = ""
    if space == "ECS/ContainerInsights" and name in OF_ONE_SERVICE and "ServiceName" not in given:
        what, why = "without ServiceName", "Container Insights counts that for services only"
        mend = "add { Name: ServiceName, Value: !GetAtt SERVICE.Name } to Dimensions"
    elif space == "ECS/ContainerInsights" and name in OF_ONE_CLUSTER and "ServiceName" in given:
        what, why = "with ServiceName", "Container Insights counts that for clusters only"
        mend = "write MetricName: RunningTaskCount" if name == "TaskCount" else "leave ServiceName out of Dimensions"
    elif space == "AWS/ApplicationELB" and name.startswith(OF_NO_GROUP) and "TargetGroup" in given:
        what, why = "with TargetGroup", "that is of the load balancer itself, and published without a target group"
        mend = "leave TargetGroup out of Dimensions"
        if name.startswith("HTTPCode_ELB_"):
            mend = f"{mend}, or write MetricName: {name.replace('_ELB_', '_Target_', 1)}"
    if not what:
        return None
    path: PropertyPath = (*watcher.metric.path, "Dimensions")
    return _no_data(watcher, path, f"{watcher.resource.logical_id} watches {name} {what}", why, mend, certain=False)


def _possible(inquiry: Inquiry, value: str, type: str) -> list[Resource]:
    """What somebody may mean who names a resource of another kind."""
    return list(inquiry.system.of_type(type)) if inquiry.find(value) is not None else []


def _namespace(inquiry: Inquiry, watcher: Watcher, space: str) -> Found | None:
    """A namespace that doesn't have what the dimensions name; one of the user's own may have anything."""
    # ContainerInsights alone is the namespace of Kubernetes, whose metrics have other names.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html
    # (read 2026-11-30)
    insights = space.lower() in _NO_INSIGHTS and as_text(watcher.metric.name) in OF_INSIGHTS
    known_elsewhere = insights or space.startswith("AWS/") or f"AWS/{space}" in _DIMENSIONS
    if not space or space in _DIMENSIONS or not known_elsewhere:
        return None
    for name, value in watcher.metric.dimensions.items():
        for other, known in _DIMENSIONS.items():
            meant = inquiry.find(value, known[name].type) if name in known and isinstance(value, str) else None
            if meant is None or not other.startswith("AWS/"):
                continue
            if meant.type.endswith("LoadBalancer") and as_text(meant.get("Type")) == "network":
                other = "AWS/NetworkELB"
            if insights and meant.type in (CLUSTER, SERVICE):
                other = "ECS/ContainerInsights"
            return _no_data(
                watcher,
                (*watcher.metric.path, "Namespace"),
                f"{watcher.resource.logical_id} watches {meant.logical_id} in the namespace {space}",
                f"the metrics of {meant.logical_id} are in {other}",
                f"write Namespace: {other}",
            )
    return None


def dimensions_of(watcher: Watcher) -> list[Value]:
    """The dimensions as the watcher lists them; none where they aren't known."""
    found = watcher.resource.get(*watcher.metric.path, "Dimensions")
    return [] if isinstance(found, Unknown) else as_list(found)


def _value(resource: Resource, named: Named) -> Value:
    if "|" in resource.physical_id:
        # Of a rule on another bus Ref gives the bus as well, and the dimension is the rule's name alone.
        return None
    return resource.attributes.get(named.attribute) if named.attribute else resource.physical_id


def _other_service(inquiry: Inquiry, watcher: Watcher) -> Iterator[Found]:
    """An alarm on the service's own metrics that has another service's name."""
    policy = watcher.policy
    service = policy.target.service if policy is not None and policy.target is not None else None
    value = watcher.metric.dimensions.get("ServiceName")
    if service is None:
        service = _deployed(inquiry, watcher.resource)
        if service is not None and isinstance(value, str):
            yield from _nobody(inquiry, watcher, service, value)
        return
    if as_text(watcher.metric.namespace) not in ("AWS/ECS", "ECS/ContainerInsights") or not isinstance(value, str):
        return
    own, cluster = as_text(service.attributes.get("Name")), as_text(watcher.metric.dimensions.get("ClusterName"))
    other = inquiry.find(value, "AWS::ECS::Service")
    there = service.arn.rpartition("/")[0].rpartition("/")[2]
    untold = watcher.metric.dimensions.get("ClusterName"), service.get("Cluster")
    if value == own and (cluster == there or any(isinstance(item, Unknown) for item in untold)):
        return
    if other is None and value != own:
        yield from _nobody(inquiry, watcher, service, value)
        return
    what = other.logical_id if other is not None and value != own else f"the cluster {cluster}"
    index = next(
        (
            index
            for index, item in enumerate(dimensions_of(watcher))
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


def _deployed(inquiry: Inquiry, alarm: Resource) -> Resource | None:
    """The service whose deployments an alarm watches."""
    for service in inquiry.system.of_type(SERVICE):
        names = as_list(service.get("DeploymentConfiguration", "Alarms", "AlarmNames"))
        if alarm.physical_id in names:
            return service
    return None


def _nobody(inquiry: Inquiry, watcher: Watcher, service: Resource, value: str) -> Iterator[Found]:
    """The name of a service that isn't there, in the cluster that this template makes for the service that is meant."""
    cluster = inquiry.find(watcher.metric.dimensions.get("ClusterName"), CLUSTER)
    own = inquiry.find(service.get("Cluster"), CLUSTER)
    of_ecs = as_text(watcher.metric.namespace) in ("AWS/ECS", "ECS/ContainerInsights")
    if not of_ecs or cluster is None or cluster is not own or not inquiry.owns(cluster):
        return
    if inquiry.find(value, SERVICE) is None and value != as_text(service.attributes.get("Name")):
        index = next(
            (index for index, item in enumerate(dimensions_of(watcher)) if at(item, "Name") == "ServiceName"), 0
        )
        yield _no_data(
            watcher,
            (*watcher.metric.path, "Dimensions", index, "Value"),
            f"{watcher.resource.logical_id} watches the service {value}, which is not there",
            f"no template has a service of that name in {cluster.logical_id}, and {service.logical_id} relies on it",
            f"write Value: !GetAtt {service.logical_id}.Name",
            certain=False,
        )


def _no_data(watcher: Watcher, path: PropertyPath, what: str, why: str, mend: str, certain: bool = True) -> Found:
    scales = watcher.policy is not None
    then = "so it has no data and nothing ever scales" if scales else "so it has no data and never goes off"
    severity = Severity.ERROR if scales and certain else Severity.WARNING
    return Found(watcher.resource, path, what, f"{why}, {then}", mend, severity=severity)
