"""Whether a container's health check is one that is ever run, and runs what is meant.

The command is a list whose first word says how the rest is run: CMD or CMD-SHELL. With any other first word (but NONE,
which switches the check off) nothing is run, the container never becomes HEALTHY, and what waits for that waits on.
After CMD stands a program with its arguments, each a word of its own; after CMD-SHELL one text for the shell, and what
follows that is not part of it (``sh -c TEXT REST``).

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html,
https://github.com/moby/moby/blob/master/daemon/health.go. Working directories (read 2026-11-30):
https://github.com/opencontainers/runtime-spec/blob/main/config.md (cwd: "This value MUST be an absolute path"), which
https://github.com/opencontainers/runc/blob/main/utils_linux.go asks for before a container starts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePosixPath

from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_text, at

OPERATORS = ("&&", "||")
SHELLS = ("sh", "bash", "ash", "dash", "zsh", "ksh", "busybox", "pwsh", "powershell", "cmd", "cmd.exe")
NEVER = (
    "the container never becomes HEALTHY: ECS stops the task and starts another, and the service's deployment does not "
    "complete"
)


def owner_of(definition: Resource, container: Value, index: int) -> str:
    name = as_text(at(container, "Name"))
    return f"{name or f'container {index + 1}'} of {definition.logical_id}"


def quoted(line: str) -> str:
    return json.dumps(line) if "'" in line else f"'{line}'"


def has_shell(words: Sequence[str]) -> bool:
    return any(PurePosixPath(word.replace("\\", "/")).name in SHELLS for word in words)
