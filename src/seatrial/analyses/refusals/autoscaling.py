"""What Application Auto Scaling refuses about scalable targets, their scheduled actions, and scaling policies.

What only the two resources together show (a target of no service, bounds the wrong way round, the label of another
target group) is asked by the checks on scaling.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-appautoscaling-*``; read 2026-11-23) unless
a comment names another source.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise

from msgspec import Struct

from seatrial.analyses.refusals.clashes import refused_by_handler
from seatrial.analyses.refusals.eventbridge import is_zone
from seatrial.analyses.refusals.metric_math import ONE_RETURNS, returns, wrong_with
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, known
from seatrial.analyses.schedule_expressions import Part, Reader, Wrong, parse
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

TARGET, POLICY = "AWS::ApplicationAutoScaling::ScalableTarget", "AWS::ApplicationAutoScaling::ScalingPolicy"
STEP, TRACKING, PREDICTIVE = "StepScaling", "TargetTrackingScaling", "PredictiveScaling"
_BLOCKS = {
    STEP: "StepScalingPolicyConfiguration",
    TRACKING: "TargetTrackingScalingPolicyConfiguration",
    PREDICTIVE: "PredictiveScalingPolicyConfiguration",
}
_SCHEDULE_TEXTS = {
    Part.FORM: "Invalid schedule expression",
    Part.RATE: "Invalid schedule frequency",
    Part.CRON: "Invalid CRON expression",
    Part.AT: "Invalid schedule at DateTime expression",
}
BY_REQUESTS = "ALBRequestCountPerTarget"


class _Said(Struct, frozen=True):
    message: str
    path: PropertyPath
    because: str = ""
    instead: str = ""
    ours: bool = False


def target_refused(world: World, resource: Resource) -> Refusal | None:
    for said in _bounds(resource):
        return _refusal("application-autoscaling.RegisterScalableTarget", said)
    for said in _scheduled(resource):
        return _refusal("application-autoscaling.PutScheduledAction", said)
    mine = _identity(resource)
    if mine is not None and any(_identity(other) == mine for other in world.taken(TARGET)):
        # UNVERIFIED wording; the API itself would change the first one.
        name = "|".join(mine)
        text = f"Resource of type '{TARGET}' with identifier '{name}' already exists."
        api = "application-autoscaling.RegisterScalableTarget"
        return Refusal(api, "AlreadyExists", text, ("ResourceId",), by_handler=True, ours=True)
    return None


def policy_refused(world: World, resource: Resource) -> Refusal | None:
    kind = as_text(resource.get("PolicyType"))
    asked = [_blocks(resource, kind)]
    if kind == TRACKING:
        asked.append(_tracking(resource))
    if kind == STEP:
        asked.append(_steps(resource))
    for ask in asked:
        for said in ask:
            return _refusal("application-autoscaling.PutScalingPolicy", said)
    # A policy's name is unique for its target: PutScalingPolicy of the same name changes the first one.
    # https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html (read 2026-11-23)
    scope = ("ScalingTargetId", "ResourceId", "ScalableDimension", "ServiceNamespace")
    return refused_by_handler(world, resource, "application-autoscaling.PutScalingPolicy", "PolicyName", *scope)


def _refusal(api: str, said: _Said) -> Refusal:
    return Refusal(
        api, "ValidationException", said.message, said.path, because=said.because, instead=said.instead, ours=said.ours
    )


def _identity(resource: Resource) -> tuple[str, ...] | None:
    values = [resource.get(key) for key in ("ResourceId", "ScalableDimension", "ServiceNamespace")]
    return tuple(as_text(item) for item in values) if known(values) and all(values) else None


def _bounds(resource: Resource) -> Iterator[_Said]:
    # https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html (read 2026-11-29)
    for key in ("MinCapacity", "MaxCapacity"):
        number = _number(resource.get(key))
        if number is not None and number < 0:
            yield _Said(f"{key} must not be negative.", (key,), instead="0" if key == "MinCapacity" else "1", ours=True)


def _scheduled(resource: Resource) -> Iterator[_Said]:
    for index, action in enumerate(entries(resource.get("ScheduledActions"))):
        path: PropertyPath = ("ScheduledActions", index)
        text, zone = at(action, "Schedule"), at(action, "Timezone")
        if isinstance(text, str):
            found = parse(text, Reader.AUTO_SCALING)
            if isinstance(found, Wrong):
                yield _Said(_SCHEDULE_TEXTS[found.part], (*path, "Schedule"), found.why, found.instead)
        if isinstance(zone, str) and zone and not is_zone(zone):
            why = "a time zone is one of the IANA database's"
            yield _Said(f"Invalid schedule timezone: {zone}", (*path, "Timezone"), why)
        change = at(action, "ScalableTargetAction")
        if change is None and isinstance(action, dict):
            yield _Said("ScalableTargetAction must be set", path)
        if isinstance(change, dict) and change.get("MinCapacity") is None and change.get("MaxCapacity") is None:
            text = "At least one of minimum capacity and maximum capacity should be provided"
            yield _Said(text, (*path, "ScalableTargetAction"))
        low, high = (_number(at(change, f"{side}Capacity")) for side in ("Min", "Max"))
        if low is not None and high is not None and low > high:
            # Refused as for the target itself; that it is the same text isn't known.
            # https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalableTargetAction.html (read
            # 2026-11-29)
            text = "Maximum capacity cannot be less than minimum capacity"
            because = f"the action sets a minimum of {low:g} and a maximum of {high:g}"
            yield _Said(text, (*path, "ScalableTargetAction", "MinCapacity"), because, ours=True)
        start, end = at(action, "StartTime"), at(action, "EndTime")
        if isinstance(start, str) and isinstance(end, str) and _alike(start, end) and start >= end:
            yield _Said("StartTime must be before EndTime", (*path, "EndTime"))


def _alike(start: str, end: str) -> bool:
    """Whether two moments are written in one form, so that their texts stand in the order of what they mean."""
    return len(start) == len(end) and start[:1].isdigit() and start[19:] == end[19:]


def _blocks(resource: Resource, kind: str) -> Iterator[_Said]:
    """A policy has the configuration of its type, and no other."""
    if kind not in _BLOCKS:
        return
    for other, key in _BLOCKS.items():
        if other != kind and is_given(resource.get(key)):
            text = (
                "You must only provide a single scaling policy configuration, which must match the scaling policy type "
                "specified."
            )
            yield _Said(text, (key,))
    if resource.get(_BLOCKS[kind]) is None:
        noun = {STEP: "Step scaling", TRACKING: "Target tracking scaling", PREDICTIVE: "Predictive scaling"}[kind]
        yield _Said(f"{noun} policy configuration must be specified", ("PolicyType",))


def _tracking(resource: Resource) -> Iterator[_Said]:
    key = _BLOCKS[TRACKING]
    block = resource.get(key)
    predefined, customized = (at(block, f"{name}MetricSpecification") for name in ("Predefined", "Customized"))
    if not isinstance(block, dict) or isinstance(predefined, Unknown) or isinstance(customized, Unknown):
        return
    if predefined is not None and customized is not None:
        text = (
            "Only one of PredefinedMetricSpecification or CustomizedMetricSpecification can be set for target tracking "
            "scaling."
        )
        yield _Said(text, (key,))
    if predefined is None and customized is None:
        text = "PredefinedMetricSpecification or CustomizedMetricSpecification must be set for target tracking scaling."
        yield _Said(text, (key,))
    kind, label = (at(predefined, name) for name in ("PredefinedMetricType", "ResourceLabel"))
    place: PropertyPath = (key, "PredefinedMetricSpecification", "ResourceLabel")
    if isinstance(kind, str) and not _is_by_requests(kind) and is_given(label):
        yield _Said(f"Resource label should not be specified for predefined metric type {kind}", place)
    yield from _math(at(customized, "Metrics"), (key, "CustomizedMetricSpecification", "Metrics"))


def _is_by_requests(kind: str) -> bool:
    """Whether a metric counts requests, which needs a label, or is that one misspelt."""
    return kind == BY_REQUESTS or bool(get_close_matches(kind, [BY_REQUESTS], 1, 0.9))


def _math(queries: Value, path: PropertyPath) -> Iterator[_Said]:
    for wrong in wrong_with(queries):
        yield _Said(wrong.message, (*path, *wrong.path), wrong.because, wrong.instead, ours=wrong.ours)
    count = returns(queries)
    if queries and count is not None and count != 1:
        because = f"{count} of them return data, as ReturnData is true unless it says otherwise"
        yield _Said(ONE_RETURNS, path, because, ours=True)


def _steps(resource: Resource) -> Iterator[_Said]:
    key = _BLOCKS[STEP]
    block = resource.get(key)
    if not isinstance(block, dict):
        return
    kind, steps = block.get("AdjustmentType"), block.get("StepAdjustments")
    if kind is None:
        yield _Said("Adjustment type must be specified", (key,))
    if steps is None or steps == []:
        yield _Said("There must be at least one step adjustment", (key,))
    if is_given(block.get("MinAdjustmentMagnitude")) and kind in ("ChangeInCapacity", "ExactCapacity"):
        text = "Minimum adjustment magnitude is only allowed for adjustment type PercentChangeInCapacity"
        yield _Said(text, (key, "MinAdjustmentMagnitude"))
    if not isinstance(steps, list) or not known(steps):
        return
    path: PropertyPath = (key, "StepAdjustments")
    bounds: list[tuple[float | None, float | None]] = []
    for index, step in enumerate(steps):
        low, high = (_number(at(step, f"MetricInterval{side}Bound")) for side in ("Lower", "Upper"))
        change = _number(at(step, "ScalingAdjustment"))
        if low is not None and high is not None and low >= high:
            yield _Said("Lower bound must be less than upper bound for a step adjustment", (*path, index))
        if kind == "ExactCapacity" and change is not None and change < 0:
            text = "Scaling adjustment cannot be less than 0 when adjustment type is ExactCapacity"
            yield _Said(text, (*path, index, "ScalingAdjustment"))
        bounds.append((low, high))
    yield from _intervals(bounds, path)


def _intervals(bounds: list[tuple[float | None, float | None]], path: PropertyPath) -> Iterator[_Said]:
    """The intervals of steps lie beside each other, and reach as far as there is."""
    if (None, None) in bounds:
        yield _Said("Both lower and upper bounds of a step adjustment cannot be left unspecified", path)
        return
    lows, highs = [low for low, _ in bounds], [high for _, high in bounds]
    for values, side in ((lows, "lower"), (highs, "upper")):
        if values.count(None) > 1:
            yield _Said(f"At most one step adjustment may have an unspecified {side} bound", path)
    if None not in lows and any(low is not None and low < 0 for low in lows):
        text = (
            "There must be a step adjustment with an unspecified lower bound when one step adjustment has a negative "
            "lower bound"
        )
        yield _Said(text, path)
    if None not in highs and any(high is not None and high > 0 for high in highs):
        text = (
            "There must be a step adjustment with an unspecified upper bound when one step adjustment has a positive "
            "upper bound"
        )
        yield _Said(text, path)
    ends = [(float("-inf") if low is None else low, float("inf") if high is None else high) for low, high in bounds]
    ends.sort()
    for (_, end), (begin, _) in pairwise(ends):
        if begin < end:
            yield _Said("Step adjustment intervals cannot overlap", path)
        elif begin > end:
            yield _Said("Step adjustment intervals cannot have gaps between them", path)


def _number(value: Value) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | str):
        try:
            return float(value)
        except (ValueError, OverflowError):
            return None
    return None
