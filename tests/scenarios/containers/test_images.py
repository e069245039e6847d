"""Images are found where they lie, under any of their names, and no registry is waited for."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import images
from scenarios.containers.inside import Inside, Place
from scenarios.containers.test_podman import opened, ran, shell, until, wanted
from seatrial.analyses.launch.image_reference import Found, Missing
from seatrial.runtimes.twin.act.images import Images
from seatrial.runtimes.twin.act.podman import Podman

pytestmark = pytest.mark.scenario
ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com"


async def _names(place: Place) -> None:
    looked = Images(await opened(place))
    exact = await looked.find(images.WEB, {})
    assert isinstance(exact, Found)
    assert (exact.name, exact.cmd, exact.architecture != "") == (images.WEB, ("/bin/serve",), True)
    for name in (f"{ECR}/seatrial-test:1", "seatrial-test:1", "docker.io/seatrial-test:1"):
        found = await looked.find(name, {})
        assert isinstance(found, Found) and found.image_id == exact.image_id, name
    for mapping in ({f"{ECR}/shop:9": images.WEB}, {"shop": "seatrial-test:1"}, {"shop:9": exact.image_id}):
        found = await looked.find(f"{ECR}/shop:9", mapping)
        assert isinstance(found, Found) and found.image_id == exact.image_id, mapping


def test_an_image_is_found_under_any_of_its_names(inside: Inside, who: str) -> None:
    inside(who, _names)


async def _missing(place: Place) -> None:
    looked = Images(await opened(place))
    async with asyncio.timeout(10):
        for name, mapping in (
            ("seatrial-test:none", {}),
            ("seatrial-test", {}),
            (f"{ECR}/seatrial-test@sha256:{'0' * 64}", {}),
            ("shop:9", {"shop:9": "not-here:1"}),
            ("not a name", {}),
        ):
            found = await looked.find(name, mapping)
            assert isinstance(found, Missing) and found.reason, name


def test_an_image_that_is_not_here_is_missing_at_once_with_the_reason(inside: Inside, who: str) -> None:
    inside(who, _missing)


async def _facts(place: Place) -> None:
    found = await Images(await opened(place)).find(images.WITH_USER, {})
    assert isinstance(found, Found)
    assert (found.entrypoint, found.cmd) == (("/bin/echo", "from-entry-point"), ("from-command",))
    assert (found.user, found.workdir, found.volumes) == ("sailor", "/home/sailor", ("/data",))
    assert "FROM_IMAGE=yes" in found.env and found.digest.startswith("sha256:")


def test_what_an_image_says_of_itself_is_known(inside: Inside, who: str) -> None:
    inside(who, _facts)


async def _user_store_untouched(place: Place) -> None:
    podman = await opened(place)
    before = _files(place)
    await ran(podman, await wanted(podman, place, shell("echo ran")))
    assert _files(place) == before


def _files(place: Place) -> list[str]:
    """Names in the user's own store, where nothing of ours may appear."""
    home = Path(os.environ["HOME"])
    stores = (home / ".local/share/containers/storage", Path("/var/lib/containers/storage"))
    folders = ("overlay-containers", "overlay-layers", "vfs-containers", "vfs-layers", "overlay-images", "volumes")
    return sorted(
        str(file)
        for store in stores
        for folder in folders
        for file in _listed(store / folder)
        if file.suffix != ".lock"
    )


def _listed(folder: Path) -> list[Path]:
    try:
        return [file for file in folder.iterdir() if file.name != "layers.lock"]
    except OSError:
        return []


def test_the_users_own_podman_gets_nothing_of_ours(inside: Inside, who: str) -> None:
    inside(who, _user_store_untouched)


async def _from_docker(place: Place) -> None:
    podman = await opened(place)
    with daemon(place, podman) as door:
        await until(lambda: _listens(door), "the daemon listens")
        found = await Images(podman, docker_socket=door).find(f"{ECR}/only-in-docker:4", {})
        assert isinstance(found, Found), found
        assert found.cmd == ("/bin/true",)
        assert isinstance(await Images(podman, docker_socket=door).find("in-no-store:1", {}), Missing)
    again = await Images(podman).find("only-in-docker:4", {})
    assert isinstance(again, Found) and again.image_id == found.image_id


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


@contextlib.contextmanager
def daemon(place: Place, podman: Podman) -> Iterator[Path]:
    """A daemon with Docker's interface and a store of its own that has one image."""
    own = place.work / "daemon"
    own.mkdir()
    base = ["podman", "--root", str(own / "root"), "--runroot", "/run/daemon", "--storage-driver", "vfs"]
    (own / "containers.conf").write_text('[engine]\nlock_type = "file"\ntmp_dir = "/run/daemon/libpod"\n')
    environment = {**podman.settings.environment, "CONTAINERS_CONF": str(own / "containers.conf")}
    del environment["CONTAINERS_STORAGE_CONF"]
    (own / "empty.tar").write_bytes(b"\0" * 10240)
    change = ["--change", 'CMD ["/bin/true"]']
    subprocess.run(
        [*base, "import", "--quiet", *change, str(own / "empty.tar"), "docker.io/library/only-in-docker:4"],
        check=True,
        env=environment,
        capture_output=True,
    )
    door = Path("/run/docker-test.sock")
    service = subprocess.Popen(
        [*base, "system", "service", "--time", "0", f"unix://{door}"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield door
    finally:
        service.kill()
        service.wait()


@pytest.mark.skipif(shutil.which("docker") is None, reason="the docker command is not installed")
def test_an_image_of_a_docker_daemon_is_copied_over(inside: Inside, who: str) -> None:
    inside(who, _from_docker)
