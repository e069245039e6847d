"""Inside a container it is as on Fargate: rights, names, files, volumes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import images
from scenarios.containers.inside import Inside, Place
from scenarios.containers.test_podman import opened, ran, shell, wanted
from seatrial.runtimes.twin.act.podman_api import PodmanError
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec, LinuxParameters, MountPoint

pytestmark = pytest.mark.scenario


async def printed(place: Place, script: str, **changes: object) -> str:
    """What a script prints in a container of its own."""
    podman = await opened(place)
    spec = await wanted(podman, place, shell(script, **changes))
    code, text = await ran(podman, spec)
    assert code == 0, text
    await podman.remove(spec.name)
    return text


async def _arguments(place: Place) -> None:
    podman = await opened(place)
    for entry_point, command, expected in (
        (None, None, "from-entry-point from-command"),
        (None, ("mine",), "from-entry-point mine"),
        (("/bin/echo", "own"), None, "own"),
        (("/bin/echo",), ("a b", "$HOME"), "a b $HOME"),
    ):
        container = ContainerSpec("app", images.WITH_USER, entry_point=entry_point, command=command)
        spec = await wanted(podman, place, container)
        assert await ran(podman, spec) == (0, expected)


def test_entry_point_and_command_are_joined_as_docker_does(inside: Inside, who: str) -> None:
    inside(who, _arguments)


async def _identity(place: Place) -> None:
    script = "id -u; id -g; pwd; echo $FROM_IMAGE"
    assert await printed(place, script, image=images.WITH_USER) == "1000\n1000\n/home/sailor\nyes"
    changes = {"image": images.WITH_USER, "user": "0:2000", "working_directory": "/tmp"}
    assert await printed(place, script, **changes) == "0\n2000\n/tmp\nyes"
    environment = {"FROM_IMAGE": "no"}
    assert (await printed(place, script, image=images.WITH_USER, environment=environment)).endswith("no")


def test_user_folder_and_environment_are_the_images_unless_given(inside: Inside, who: str) -> None:
    inside(who, _identity)


async def _rights(place: Place) -> None:
    status = "grep -E 'CapBnd|CapEff|Seccomp:|NoNewPrivs' /proc/self/status | tr -d '\\t'"
    # Docker's fourteen: https://docs.docker.com/engine/security/#linux-kernel-capabilities
    docker = "00000000a80425fb"
    assert (await printed(place, status)).splitlines() == [
        f"CapEff:{docker}",
        f"CapBnd:{docker}",
        "NoNewPrivs:0",
        "Seccomp:2",
    ]
    none = LinuxParameters(drop_capabilities=("ALL",))
    assert "CapBnd:0000000000000000" in await printed(place, status, linux_parameters=none)
    traced = LinuxParameters(add_capabilities=("SYS_PTRACE",))
    assert f"CapBnd:{int(docker, 16) | 1 << 19:016x}" in await printed(place, status, linux_parameters=traced)
    assert "CapEff:0000000000000000" in await printed(place, status, user="1000")
    refused = "ip link add x type dummy 2>/dev/null || ip addr add 1.2.3.4/32 dev lo 2>/dev/null || echo refused"
    assert await printed(place, refused) == "refused"


def test_rights_are_dockers_default_at_most(inside: Inside, who: str) -> None:
    inside(who, _rights)


async def _names(place: Place) -> None:
    podman = await opened(place)
    hosts, resolv = place.work / "hosts", place.work / "resolv.conf"
    hosts.write_text("127.0.0.1 localhost\n10.0.1.5 ip-10-0-1-5.ec2.internal\n")
    resolv.write_text("search ec2.internal\nnameserver 10.0.0.2\n")
    spec = await wanted(podman, place, shell("hostname; echo $HOSTNAME; cat /etc/hosts /etc/resolv.conf; ip -o addr"))
    code, text = await ran(podman, replace(spec, hosts_file=str(hosts), resolv_file=str(resolv)))
    lines = text.splitlines()
    name = "ip-10-0-1-5.ec2.internal"
    assert (code, lines[:2]) == (0, [name, name])
    assert "\n".join(lines[2:6]) + "\n" == hosts.read_text() + resolv.read_text()
    assert all(" lo " in line for line in lines[6:])


def test_names_are_the_tasks_and_the_network_is_the_namespace(inside: Inside, who: str) -> None:
    inside(who, _names)


async def _read_only(place: Place) -> None:
    podman = await opened(place)
    script = "for d in / /tmp /run /var/tmp /data; do touch $d/x 2>/dev/null && echo $d; done; true"
    container = shell(script, read_only_root=True, mount_points=(MountPoint("data", "/data"),))
    assert await ran(podman, await wanted(podman, place, container, volumes=("data",))) == (0, "/data")


def test_a_read_only_root_leaves_only_volumes_to_write(inside: Inside, who: str) -> None:
    inside(who, _read_only)


async def _volumes(place: Place) -> None:
    podman = await opened(place)
    plain = MountPoint("scratch", "/scratch")
    writer = shell("echo shared > /scratch/file; stat -c '%u %g %a' /scratch", mount_points=(plain,))
    assert await ran(podman, await wanted(podman, place, writer, volumes=("scratch",))) == (0, "0 0 755")
    reader = shell(
        "cat /other/file; touch /other/x 2>/dev/null || echo read-only",
        name="reader",
        mount_points=(MountPoint("scratch", "/other", read_only=True),),
    )
    assert await ran(podman, await wanted(podman, place, reader, volumes=("scratch",))) == (0, "shared\nread-only")
    sailor = shell("touch /scratch/x 2>/dev/null || echo denied", name="sailor", user="1000", mount_points=(plain,))
    assert await ran(podman, await wanted(podman, place, sailor, volumes=("scratch",))) == (0, "denied")
    declared = shell(
        "cat /data/from-image; stat -c '%u %a' /data /data/from-image; touch /data/new && echo written",
        name="declared",
        image=images.WITH_USER,
        mount_points=(MountPoint("data", "/data"),),
    )
    code, text = await ran(podman, await wanted(podman, place, declared, volumes=("data",)))
    assert (code, text) == (0, "content of the image\n1000 755\n1000 640\nwritten"), text
    for item in await podman.list():
        await podman.remove(item.id)
    await podman.remove_task_files("t1", logs=True)
    assert list((place.work / "volumes").iterdir()) == list((place.work / "logs").iterdir()) == []


def test_volumes_are_shared_in_a_task_and_made_as_on_fargate(inside: Inside, who: str) -> None:
    inside(who, _volumes)


async def _init(place: Place) -> None:
    assert await printed(place, "echo $$") == "1"
    podman = await opened(place)
    spec = await wanted(podman, place, shell("echo $$", linux_parameters=LinuxParameters(init=True)))
    code, text = await ran(podman, spec)
    assert (code, int(text) > 1) == (0, not podman.notes(replace(spec, ulimits=())))


def test_an_init_process_comes_first_when_asked_for(inside: Inside, who: str) -> None:
    inside(who, _init)


async def _system_controls(place: Place) -> None:
    text = await printed(
        place,
        "cat /proc/sys/net/core/somaxconn /proc/sys/kernel/msgmax",
        system_controls={"net.core.somaxconn": "77", "kernel.msgmax": "4096"},
    )
    assert text == "77\n4096"


def test_system_controls_are_set_in_the_namespaces(inside: Inside, who: str) -> None:
    inside(who, _system_controls)


async def _cannot_start(place: Place) -> None:
    podman = await opened(place)
    spec = await wanted(podman, place, ContainerSpec("app", images.WEB, entry_point=("/no/such/program",)))
    container = await podman.create(spec)
    with pytest.raises(PodmanError, match="/no/such/program"):
        await podman.start(container)
    await podman.remove(container)
    assert await podman.list() == []


def test_a_program_that_is_not_there_is_said(inside: Inside, who: str) -> None:
    inside(who, _cannot_start)
