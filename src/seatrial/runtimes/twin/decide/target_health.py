"""The health of targets, and which of them get traffic: pure transitions, with ``now`` as a parameter.

A target is registered (initial), passes one health check (healthy), fails ``UnhealthyThresholdCount`` in a row
(unhealthy), passes ``HealthyThresholdCount`` in a row (healthy again), is deregistered (draining, for the
deregistration delay) and is gone. While no listener forwards to its group, or its zone isn't one that the load balancer
has, it is unused and nobody checks it. A target that is gone is no longer in the tuple.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from seatrial.runtimes.twin.decide.elbv2_target_group import TargetGroupSpec

# The share of a target in full service. A target in slow start has between 1 and this.
FULL_WEIGHT = 100


class State(StrEnum):
    INITIAL = "initial"
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    UNUSED = "unused"
    DRAINING = "draining"


class CheckKind(StrEnum):
    OK = "ok"
    MISMATCH = "mismatch"
    TIMEOUT = "timeout"
    FAILED = "failed"


class CheckResult(Struct, frozen=True):
    """What one health check saw. ``detail`` is for our own log; AWS doesn't show it."""

    kind: CheckKind
    code: int = 0
    detail: str = ""


class Target(Struct, frozen=True):
    """One registered address. ``checked_at`` is when its last check began; None before the first."""

    id: str
    port: int
    zone: str
    state: State
    reason: str = ""
    description: str = ""
    registered_at: float = 0.0
    checked_at: float | None = None
    successes: int = 0
    failures: int = 0
    healthy_since: float | None = None
    slow_start_until: float | None = None
    draining_until: float | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.id, self.port


Targets = tuple[Target, ...]


class Share(Struct, frozen=True):
    """A target that gets requests, and how many in relation to the others of its group (1 to FULL_WEIGHT)."""

    id: str
    port: int
    weight: int = FULL_WEIGHT


# Reason codes with AWS's descriptions: .../application/target-group-health-checks.html
REGISTRATION_IN_PROGRESS = ("Elb.RegistrationInProgress", "Target registration is in progress")
INITIAL_HEALTH_CHECKING = ("Elb.InitialHealthChecking", "Initial health checks in progress")
DEREGISTRATION_IN_PROGRESS = ("Target.DeregistrationInProgress", "Target deregistration is in progress")
NOT_REGISTERED = ("Target.NotRegistered", "Target is not registered to the target group")
NOT_IN_USE = (
    "Target.NotInUse",
    "Target group is not configured to receive traffic from the load balancer",
)
ZONE_NOT_ENABLED = (
    "Target.NotInUse",
    "Target is in an Availability Zone that is not enabled for the load balancer",
)
IP_UNUSABLE = ("Target.IpUnusable", "The IP address cannot be used as a target, as it is in use by a load balancer")


def register(group: TargetGroupSpec, targets: Targets, id: str, port: int, zone: str, now: float) -> Targets:
    """The targets with one more. A target that is there stays as it is; one that drains begins anew."""
    port = port or group.port
    old = find(targets, id, port)
    if old is not None and old.state is not State.DRAINING:
        return targets
    new = _with(Target(id, port, zone, State.INITIAL, registered_at=now), State.INITIAL, REGISTRATION_IN_PROGRESS)
    return (*(target for target in targets if target.key != (id, port)), new)


def deregister(group: TargetGroupSpec, targets: Targets, id: str, port: int, now: float) -> Targets:
    """The targets with this one draining, or without it where nothing could be in flight to it."""
    key = (id, port or group.port)
    result: list[Target] = []
    for target in targets:
        if target.key != key or target.state is State.DRAINING:
            result.append(target)
        elif target.state is not State.UNUSED and group.deregistration_delay_seconds > 0:
            until = now + group.deregistration_delay_seconds
            draining = replace(target, draining_until=until, healthy_since=None, slow_start_until=None)
            result.append(_with(draining, State.DRAINING, DEREGISTRATION_IN_PROGRESS))
    return tuple(result)


def find(targets: Targets, id: str, port: int) -> Target | None:
    return next((target for target in targets if target.key == (id, port)), None)


def tick(
    group: TargetGroupSpec,
    targets: Targets,
    zones: Collection[str] | None,
    now: float,
    taken: Collection[str] = (),
) -> Targets:
    """What time and the listeners alone change: registration ends, draining ends, a group or a zone comes into use.

    ``zones`` are those of the load balancers that forward to the group; None where none does. ``taken`` are addresses
    of load balancers, which cannot be targets.
    """
    return tuple(
        _used(group, target, zones, now, taken)
        for target in targets
        if target.state is not State.DRAINING or target.draining_until is None or now < target.draining_until
    )


def due(group: TargetGroupSpec, targets: Targets, now: float) -> Targets:
    """The targets to check now. The interval runs from the beginning of one check to that of the next."""
    interval = group.health_check.interval_seconds
    return tuple(
        target
        for target in targets
        if target.state in (State.INITIAL, State.HEALTHY, State.UNHEALTHY)
        and target.reason != REGISTRATION_IN_PROGRESS[0]
        and (target.checked_at is None or now >= target.checked_at + interval)
    )


def next_at(group: TargetGroupSpec, targets: Targets) -> float | None:
    """When the next check is due, a registration or a draining ends; None where nothing will happen by itself."""
    interval = group.health_check.interval_seconds
    times: list[float] = []
    for target in targets:
        if target.state is State.DRAINING:
            times.append(target.draining_until or 0.0)
        elif target.reason == REGISTRATION_IN_PROGRESS[0]:
            times.append(target.registered_at + group.registration_seconds)
        elif target.state is not State.UNUSED:
            times.append(target.registered_at if target.checked_at is None else target.checked_at + interval)
    return min(times, default=None)


