"""How checks of a container's commands name the container and quote its words, and which words bring a shell.

Where a health check is never run, the container never becomes HEALTHY, and what waits for that waits on.
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
    """A container and its definition for a sentence; by its number where it has no name."""
    name = as_text(at(container, "Name"))
    return f"{name or f'container {index + 1}'} of {definition.logical_id}"


def quoted(line: str) -> str:
    """A command line in the quotes that it needs as one item of a list."""
    return json.dumps(line) if "'" in line else f"'{line}'"


def has_shell(words: Sequence[str]) -> bool:
    """Whether one of the words is a shell, which reads those behind it."""
    return any(PurePosixPath(word.replace("\\", "/")).name in SHELLS for word in words)
