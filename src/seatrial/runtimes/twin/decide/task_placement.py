"""Which zone, subnet and capacity provider a task goes to, and which task goes first when there are too many.

New tasks go where the deployment has the fewest, then where the service has the fewest; tasks are taken away where
there are the most. A capacity provider strategy fills its base first, then keeps to its weights.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service-parameters.html
(placement and balance over zones),
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from seatrial.runtimes.twin.decide.ecs_deployment import ProviderShare, SubnetPlace
from seatrial.runtimes.twin.decide.ecs_task_state import Task


def place(subnets: Sequence[SubnetPlace], own: Sequence[Task], others: Sequence[Task]) -> SubnetPlace | None:
    """Where the next task of a deployment goes. ``own`` are its live tasks, ``others`` the service's other ones."""
    own_zones, all_zones = zones(own), zones((*own, *others))
    in_subnet = Counter(task.subnet_id for task in (*own, *others))
    ranked = sorted(
        range(len(subnets)),
        key=lambda index: (
            own_zones[subnets[index].availability_zone],
            all_zones[subnets[index].availability_zone],
            in_subnet[subnets[index].subnet_id],
            index,
        ),
    )
    return subnets[ranked[0]] if ranked else None


def zones(tasks: Iterable[Task]) -> Counter[str]:
    return Counter(task.availability_zone for task in tasks)


def zone_counts(subnets: Iterable[SubnetPlace], tasks: Iterable[Task]) -> Mapping[str, int]:
    """Tasks by zone, with every zone that there is a subnet in."""
    counted = zones(tasks)
    return {zone: counted[zone] for zone in sorted({item.availability_zone for item in subnets} | set(counted))}


def provider(strategy: Sequence[ProviderShare], own: Sequence[Task]) -> str:
    """The capacity provider of the next task; "" where the service has a launch type."""
    used = Counter(task.capacity_provider for task in own)
    for share in strategy:
        if used[share.capacity_provider] < share.base:
            return share.capacity_provider
    weighted = [share for share in strategy if share.weight > 0]
    if not weighted:
        return ""
    fullness = [(max(0, used[item.capacity_provider] - item.base) + 1) / item.weight for item in weighted]
    return weighted[fullness.index(min(fullness))].capacity_provider


def surplus(tasks: Sequence[Task], count: int, first: Sequence[Task] = ()) -> tuple[Task, ...]:
    """The tasks to take away: those named first, then those not RUNNING yet, then the newest of the fullest zone."""
    left, chosen = list(tasks), list[Task]()
    preferred = [task for task in first if task in left][:count]
    for task in preferred:
        left.remove(task)
        chosen.append(task)
    while left and len(chosen) < count:
        by_zone = zones(left)
        left.sort(
            key=lambda task: (
                task.started_at is not None,
                -by_zone[task.availability_zone],
                task.availability_zone,
                -task.created_at,
                task.id,
            )
        )
        chosen.append(left.pop(0))
    return tuple(chosen)
