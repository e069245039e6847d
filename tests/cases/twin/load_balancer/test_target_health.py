"""The states of a target, with AWS's reason codes and descriptions."""

from __future__ import annotations

import random

import pytest

from seatrial.runtimes.twin.decide.elbv2_target_group import HealthCheck, TargetGroupSpec
from seatrial.runtimes.twin.decide.target_health import (
    CheckKind,
    CheckResult,
    Share,
    State,
    Target,
    Targets,
    check_started,
    deregister,
    due,
    matches,
    next_at,
    observe_check,
    register,
    tick,
    traffic,
)

ZONES = ("a", "b")
OK = CheckResult(CheckKind.OK, 200)
GROUP = TargetGroupSpec("arn", "web", 80, health_check=HealthCheck(healthy_threshold=3, unhealthy_threshold=2))


def registered(*ids: str, group: TargetGroupSpec = GROUP) -> Targets:
    targets: Targets = ()
    for id in ids:
        targets = register(group, targets, id, 0, "a", 0.0)
    return tick(group, targets, ZONES, 0.0)


def after(
    targets: Targets, id: str, *results: CheckResult, group: TargetGroupSpec = GROUP, now: float = 1.0
) -> Targets:
    for result in results:
        targets = observe_check(group, targets, id, 80, result, now)
    return targets


def told(targets: Targets) -> list[tuple[str, str, str]]:
    return [(str(target.state), target.reason, target.description) for target in targets]


def test_a_new_target_is_registered_then_checked_and_healthy_after_one_success() -> None:
    targets = register(GROUP, (), "10.0.0.1", 0, "a", 0.0)
    assert told(targets) == [("initial", "Elb.RegistrationInProgress", "Target registration is in progress")]
    targets = tick(GROUP, targets, ZONES, 0.0)
    assert told(targets) == [("initial", "Elb.InitialHealthChecking", "Initial health checks in progress")]
    assert told(after(targets, "10.0.0.1", OK)) == [("healthy", "", "")]


@pytest.mark.parametrize(
    ("result", "reason", "description"),
    [
        (
            CheckResult(CheckKind.MISMATCH, 404),
            "Target.ResponseCodeMismatch",
            "Health checks failed with these codes: [404]",
        ),
        (CheckResult(CheckKind.TIMEOUT), "Target.Timeout", "Request timed out"),
        (CheckResult(CheckKind.FAILED, detail="refused"), "Target.FailedHealthChecks", "Health checks failed"),
    ],
)
def test_a_target_is_unhealthy_once_enough_checks_in_a_row_failed(
    result: CheckResult, reason: str, description: str
) -> None:
    once = after(registered("x"), "x", OK, result)
    assert told(once) == [("healthy", "", "")]
    assert told(after(once, "x", OK, result)) == [("healthy", "", "")]
    assert told(after(once, "x", result)) == [("unhealthy", reason, description)]


def test_an_unhealthy_target_needs_the_whole_threshold_in_a_row() -> None:
    bad = CheckResult(CheckKind.TIMEOUT)
    targets = after(registered("x"), "x", bad, bad, OK, OK, bad, OK, OK)
    assert targets[0].state is State.UNHEALTHY
    assert after(targets, "x", OK)[0].state is State.HEALTHY


def test_a_group_that_nothing_forwards_to_and_a_zone_that_is_not_enabled_leave_a_target_unused() -> None:
    targets = after(registered("x"), "x", OK)
    unused = tick(GROUP, targets, None, 2.0)
    assert told(unused) == [
        ("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer")
    ]
    assert due(GROUP, unused, 999.0) == ()
    assert told(tick(GROUP, targets, ("b",), 2.0)) == [
        ("unused", "Target.NotInUse", "Target is in an Availability Zone that is not enabled for the load balancer")
    ]
    assert tick(GROUP, unused, ZONES, 3.0)[0].state is State.INITIAL


def test_an_address_of_a_load_balancer_cannot_be_a_target() -> None:
    assert tick(GROUP, registered("x"), ZONES, 1.0, taken=("x",))[0].reason == "Target.IpUnusable"


def test_a_deregistered_target_drains_for_the_delay_and_is_gone() -> None:
    targets = deregister(GROUP, after(registered("x", "y"), "x", OK), "x", 0, 10.0)
    assert told(targets)[0] == ("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress")
    assert traffic(GROUP, targets, 10.0) == ()
    assert observe_check(GROUP, targets, "x", 80, OK, 11.0) == targets
    assert next_at(GROUP, targets[:1]) == 310.0
    assert len(tick(GROUP, targets, ZONES, 309.9)) == 2
    assert [target.id for target in tick(GROUP, targets, ZONES, 310.0)] == ["y"]


def test_a_delay_of_zero_and_an_unused_target_go_at_once() -> None:
    at_once = TargetGroupSpec("arn", "web", 80, deregistration_delay_seconds=0)
    assert deregister(at_once, registered("x"), "x", 0, 1.0) == ()
    assert deregister(GROUP, tick(GROUP, registered("x"), None, 1.0), "x", 0, 1.0) == ()


