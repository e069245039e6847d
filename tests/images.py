"""Images for tests, made here: a static busybox and three scripts, put into podman's store without any registry.

``localhost/seatrial-test:1`` and ``:2`` differ only in the version they answer. Their command serves HTTP on ``$PORT``,
8080 where none is given:

- ``/`` the version; ``/health`` 200; ``/cgi-bin/who`` host name, version and address, one ``name=value`` a line
- ``/cgi-bin/run?COMMAND`` what a command (``+`` for a blank) prints: for looking at a task from inside over HTTP
- SIGTERM ends it at once with exit code 0. A container with another command has busybox's applets in ``/bin``.

``localhost/seatrial-test-user:1`` has a user, a working directory, an entry point, a command, an environment and files
in ``/data``, for the rules about what a task definition overrides.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

BUSYBOX = Path("/bin/busybox")
WEB = "localhost/seatrial-test:1"
WEB_2 = "localhost/seatrial-test:2"
WITH_USER = "localhost/seatrial-test-user:1"
RECIPE_LABEL = "seatrial.test.recipe"

SERVE = """#!/bin/sh
trap 'exit 0' TERM INT
mkdir -p /tmp 2>/dev/null
echo "serving version $VERSION on port ${PORT:-8080}"
httpd -f -p "${PORT:-8080}" -h /www &
wait
"""
WHO = """#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
echo "host=$(hostname)"
echo "version=$VERSION"
echo "address=$(ip -4 -o addr show scope global | awk '{print $4; exit}' | cut -d/ -f1)"
"""
RUN = """#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
exec sh -c "$(httpd -d "$(echo "$QUERY_STRING" | tr + ' ')")" 2>&1
"""
PASSWD = "root:x:0:0:root:/root:/bin/sh\nsailor:x:1000:1000:sailor:/home/sailor:/bin/sh\n"
GROUP = "root:x:0:\nsailor:x:1000:\ncrew:x:2000:sailor\n"


def ensure_images(as_user: Sequence[str] = ()) -> None:
    """Makes every test image in one's own store, or in that of whom ``as_user`` (``runuser -u NAME --``) runs as."""
    for name, changes, version in (
        (WEB, _web_changes("1"), "1"),
        (WEB_2, _web_changes("2"), "2"),
        (WITH_USER, _user_changes(), "user"),
    ):
        _ensure(tuple(as_user), name, tuple(changes), version)


def remove_images(as_user: Sequence[str] = ()) -> None:
    """Takes the test images out of a store again."""
    _podman(tuple(as_user), "rmi", "--force", "--ignore", WEB, WEB_2, WITH_USER)


def _web_changes(version: str) -> list[str]:
    return ['CMD ["/bin/serve"]', f"ENV VERSION={version}", "ENV PATH=/bin", "EXPOSE 8080"]


def _user_changes() -> list[str]:
    return [
        'ENTRYPOINT ["/bin/echo", "from-entry-point"]',
        'CMD ["from-command"]',
        "USER sailor",
        "WORKDIR /home/sailor",
        "ENV PATH=/bin",
        "ENV FROM_IMAGE=yes",
        "VOLUME /data",
    ]


def _ensure(as_user: tuple[str, ...], name: str, changes: tuple[str, ...], version: str) -> None:
    archive = _archive(version)
    recipe = hashlib.sha256(archive + repr(changes).encode()).hexdigest()[:16]
    found = _podman(as_user, "image", "inspect", "--format", f'{{{{index .Labels "{RECIPE_LABEL}"}}}}', name)
    if found.returncode == 0 and found.stdout.decode().strip() == recipe:
        return
    options = [part for change in (*changes, f"LABEL {RECIPE_LABEL}={recipe}") for part in ("--change", change)]
    made = _podman(as_user, "import", "--quiet", *options, "-", name, stdin=archive)
    if made.returncode != 0:
        raise RuntimeError(f"podman import of {name} failed: {made.stderr.decode()}")


def _podman(as_user: tuple[str, ...], *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*as_user, "podman", *arguments], input=stdin, capture_output=True, cwd="/")


@cache
def _archive(version: str) -> bytes:
    """A root file system as tar. The same input always gives the same bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        folders = ("bin", "etc", "www", "www/cgi-bin", "root", "home", "var", "var/tmp", "proc", "sys", "dev")
        for folder in folders:
            _add(archive, folder, None, 0o755)
        for folder in ("home/sailor", "data"):
            _add(archive, folder, None, 0o755, owner=1000)
        _add(archive, "tmp", None, 0o1777)
        _add(archive, "bin/busybox", BUSYBOX.read_bytes(), 0o755)
        for applet in _applets():
            link = tarfile.TarInfo(f"bin/{applet}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            archive.addfile(link)
        for path, text, mode in (
            ("bin/serve", SERVE, 0o755),
            ("www/cgi-bin/who", WHO, 0o755),
            ("www/cgi-bin/run", RUN, 0o755),
            ("www/index.html", f"version {version}\n", 0o644),
            ("www/health", "ok\n", 0o644),
            ("etc/passwd", PASSWD, 0o644),
            ("etc/group", GROUP, 0o644),
            ("data/from-image", "content of the image\n", 0o640),
        ):
            _add(archive, path, text.encode(), mode, owner=1000 if path.startswith("data/") else 0)
    return buffer.getvalue()


def _applets() -> list[str]:
    listed = subprocess.run([BUSYBOX, "--list"], capture_output=True, text=True, check=True).stdout.split()
    return sorted(name for name in listed if name != "busybox")


def _add(archive: tarfile.TarFile, path: str, content: bytes | None, mode: int, owner: int = 0) -> None:
    entry = tarfile.TarInfo(path)
    entry.mode, entry.uid, entry.gid = mode, owner, owner
    if content is None:
        entry.type = tarfile.DIRTYPE
        archive.addfile(entry)
    else:
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))


if __name__ == "__main__":
    ensure_images()
