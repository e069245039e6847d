"""The volumes that containers of a task share: folders of the yard, gone with the task.

As on Fargate, a volume is an empty folder of root's with mode 0755, so that a container with another user can't write
to it; unless its path in the container is one that the image declares with VOLUME: then the image's content, owner and
mode are copied into it first.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html (read 2026-11-23).
"""

from __future__ import annotations

import shutil
import subprocess
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

    def prepare(self, spec: ContainerCreate) -> None:
        """Makes the container's volumes, with the image's content where it declares one at that path."""
        for mount in spec.mounts:
            folder = self.folder(spec.task_id, mount.volume)
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(VOLUME_MODE)
            declared = mount.destination.rstrip("/") in {path.rstrip("/") for path in spec.image.volumes}
            if declared and not any(folder.iterdir()):
                self._copy_from_image(spec.image.image_id, mount.destination, folder)

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

    def used_mib(self, task_id: str) -> int:
        """What a task's volumes hold, for the metadata's ephemeral storage."""
        folder = self._settings.volumes / task_id
        return sum(file.lstat().st_blocks * 512 for file in folder.rglob("*")) // (1024 * 1024)

    def _copy_from_image(self, image_id: str, path: str, folder: Path) -> None:
        environment = dict(self._settings.environment)
        podman = self._settings.podman
        mounted = subprocess.run([podman, "image", "mount", image_id], capture_output=True, text=True, env=environment)
        if mounted.returncode != 0:
            return
        try:
            root = Path(mounted.stdout.strip())
            source = root / path.lstrip("/")
            # A link in the image must not lead out of it.
            if source.is_dir() and not source.is_symlink() and source.resolve().is_relative_to(root.resolve()):
                subprocess.run(["cp", "-a", f"{source}/.", str(folder)], check=False, capture_output=True)
        finally:
            subprocess.run([podman, "image", "umount", image_id], capture_output=True, env=environment)


def _bind(source: Path, destination: str, read_only: bool) -> dict[str, Any]:
    options = ["rbind", "rprivate", "ro" if read_only else "rw"]
    return {"type": "bind", "source": str(source), "destination": destination, "options": options}
