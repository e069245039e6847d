"""dependsOn. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"""

from __future__ import annotations

from cases.twin.scheduler.berth import TaskByHand
from seatrial.runtimes.twin.decide.container_health import CheckOutcome
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, Dependency, HealthCheck, VolumesFrom
from seatrial.runtimes.twin.decide.ecs_task_observations import (
    ContainerCreated,
    ContainerExited,
    ContainerStarted,
    ContainerStartFailed,
    HealthChecked,
)


def two(condition: str, first: ContainerSpec | None = None) -> TaskByHand:
    """A container ``first``, and the essential ``web`` that depends on it; both are about to be created."""
    first = first or ContainerSpec("first", "image", essential=False)
    web = ContainerSpec("web", "image", depends_on=(Dependency("first", condition),))
    task = TaskByHand(first, web)
    task.go_on(until="CreateContainer")
    return task


def test_a_container_waits_for_the_start_of_the_other() -> None:
    task = two("START")
    assert task.actions == ["CreateContainer first"]
    assert task.see(ContainerCreated("first", "1")) == ["StartContainer first"]
    assert task.see(ContainerStarted("first")) == ["CreateContainer web"]


def test_complete_waits_for_the_end_whatever_the_exit_code() -> None:
    task = two("COMPLETE")
    assert task.see(ContainerStarted("first")) == []
    assert task.see(ContainerExited("first", 3)) == ["CreateContainer web"]


def test_success_waits_for_exit_code_zero() -> None:
    task = two("SUCCESS")
    task.see(ContainerStarted("first"))
    assert task.see(ContainerExited("first", 0)) == ["CreateContainer web"]


def test_success_can_never_come_after_another_exit_code() -> None:
    task = two("SUCCESS")
    task.see(ContainerStarted("first"))
    task.see(ContainerExited("first", 2))
    task.go_on()
    reason = (
        "CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [first(image)] "
        "for target [web(image)] as dependency did not exit successfully."
    )
    assert (task.status, task.task.stop_code, task.task.stopped_reason) == ("STOPPED", "TaskFailedToStart", reason)
    assert (task.container("web").exit_code, task.container("web").reason) == (143, reason)


def healthy(start_timeout: float | None = None) -> ContainerSpec:
    check = HealthCheck(("CMD", "check"), interval_seconds=10, retries=2)
    return ContainerSpec("first", "image", health_check=check, start_timeout_seconds=start_timeout)


def test_healthy_waits_for_the_health_check() -> None:
    task = two("HEALTHY", healthy())
    task.see(ContainerStarted("first"))
    assert task.wait(10) == ["CheckHealth first"]
    assert task.see(HealthChecked("first", CheckOutcome.FAIL)) == []
    task.wait(10)
    assert task.see(HealthChecked("first", CheckOutcome.FAIL)) == []
    assert task.container("first").health.status == "UNHEALTHY"
    task.wait(10)
    assert task.see(HealthChecked("first", CheckOutcome.OK)) == ["CreateContainer web"], "it may still recover"


def test_the_start_timeout_ends_the_wait() -> None:
    task = two("HEALTHY", healthy(start_timeout=25))
    task.see(ContainerStarted("first"))
    assert task.deadline() == task.now + 10
    task.wait(10)
    task.see(HealthChecked("first", CheckOutcome.FAIL))
    task.wait(10)
    assert task.deadline() == task.now + 5
    task.wait(5)
    assert task.task.stopped_reason == (
        "CannotStartContainerError: dependency graph: container ordering dependency [first(image)] "
        "for target [web(image)] has timed out."
    )
    assert task.task.stop_code == "TaskFailedToStart"


def test_a_start_timeout_does_not_limit_how_long_a_start_takes() -> None:
    task = two("START", ContainerSpec("first", "image", essential=False, start_timeout_seconds=5))
    assert task.deadline() is None


def test_a_dependency_that_cannot_start_ends_the_wait() -> None:
    task = two("START")
    task.see(ContainerStartFailed("first", "CannotStartContainerError: exec"))
    assert task.task.stopped_reason.endswith("for target [web(image)] because dependency will never start")


def test_a_container_that_never_starts_and_is_not_essential_stops_alone() -> None:
    first = ContainerSpec("first", "image", essential=False)
    second = ContainerSpec("second", "image", essential=False, depends_on=(Dependency("first", "SUCCESS"),))
    task = TaskByHand(first, second, ContainerSpec("web", "image"))
    task.go_on(until="CreateContainer")
    task.see(ContainerStarted("first"), ContainerStarted("web"))
    task.see(ContainerExited("first", 1))
    assert task.container("second").status == "STOPPED"
    assert task.status == "RUNNING"


def test_volumes_from_waits_for_the_other_container_to_be_created() -> None:
    web = ContainerSpec("web", "image", volumes_from=(VolumesFrom("data"),))
    task = TaskByHand(web, ContainerSpec("data", "image", essential=False))
    task.go_on(until="CreateContainer")
    assert task.actions == ["CreateContainer data"]
    assert "CreateContainer web" in task.see(ContainerCreated("data", "1"))


def test_containers_stop_in_the_reverse_order() -> None:
    database = ContainerSpec("database", "image")
    api = ContainerSpec("api", "image", depends_on=(Dependency("database", "START"),))
    proxy = ContainerSpec("proxy", "image", depends_on=(Dependency("api", "START"),))
    task = TaskByHand(database, api, proxy)
    task.go_on()
    assert task.stop() == ["SignalContainer proxy"]
    assert task.see(ContainerExited("proxy", 0)) == ["SignalContainer api"]
    assert task.see(ContainerExited("api", 0)) == ["SignalContainer database"]


def test_containers_without_dependencies_stop_at_the_same_time() -> None:
    task = TaskByHand(ContainerSpec("one", "image"), ContainerSpec("two", "image"))
    task.go_on()
    assert task.stop() == ["SignalContainer one", "SignalContainer two"]


def test_a_task_runs_only_when_every_container_has_started() -> None:
    task = two("SUCCESS")
    task.see(ContainerStarted("first"))
    assert task.status == "PENDING"
    task.see(ContainerExited("first", 0))
    assert task.status == "PENDING"
    task.see(ContainerStarted("web"))
    assert task.status == "RUNNING"
