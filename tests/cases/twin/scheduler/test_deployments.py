"""Rolling updates. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html"""

from __future__ import annotations

import pytest

from cases.twin.scheduler.desk import DeploymentAlarms, Desk
from seatrial.runtimes.twin.decide.ecs_deployment import RolloutState
from seatrial.runtimes.twin.decide.ecs_service_state import ServiceSettings, update_service

NO_ROOM = (
    "was unable to stop or start tasks during a deployment because of the service deployment configuration. "
    "Update the minimumHealthyPercent or maximumPercent value and try again."
)


@pytest.mark.parametrize(
    ("desired", "minimum", "maximum", "least", "most"),
    [
        (4, 50, 200, 2, 8),
        (2, 75, 125, 2, 2),
        (3, 100, 125, 3, 3),
        (3, 50, 150, 2, 4),
        (1, 0, 100, 0, 1),
        (0, 100, 200, 0, 0),
    ],
)
def test_the_minimum_is_rounded_up_and_the_maximum_down(
    desired: int, minimum: int, maximum: int, least: int, most: int
) -> None:
    settings = ServiceSettings(desired, minimum, maximum)
    assert (settings.minimum_healthy, settings.maximum) == (least, most)


def test_a_new_service_starts_its_desired_count() -> None:
    desk = Desk(3)
    assert desk.started() == 3
    assert desk.said[0].startswith("has started 3 tasks: (task ")
    assert desk.service.primary.rollout_state_reason == f"ECS deployment {desk.service.primary.id} in progress."


def test_an_unchanged_service_needs_no_steps() -> None:
    desk = Desk(3)
    desk.settle()
    before = desk.service
    decision = desk.decide()
    assert (decision.actions, decision.messages) == ((), ())
    assert decision.service == before


def test_asking_twice_starts_nothing_twice() -> None:
    desk = Desk(2)
    assert desk.started() == 2
    assert desk.started() == 0


def test_the_same_revision_is_no_new_deployment() -> None:
    desk = Desk(2)
    desk.settle()
    first = desk.service.primary.id
    desk.deploy("web:1")
    assert desk.service.primary.id == first


def test_with_the_default_percentages_new_tasks_are_healthy_before_old_ones_stop() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    desk.deploy()
    assert desk.started() == 2
    desk.run()
    assert not desk.decide().actions, "the new tasks' targets are not healthy yet"
    desk.healthy(desk.ids("web:2")[0])
    desk.decide()
    assert len(desk.live("web:1")) == 1, "one old task for each new healthy one"
    desk.healthy(desk.ids("web:2")[1])
    desk.decide()
    assert (len(desk.live("web:1")), len(desk.live("web:2"))) == (0, 2)


def test_without_any_health_check_a_new_task_counts_forty_seconds_after_it_runs() -> None:
    desk = Desk(1)
    desk.settle()
    desk.deploy()
    desk.decide()
    desk.run()
    assert desk.decide().next_at == desk.now + 40
    desk.now += 39
    desk.decide()
    assert len(desk.live("web:1")) == 1
    desk.now += 1
    desk.decide()
    assert desk.live("web:1") == []


def test_with_a_maximum_of_100_percent_old_tasks_stop_down_to_the_minimum_first() -> None:
    desk = Desk(4, minimum=50, maximum=100)
    desk.settle()
    desk.deploy()
    desk.decide()
    assert (len(desk.live("web:1")), len(desk.live("web:2"))) == (2, 2)
    desk.decide()
    assert len(desk.live()) == 4, "the others wait until the first two are healthy"
    desk.settle()
    assert len(desk.live("web:2")) == 4


def test_the_only_task_may_stop_first_where_the_minimum_is_zero() -> None:
    desk = Desk(1, minimum=0, maximum=100)
    desk.settle()
    desk.deploy()
    desk.decide()
    assert (len(desk.live("web:1")), len(desk.live("web:2"))) == (0, 1)


