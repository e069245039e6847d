"""Whether automatic scaling moves the service that it is meant for: scalable targets and what belongs to them.

Sources (read 2026-11-23): https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.scaling import DIMENSION, SERVICE, Target
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_number, as_text, is_whole

CLUSTER = "AWS::ECS::Cluster"
_ID = re.compile(r"service/([^/:]+)/([^/:]+)")


def _targets(inquiry: Inquiry) -> Iterator[Target]:
    """The targets of this system that are of ECS, by namespace or dimension, and that no API refuses."""
    for target in inquiry.scaling.targets:
        name = target.resource.logical_id
        if inquiry.system.resources.get(name) is target.resource and target.of_ecs and name not in inquiry.refused:
            yield target


def _named(inquiry: Inquiry) -> Iterator[Said]:
    for target in _targets(inquiry):
        value = target.resource.get("ResourceId")
        if isinstance(value, Unknown) and target.service is None:
            what = f"which service {target.resource.logical_id} scales"
            yield Doubt(target.resource, ("ResourceId",), what, value.reason)
        elif target.service is None:
            yield from _nobody(inquiry, target.resource, as_text(value))
        elif _races(inquiry, target.resource, target.service):
            yield _too_early(target.resource, target.service)


def _races(inquiry: Inquiry, resource: Resource, service: Resource) -> bool:
    """Whether CloudFormation may make a target before its service."""
    here = inquiry.system.resources
    return service.logical_id in here and service.logical_id not in inquiry.after(resource.logical_id)


def _nobody(inquiry: Inquiry, resource: Resource, text: str) -> Iterator[Said]:
    services = list(of_type(inquiry.systems, SERVICE))
    match = _ID.fullmatch(text)
    # A service that another target scales already isn't the one that is meant.
    free = [item for item in services if inquiry.scaling.target_of(item) is None]
    meant: Resource | None = free[0] if len(free) == 1 else None
    why = "it has to be service/CLUSTER_NAME/SERVICE_NAME, not an ARN"
    if match is not None:
        cluster, name = match.groups()
        turned = f"service/{name}/{cluster}"
        by_name = [item for item in services if as_text(item.attributes.get("Name")) in (cluster, name)]
        if any(item.arn.endswith(f":{turned}") for item in services):
            why, meant = (
                "the cluster stands where the service should, and the service where the cluster should",
                by_name[0],
            )
        elif by_name:
            meant = by_name[0]
            why = f"{meant.logical_id} is in the cluster {meant.arn.rpartition('/')[0].rpartition('/')[2]}"
        elif (own := _cluster(inquiry, cluster)) is not None:
            meant = next((item for item in free if inquiry.find(item.get("Cluster"), CLUSTER) is own), None)
            why = f"the template creates {own.logical_id}, but no service {name} in it"
        else:
            what = f"whether there is a service for {resource.logical_id}"
            yield Doubt(resource, ("ResourceId",), what, f"{text} is not in the templates")
            return
    around = meant.get("Cluster") if meant is not None else None
    if meant is not None and isinstance(around, Unknown):
        # Where the cluster isn't written rightly, that is told.
        if (meant.logical_id, ("Cluster",)) not in inquiry.misread:
            yield Doubt(resource, ("ResourceId",), f"whether {text} is {meant.logical_id}", around.reason)
        return
    if meant is not None and meant.logical_id in inquiry.refused:
        # Whatever cluster or name it has, there will be no such service.
        return
    yield Found(
        resource,
        ("ResourceId",),
        f"{resource.logical_id} names no existing service: {text}",
        f"{why}; Application Auto Scaling finds nothing of that name, and the stack is rolled back",
        _written(inquiry, meant),
        f"ECS service doesn't exist: {text}",
    )


def _written(inquiry: Inquiry, meant: Resource | None) -> str:
    """How one writes the id of a service; the template's own names where they are known."""
    if meant is None:
        return "write ResourceId as service/CLUSTER_NAME/SERVICE_NAME of a service that nothing else scales"
    cluster = inquiry.find(meant.get("Cluster"), CLUSTER)
    name = meant.arn.rpartition("/")[0].rpartition("/")[2] or "default"
    there = f"${{{cluster.logical_id}}}" if cluster is not None and inquiry.owns(cluster) else name
    return f'write ResourceId: !Sub "service/{there}/${{{meant.logical_id}.Name}}"'


def _cluster(inquiry: Inquiry, name: str) -> Resource | None:
    """The cluster of this name, where this template makes it: then no other stack has put a service there before."""
    found = inquiry.find(name, CLUSTER)
    return found if found is not None and inquiry.owns(found) else None


