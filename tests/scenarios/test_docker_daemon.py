"""An image that only the host's Docker daemon has is copied over.

Its socket lies in the host's /run, of which the dock has its own.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from images import WEB, ensure_images
from scenarios.templates import changed, web
from scenarios.twin import Twin, fetch

pytestmark = pytest.mark.scenario

IMAGE = "docker.io/only/in-docker:1"
# Stands for Docker's command: answers for one image, and writes it out.
DOCKER = """#!/bin/sh
test -S "${DOCKER_HOST#unix://}" || exit 1
case "$1 $2 $3" in
  "image inspect only/in-docker:1" | "image inspect docker.io/only/in-docker:1") exit 0 ;;
  "image save only/in-docker:1" | "image save docker.io/only/in-docker:1") exec cat "$(dirname "$0")/image.tar" ;;
esac
exit 1
"""


@pytest.fixture
def daemon(twin: Twin) -> Iterator[Path]:
    """A socket in /run, and a command on the path, as the host of a Docker daemon has them."""
    ensure_images()
    folder = Path(tempfile.mkdtemp(prefix="seatrial-test-docker-", dir="/run"))
    try:
        folder.chmod(0o755)
        programs = twin.folder / "programs"
        programs.mkdir()
        subprocess.run(["podman", "tag", WEB, IMAGE], check=True)
        subprocess.run(["podman", "save", "-q", "-o", str(programs / "image.tar"), IMAGE], check=True)
        subprocess.run(["podman", "untag", WEB, IMAGE], check=True)
        (programs / "image.tar").chmod(0o644)
        (programs / "docker").write_text(DOCKER)
        (programs / "docker").chmod(0o755)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(folder / "docker.sock"))
            listening.listen()
            (folder / "docker.sock").chmod(0o666)
            twin.environment["DOCKER_HOST"] = f"unix://{folder}/docker.sock"
            twin.environment["PATH"] = f"{programs}:{twin.environment['PATH']}"
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.usefixtures("daemon")
def test_an_image_that_only_a_docker_daemon_has_is_found(twin: Twin) -> None:
    twin.up(
        changed(web(), "Task", "Properties", "ContainerDefinitions", 0, "Image", to="only/in-docker:1"), "--speed", "10"
    )
    assert fetch(twin.url()) == (200, "version 1\n")
