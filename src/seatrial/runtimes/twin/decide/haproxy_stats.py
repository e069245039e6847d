"""What a load balancer has counted, from HAProxy's statistics: the numbers behind CloudWatch's ApplicationELB metrics.

Source: https://docs.haproxy.org/2.6/management.html#9.1 and
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from seatrial.runtimes.twin.decide.elbv2_load_balancer import LoadBalancerSpec
from seatrial.runtimes.twin.decide.haproxy_group import backend_name, server_name
from seatrial.runtimes.twin.decide.haproxy_slots import Slots

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")


class Counters(Struct, frozen=True):
    """Counts since the load balancer began. ``responses`` are by class (``2xx``); ``active`` is under way now."""

    requests: int = 0
    active: int = 0
    connection_errors: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    responses: Mapping[str, int] = field(default_factory=dict)
    response_milliseconds: int = 0
    """The average over the latest 1,024 requests to a target; 0 for a listener."""


class LoadBalancerStats(Struct, frozen=True):
    """By listener port, by target group ARN, and by target group ARN with the target's address and port."""

    listeners: Mapping[int, Counters] = field(default_factory=dict)
    groups: Mapping[str, Counters] = field(default_factory=dict)
    targets: Mapping[tuple[str, str, int], Counters] = field(default_factory=dict)


def read_statistics(
    rows: Iterable[Mapping[str, str]], spec: LoadBalancerSpec, slots: Mapping[str, Slots]
) -> LoadBalancerStats:
    """The counters in ``show stat``; ``slots`` are by backend name. A slot counts for the target in it."""
    by_name = {(row["pxname"], row["svname"]): row for row in rows}
    listeners = {
        listener.port: _counters(row)
        for listener in spec.listeners
        if (row := by_name.get((f"listener-{listener.port}", "FRONTEND"))) is not None
    }
    groups: dict[str, Counters] = {}
    targets: dict[tuple[str, str, int], Counters] = {}
    for arn in spec.target_group_arns:
        name = backend_name(arn)
        row = by_name.get((name, "BACKEND"))
        if row is not None:
            groups[arn] = _counters(row)
        for number, slot in enumerate(slots.get(name, ()), start=1):
            row = by_name.get((name, server_name(arn, number)))
            if slot.id and row is not None:
                targets[arn, slot.id, slot.port] = _counters(row)
    return LoadBalancerStats(listeners, groups, targets)


def added(earlier: LoadBalancerStats, now: LoadBalancerStats) -> LoadBalancerStats:
    """The counts of processes that were replaced and of the one that runs, together."""
    return LoadBalancerStats(
        {port: _sum(earlier.listeners.get(port), one) for port, one in now.listeners.items()},
        {arn: _sum(earlier.groups.get(arn), one) for arn, one in now.groups.items()},
        {key: _sum(earlier.targets.get(key), one) for key, one in now.targets.items()},
    )


def _counters(row: Mapping[str, str]) -> Counters:
    def number(name: str) -> int:
        text = row.get(name, "")
        return int(text) if text.isdigit() else 0

    return Counters(
        number("req_tot") or number("stot"),
        number("scur"),
        number("econ"),
        number("bin"),
        number("bout"),
        {name: number(f"hrsp_{name}") for name in CLASSES},
        number("rtime"),
    )


def _sum(earlier: Counters | None, now: Counters) -> Counters:
    if earlier is None:
        return now
    return Counters(
        earlier.requests + now.requests,
        now.active,
        earlier.connection_errors + now.connection_errors,
        earlier.bytes_in + now.bytes_in,
        earlier.bytes_out + now.bytes_out,
        {name: earlier.responses.get(name, 0) + now.responses.get(name, 0) for name in CLASSES},
        now.response_milliseconds or earlier.response_milliseconds,
    )
