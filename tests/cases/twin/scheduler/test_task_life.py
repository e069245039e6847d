"""The life of a task. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html"""

from __future__ import annotations

import pytest

from cases.twin.scheduler.berth import TaskByHand
from seatrial.runtimes.twin.decide.container_health import CheckOutcome
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, HealthCheck, RestartPolicy
from seatrial.runtimes.twin.decide.ecs_task_observations import (
    ContainerCreated,
    ContainerExited,
    ContainersRemoved,
    ContainerStarted,
    ContainerStartFailed,
    HealthChecked,
    InterfaceFailed,
    InterfaceReady,
    InterfaceReleased,
    LaunchFailed,
    LaunchPrepared,
    TargetsDrained,
    TargetsDraining,
    TargetsRegistered,
    TaskLost,
)
from seatrial.runtimes.twin.decide.ecs_task_state import Targets

WEB = ContainerSpec("web", "image", stop_timeout_seconds=30)
SIDE = ContainerSpec("side", "image", essential=False)
CHECKED = ContainerSpec("web", "image", health_check=HealthCheck(("CMD", "check"), 10, 2, 0, 2))


def test_a_task_of_a_web_service_goes_through_all_its_states() -> None:
    task = TaskByHand(WEB, behind_load_balancer=True)
    assert (task.status, task.actions) == ("PROVISIONING", ["ProvisionInterface"])
    assert task.see(InterfaceReady("eni-1", "10.0.0.5")) == ["PrepareLaunch"]
    assert task.status == "PENDING"
    assert task.see(LaunchPrepared(1.0, 2.0, {"web": "sha256:0"})) == ["CreateContainer web"]
    assert task.see(ContainerCreated("web", "id")) == ["StartContainer web"]
    assert task.see(ContainerStarted("web")) == ["RegisterTargets"]
    assert task.status == "ACTIVATING"
    assert task.see(TargetsRegistered()) == []
    assert task.status == "RUNNING"
    assert task.stop() == ["DeregisterTargets"]
    assert task.status == "DEACTIVATING"
    assert task.see(TargetsDraining()) == []
    assert task.status == "DEACTIVATING", "the containers serve until the deregistration delay is over"
    assert task.see(TargetsDrained()) == ["SignalContainer web"]
    assert task.status == "STOPPING"
    assert task.see(ContainerExited("web", 143)) == ["RemoveContainers"]
    assert task.status == "DEPROVISIONING"
    assert task.see(ContainersRemoved()) == ["ReleaseInterface"]
    assert task.see(InterfaceReleased()) == []
    assert task.status == "STOPPED"
    found = task.task
    assert (found.stop_code, found.stopped_reason) == ("UserInitiated", "Task stopped by user")
    assert (found.pull_started_at, found.pull_stopped_at) == (1.0, 2.0)
    assert found.containers[0].image_digest == "sha256:0"


def test_without_targets_a_task_shows_neither_activating_nor_deactivating() -> None:
    task = TaskByHand(WEB)
    task.go_on()
    assert task.status == "RUNNING"
    assert task.stop() == ["SignalContainer web"]
    assert task.status == "STOPPING"


def test_the_version_counts_what_is_told_of_a_task() -> None:
    task = TaskByHand(WEB, behind_load_balancer=True)
    versions = [task.task.version]
    task.see(InterfaceReady("eni-1", "10.0.0.5"))
    versions.append(task.task.version)
    task.go_on()
    versions.append(task.task.version)
    assert versions == [1, 2, 3]


@pytest.mark.parametrize(
    ("failure", "code", "reason"),
    [
        (
            InterfaceFailed("Timeout waiting for network interface provisioning to complete."),
            "TaskFailedToStart",
            "Timeout",
        ),
        (LaunchFailed("CannotPullContainerError: not found"), "TaskFailedToStart", "CannotPullContainerError"),
        (
            ContainerStartFailed("web", "CannotStartContainerError: exec"),
            "TaskFailedToStart",
            "CannotStartContainerError",
        ),
    ],
)
def test_a_task_that_cannot_start_is_stopped_with_the_reason_and_leaves_nothing(
    failure: InterfaceFailed | LaunchFailed | ContainerStartFailed, code: str, reason: str
) -> None:
    task = TaskByHand(WEB, behind_load_balancer=True)
    stage = {
        InterfaceFailed: "ProvisionInterface",
        LaunchFailed: "PrepareLaunch",
        ContainerStartFailed: "StartContainer",
    }
    task.go_on(until=stage[type(failure)])
    assert task.see(failure) == ["RemoveContainers"]
    task.go_on()
    assert task.status == "STOPPED"
    assert task.task.stop_code == code
    assert task.task.stopped_reason.startswith(reason)
    assert task.task.started_at is None


