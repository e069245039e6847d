"""Automatic scaling as it hangs together: scalable targets, their policies, and the alarms that set policies off.

Three resource types name each other by ids of three kinds: a target names its service as ``service/CLUSTER/SERVICE``, a
policy its target by Ref or by the same parts, an alarm its policies by ARN. Checks see what they lead to.

Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html (read
2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.across import find, of_type
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import GAP, Unknown, Value, as_list, as_text, at

TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
ALARM, SERVICE = "AWS::CloudWatch::Alarm", "AWS::ECS::Service"
ON_OK = "OKActions"
DIMENSION = "ecs:service:DesiredCount"
TRACKING, STEPS = "TargetTrackingScalingPolicyConfiguration", "StepScalingPolicyConfiguration"
RESOURCE_LABEL: PropertyPath = (TRACKING, "PredefinedMetricSpecification", "ResourceLabel")
# The predefined metrics of services:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-create-policy.html (read 2026-11-23)
CPU, MEMORY, REQUESTS = (
    "ECSServiceAverageCPUUtilization",
    "ECSServiceAverageMemoryUtilization",
    "ALBRequestCountPerTarget",
)
# The same, measured more often: https://docs.aws.amazon.com/autoscaling/application/APIReference/
# API_PredefinedMetricSpecification.html (read 2026-11-30)
OFTEN = "HighResolution"


class Target(Struct, frozen=True):
    """``service`` is None where the resource id names no service that is known here."""

    resource: Resource
    service: Resource | None

    @property
    def of_ecs(self) -> bool:
        return as_text(self.resource.get("ServiceNamespace"), "ecs") == "ecs"


class Metric(Struct, frozen=True):
    """One metric of a policy or an alarm. ``path`` is the place of its parent, ``named`` the key of its name."""

    namespace: Value
    name: Value
    dimensions: dict[str, Value]
    path: tuple[str | int, ...]


class Alarm(Struct, frozen=True):
    """``acts`` is the list of actions in which it names a policy: on alarm, when all is well again, or without data."""

    resource: Resource
    metrics: tuple[Metric, ...]
    acts: str = "AlarmActions"


class ScalingPolicy(Struct, frozen=True):
    """``alarms`` set it off; target tracking makes its own, so that it has metrics and no alarms here."""

    resource: Resource
    target: Target | None
    alarms: tuple[Alarm, ...]

    @property
    def kind(self) -> str:
        """TargetTracking, Step or "" for anything else."""
        if self.resource.get(TRACKING) is not None:
            return "TargetTracking"
        return "Step" if self.resource.get(STEPS) is not None else ""

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """What it follows."""
        if self.kind == "TargetTracking":
            return tuple(_customized(self.resource.get(TRACKING, "CustomizedMetricSpecification")))
        return tuple(metric for alarm in self.alarms for metric in alarm.metrics)

    @property
    def predefined(self) -> str:
        return as_text(self.resource.get(TRACKING, "PredefinedMetricSpecification", "PredefinedMetricType"))


class Scaling(Struct, frozen=True):
    """The scalable targets, policies and alarms of the templates, as they hang together."""

    targets: tuple[Target, ...]
    policies: tuple[ScalingPolicy, ...]
    alarms: tuple[Alarm, ...]

    def target_of(self, service: Resource) -> Target | None:
        return next((item for item in self.targets if item.service is service and item.of_ecs), None)

    def policies_of(self, service: Resource) -> list[ScalingPolicy]:
        return [item for item in self.policies if item.target is not None and item.target.service is service]


def scaling(systems: Sequence[System]) -> Scaling:
    """Everything that scales, in any stack that is known; what belongs to the last one comes last."""
    targets = tuple(Target(item, _service(systems, item.get("ResourceId"))) for item in of_type(systems, TARGET))
    alarms = tuple(Alarm(item, tuple(_of_alarm(item))) for item in of_type(systems, ALARM))
    acting: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        for key in ("AlarmActions", ON_OK, "InsufficientDataActions"):
            for action in as_list(alarm.resource.get(key)):
                acting.setdefault(as_text(action), []).append(replace(alarm, acts=key))
    policies = tuple(
        ScalingPolicy(item, _target(systems, targets, item), tuple(acting.get(item.arn or item.physical_id, ())))
        for item in of_type(systems, POLICY)
    )
    return Scaling(targets, policies, alarms)


def _service(systems: Sequence[System], value: Value) -> Resource | None:
    """The service of ``service/CLUSTER/SERVICE``, as Application Auto Scaling looks it up."""
    if isinstance(value, Unknown):
        return _by_its_name(systems, value)
    text = as_text(value)
    if not text.startswith("service/"):
        return None
    return next((item for item in of_type(systems, SERVICE) if item.arn.partition(":service/")[2] == text[8:]), None)


def _by_its_name(systems: Sequence[System], value: Unknown) -> Resource | None:
    """The service of a resource id of which all but the cluster is known, as where that is imported."""
    head, _, name = value.text.rpartition("/")
    cluster = head.removeprefix("service/")
    if GAP not in cluster or GAP in name or "/" in cluster or head == cluster:
        return None
    named = [item for item in of_type(systems, SERVICE) if as_text(item.attributes.get("Name")) == name]
    return named[0] if len(named) == 1 else None


def _target(systems: Sequence[System], targets: Sequence[Target], policy: Resource) -> Target | None:
    named = policy.get("ScalingTargetId")
    if named is not None:
        found = find(systems, named, TARGET)
        return next((item for item in targets if item.resource is found), None) if found is not None else None
    wanted = _told(policy.get("ResourceId"))
    return next((item for item in targets if any(wanted) and _told(item.resource.get("ResourceId")) == wanted), None)


def _told(value: Value) -> tuple[str, str]:
    """A resource id as two of them can be compared; of one with an import that isn't known, what is."""
    return (value.text, value.reason) if isinstance(value, Unknown) and value.text else (as_text(value), "")


def _customized(specification: Value) -> Iterator[Metric]:
    path = (TRACKING, "CustomizedMetricSpecification")
    if as_text(at(specification, "MetricName")):
        yield _metric(specification, path)
    for index, query in enumerate(as_list(at(specification, "Metrics"))):
        metric = at(query, "MetricStat", "Metric")
        if isinstance(metric, dict):
            yield _metric(metric, (*path, "Metrics", index, "MetricStat", "Metric"))


def _of_alarm(alarm: Resource) -> Iterator[Metric]:
    if alarm.get("MetricName") is not None:
        yield _metric(dict(alarm.properties), ())
    for index, query in enumerate(as_list(alarm.get("Metrics"))):
        metric = at(query, "MetricStat", "Metric")
        if isinstance(metric, dict):
            yield _metric(metric, ("Metrics", index, "MetricStat", "Metric"))


def _metric(value: Value, path: tuple[str | int, ...]) -> Metric:
    listed = at(value, "Dimensions")
    dimensions = {as_text(at(item, "Name")): at(item, "Value") for item in as_list(listed)}
    if isinstance(listed, Unknown):
        dimensions = {"": listed}
    return Metric(at(value, "Namespace"), at(value, "MetricName"), dimensions, path)
