"""Which Fargate platform versions there are, and what tasks have on them.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html;
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html;
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html.
"""

from __future__ import annotations

LATEST = "LATEST"
LINUX_PLATFORM_VERSION = "1.4.0"
LINUX_PLATFORM_VERSIONS: tuple[str, ...] = ("1.4.0", "1.3.0")
# Windows counts its own versions.
WINDOWS_PLATFORM_VERSION = "1.0.0"

CPU_ARCHITECTURES: tuple[str, ...] = ("X86_64", "ARM64")
LOG_DRIVERS: tuple[str, ...] = ("awslogs", "splunk", "awsfirelens")

# A task has 20 GiB without asking; asking begins at 21.
DEFAULT_EPHEMERAL_STORAGE_GIB = 20
SMALLEST_EPHEMERAL_STORAGE_GIB, LARGEST_EPHEMERAL_STORAGE_GIB = 21, 200
SMALLEST_STOP_TIMEOUT_SECONDS, LARGEST_STOP_TIMEOUT_SECONDS = 2, 120
DEFAULT_STOP_TIMEOUT_SECONDS = 30


def platform_version(asked: str) -> str:
    """The version that a task gets on Linux: what LATEST, or nothing, stands for."""
    return LINUX_PLATFORM_VERSION if asked in ("", LATEST) else asked