def test_the_exit_of_an_essential_container_stops_the_task() -> None:
    task = TaskByHand(SIDE, WEB, behind_load_balancer=True)
    task.go_on()
    assert task.see(ContainerExited("web", 1)) == ["DeregisterTargets", "SignalContainer side"]
    assert task.status == "STOPPING", "there is nothing left to drain"
    assert task.task.stop_code == "EssentialContainerExited"
    assert task.task.stopped_reason == "Essential container in task exited"
    task.go_on()
    assert task.status == "STOPPED"
    assert (task.container("web").exit_code, task.container("side").exit_code) == (1, 143)


def test_the_exit_of_another_container_does_not() -> None:
    task = TaskByHand(SIDE, WEB)
    task.go_on()
    assert task.see(ContainerExited("side", 0)) == []
    assert task.status == "RUNNING"
    assert task.container("side").status == "STOPPED"


def test_a_container_out_of_memory_says_so() -> None:
    task = TaskByHand(WEB)
    task.go_on()
    task.see(ContainerExited("web", 137, out_of_memory=True))
    assert task.container("web").reason == "OutOfMemoryError: Container killed due to memory usage"
    assert task.container("web").exit_code == 137
    assert task.task.stopped_reason == "Essential container in task exited"


def test_sigkill_follows_sigterm_after_the_stop_timeout() -> None:
    task = TaskByHand(WEB)
    task.go_on()
    assert task.stop() == ["SignalContainer web"]
    assert task.deadline() == task.now + 30
    assert task.wait(29) == []
    assert task.wait(1) == ["KillContainer web"]
    assert task.deadline() is None
    task.go_on()
    assert task.container("web").exit_code == 137


def test_a_stop_before_the_launch_skips_what_was_not_begun() -> None:
    task = TaskByHand(WEB, behind_load_balancer=True)
    task.see(InterfaceReady("eni-1", "10.0.0.5"))
    assert task.stop() == ["RemoveContainers"]
    assert task.see(ContainersRemoved()) == ["ReleaseInterface"]
    task.go_on()
    assert task.status == "STOPPED"
    assert task.container("web").exit_code is None


def test_an_interface_that_is_on_its_way_is_released_once_it_is_there() -> None:
    task = TaskByHand(WEB)
    assert task.stop() == ["RemoveContainers"]
    assert task.see(ContainersRemoved()) == []
    assert task.see(InterfaceReady("eni-1", "10.0.0.5")) == ["ReleaseInterface"]


def test_targets_that_are_on_their_way_are_deregistered_once_they_are_there() -> None:
    task = TaskByHand(WEB, behind_load_balancer=True)
    task.go_on(until="RegisterTargets")
    assert task.stop() == []
    assert task.status == "DEACTIVATING"
    assert task.see(TargetsRegistered()) == ["DeregisterTargets"]


def test_a_container_that_is_about_to_start_is_stopped_once_it_runs() -> None:
    task = TaskByHand(WEB)
    task.go_on(until="StartContainer")
    assert task.stop() == []
    assert task.see(ContainerStarted("web")) == ["SignalContainer web"]


def test_the_first_reason_to_stop_stays() -> None:
    task = TaskByHand(WEB)
    task.go_on()
    task.stop()
    task.see(ContainerExited("web", 0))
    assert task.task.stop_code == "UserInitiated"


def test_health_checks_run_when_they_are_due_and_make_the_task_healthy() -> None:
    task = TaskByHand(CHECKED)
    task.go_on()
    assert task.deadline() == task.now + 10
    assert task.wait(10) == ["CheckHealth web"]
    assert task.wait(1) == [], "one check at a time"
    task.see(HealthChecked("web", CheckOutcome.OK))
    assert task.task.health_status == "HEALTHY"
    assert task.deadline() == task.now + 10


def test_an_unhealthy_task_runs_on_until_somebody_stops_it() -> None:
    task = TaskByHand(CHECKED)
    task.go_on()
    for _ in range(2):
        task.wait(10)
        task.see(HealthChecked("web", CheckOutcome.FAIL))
    assert (task.task.health_status, task.status) == ("UNHEALTHY", "RUNNING")


