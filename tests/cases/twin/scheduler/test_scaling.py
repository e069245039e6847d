"""Desired count, zones and capacity providers.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service-parameters.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
"""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from cases.twin.scheduler.desk import Desk
from seatrial.runtimes.twin.decide.ecs_deployment import ProviderShare, SubnetPlace
from seatrial.runtimes.twin.decide.ecs_service import decide_service
from seatrial.runtimes.twin.decide.ecs_service_state import ServiceStatus, update_service

THREE_ZONES = tuple(SubnetPlace(f"subnet-{zone}", f"us-east-1{zone}") for zone in "abc")


def test_more_desired_tasks_are_started() -> None:
    desk = Desk(2)
    desk.settle()
    desk.scale(5)
    assert desk.started() == 3


def test_fewer_desired_tasks_are_reached_by_stopping_with_the_deployment_as_reason() -> None:
    desk = Desk(3)
    desk.settle()
    desk.scale(1)
    decision = desk.decide()
    assert len(decision.actions) == 2
    reasons = {getattr(action, "reason", "") for action in decision.actions}
    assert reasons == {f"Scaling activity initiated by (deployment {desk.service.primary.id})"}
    assert desk.said[0].startswith("has stopped 2 running tasks: (task ")


def test_scaling_is_no_deployment() -> None:
    desk = Desk(1)
    desk.settle()
    deployment = desk.service.primary.id
    desk.scale(3)
    desk.settle()
    assert desk.service.primary.id == deployment
    assert not any("deployment completed" in event.message for event in desk.service.log.events[3:])


def test_tasks_that_do_not_run_yet_are_stopped_before_those_that_do() -> None:
    desk = Desk(1)
    desk.settle()
    running = desk.ids()
    desk.scale(3)
    desk.decide()
    desk.scale(1)
    desk.decide()
    assert desk.ids() == running
    assert "stopped 2 pending tasks." in desk.said


def test_tasks_are_spread_over_zones() -> None:
    desk = Desk(5, subnets=THREE_ZONES)
    desk.decide()
    assert sorted(Counter(desk.zones()).values()) == [1, 2, 2]


def test_two_subnets_of_a_zone_share_its_tasks() -> None:
    subnets = (SubnetPlace("subnet-1", "a"), SubnetPlace("subnet-2", "a"), SubnetPlace("subnet-3", "b"))
    desk = Desk(4, subnets=subnets)
    desk.decide()
    assert Counter(task.subnet_id for task in desk.live()) == {"subnet-1": 1, "subnet-2": 1, "subnet-3": 2}


def test_a_new_deployment_is_balanced_whatever_the_old_one_was() -> None:
    desk = unbalanced(rebalancing=False)
    desk.decide()
    assert sorted(Counter(desk.zones()).values()) == [1, 3]
    desk.deploy()
    desk.settle()
    assert sorted(Counter(desk.zones()).values()) == [2, 2]


def test_the_fullest_zone_loses_tasks_first() -> None:
    desk = Desk(5, subnets=THREE_ZONES)
    desk.settle()
    for count in (4, 3, 2, 1):
        desk.scale(count)
        desk.settle()
        counts = [desk.zones().count(f"us-east-1{zone}") for zone in "abc"]
        assert max(counts) - min(counts) <= 1


def unbalanced(**settings: bool) -> Desk:
    """Three tasks in one zone, one in the other: what is left when tasks end by chance."""
    desk = Desk(6, **settings)
    desk.settle()
    for task in [task for task in desk.live() if task.availability_zone == "us-east-1b"][:2]:
        desk.crash(task.id)
    desk.service = replace(desk.service, settings=replace(desk.service.settings, desired_count=4))
    return desk


def test_an_unbalanced_service_is_rebalanced_by_starting_first() -> None:
    desk = unbalanced(rebalancing=True)
    desk.decide()
    assert desk.said[-2] == (
        "is not AZ balanced with 3 tasks in us-east-1a, 1 tasks in us-east-1b. AZ Rebalancing in progress."
    )
    new = desk.live()[-1]
    assert desk.said[-1] == f"has started 1 tasks in us-east-1b to AZ Rebalance: (task {new.id})."
    desk.settle()
    told = [event.message for event in desk.service.log.events][-3:]
    assert told[0].startswith("(service web) has stopped 1 running tasks in us-east-1a due to AZ rebalancing: (task ")
    assert told[1] == "(service web) is AZ balanced with 2 tasks in us-east-1a, 2 tasks in us-east-1b."
    assert told[2] == "(service web) has reached a steady state."


def test_an_unbalanced_service_stays_so_where_rebalancing_is_disabled() -> None:
    desk = unbalanced(rebalancing=False)
    assert not desk.decide().actions


def test_a_strategy_fills_its_base_and_keeps_to_its_weights() -> None:
    desk = Desk(0)
    strategy = (ProviderShare("FARGATE", weight=1, base=2), ProviderShare("FARGATE_SPOT", weight=3))
    revision = replace(desk.service.primary.revision, strategy=strategy)
    settings = replace(desk.service.settings, desired_count=10)
    desk.service = update_service(desk.service, desk.now, settings=settings, revision=revision)
    desk.decide()
    assert Counter(task.capacity_provider for task in desk.live()) == {"FARGATE": 4, "FARGATE_SPOT": 6}


def test_launch_type_fargate_names_no_capacity_provider() -> None:
    desk = Desk(1)
    desk.decide()
    assert desk.live()[0].capacity_provider == ""


def test_a_deleted_service_drains_its_tasks_and_is_inactive() -> None:
    desk = Desk(2, behind_load_balancer=True)
    desk.settle()
    ids = desk.ids()
    desk.delete()
    assert desk.service.status is ServiceStatus.DRAINING
    desk.decide()
    assert desk.ids() == []
    desk.drain(ids[0])
    assert desk.decide().service.status is ServiceStatus.DRAINING
    desk.stop(ids[0], "ServiceSchedulerInitiated", "")
    assert desk.decide().service.status is ServiceStatus.INACTIVE


def test_no_desired_task_is_a_steady_state_too() -> None:
    desk = Desk(0)
    desk.decide()
    assert desk.said == [f"(deployment {desk.service.primary.id}) deployment completed.", "has reached a steady state."]


def test_a_stop_is_asked_for_again_until_it_is_seen_and_told_of_once() -> None:
    """An engine may die between writing the service and telling the task."""
    desk = Desk(2)
    desk.settle()
    desk.scale(1)
    first = decide_service(desk.service, desk.tasks.values(), (), desk.now)
    second = decide_service(first.service, desk.tasks.values(), (), desk.now)
    assert (second.actions, second.messages) == (first.actions, ())
    (stop,) = second.actions
    desk.service = second.service
    desk.stop(stop.task_id, "ServiceSchedulerInitiated", "")
    assert not desk.decide().actions
