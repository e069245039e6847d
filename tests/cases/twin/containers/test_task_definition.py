"""A task definition is read with Fargate's defaults."""

from __future__ import annotations

from typing import Any

import pytest

from cases.twin.containers.definitions import ARN, container, definition
from seatrial.model.value import Sensitive, Unknown, Value
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, HealthCheck, LinuxParameters, task_spec
from seatrial.runtimes.twin.decide.task_definition_not_run import not_run_here
from seatrial.runtimes.twin.decide.task_overrides import unknown_container, with_overrides


def only(**properties: Any) -> ContainerSpec:
    return task_spec(definition(container(**properties))).containers[0]


def test_what_is_not_given_has_fargates_default() -> None:
    task = task_spec(definition())
    assert (task.family, task.revision, task.arn, task.cpu_units, task.memory_mib) == ("web", 7, ARN, 256, 512)
    assert (task.ephemeral_storage_gib, task.cpu_architecture, task.operating_system_family) == (20, "X86_64", "LINUX")
    spec = task.containers[0]
    assert spec == ContainerSpec("app", "app:1")
    assert (spec.essential, spec.stop_timeout_seconds, spec.start_timeout_seconds, spec.cpu_units) == (
        True,
        30,
        None,
        0,
    )


@pytest.mark.parametrize(
    ("cpu", "memory", "expected"),
    [
        ("1 vCPU", "2 GB", (1024, 2048)),
        ("0.25 vCPU", "0.5GB", (256, 512)),
        (".25 vCPU", ".5 GB", (256, 512)),
        (512, 1024, (512, 1024)),
    ],
)
def test_sizes_may_carry_units(cpu: str | int, memory: str | int, expected: tuple[int, int]) -> None:
    task = task_spec(definition(Cpu=cpu, Memory=memory))
    assert (task.cpu_units, task.memory_mib) == expected


def test_a_health_check_has_ecs_defaults_and_says_what_to_run() -> None:
    assert only(HealthCheck={"Command": ["CMD-SHELL", "curl -f localhost || exit 1"]}).health_check == HealthCheck(
        ("CMD-SHELL", "curl -f localhost || exit 1"), 30, 5, 0, 3
    )
    for command, argv in (
        (["CMD-SHELL", "true"], ("/bin/sh", "-c", "true")),
        (["CMD", "curl", "-f", "localhost"], ("curl", "-f", "localhost")),
        (["NONE"], ()),
        (["curl", "localhost"], ()),
    ):
        check = only(HealthCheck={"Command": command}).health_check
        assert check is not None and check.argv == argv
    assert only(HealthCheck={"Interval": 5}).health_check is None


def test_speed_divides_aws_waiting_and_not_the_applications_time() -> None:
    check: dict[str, Value] = {"Command": ["CMD", "true"], "Interval": 30, "Timeout": 8, "StartPeriod": 60}
    given = container(HealthCheck=check, StopTimeout=20, RestartPolicy={"Enabled": True})
    spec = task_spec(definition(given), speed=10).containers[0]
    assert spec.health_check == HealthCheck(("CMD", "true"), 3, 8, 6, 3)
    assert spec.stop_timeout_seconds == 20
    assert spec.restart_policy is not None and spec.restart_policy.attempt_period_seconds == 30


def test_values_keep_their_secrecy() -> None:
    spec = only(Environment=[{"Name": "A", "Value": Sensitive("x")}, {"Name": "A", "Value": Sensitive("y")}])
    assert spec.environment == {"A": "y"}
    assert isinstance(spec.environment["A"], Sensitive)


def test_only_the_capability_that_fargate_adds_is_added() -> None:
    given = {"Capabilities": {"Add": ["SYS_PTRACE", "NET_ADMIN"], "Drop": ["MKNOD"]}, "InitProcessEnabled": True}
    assert only(LinuxParameters=given).linux_parameters == LinuxParameters(True, ("SYS_PTRACE",), ("MKNOD",))


def test_an_empty_command_leaves_the_images() -> None:
    spec = only(Command=[], EntryPoint=[])
    assert (spec.command, spec.entry_point) == (None, None)


def test_run_task_may_override_what_aws_lets_it() -> None:
    task = task_spec(definition(container(Environment=[{"Name": "A", "Value": "1"}]), container("side")))
    changed = with_overrides(
        task,
        {
            "cpu": "1 vCPU",
            "taskRoleArn": "arn:role",
            "containerOverrides": [
                {"name": "app", "command": ["run"], "environment": [{"name": "B", "value": "2"}], "memory": 100}
            ],
        },
    )
    app, side = changed.containers
    assert (changed.cpu_units, changed.memory_mib, changed.task_role_arn) == (1024, 512, "arn:role")
    assert (app.command, app.environment, app.memory_mib) == (("run",), {"A": "1", "B": "2"}, 100)
    assert side == task.containers[1]
    assert unknown_container(task, {"containerOverrides": [{"name": "app"}]}) == ""
    assert (
        unknown_container(task, {"containerOverrides": [{"name": "nobody"}]})
        == "Override for container named nobody is not a container in the TaskDefinition."
    )


def test_what_is_not_run_here_is_said_with_its_place() -> None:
    found = not_run_here(
        definition(
            container(LogConfiguration={"LogDriver": "splunk"}),
            container("side", Environment=[{"Name": "A", "Value": Unknown("it is imported")}]),
            container("files", EnvironmentFiles=[{"Type": "s3", "Value": "arn:aws:s3:::b/f.env"}]),
            container("router", FirelensConfiguration={"Type": "fluentbit"}),
            Volumes=[{"Name": "data", "EFSVolumeConfiguration": {"FilesystemId": "fs-1"}}, {"Name": "scratch"}],
            RuntimePlatform={"OperatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
            EphemeralStorage={"SizeInGiB": 50},
            EnableFaultInjection=True,
        )
    )
    assert [(item.code, item.path) for item in found] == [
        ("TWN103", ("RuntimePlatform", "OperatingSystemFamily")),
        ("TWN102", ("Volumes", 0, "EFSVolumeConfiguration")),
        ("TWN107", ("EnableFaultInjection",)),
        ("TWN108", ("EphemeralStorage", "SizeInGiB")),
        ("TWN101", ("ContainerDefinitions", 0, "LogConfiguration", "LogDriver")),
        ("TWN105", ("ContainerDefinitions", 1, "Environment", 0, "Value")),
        ("TWN104", ("ContainerDefinitions", 2, "EnvironmentFiles")),
        ("TWN106", ("ContainerDefinitions", 3, "FirelensConfiguration")),
    ]
    assert all(item.what and item.why and item.mend for item in found)


def test_an_ordinary_definition_runs_here_wholly() -> None:
    logs: dict[str, Value] = {"LogDriver": "awslogs", "Options": {"awslogs-group": "g"}}
    assert not_run_here(definition(container(LogConfiguration=logs), Volumes=[{"Name": "scratch"}])) == ()
