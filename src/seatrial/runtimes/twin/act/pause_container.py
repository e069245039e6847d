"""The pause container of a task with PidMode ``task``: the first process of a process namespace that all others join.

A process namespace lives as long as its first process, and a task goes on when one of its containers ends. So the first
process is nobody's container but one of our own, as the ECS agent makes one. It is made from an empty folder with
catatonit in it, which pauses and reaps; it has no capabilities, and none of the twin's files: containers that share its
namespace, and may trace what is in it, find nothing there.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
(pidMode), https://github.com/aws/amazon-ecs-agent, agent/api/task/task.go (the namespace sharing pause container).
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from seatrial.runtimes.twin.act.container_body import pause
from seatrial.runtimes.twin.act.podman_api import PodmanError
from seatrial.runtimes.twin.act.podman_settings import PodmanSettings, pause_program
from seatrial.runtimes.twin.decide.container_create import ContainerCreate

MISSING = "containers of a task share a process namespace only where catatonit is installed: apt-get install catatonit"


def request(settings: PodmanSettings, spec: ContainerCreate) -> dict[str, Any]:
    """What to send for the pause container of this container's task. Raises PodmanError where catatonit is missing."""
    return pause(spec, _root(settings), settings.run / "pause.log")


def _root(settings: PodmanSettings) -> Path:
    """The folder that every pause container has as its root: the program, and where podman mounts things."""
    program = pause_program()
    if not program:
        raise PodmanError(0, MISSING)
    root = settings.work / "pause"
    for name in ("dev", "etc", "proc", "run", "sys", "tmp", "var/tmp"):
        (root / name).mkdir(parents=True, exist_ok=True)
    if not (root / "pause").exists():
        draft = root / "pause.new"
        shutil.copy(program, draft)
        draft.chmod(0o755)
        draft.rename(root / "pause")
    return root