def test_registering_again_while_draining_begins_anew_and_otherwise_changes_nothing() -> None:
    healthy = after(registered("x"), "x", OK)
    assert register(GROUP, healthy, "x", 80, "a", 5.0) == healthy
    draining = deregister(GROUP, healthy, "x", 80, 6.0)
    assert register(GROUP, draining, "x", 80, "a", 7.0)[0].reason == "Elb.RegistrationInProgress"


def test_checks_are_due_an_interval_after_the_last_one_began() -> None:
    targets = registered("x")
    assert [target.id for target in due(GROUP, targets, 0.0)] == ["x"]
    targets = check_started(targets, "x", 80, 0.0)
    assert due(GROUP, targets, 29.9) == ()
    assert len(due(GROUP, targets, 30.0)) == 1
    assert next_at(GROUP, targets) == 30.0


def test_only_healthy_targets_get_traffic_while_there_are_some() -> None:
    bad = CheckResult(CheckKind.FAILED)
    targets = after(after(registered("x", "y", "z"), "x", OK), "y", bad, bad)
    assert traffic(GROUP, targets, 2.0) == (Share("x", 80),)


def test_where_all_are_unhealthy_all_get_traffic_and_where_none_was_checked_none_does() -> None:
    bad = CheckResult(CheckKind.FAILED)
    targets = after(after(registered("x", "y"), "x", bad, bad), "y", bad, bad)
    assert traffic(GROUP, targets, 2.0) == (Share("x", 80), Share("y", 80))
    assert traffic(GROUP, registered("x"), 2.0) == ()


def test_fewer_healthy_targets_than_the_minimum_open_the_group_to_the_unhealthy_ones() -> None:
    group = TargetGroupSpec("arn", "web", 80, minimum_healthy_count=2)
    percent = TargetGroupSpec("arn", "web", 80, minimum_healthy_percentage=60)
    bad = CheckResult(CheckKind.FAILED)
    targets = after(after(registered("x", "y"), "x", OK), "y", bad, bad)
    for one in (group, percent):
        assert [share.id for share in traffic(one, targets, 2.0)] == ["x", "y"]


def test_slow_start_raises_a_new_targets_share_evenly() -> None:
    group = TargetGroupSpec("arn", "web", 80, slow_start_seconds=100)
    targets = after(registered("x", "y", group=group), "x", OK, group=group, now=0.0)
    targets = after(targets, "y", OK, group=group, now=50.0)
    weights = [
        [share.weight for share in traffic(group, targets, now)] for now in (50.0, 75.0, 100.0, 149.0, 150.0, 999.0)
    ]
    assert weights == [[100, 1], [100, 25], [100, 50], [100, 99], [100, 100], [100, 100]]


def test_targets_without_a_healthy_one_in_full_service_do_not_start_slowly() -> None:
    group = TargetGroupSpec("arn", "web", 80, slow_start_seconds=100)
    targets = after(registered("x", "y", group=group), "x", OK, group=group, now=0.0)
    assert [share.weight for share in traffic(group, targets, 0.0)] == [100]


@pytest.mark.parametrize(
    ("matcher", "accepted", "refused"),
    [
        ("200", (200,), (199, 201)),
        ("200,202", (200, 202), (201,)),
        ("200-299, 404", (200, 250, 299, 404), (300,)),
        ("", (), (200,)),
    ],
)
def test_a_matcher_takes_lists_and_ranges(matcher: str, accepted: tuple[int, ...], refused: tuple[int, ...]) -> None:
    assert all(matches(matcher, code) for code in accepted)
    assert not any(matches(matcher, code) for code in refused)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_traffic_goes_to_registered_targets_alone_and_draining_ends(seed: int) -> None:
    draw = random.Random(seed)
    targets: Targets = ()
    now = 0.0
    kinds = list(CheckKind)
    for _ in range(300):
        now += draw.random() * 30
        id = draw.choice("abcde")
        match draw.randrange(4):
            case 0:
                targets = register(GROUP, targets, id, 0, draw.choice(("a", "b", "c")), now)
            case 1:
                targets = deregister(GROUP, targets, id, 0, now)
            case 2:
                targets = observe_check(GROUP, targets, id, 80, CheckResult(draw.choice(kinds), 500), now)
            case 3:
                targets = tick(GROUP, targets, draw.choice((ZONES, ZONES, None)), now)
        by_key = {target.key: target for target in targets}
        assert len(by_key) == len(targets)
        for share in traffic(GROUP, targets, now):
            assert by_key[share.id, share.port].state in (State.HEALTHY, State.UNHEALTHY)
            assert by_key[share.id, share.port].zone in (*ZONES, "c")
        assert all((target.reason == "") == (target.state is State.HEALTHY) for target in targets)
    gone = targets
    for target in targets:
        gone = deregister(GROUP, gone, target.id, target.port, now)
    assert tick(GROUP, gone, ZONES, now + GROUP.deregistration_delay_seconds) == ()


def test_a_target_of_another_port_is_another_target() -> None:
    targets = register(GROUP, registered("x"), "x", 81, "a", 0.0)
    assert [target.key for target in targets] == [("x", 80), ("x", 81)]
    assert isinstance(targets[0], Target)
