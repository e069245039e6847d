"""The volumes that containers of a task share: folders of the yard, gone with the task.

As on Fargate, a volume is an empty folder of root's with mode 0755, so that a container with another user can't write
to it; unless its path in the container is one that the image declares with VOLUME: then the image's content, owner and
mode are copied into it first.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html (read 2026-11-23).
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from seatrial.runtimes.twin.act.podman_settings import PodmanSettings
from seatrial.runtimes.twin.decide.container_create import ContainerCreate

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
VOLUME_MODE = 0o755


class Volumes:
    """Folders by task and volume."""

    def __init__(self, settings: PodmanSettings) -> None:
        self._settings = settings

    def folder(self, task_id: str, volume: str) -> Path:
        return self._settings.volumes / task_id / volume

    def prepare(self, spec: ContainerCreate) -> list[tuple[str, Path]]:
        """Makes the container's volumes; those (path, folder) that are to be filled with what the image has there."""
        unfilled = []
        for mount in spec.mounts:
            folder = self.folder(spec.task_id, mount.volume)
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(VOLUME_MODE)
            declared = mount.destination.rstrip("/") in {path.rstrip("/") for path in spec.image.volumes}
            if declared and not any(folder.iterdir()):
                unfilled.append((mount.destination, folder))
        return unfilled

    def fill(self, folder: Path, archive: bytes) -> None:
        """Unpacks a tar archive of one folder into a volume, owners and modes included."""
        command = ["tar", "--extract", "--preserve-permissions", "--same-owner", "--numeric-owner"]
        command += ["--strip-components=1", "--directory", str(folder)]
        subprocess.run(command, input=archive, check=False, capture_output=True)
        with tarfile.open(fileobj=io.BytesIO(archive)) as entries:
            top = entries.next()
        if top is not None and top.isdir():
            os.chown(folder, top.uid, top.gid)
            folder.chmod(top.mode)

    def mounts(self, spec: ContainerCreate) -> list[dict[str, Any]]:
        """The container's mounts as OCI mounts: its volumes, and its task's /etc/hosts and /etc/resolv.conf."""
        found = [
            _bind(self.folder(spec.task_id, mount.volume), mount.destination, mount.read_only) for mount in spec.mounts
        ]
        taken = {mount.destination for mount in spec.mounts}
        for source, destination in ((spec.hosts_file, "/etc/hosts"), (spec.resolv_file, "/etc/resolv.conf")):
            if source and destination not in taken:
                found.append(_bind(Path(source), destination, spec.read_only_root))
        return found

    def remove(self, task_id: str) -> None:
        shutil.rmtree(self._settings.volumes / task_id, ignore_errors=True)


def _bind(source: Path, destination: str, read_only: bool) -> dict[str, Any]:
    options = ["rbind", "rprivate", "ro" if read_only else "rw"]
    return {"type": "bind", "source": str(source), "destination": destination, "options": options}
