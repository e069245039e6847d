"""Containers, by podman: create, start, signal, wait for, list and remove them.

Podman's service is one process of the dock beside the engine. It holds nothing: killed with or without the engine, the
next call starts another, and the containers go on, each with its own monitor. What exists is found again by its
labels, and a name is made from the task and the container, so whatever was interrupted can simply be done again.

Several engines' worth of starts at once would only make each slower, so a few at a time are let through.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from seatrial.runtimes.twin.act import container_body, pause_container, podman_api
from seatrial.runtimes.twin.act.container_exits import KILLED_EXIT_CODE, ContainerExits, Exit
from seatrial.runtimes.twin.act.container_volumes import Volumes
from seatrial.runtimes.twin.act.podman_api import PodmanError
from seatrial.runtimes.twin.act.podman_settings import PodmanSettings, hard_limits, init_program, prepare
from seatrial.runtimes.twin.decide.container_create import ContainerCreate, fit_ulimits

SERVICE_START_SECONDS = 15.0
SERVICE_POLL_SECONDS = 0.005
INSPECTIONS, INSPECTION_SECONDS = 20, 0.05
STARTS_AT_ONCE = max(4, 2 * (os.cpu_count() or 1))


class ObservedContainer(Struct, frozen=True):
    """A container as it is found.

    ``state`` is podman's word: created, running, exited, ...; ``pid`` is 0 when not running.
    """

    id: str
    name: str
    state: str
    labels: Mapping[str, str] = field(default_factory=dict)
    pid: int = 0
    started_at: float = 0.0
    exit: Exit | None = None


class Podman:
    """Podman under settings of our own.

    Made with ``await Podman.open(...)``; ``close`` leaves every container running.
    """

    def __init__(self, settings: PodmanSettings) -> None:
        self.settings = settings
        self.exits = ContainerExits(settings, self.inspect, self._end_unwatched)
        self.volumes = Volumes(settings)
        self._service = asyncio.Lock()
        self._starts = asyncio.Semaphore(STARTS_AT_ONCE)
        self._pausing = asyncio.Lock()

    @classmethod
    async def open(cls, work: Path, environment: Mapping[str, str], run: Path = Path("/run/seatrial")) -> Podman:
        """Writes the settings and makes sure that the service answers."""
        found = cls(prepare(work, environment, run))
        await found._ensure_service()
        return found

    async def create(self, spec: ContainerCreate) -> str:
        """Creates a container and returns its id. A container left over under the same name is replaced."""
        for path, folder in await asyncio.to_thread(self.volumes.prepare, spec):
            await self._fill(spec, path, folder)
        self.log_file(spec.task_id, spec.container).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        body = container_body.of(spec, self.volumes.mounts(spec), self.log_file(spec.task_id, spec.container))
        if spec.pid_of:
            await self._pause(spec)
        async with self._starts:
            try:
                made = await self.call("POST", "/containers/create", body)
            except PodmanError as refusal:
                if "is already in use" not in refusal.message:
                    raise
                await self.remove(spec.name)
                made = await self.call("POST", "/containers/create", body)
        return str(made["Id"])

    async def start(self, container_id: str) -> None:
        """Starts a created container. Raises PodmanError where its program can't be run."""
        self.exits.forget(container_id)
        async with self._starts:
            await self.call("POST", f"/containers/{container_id}/start")

    async def signal(self, container_id: str, name: str) -> bool:
        """Sends a signal to a container's first process; False where it isn't running."""
        try:
            await self.call("POST", f"/containers/{container_id}/kill", query={"signal": name})
        except PodmanError as refusal:
            if refusal.status in (404, 409) or "can only kill running" in refusal.message:
                return False
            raise
        return True

    async def kill(self, container_id: str) -> bool:
        """Ends a container at once. Its exit code is 137, and not for want of memory."""
        self.exits.note_kill(container_id)
        return await self.signal(container_id, "SIGKILL")

    async def wait(self, container_id: str) -> Exit:
        """Returns when a started container has ended."""
        return await self.exits.wait(container_id)

    async def remove(self, container_id: str) -> None:
        """Removes a container with its layer and its environment, running or not; nothing where there is none."""
        query = {"force": "true", "timeout": "0", "v": "true", "ignore": "true"}
        monitor_gone = self.exits.monitor_gone(container_id)
        try:
            await self.call("DELETE", f"/containers/{container_id}", query=query)
        except PodmanError as refusal:
            if refusal.status != 404:
                raise
        finally:
            # It is in the task's control group, which can't be removed before it has ended.
            await monitor_gone()
        self.exits.forget(container_id)

    async def remove_task_files(self, task_id: str, *, logs: bool = False) -> None:
        """Removes a stopped task's volumes, and its log files when they are no longer wanted."""
        await asyncio.to_thread(self.volumes.remove, task_id)
        if logs:
            await asyncio.to_thread(shutil.rmtree, self.settings.logs / task_id, True)

    async def list(self, labels: Mapping[str, str] | None = None) -> list[ObservedContainer]:
        """Every container of this yard, or those with these labels ("" for any value), for adoption."""
        wanted = [f"{name}={value}" if value else name for name, value in (labels or {}).items()]
        query = {"all": "true"}
        if wanted:
            query["filters"] = json.dumps({"label": wanted})
        found = await self.call("GET", "/containers/json", query=query)
        return [await self._observed(item) for item in found or []]

    async def inspect(self, container_id: str) -> Mapping[str, Any] | None:
        """What podman says of a container; None where it has none."""
        for attempt in range(INSPECTIONS):
            try:
                found: Mapping[str, Any] = await self.call("GET", f"/containers/{container_id}/json")
            except PodmanError as refusal:
                if refusal.status == 404:
                    return None
                # It reads /proc of the container's process, which may end between two of its looks.
                if "no such process" not in refusal.message or attempt + 1 == INSPECTIONS:
                    raise
                await asyncio.sleep(INSPECTION_SECONDS)
            else:
                return found
        raise AssertionError("every attempt returns or raises")

    def pid(self, container_id: str) -> int:
        """The first process of a running container, as this pid namespace numbers it; 0 where there is none."""
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.settings.run_data(container_id) / "pidfile").read_text())
            if Path(f"/proc/{pid}").exists():
                return pid
        return 0

    def log_file(self, task_id: str, container: str) -> Path:
        return self.settings.logs / task_id / f"{container}.log"

    def notes(self, spec: ContainerCreate) -> tuple[str, ...]:
        """What of a container this host can't do as asked, a sentence each."""
        found = fit_ulimits(spec.ulimits, hard_limits())[1]
        if spec.init and not init_program():
            found += ("no init process runs in the container: install catatonit",)
        return found

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """A call of the service, which is started again where it has ended. Raises PodmanError."""
        try:
            return await podman_api.call(self.settings.socket, method, path, body, query=query)
        except PodmanError as failure:
            if failure.status:
                raise
        await self._ensure_service()
        return await podman_api.call(self.settings.socket, method, path, body, query=query)

    def close(self) -> None:
        """Lets go of descriptors; containers and service stay."""
        self.exits.close()

    async def _pause(self, spec: ContainerCreate) -> None:
        """Makes sure that the pause container of this container's task runs; one at a time, since the containers of a
        task are made at once. That it is there already is no failure.
        """
        async with self._pausing:
            body = pause_container.request(self.settings, spec)
            for path, sent in (("/containers/create", body), (f"/containers/{spec.pid_of}/start", None)):
                try:
                    await self.call("POST", path, sent)
                except PodmanError as refusal:
                    if not any(text in refusal.message for text in ("already in use", "already running")):
                        raise

    async def _fill(self, spec: ContainerCreate, path: str, folder: Path) -> None:
        """Copies what the image has at a path into a volume, out of a container that is never started."""
        name = f"{spec.name}-content"
        await self.remove(name)
        made = await self.call("POST", "/containers/create", container_body.bare(name, spec.image.image_id))
        try:
            where = f"/containers/{made['Id']}/archive"
            archive = await podman_api.call(self.settings.socket, "GET", where, query={"path": path}, binary=True)
        except PodmanError as refusal:
            if refusal.status != 404:
                raise
        else:
            await asyncio.to_thread(self.volumes.fill, folder, archive)
        finally:
            await self.remove(name)

    async def _ensure_service(self) -> None:
        async with self._service:
            if await self._answers():
                return
            process = await asyncio.to_thread(self._start_service)
            deadline = asyncio.get_running_loop().time() + SERVICE_START_SECONDS
            while not await self._answers():
                if process.poll() is not None or asyncio.get_running_loop().time() > deadline:
                    log = (self.settings.work / "podman.log").read_text(errors="replace").strip().splitlines()
                    raise PodmanError(0, "podman's service did not come up: " + "; ".join(log[-3:]))
                await asyncio.sleep(SERVICE_POLL_SECONDS)

    async def _answers(self) -> bool:
        try:
            await podman_api.call(self.settings.socket, "GET", "/info")
        except PodmanError as failure:
            return failure.status != 0
        return True

    def _start_service(self) -> subprocess.Popen[bytes]:
        self.settings.socket.unlink(missing_ok=True)
        with (self.settings.work / "podman.log").open("wb") as log:
            process = subprocess.Popen(
                [self.settings.podman, "system", "service", "--time", "0", f"unix://{self.settings.socket}"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.settings.environment),
                start_new_session=True,
                cwd="/",
            )
        (self.settings.run / "podman.pid").write_text(str(process.pid))
        return process

    async def _end_unwatched(self, container_id: str) -> None:
        """Ends a container whose monitor was killed."""
        root = self.settings.runtime_root(container_id)
        command = [self.settings.runtime, "--root", str(root), "kill", container_id, "KILL"]
        self.exits.note_kill(container_id)
        await asyncio.to_thread(subprocess.run, command, capture_output=True, env=dict(self.settings.environment))
        self.exits.write(container_id, KILLED_EXIT_CODE)

    async def _observed(self, item: Mapping[str, Any]) -> ObservedContainer:
        container_id = str(item["Id"])
        state = str(item.get("State", ""))
        ended = None if state == "created" else await self.exits.ended(container_id)
        return ObservedContainer(
            id=container_id,
            name=str((item.get("Names") or [""])[0]),
            state="exited" if ended else state,
            labels=item.get("Labels") or {},
            pid=0 if ended else int(item.get("Pid", 0)),
            started_at=float(item.get("StartedAt", 0)),
            exit=ended,
        )
