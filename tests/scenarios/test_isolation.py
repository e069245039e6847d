"""What a task can't do: reach the host, the engine or another task's credentials, or change its own network."""

from __future__ import annotations

import contextlib
import json
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from images import ensure_images
from scenarios.templates import PORT, Template, container, web
from scenarios.traces import LISTENS, processes
from scenarios.twin import Twin

pytestmark = pytest.mark.scenario

FAST = ("--speed", "10")
# Docker's default set as a mask: chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw
# sys_chroot mknod audit_write setfcap.
# https://github.com/moby/moby/blob/master/oci/caps/defaults.go (read 2026-11-23); numbers: linux/capability.h
DOCKER_CAPABILITIES = sum(1 << number for number in (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31))
SECCOMP_FILTER = "2"
HTTPS = 443
Inside = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True, scope="module")
def images() -> None:
    ensure_images()


@pytest.fixture
def listener() -> Iterator[int]:
    """A port on every address of the host."""
    with socket.socket() as host:
        host.bind(("0.0.0.0", 0))
        host.listen()
        yield host.getsockname()[1]


def test_a_task_is_shut_in(twin: Twin, listener: int) -> None:
    twin.up(open_to_all(), *FAST)
    first, second = (task for task in twin.status()["tasks"] if task["last_status"] == "RUNNING")

    def inside(script: str, task: str = first["id"]) -> tuple[int, str]:
        done = twin.run("exec", task, "--", "sh", "-c", script)
        return done.returncode, done.stdout + done.stderr

    # The way to look works: the other task's port is open, and so is one's own.
    for address in ("127.0.0.1", second["private_ip"]):
        assert inside(f"nc -w 2 {address} {PORT} </dev/null")[0] == 0
    # The host: neither by its loopback nor by any of its addresses.
    for address in ("127.0.0.1", *_addresses_of_the_host()):
        assert inside(f"nc -w 2 {address} {listener} </dev/null")[0] != 0, address
    _the_engine_is_out_of_reach(twin, inside)
    _the_process_has_dockers_rights_at_most(inside)
    _the_network_cannot_be_changed(inside)
    _each_task_has_its_own_metadata(inside, first, second)


def test_the_engine_listens_for_its_owner_alone(twin: Twin) -> None:
    twin.up(open_to_all(), *FAST)
    assert stat.S_IMODE(twin.home.stat().st_mode) == 0o700
    for name in ("engine.sock", "keeper.sock", "journal.sqlite", "vault.json", "engine.log", "keeper.log"):
        assert stat.S_IMODE((twin.home / name).stat().st_mode) == 0o600, name
    # On the host only the load balancers' sockets, on the loopback; in the internet namespace only what stands for the
    # HTTPS ports of AWS and the registries.
    assert {address for address, _ in _listening(twin, Path("/proc/net/tcp"))} == {"0100007F"}
    dock = twin.status_processes()["dock"]
    assert {port for _, port in _listening(twin, Path(f"/proc/{dock}/net/tcp"))} <= {HTTPS}


def open_to_all() -> Template:
    """Two tasks that let everybody in: what is shut is shut by the twin, not by a security group."""
    template = web()
    template["Resources"]["TaskGroup"]["Properties"]["SecurityGroupIngress"] = [
        {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
    ]
    template["Resources"]["Task"]["Properties"]["ContainerDefinitions"] = [container()]
    return template


def _the_engine_is_out_of_reach(twin: Twin, inside: Inside) -> None:
    for path in (twin.home, "/run/seatrial", "/run/netns"):
        assert inside(f"ls {path}")[0] != 0, path
    found = inside("cat /proc/net/unix; ls /proc")[1]
    assert "engine.sock" not in found
    assert "podman.sock" not in found
    # A process list of its own: the container's first process is number 1, and the engine is not in it.
    assert "seatrial" not in inside("cat /proc/*/cmdline")[1].replace("seatrial-test", "")


def _the_process_has_dockers_rights_at_most(inside: Inside) -> None:
    for process in ("1", "self"):
        status = dict(line.split(":\t", 1) for line in inside(f"cat /proc/{process}/status")[1].splitlines())
        assert status["Seccomp"].strip() == SECCOMP_FILTER
        for name in ("CapEff", "CapPrm", "CapBnd", "CapInh", "CapAmb"):
            assert int(status[name], 16) & ~DOCKER_CAPABILITIES == 0, (process, name, status[name])


def _the_network_cannot_be_changed(inside: Inside) -> None:
    before = inside("ip route; ip addr")[1]
    for command in (
        "ip route add 192.0.2.0/24 via 169.254.170.2",
        "ip route del default",
        "ip link set lo down",
        "ip addr add 192.0.2.1/32 dev lo",
        "mount -t tmpfs none /mnt",
        "unshare -n true",
        "echo 1 > /proc/sys/net/ipv4/ip_forward",
    ):
        assert inside(command)[0] != 0, command
    assert inside("ip route; ip addr")[1] == before


def _each_task_has_its_own_metadata(inside: Inside, first: dict[str, str], second: dict[str, str]) -> None:
    get = "wget -q -O - http://169.254.170.2"
    own = {}
    for task in (first, second):
        id = task["id"]
        document = json.loads(inside("wget -q -O - $ECS_CONTAINER_METADATA_URI_V4/task", id)[1])
        assert document["TaskARN"] == task["arn"]
        assert document["Containers"][0]["Networks"][0]["IPv4Addresses"] == [task["private_ip"]]
        credentials = json.loads(inside(f"{get}$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", id)[1])
        assert ":role/app-TaskRole-" in credentials["RoleArn"]
        uri = inside("echo $AWS_CONTAINER_CREDENTIALS_RELATIVE_URI $ECS_CONTAINER_METADATA_URI_V4", id)[1].split()
        own[id] = (credentials["AccessKeyId"], *uri)
    (key, path, metadata), (other_key, other_path, other_metadata) = own[first["id"]], own[second["id"]]
    assert (key, path, metadata) != (other_key, other_path, other_metadata)
    # Even who knows the other task's paths is told nothing at one's own address.
    assert inside(f"{get}{other_path}")[0] != 0
    assert inside(f"wget -q -O - {other_metadata}/task")[0] != 0
    # And the other task's metadata is served to nobody else.
    assert inside(f"nc -w 2 {second['private_ip']} 80 </dev/null")[0] != 0


def _addresses_of_the_host() -> list[str]:
    lines = Path("/proc/net/fib_trie").read_text().splitlines()
    found = {
        lines[number - 1].split()[-1]
        for number, line in enumerate(lines)
        if "/32 host LOCAL" in line and not lines[number - 1].split()[-1].startswith("127.")
    }
    return sorted(found)


def _listening(twin: Twin, table: Path) -> set[tuple[str, int]]:
    """Addresses (as the kernel writes them) and ports of a namespace on which processes of the twin listen."""
    own: set[str] = set()
    for process in processes(twin):
        with contextlib.suppress(OSError):
            own |= {str(fd.readlink()) for fd in Path(f"/proc/{process.pid}/fd").iterdir()}
    found = set()
    for line in table.read_text().splitlines()[1:]:
        row = line.split()
        if row[3] == LISTENS and f"socket:[{row[9]}]" in own:
            address, _, port = row[1].partition(":")
            found.add((address, int(port, 16)))
    return found