def _too_early(resource: Resource, service: Resource) -> Found:
    return Found(
        resource,
        ("ResourceId",),
        f"{resource.logical_id} doesn't wait for {service.logical_id}, which it scales",
        "it names the service only as text, so CloudFormation creates both at once; a service takes minutes, and is "
        "not "
        "there yet when the target is registered",
        f"write the name as ${{{service.logical_id}.Name}}, or add DependsOn: {service.logical_id}",
        f"ECS service doesn't exist: {as_text(resource.get('ResourceId'))}",
    )


def _dimension(inquiry: Inquiry) -> Iterator[Said]:
    for target in _targets(inquiry):
        given = target.resource.get("ScalableDimension")
        if (target.resource.logical_id, ("ScalableDimension",)) in inquiry.misread:
            continue
        if isinstance(given, str) and given and given != DIMENSION:
            yield Found(
                target.resource,
                ("ScalableDimension",),
                f"{target.resource.logical_id} scales {given}, which no ECS service has",
                f"the only dimension of a service is {DIMENSION}: the target is refused, and the stack is rolled back",
                f"write ScalableDimension: {DIMENSION}",
                "Unsupported service namespace, resource type or scalable dimension",
            )


def _namespaces(inquiry: Inquiry) -> Iterator[Said]:
    """A target that is of a service by its id and its dimension, but not by its namespace."""
    for target in inquiry.scaling.targets:
        resource, given = target.resource, target.resource.get("ServiceNamespace")
        if not inquiry.owns(resource) or target.of_ecs or not isinstance(given, str):
            continue
        if resource.get("ScalableDimension") == DIMENSION:
            yield Found(
                resource,
                ("ServiceNamespace",),
                f"{resource.logical_id} has {DIMENSION} in the namespace {given}",
                "the dimension is one of the namespace ecs: the target is refused, and the stack is rolled back",
                "write ServiceNamespace: ecs",
                "Unsupported service namespace, resource type or scalable dimension",
            )


def _bounds(inquiry: Inquiry) -> Iterator[Said]:
    for target in _targets(inquiry):
        least, most = (target.resource.get(key) for key in ("MinCapacity", "MaxCapacity"))
        if not all(is_whole(as_text(item)) for item in (least, most)):
            continue
        low, high = as_number(least), as_number(most)
        if low > high:
            yield Found(
                target.resource,
                ("MinCapacity",),
                f"{target.resource.logical_id} has a minimum of {low} and a maximum of {high}",
                "the target is refused, and the stack is rolled back",
                f"write MinCapacity: {high} and MaxCapacity: {low}",
                "Maximum capacity cannot be less than minimum capacity",
                severity=Severity.ERROR,
            )
        elif low == high:
            yield Found(
                target.resource,
                ("MaxCapacity",),
                f"{target.resource.logical_id} cannot scale: MinCapacity and MaxCapacity are both {low}",
                "whatever its policies want, the desired count stays as it is",
                f"write a MaxCapacity above {low}, or leave scaling out",
            )


def _desired(inquiry: Inquiry) -> Iterator[Said]:
    for target in _targets(inquiry):
        service = target.service
        if service is None or service.get("DesiredCount") is None or service.logical_id not in inquiry.system.resources:
            continue
        yield Found(
            service,
            ("DesiredCount",),
            f"{service.logical_id} has a DesiredCount of its own, although {target.resource.logical_id} scales it",
            "whenever the service is updated, CloudFormation sets the count back to this, however many tasks there are",
            f"leave DesiredCount out of {service.logical_id}; {target.resource.logical_id} sets it",
        )


def _idle(inquiry: Inquiry) -> Iterator[Said]:
    for target in _targets(inquiry):
        moved = any(item.target is target for item in inquiry.scaling.policies)
        if moved or as_list(target.resource.get("ScheduledActions")) or target.service is None:
            continue
        yield Found(
            target.resource,
            (),
            f"nothing scales {target.resource.logical_id}",
            f"no scaling policy and no scheduled action names it, so {target.service.logical_id} keeps its number "
            "of tasks",
            "add an AWS::ApplicationAutoScaling::ScalingPolicy with ScalingTargetId: "
            f"!Ref {target.resource.logical_id}",
        )


_API = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"
_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html"
CHECKS = (
    Check("SCA001", Severity.ERROR, Question.SCALE, "A scalable target names no existing service", _API, _named),
    Check(
        "SCA002",
        Severity.ERROR,
        Question.SCALE,
        "A scalable target has a dimension or namespace that no ECS service has",
        _API,
        lambda inquiry: chain(_dimension(inquiry), _namespaces(inquiry)),
    ),
    Check(
        "SCA003",
        Severity.WARNING,
        Question.SCALE,
        "MinCapacity and MaxCapacity leave a scalable target no room",
        _API,
        _bounds,
    ),
    Check(
        "SCA004",
        Severity.NOTE,
        Question.SCALE,
        "A service with automatic scaling has a DesiredCount of its own",
        _GUIDE,
        _desired,
    ),
    Check("SCA005", Severity.WARNING, Question.SCALE, "Nothing scales a scalable target", _GUIDE, _idle),
)
