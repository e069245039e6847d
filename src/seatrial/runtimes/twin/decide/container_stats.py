"""Docker's statistics of a container, which the task metadata gives out, made from two samples.

Source (shape): https://docs.docker.com/reference/api/engine/version/v1.30/#tag/Container/operation/ContainerStats and,
for ``network_rate_stats``, https://github.com/aws/amazon-ecs-agent, ecs-agent/stats/types.go (read 2026-11-23)
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from seatrial.runtimes.twin.decide.task_metadata import Document, time_text

INTERFACE_FIELDS = (
    "rx_bytes",
    "rx_packets",
    "rx_errors",
    "rx_dropped",
    "tx_bytes",
    "tx_packets",
    "tx_errors",
    "tx_dropped",
)


class Sample(Struct, frozen=True):
    """Counters at one moment.

    ``system_nanoseconds`` is the processor time of the whole host; ``networks`` by interface.
    """

    at: float
    cpu_nanoseconds: int
    system_nanoseconds: int
    online_cpus: int
    memory_bytes: int
    memory_most_bytes: int
    memory_limit_bytes: int
    cache_bytes: int
    processes: int
    networks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def stats_document(container_id: str, name: str, now: Sample, before: Sample | None) -> Document:
    """The statistics at ``now``; rates need an earlier sample."""
    earlier = before or now
    document: Document = {
        "read": time_text(now.at),
        "preread": time_text(earlier.at) if before else "0001-01-01T00:00:00Z",
        "pids_stats": {"current": now.processes},
        "blkio_stats": {
            name: [] for name in ("io_service_bytes_recursive", "io_serviced_recursive", "io_queue_recursive")
        },
        "num_procs": 0,
        "storage_stats": {},
        "cpu_stats": _cpu(now),
        "precpu_stats": _cpu(earlier) if before else {"cpu_usage": {"total_usage": 0}, "throttling_data": _UNTHROTTLED},
        "memory_stats": {
            "usage": now.memory_bytes + now.cache_bytes,
            "max_usage": max(now.memory_most_bytes, now.memory_bytes),
            "stats": {"inactive_file": now.cache_bytes, "total_inactive_file": now.cache_bytes},
            "limit": now.memory_limit_bytes,
        },
        "name": name,
        "id": container_id,
        "networks": {
            interface: dict(zip(INTERFACE_FIELDS, counters, strict=False))
            for interface, counters in sorted(now.networks.items())
        },
    }
    if before and now.at > before.at:
        document["network_rate_stats"] = {
            "rx_bytes_per_sec": _rate(now, before, 0),
            "tx_bytes_per_sec": _rate(now, before, 4),
        }
    return document


_UNTHROTTLED = {"periods": 0, "throttled_periods": 0, "throttled_time": 0}


def _cpu(sample: Sample) -> Document:
    return {
        "cpu_usage": {
            "total_usage": sample.cpu_nanoseconds,
            "usage_in_kernelmode": 0,
            "usage_in_usermode": sample.cpu_nanoseconds,
        },
        "system_cpu_usage": sample.system_nanoseconds,
        "online_cpus": sample.online_cpus,
        "throttling_data": _UNTHROTTLED,
    }


def _rate(now: Sample, before: Sample, field_index: int) -> float:
    def total(sample: Sample) -> int:
        return sum(counters[field_index] for name, counters in sample.networks.items() if name != "lo")

    return (total(now) - total(before)) / (now.at - before.at)
