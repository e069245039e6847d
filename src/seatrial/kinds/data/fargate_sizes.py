"""Which task sizes Fargate offers: memory in MiB for each number of CPU units.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html (to
16 vCPU); 32 vCPU: cfn-lint 1.58.0, data/schemas/extensions/aws_ecs_taskdefinition/fargate_cpu_memory.json.
"""

from __future__ import annotations

from collections.abc import Mapping

FARGATE_SIZES: Mapping[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
    32768: (61440, 122880, 249856),
}
# Windows containers begin at one vCPU.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html (read 2026-11-23)
SMALLEST_WINDOWS_CPU_UNITS = 1024
# Windows containers end at four vCPU.
LARGEST_WINDOWS_CPU_UNITS = 4096