def check_started(targets: Targets, id: str, port: int, now: float) -> Targets:
    """Marks the beginning of a check, so that the next one is due an interval later however long this one takes."""
    return tuple(replace(target, checked_at=now) if target.key == (id, port) else target for target in targets)


def observe_check(
    group: TargetGroupSpec, targets: Targets, id: str, port: int, result: CheckResult, now: float
) -> Targets:
    """The targets after a check of one of them. A target that drains or is unused stays as it is."""
    checked = find(targets, id, port)
    if checked is None or checked.state in (State.DRAINING, State.UNUSED):
        return targets
    new = _passed(group, checked, targets, now) if result.kind is CheckKind.OK else _failed(group, checked, result)
    return tuple(new if target.key == checked.key else target for target in targets)


def in_service(group: TargetGroupSpec, targets: Targets) -> Targets:
    """The targets that requests go to: the healthy ones; where they are too few, the unhealthy ones too (fail open).

    A target whose first checks are still under way gets none: AWS promises it requests only after it has passed one.
    """
    healthy = tuple(target for target in targets if target.state is State.HEALTHY)
    usable = tuple(target for target in targets if target.state in (State.HEALTHY, State.UNHEALTHY))
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
    registered = sum(target.state in (State.HEALTHY, State.UNHEALTHY, State.INITIAL) for target in targets)
    enough = len(healthy) >= max(1, group.minimum_healthy_count)
    enough = enough and len(healthy) * 100 >= group.minimum_healthy_percentage * registered
    return healthy if enough else usable


def traffic(group: TargetGroupSpec, targets: Targets, now: float) -> tuple[Share, ...]:
    """Who gets requests, and in which proportion. A draining target gets none, not even from its own sticky session."""
    return tuple(
        Share(target.id, target.port, _weight(group, target, now))
        for target in sorted(in_service(group, targets), key=lambda target: target.key)
    )


def ramping(targets: Targets, now: float) -> bool:
    """Whether a target is in slow start, so that ``traffic`` changes with every second."""
    return any(target.slow_start_until is not None and now < target.slow_start_until for target in targets)


def matches(matcher: str, code: int) -> bool:
    """Whether a status code is one of a matcher such as ``200``, ``200,202`` or ``200-299``."""
    for part in matcher.split(","):
        first, _, last = part.strip().partition("-")
        if first.isdigit() and (last or first).isdigit() and int(first) <= code <= int(last or first):
            return True
    return False


def _with(target: Target, state: State, why: tuple[str, str] = ("", "")) -> Target:
    return replace(target, state=state, reason=why[0], description=why[1])


def _used(
    group: TargetGroupSpec, target: Target, zones: Collection[str] | None, now: float, taken: Collection[str]
) -> Target:
    if target.state is State.DRAINING:
        return target
    if target.id in taken:
        return _with(target, State.UNUSED, IP_UNUSABLE)
    if zones is None:
        return _with(target, State.UNUSED, NOT_IN_USE)
    if target.zone not in ("", "all") and target.zone not in zones:
        return _with(target, State.UNUSED, ZONE_NOT_ENABLED)
    registering = target.reason == REGISTRATION_IN_PROGRESS[0]
    if target.state is State.UNUSED or (registering and now >= target.registered_at + group.registration_seconds):
        fresh = replace(target, checked_at=None, successes=0, failures=0, healthy_since=None, slow_start_until=None)
        return _with(fresh, State.INITIAL, INITIAL_HEALTH_CHECKING)
    return target


def _passed(group: TargetGroupSpec, target: Target, targets: Sequence[Target], now: float) -> Target:
    counted = replace(target, successes=target.successes + 1, failures=0)
    # A new target is healthy after one success; one that was unhealthy needs the whole threshold.
    needed = group.health_check.healthy_threshold if target.state is State.UNHEALTHY else 1
    if target.state is State.HEALTHY or counted.successes < needed:
        return counted
    return replace(
        _with(counted, State.HEALTHY), healthy_since=now, slow_start_until=_slow_start_until(group, targets, now)
    )


def _failed(group: TargetGroupSpec, target: Target, result: CheckResult) -> Target:
    counted = replace(target, successes=0, failures=target.failures + 1)
    if target.state is not State.UNHEALTHY and counted.failures < group.health_check.unhealthy_threshold:
        return counted
    why = {
        CheckKind.MISMATCH: ("Target.ResponseCodeMismatch", f"Health checks failed with these codes: [{result.code}]"),
        CheckKind.TIMEOUT: ("Target.Timeout", "Request timed out"),
    }.get(result.kind, ("Target.FailedHealthChecks", "Health checks failed"))
    return replace(_with(counted, State.UNHEALTHY, why), healthy_since=None, slow_start_until=None)


def _slow_start_until(group: TargetGroupSpec, targets: Sequence[Target], now: float) -> float | None:
    """When slow start ends. Only a group with a healthy target in full service puts new ones into slow start."""
    in_full_service = any(
        other.state is State.HEALTHY and (other.slow_start_until is None or now >= other.slow_start_until)
        for other in targets
    )
    return now + group.slow_start_seconds if group.slow_start_seconds and in_full_service else None


def _weight(group: TargetGroupSpec, target: Target, now: float) -> int:
    if target.slow_start_until is None or now >= target.slow_start_until or not group.slow_start_seconds:
        return FULL_WEIGHT
    elapsed = group.slow_start_seconds - (target.slow_start_until - now)
    return max(1, min(FULL_WEIGHT, round(FULL_WEIGHT * elapsed / group.slow_start_seconds)))