def test_percentages_that_leave_no_room_are_complained_of_once() -> None:
    desk = Desk(2, minimum=100, maximum=100)
    desk.settle()
    desk.deploy()
    assert not desk.decide().actions
    assert desk.said == [NO_ROOM]
    desk.now += 3600
    desk.decide()
    assert desk.said == [], "a message about the same cause is omitted for six hours"
    desk.now += 6 * 3600
    desk.decide()
    assert desk.said == [NO_ROOM]


def test_a_deployment_is_complete_when_its_tasks_are_healthy_and_the_old_ones_are_gone() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    old = desk.ids()
    desk.deploy()
    desk.decide()
    desk.healthy()
    desk.decide()
    desk.drain(old[0])
    desk.decide()
    assert desk.service.primary.rollout_state is RolloutState.IN_PROGRESS, "an old task still drains"
    desk.stop(old[0], "ServiceSchedulerInitiated", "")
    desk.decide()
    primary = desk.service.primary
    assert primary.rollout_state_reason == f"ECS deployment {primary.id} completed."
    assert desk.said == [f"(deployment {primary.id}) deployment completed.", "has reached a steady state."]
    assert len(desk.service.deployments) == 1


def test_a_deployment_during_a_deployment_replaces_both() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    desk.deploy("web:2")
    desk.decide()
    desk.deploy("web:3")
    desk.decide()
    assert "stopped 2 pending tasks." in desk.said, "tasks of a superseded deployment that don't run yet go first"
    assert (len(desk.live("web:1")), len(desk.live("web:3"))) == (2, 2)
    desk.settle()
    assert [task.task_definition_arn for task in desk.live()] == ["web:3", "web:3"]


def test_a_forced_deployment_replaces_tasks_of_the_same_revision() -> None:
    desk = Desk(2)
    desk.settle()
    before = set(desk.ids())
    service = desk.service
    desk.service = update_service(
        service, desk.now, settings=service.settings, revision=service.primary.revision, force_new_deployment=True
    )
    desk.settle()
    assert len(desk.ids()) == 2 and before.isdisjoint(desk.ids())


def test_an_old_task_that_ends_by_itself_is_not_replaced_by_its_own_kind_while_new_ones_can_start() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    desk.deploy()
    desk.decide()
    desk.crash(desk.ids("web:1")[0])
    assert desk.started() == 0, "two tasks of the new revision are on their way"


def test_an_old_task_that_ends_by_itself_is_replaced_while_the_new_revision_cannot_start() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    desk.deploy()
    desk.decide()
    for id in desk.ids("web:2"):
        desk.fail_to_start(id)
    desk.now += 1
    desk.crash(desk.ids("web:1")[0])
    desk.decide()
    assert (len(desk.live("web:1")), len(desk.live("web:2"))) == (2, 0)
    desk.now += 1
    assert not desk.decide().actions, "and it is left to come up"
    desk.healthy()
    desk.now += 3600
    desk.settle()
    assert [task.task_definition_arn for task in desk.live()] == ["web:2", "web:2"]


def test_a_firing_alarm_fails_the_deployment_and_rolls_it_back() -> None:
    desk = Desk(2, behind_load_balancer=True, alarms=DeploymentAlarms(True, True, ("errors",)), bake=300)
    desk.settle()
    good = desk.service.primary.id
    desk.deploy()
    desk.decide()
    bad = desk.service.primary.id
    desk.healthy()
    desk.decide()
    desk.alarm("errors")
    desk.decide()
    assert desk.said[-3:-1] == [
        f"(deployment {bad}) deployment failed: alarm detected.",
        f"rolling back to deployment {good}.",
    ]


def test_a_deployment_with_alarms_bakes_before_it_is_complete() -> None:
    desk = Desk(1, behind_load_balancer=True, alarms=DeploymentAlarms(True, True, ("errors",)), bake=300)
    desk.decide()
    desk.healthy()
    assert desk.decide().next_at == desk.now + 300
    desk.now += 299
    assert desk.decide().service.primary.rollout_state is RolloutState.IN_PROGRESS
    desk.now += 1
    assert desk.decide().service.primary.rollout_state is RolloutState.COMPLETED
