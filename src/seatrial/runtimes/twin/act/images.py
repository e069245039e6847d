"""Finds the image that a task definition names, where it lies on this machine.

In this order: what ``--image`` says, the exact name in podman's store, the same repository:tag without its registry,
the same in a Docker daemon's store where one runs (copied over), the user's own stores that cannot be read in place
(copied over), and last a registry, which is only asked where there is a way out at all. Never is a registry waited for
when the image is there.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seatrial.analyses.launch.image_reference import (
    Found,
    Missing,
    Reference,
    docker_names,
    local_names,
    mapped,
    parse,
)
from seatrial.runtimes.twin.act.dock import HOST_RUN
from seatrial.runtimes.twin.act.podman import Podman
from seatrial.runtimes.twin.act.podman_api import PodmanError
from seatrial.runtimes.twin.act.podman_settings import tool

REGISTRY_ANSWER_SECONDS = 1.5
PULL_SECONDS = 600.0
HTTPS_PORT = 443


class Images:
    """Looks images up. ``uplink`` says whether this namespace has a way to real registries."""

    def __init__(self, podman: Podman, *, uplink: bool = False, docker_socket: Path | None = None) -> None:
        self._podman = podman
        self._uplink = uplink
        self._docker_socket = docker_socket
        self._copying: dict[str, asyncio.Lock] = {}

    async def find(self, reference: str, image_map: Mapping[str, str]) -> Found | Missing:
        """The image of this name, or why there is none."""
        chosen = mapped(reference, image_map)
        wanted = parse(chosen or reference)
        if chosen and wanted is None:
            # An image id is as good a name for --image as any other.
            return await self._in_store(chosen) or Missing(
                f"{reference} is mapped to {chosen}, which is not an image name"
            )
        if wanted is None:
            return Missing(f"{reference} is not an image name")
        async with self._copying.setdefault(reference, asyncio.Lock()):
            found = await self._here(wanted, chosen)
            if found is not None:
                return found
            if chosen:
                return Missing(f"{reference} is mapped to {chosen}, and no image of that name is on this machine")
            return await self._pull(wanted)

    async def _here(self, wanted: Reference, chosen: str | None) -> Found | None:
        if chosen and (found := await self._in_store(chosen)):
            return found
        if found := await self._first_in_store(wanted):
            return found
        for name in docker_names(wanted):
            if await self._copy_from_docker(name):
                return await self._first_in_store(parse(name) or wanted)
        for driver, store in self._podman.settings.copied_stores:
            for name in local_names(wanted):
                if await self._copy_from_store(driver, store, name):
                    return await self._first_in_store(parse(name) or wanted)
        return None

    async def _first_in_store(self, wanted: Reference) -> Found | None:
        """The image under the first of its names that our store knows; a copy may have got another name."""
        for name in local_names(wanted):
            if found := await self._in_store(name):
                return found
        return None

    async def _in_store(self, name: str) -> Found | None:
        try:
            return _found(name, await self._podman.call("GET", f"/images/{name}/json"))
        except PodmanError as refusal:
            if refusal.status in (404, 409):
                return None
            raise

    async def _copy_from_docker(self, name: str) -> bool:
        socket = self._docker_socket or _docker_socket()
        if socket is None:
            return False
        docker = tool("docker")
        if not Path(docker).is_absolute():
            return False
        environment = {**self._podman.settings.environment, "DOCKER_HOST": f"unix://{socket}"}
        if await _run([docker, "image", "inspect", name], environment) != 0:
            return False
        return await self._piped([docker, "image", "save", name], environment)

    async def _copy_from_store(self, driver: str, store: Path, name: str) -> bool:
        base = [self._podman.settings.podman, "--root", str(store), "--storage-driver", driver]
        own = {**self._podman.settings.environment, "CONTAINERS_CONF": str(self._podman.settings.foreign_conf)}
        del own["CONTAINERS_STORAGE_CONF"]
        if await _run([*base, "image", "exists", name], own) != 0:
            return False
        return await self._piped([*base, "image", "save", name], own)

    async def _piped(self, save: Sequence[str], environment: Mapping[str, str]) -> bool:
        """Runs a command that writes an image to its output, and loads that into our store."""
        read, write = os.pipe()
        try:
            saving = await asyncio.create_subprocess_exec(
                *save,
                stdout=write,
                stderr=asyncio.subprocess.DEVNULL,
                stdin=asyncio.subprocess.DEVNULL,
                env=environment,
            )
            loading = await asyncio.create_subprocess_exec(
                self._podman.settings.podman,
                "image",
                "load",
                "--quiet",
                stdin=read,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                env=self._podman.settings.environment,
            )
        finally:
            os.close(read)
            os.close(write)
        return (await saving.wait(), await loading.wait()) == (0, 0)

    async def _pull(self, wanted: Reference) -> Missing | Found:
        name = wanted.full_name()
        if not self._uplink:
            return Missing(f"no image {name} is on this machine")
        if not await _answers(wanted.host):
            return Missing(f"no image {name} is on this machine, and {wanted.host} does not answer")
        status = await _run([self._podman.settings.podman, "pull", "--quiet", name], self._podman.settings.environment)
        found = await self._in_store(name) if status == 0 else None
        return found or Missing(f"{wanted.host} has no image {name}, or does not give it")


def _found(asked: str, inspected: Mapping[str, Any]) -> Found:
    config = inspected.get("Config") or {}
    names = inspected.get("RepoTags") or []
    name = asked if asked in names or not names else str(names[0])
    return Found(
        image_id=str(inspected["Id"]),
        name=name,
        entrypoint=tuple(config.get("Entrypoint") or ()),
        cmd=tuple(config.get("Cmd") or ()),
        env=tuple(config.get("Env") or ()),
        user=str(config.get("User") or ""),
        workdir=str(config.get("WorkingDir") or ""),
        architecture=str(inspected.get("Architecture") or ""),
        digest=str(inspected.get("Digest") or ""),
        volumes=tuple(sorted(config.get("Volumes") or ())),
        stop_signal=str(config.get("StopSignal") or ""),
        labels=config.get("Labels") or {},
    )


def _docker_socket() -> Path | None:
    """The Docker daemon's socket as the user has it set, seen from inside the dock; None where none is there."""
    host = os.environ.get("DOCKER_HOST", "")
    candidates = [Path(host.removeprefix("unix://"))] if host.startswith("unix://") else []
    candidates += [Path("/run/docker.sock"), Path.home() / ".docker/run/docker.sock"]
    candidates = [seen for path in candidates for seen in (_in_dock(path), path)]
    return next((path for path in candidates if path.is_socket() and os.access(path, os.W_OK)), None)


def _in_dock(path: Path) -> Path:
    """Where a path below the host's /run stands inside the dock."""
    for folder in (Path("/run"), Path("/var/run")):
        if path.is_relative_to(folder):
            return HOST_RUN / path.relative_to(folder)
    return path


async def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
    )
    try:
        return await asyncio.wait_for(process.wait(), PULL_SECONDS)
    except TimeoutError:
        process.kill()
        return await process.wait()


async def _answers(host: str) -> bool:
    """Whether a registry accepts a connection at once."""
    name, _, port = host.partition(":")
    try:
        async with asyncio.timeout(REGISTRY_ANSWER_SECONDS):
            _, writer = await asyncio.open_connection(name, int(port or HTTPS_PORT))
    except (OSError, ValueError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
