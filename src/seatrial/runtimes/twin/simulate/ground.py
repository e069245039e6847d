"""What is really there, whether or not an engine looks: interfaces, containers, targets.

The ground knows no decisions. Actions change it after the time they take; what comes of them is told to whoever listens
at that moment, and lost where nobody does.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator

from msgspec import Struct, field

from seatrial.runtimes.twin.decide import target_health
from seatrial.runtimes.twin.decide.elbv2_target_group import TargetGroupSpec
from seatrial.runtimes.twin.decide.target_health import CheckKind, CheckResult, State
from seatrial.runtimes.twin.simulate.behaviour import Fate

SIGKILL_EXIT_CODE = 137
SIGTERM_EXIT_CODE = 143


class GroundContainer(Struct):
    """A container as the runtime has it. ``life`` grows with every start, so that an old end doesn't end a new life."""

    state: str = "created"
    exit_code: int | None = None
    started_at: float = 0.0
    life: int = 0


class GroundTask(Struct):
    """What there is of a task. ``address`` is its interface's."""

    fate: Fate
    address: str = ""
    containers: dict[str, GroundContainer] = field(default_factory=dict)


class Ground:
    """All that would be on the machine, and a clock that jumps from one thing that happens to the next."""

    def __init__(self) -> None:
        self.now = 0.0
        self.tasks: dict[str, GroundTask] = {}
        self.groups: dict[str, TargetGroupSpec] = {}
        self.targets: dict[str, target_health.Targets] = {}
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0
        self._addresses = 0

    def later(self, seconds: float, what: Callable[[], None]) -> None:
        self._number += 1
        heapq.heappush(self._queue, (self.now + seconds, self._number, what))

    def next_at(self) -> float | None:
        times = [self._queue[0][0]] if self._queue else []
        times += [
            time
            for arn, group in self.groups.items()
            if (time := target_health.next_at(group, self.targets[arn])) is not None
        ]
        return min(times, default=None)

    def run_to(self, time: float) -> None:
        """Lets everything happen that is due by then."""
        self.now = max(self.now, time)
        while self._queue and self._queue[0][0] <= self.now:
            heapq.heappop(self._queue)[2]()
        for arn, group in self.groups.items():
            self._check_targets(arn, group)

    # Interfaces and containers

    def attach(self, task_id: str) -> str:
        """The address of the task's interface, which is made where there is none."""
        task = self.tasks[task_id]
        if not task.address:
            self._addresses += 1
            task.address = f"10.0.{self._addresses // 250}.{self._addresses % 250 + 4}"
        return task.address

    def start(self, task_id: str, name: str) -> GroundContainer:
        container = self.tasks[task_id].containers.setdefault(name, GroundContainer())
        if container.state != "running":
            container.state, container.exit_code, container.started_at = "running", None, self.now
            container.life += 1
        return container

    def end(self, task_id: str, name: str, life: int, exit_code: int) -> bool:
        """Ends a container, if it is still in that life."""
        task = self.tasks.get(task_id)
        container = task.containers.get(name) if task is not None else None
        if container is None or container.state != "running" or container.life != life:
            return False
        container.state, container.exit_code = "exited", exit_code
        return True

    def serves(self, task_id: str, name: str) -> bool:
        """Whether a container answers its health checks now."""
        task = self.tasks.get(task_id)
        container = task.containers.get(name) if task is not None else None
        if task is None or container is None or container.state != "running":
            return False
        age = self.now - container.started_at
        return age >= task.fate.ready_after and (task.fate.ill_after is None or age < task.fate.ill_after)

    # Targets

    def register(self, arn: str, task_id: str, port: int, zone: str) -> None:
        group = self.groups[arn]
        self.targets[arn] = target_health.register(group, self.targets[arn], self.attach(task_id), port, zone, self.now)

    def deregister(self, arn: str, task_id: str, port: int) -> None:
        address = self.tasks[task_id].address if task_id in self.tasks else ""
        self.targets[arn] = target_health.deregister(self.groups[arn], self.targets[arn], address, port, self.now)

    def registered(self, task_id: str) -> Iterator[tuple[str, target_health.Target]]:
        """The targets with a task's address, draining ones too, by target group."""
        address = self.tasks[task_id].address if task_id in self.tasks else ""
        for arn in self.groups:
            for target in self.targets[arn]:
                if address and target.id == address:
                    yield arn, target

    def _check_targets(self, arn: str, group: TargetGroupSpec) -> None:
        targets = target_health.tick(group, self.targets[arn], ("zone-a", "zone-b", "zone-c"), self.now)
        for target in target_health.due(group, targets, self.now):
            targets = target_health.check_started(targets, target.id, target.port, self.now)
            targets = target_health.observe_check(
                group, targets, target.id, target.port, self._answer(target), self.now
            )
        self.targets[arn] = targets

    def _answer(self, target: target_health.Target) -> CheckResult:
        for task_id, task in self.tasks.items():
            if task.address == target.id:
                served = any(self.serves(task_id, name) for name in task.containers)
                return CheckResult(CheckKind.OK, 200) if served else CheckResult(CheckKind.MISMATCH, 503)
        return CheckResult(CheckKind.TIMEOUT)

    def in_service(self) -> set[str]:
        """The tasks that requests are sent to by some target group."""
        addresses = {
            target.id for targets in self.targets.values() for target in targets if target.state is State.HEALTHY
        }
        return {task_id for task_id, task in self.tasks.items() if task.address in addresses}
