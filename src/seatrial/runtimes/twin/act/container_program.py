"""Whether a program can be run in a container, looked up as the OCI runtime will: what it would say is not for users.

The runtime ends with 255 whatever is wrong, and with a log line. A shell and Docker say 127 for a program that isn't
there and 126 for one that can't be run: https://docs.docker.com/engine/containers/run/#exit-status (read 2026-11-23).

The container's root is seen through ``/proc/PID/root``. A symbolic link there means a place in the container, so links
are followed by hand: the kernel would follow an absolute one out of it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

NOT_FOUND, NOT_EXECUTABLE = 127, 126
# As many as Linux follows: man 7 path_resolution.
MOST_LINKS = 40


class Unrunnable(Struct, frozen=True):
    """Why a program can't be run, with the exit status that a shell gives for it."""

    exit_status: int
    why: str


def unrunnable(root: Path, word: str, environment: Mapping[str, str], folder: str) -> Unrunnable | None:
    """Why the first word of a command can't be run in the container with this root; None where it can."""
    if "/" in word:
        found = _look(root, str(PurePosixPath(folder or "/") / word))
        return None if found is None else Unrunnable(found, _SAID[found].format(word))
    paths = [item or "." for item in environment.get("PATH", "").split(":")]
    seen = [_look(root, str(PurePosixPath(folder or "/") / item / word)) for item in paths]
    if None in seen:
        return None
    if NOT_EXECUTABLE in seen:
        return Unrunnable(NOT_EXECUTABLE, _SAID[NOT_EXECUTABLE].format(word))
    return Unrunnable(NOT_FOUND, f"{word} is in none of the folders of its PATH ({', '.join(paths)})")


_SAID = {
    NOT_FOUND: "there is no {} in its image",
    NOT_EXECUTABLE: "{} is there and no program that can be run",
}


def _look(root: Path, path: str) -> int | None:
    """None where a path in the container is a program."""
    place = _resolved(root, path)
    try:
        mode = os.lstat(place).st_mode if place is not None else 0
    except OSError:
        return NOT_FOUND
    if place is None:
        return NOT_FOUND
    return None if stat.S_ISREG(mode) and mode & 0o111 else NOT_EXECUTABLE


def _resolved(root: Path, path: str) -> Path | None:
    """Where a path in the container lies, with every link followed inside it; None where links go in a circle."""
    left: list[str] = _parts(path)
    done: list[str] = []
    links = 0
    while left:
        part = left.pop(0)
        if part == "..":
            done = done[:-1]
            continue
        place = root.joinpath(*done, part)
        try:
            target = str(place.readlink())
        except OSError:
            done.append(part)
            continue
        links += 1
        if links > MOST_LINKS:
            return None
        left = [*_parts(target), *left]
        done = [] if target.startswith("/") else done
    return root.joinpath(*done)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]