def test_the_health_of_a_container_that_is_not_essential_is_not_the_tasks() -> None:
    side = ContainerSpec("side", "image", essential=False, health_check=CHECKED.health_check)
    task = TaskByHand(side, WEB)
    task.go_on()
    for _ in range(2):
        task.wait(10)
        task.see(HealthChecked("side", CheckOutcome.FAIL))
    assert task.container("side").health.status == "UNHEALTHY"
    assert task.task.health_status == "UNKNOWN"


RESTARTED = ContainerSpec("web", "image", restart_policy=RestartPolicy((42,), attempt_period_seconds=60))


def test_a_restart_policy_restarts_a_container_that_ran_long_enough() -> None:
    task = TaskByHand(RESTARTED)
    task.go_on()
    task.now += 60
    assert task.see(ContainerExited("web", 1)) == ["StartContainer web"]
    assert task.status == "RUNNING"
    task.see(ContainerStarted("web"))
    task.now += 59
    task.see(ContainerExited("web", 1))
    assert task.task.stop_code == "EssentialContainerExited", "once in each attempt period"


def test_a_restart_policy_leaves_ignored_exit_codes_and_early_exits_alone() -> None:
    for code, after in ((42, 100.0), (1, 59.0)):
        task = TaskByHand(RESTARTED)
        task.go_on()
        task.now += after
        task.see(ContainerExited("web", code))
        assert task.task.stop_code == "EssentialContainerExited"


def test_an_exit_that_is_told_twice_restarts_once() -> None:
    task = TaskByHand(RESTARTED)
    task.go_on()
    task.now += 60
    task.see(ContainerExited("web", 1))
    assert task.restart_engine(ContainerExited("web", 1)) == ["StartContainer web"]
    assert task.container("web").restarts == 1


@pytest.mark.parametrize(
    "until", ["ProvisionInterface", "PrepareLaunch", "CreateContainer", "StartContainer", "RegisterTargets"]
)
def test_a_new_engine_is_given_every_unanswered_action_again(until: str) -> None:
    task = TaskByHand(WEB, behind_load_balancer=True)
    task.go_on(until=until)
    asked = list(task.actions)
    assert task.see() == [], "an action is given once"
    assert task.restart_engine() == asked
    task.go_on()
    assert task.status == "RUNNING"


def test_a_new_engine_goes_on_stopping() -> None:
    task = TaskByHand(WEB, behind_load_balancer=True)
    task.go_on()
    task.stop()
    task.see(TargetsDraining())
    assert task.restart_engine() == ["DeregisterTargets"]
    task.drained()
    assert task.restart_engine() == ["SignalContainer web"]
    task.now += 30
    assert task.restart_engine() == ["SignalContainer web", "KillContainer web"]
    task.see(ContainerExited("web", 137))
    assert task.restart_engine() == ["RemoveContainers"]
    task.see(ContainersRemoved())
    assert task.restart_engine() == ["ReleaseInterface"]
    task.see(InterfaceReleased())
    assert (task.status, task.restart_engine()) == ("STOPPED", [])


def test_a_new_engine_checks_again_what_was_being_checked() -> None:
    task = TaskByHand(CHECKED)
    task.go_on()
    task.wait(10)
    assert task.restart_engine() == ["CheckHealth web"]


def test_a_container_that_ended_while_no_engine_ran_has_ended() -> None:
    task = TaskByHand(WEB)
    task.go_on()
    task.restart_engine(ContainerExited("web", None))
    assert task.task.stop_code == "EssentialContainerExited"
    assert task.container("web").exit_code is None


def test_a_task_that_is_lost_with_its_machine_is_stopped_at_once() -> None:
    task = TaskByHand(WEB, behind_load_balancer=True)
    task.go_on()
    assert task.restart_engine(TaskLost("the machine is gone")) == []
    assert (task.status, task.task.stop_code) == ("STOPPED", "InfrastructureHealth")
    assert task.task.targets is Targets.DRAINED


def test_what_is_seen_of_a_stopped_task_changes_nothing() -> None:
    task = TaskByHand(WEB)
    task.go_on()
    task.stop()
    task.go_on()
    before = task.task
    task.see(ContainerStarted("web"), ContainerExited("web", 0), TargetsRegistered())
    assert task.task == before
