"""What is asked of the container runtime follows Docker's rules and Fargate's."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cases.twin.containers.definitions import container, definition
from seatrial.analyses.launch.image_reference import Found
from seatrial.model.value import Sensitive, Value
from seatrial.runtimes.twin.decide.container_create import (
    DOCKER_CAPABILITIES,
    ContainerCreate,
    TaskPlace,
    VolumeMount,
    container_create,
    fit_ulimits,
    hosts_text,
    private_dns_name,
    resolv_text,
)
from seatrial.runtimes.twin.decide.ecs_task_definition import Ulimit, task_spec

IMAGE = Found("sha256:1", "app:1", ("/entry",), ("serve", "--all"), user="web", workdir="/srv")
PLACE = TaskPlace(
    "0a1b",
    "arn:aws:ecs:us-east-1:1:task/c/0a1b",
    "arn:aws:ecs:us-east-1:1:cluster/c",
    "us-east-1",
    "10.0.1.5",
    "task-0a1b",
    {"app": "token-1"},
    "cred-1",
)


def made(image: Found = IMAGE, secrets: dict[str, str] | None = None, **properties: Any) -> ContainerCreate:
    task = task_spec(definition(container(**properties), TaskRoleArn="arn:role"))
    return container_create(task, task.containers[0], PLACE, image, secrets or {})


@pytest.mark.parametrize(
    ("properties", "arguments"),
    [
        ({}, ("/entry", "serve", "--all")),
        ({"Command": ["other"]}, ("/entry", "other")),
        ({"EntryPoint": ["/mine"]}, ("/mine",)),
        ({"EntryPoint": ["/mine"], "Command": ["now"]}, ("/mine", "now")),
    ],
)
def test_an_entry_point_clears_the_images_command(properties: dict[str, Any], arguments: tuple[str, ...]) -> None:
    spec = made(**properties)
    assert (*spec.entrypoint, *spec.command) == arguments


def test_the_definition_wins_over_the_image() -> None:
    assert (made().user, made().working_directory) == ("web", "/srv")
    spec = made(User="1000:1000", WorkingDirectory="/tmp")
    assert (spec.user, spec.working_directory) == ("1000:1000", "/tmp")


def test_every_container_has_fargates_environment() -> None:
    spec = made(
        secrets={"TOKEN": Sensitive("t")},
        Environment=[{"Name": "HOSTNAME", "Value": "mine"}, {"Name": "AWS_REGION", "Value": "x"}],
    )
    assert spec.environment == {
        "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/cred-1",
        "ECS_AGENT_URI": "http://169.254.170.2/api/token-1",
        "ECS_CONTAINER_METADATA_URI": "http://169.254.170.2/v3/token-1",
        "ECS_CONTAINER_METADATA_URI_V4": "http://169.254.170.2/v4/token-1",
        "HOSTNAME": "ip-10-0-1-5.ec2.internal",
        "TOKEN": "t",
    }


def test_a_task_without_a_role_is_told_of_no_credentials() -> None:
    task = task_spec(definition())
    spec = container_create(task, task.containers[0], PLACE, IMAGE, {})
    assert "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" not in spec.environment


def test_capabilities_are_dockers_at_most() -> None:
    assert made().capabilities == DOCKER_CAPABILITIES
    assert "NET_ADMIN" not in made(LinuxParameters={"Capabilities": {"Add": ["NET_ADMIN"]}}).capabilities
    dropped = made(LinuxParameters={"Capabilities": {"Drop": ["ALL"], "Add": ["SYS_PTRACE"]}})
    assert dropped.capabilities == ("SYS_PTRACE",)
    less = made(LinuxParameters={"Capabilities": {"Drop": ["NET_RAW", "CAP_MKNOD"]}})
    assert set(DOCKER_CAPABILITIES) - set(less.capabilities) == {"NET_RAW", "MKNOD"}


def test_files_are_limited_as_on_fargate_unless_told() -> None:
    assert made().ulimits == (Ulimit("nofile", 65535, 65535),)
    assert made(Ulimits=[{"Name": "nofile", "SoftLimit": 10, "HardLimit": 20}]).ulimits == (Ulimit("nofile", 10, 20),)


def test_limits_are_lowered_to_the_hosts_and_said() -> None:
    wanted = (Ulimit("nofile", 65535, 65535), Ulimit("core", -1, -1), Ulimit("nproc", 10, 20))
    fitted, notes = fit_ulimits(wanted, {"nofile": 20000, "core": -1, "nproc": 4096})
    assert fitted == (Ulimit("nofile", 20000, 20000), Ulimit("core", -1, -1), Ulimit("nproc", 10, 20))
    assert len(notes) == 1 and "20000" in notes[0]
    assert fit_ulimits((Ulimit("core", -1, -1),), {"core": 5})[0] == (Ulimit("core", 5, 5),)


def test_volumes_are_the_tasks_own_and_those_of_other_containers() -> None:
    mount: dict[str, Value] = {"SourceVolume": "data", "ContainerPath": "/data"}
    task = task_spec(
        definition(
            container(MountPoints=[mount, {"SourceVolume": "nowhere", "ContainerPath": "/x"}]),
            container("side", VolumesFrom=[{"SourceContainer": "app", "ReadOnly": True}]),
            Volumes=[{"Name": "data"}],
        )
    )
    app, side = (container_create(task, item, PLACE, IMAGE, {}) for item in task.containers)
    assert app.mounts == (VolumeMount("data", "/data"),)
    assert side.mounts == (VolumeMount("data", "/data", read_only=True),)


def test_labels_are_those_of_ecs_and_our_own() -> None:
    labels = made(DockerLabels={"team": "blue"}).labels
    assert labels["com.amazonaws.ecs.task-definition-version"] == "7"
    assert labels["com.amazonaws.ecs.container-name"] == "app"
    assert (labels["team"], labels["seatrial.task"]) == ("blue", "0a1b")


@pytest.mark.parametrize(("mode", "shared"), [("task", True), ("", False), ("host", False)])
def test_processes_are_shared_where_the_task_says_so(mode: str, shared: bool) -> None:
    task = task_spec(definition(container("app"), container("side"), PidMode=mode))
    holders = {container_create(task, item, PLACE, IMAGE, {}).pid_of for item in task.containers}
    assert holders == ({f"ecs-pause-{PLACE.task_id}"} if shared else {""})


def test_names_of_the_task_are_the_vpcs() -> None:
    assert private_dns_name("10.0.1.5", "eu-west-1") == "ip-10-0-1-5.eu-west-1.compute.internal"
    assert hosts_text("10.0.1.5", "us-east-1") == "127.0.0.1 localhost\n10.0.1.5 ip-10-0-1-5.ec2.internal\n"
    assert resolv_text(("10.0.0.2",), ("ec2.internal",)) == "search ec2.internal\nnameserver 10.0.0.2\n"


def test_names_differ_between_tasks_and_containers() -> None:
    task = task_spec(definition(container(), container("side")))
    names = {
        container_create(task, item, replace(PLACE, task_id=task_id), IMAGE, {}).name
        for item in task.containers
        for task_id in ("t1", "t2")
    }
    assert len(names) == 4
