"""Sizes and durations as AWS writes them.

``Cpu`` and ``Memory`` of a task definition may be bare numbers (CPU units, MiB) or carry a unit: ``"1 vCPU"``, ``"2
GB"``, ``"0.5GB"``. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
(read 2026-11-23).
"""

from __future__ import annotations

import re

CPU_UNITS_PER_VCPU = 1024
MIB_PER_GB = 1024

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z]*)\s*\Z")


def cpu_units(text: str | int | float) -> int | None:
    """CPU units (1024 are one vCPU) of a task size; None where it is not one."""
    return _size(text, {"": 1, "vcpu": CPU_UNITS_PER_VCPU})


def memory_mib(text: str | int | float) -> int | None:
    """Memory in MiB of a task size; None where it is not one."""
    return _size(text, {"": 1, "gb": MIB_PER_GB})


def _size(text: str | int | float, units: dict[str, int]) -> int | None:
    match = _SIZE.match(str(text))
    if match is None or match[2].lower() not in units:
        return None
    amount = float(match[1]) * units[match[2].lower()]
    return int(amount) if amount.is_integer() else None
