"""Whether a scalable target has the dimension and the namespace of ECS services.

Source (read 2026-11-23):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.analyses.checklist.scaling import DIMENSION
from seatrial.model.finding import Severity


def _dimension(inquiry: Inquiry) -> Iterator[Said]:
    for target in ecs_targets(inquiry):
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


CHECK = Check(
    "SCA002",
    Severity.ERROR,
    Question.SCALE,
    "A scalable target has a dimension or namespace that no ECS service has",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    lambda inquiry: chain(_dimension(inquiry), _namespaces(inquiry)),
)
