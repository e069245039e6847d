"""How each launch goes on paper: every step of every task, from each subnet that the task may land in.

The network is asked per subnet; roles, secrets and log groups once per task definition. What one rule of the network
breaks is one thing wrong, however many hosts, tasks and subnets suffer: ``Blocked`` gathers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.checklist.source_keys import are_asked_for, keys_of
from seatrial.analyses.launch import Failed, NoSuchHost, Passed, Reached, Requirement, Stage, Timeout, judge
from seatrial.analyses.launch import requirements as requirements_of
from seatrial.analyses.launch.requirement import Endpoint, Reach
from seatrial.analyses.launch.texts import dial
from seatrial.analyses.reach import Code, Paper, Path, Verdict, dual_stack
from seatrial.model.resource import Resource
from seatrial.model.system import System

# A task's id as ECS makes them, for texts that hold one: it is only known once there is a task.
TASK_ID = "TASK-ID"
# What a text says in place of an address that is only known on AWS.
SOME_ADDRESS = "ADDRESS"
# What Fargate calls by IPv4 from subnets with both kinds of addresses ("needs IPv4 (0.0.0.0/0) route"):
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html and
# https://github.com/aws/containers-roadmap/issues/2792 (read 2026-11-30).
_BY_FOUR = (Stage.REGISTRY_AUTH, Stage.SECRET, Stage.PARAMETERS)


class Attempt(Struct, frozen=True):
    """One connection of one step from one subnet."""

    placement: Placement
    definition: Resource
    requirement: Requirement
    endpoint: Endpoint
    subnet: Resource
    path: Path


class Blocked(Struct):
    """Everything that one deciding rule keeps from its way. ``attempts`` are in Fargate's order.

    ``several`` is whether it is several route tables that lack one way.
    """

    attempts: list[Attempt] = field(default_factory=list)
    several: bool = False

    @property
    def first(self) -> Attempt:
        return self.attempts[0]

    @property
    def stage(self) -> Stage:
        """The first step that fails, which is the one whose text the user sees."""
        order = list(Stage)
        return min((item.requirement.stage for item in self.attempts), key=order.index)

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.endpoint.host for item in self.attempts))

    @property
    def subnets(self) -> tuple[Resource, ...]:
        return tuple({item.subnet.logical_id: item.subnet for item in self.attempts}.values())

    @property
    def users(self) -> tuple[Resource, ...]:
        return tuple({item.placement.by.logical_id: item.placement.by for item in self.attempts}.values())


class Step(Struct, frozen=True):
    """What becomes of one step of a task definition once the network lets it through."""

    definition: Resource
    requirement: Requirement
    verdict: Passed | Failed


class Launches(Struct, frozen=True, dict=True):
    """``attempts`` are all; ``blocked`` and ``untold`` are those that fail, and those nobody can tell of.

    ``needed`` is what each task definition needs, by its logical id.
    """

    systems: Sequence[System]
    definitions: Sequence[Resource]
    needed: Mapping[str, Sequence[Requirement]]
    attempts: tuple[Attempt, ...]
    blocked: tuple[Blocked, ...]
    untold: tuple[Attempt, ...]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What roles, secrets and log groups say to each step. Who asks for the network alone need not wait for it."""
        asking = are_asked_for(self.systems)
        found = []
        for item in self.definitions:
            for requirement in self.needed[item.logical_id]:
                known = _from_where(requirement, item, self.attempts) if asking else requirement
                found.append(Step(item, known, _judged(self.systems, known)))
        return tuple(found)


def launches(
    systems: Sequence[System], definitions: Sequence[Resource], placements: Sequence[Placement], paper: Paper
) -> Launches:
    """Tries every launch on paper."""
    blocked: dict[tuple[object, ...], Blocked] = {}
    tried: list[Attempt] = []
    untold: list[Attempt] = []
    needed = {item.logical_id: requirements_of(systems, item) for item in definitions}
    for placement in placements:
        if placement.definition is None or placement.definition.logical_id not in needed:
            continue
        for attempt in _attempts(placement, placement.definition, needed[placement.definition.logical_id], paper):
            tried.append(attempt)
            if attempt.path.verdict in (Verdict.NO, Verdict.PARTLY):
                rule = attempt.path.deciding
                place = (rule.resource.logical_id if rule.resource else "", rule.path, rule.code) if rule else ()
                blocked.setdefault(place, Blocked()).attempts.append(attempt)
            elif attempt.path.verdict is Verdict.CANNOT_TELL:
                untold.append(attempt)
    together = tuple(_together(blocked.values()))
    return Launches(systems, definitions, needed, tuple(tried), together, tuple(untold))


def _from_where(requirement: Requirement, definition: Resource, attempts: Sequence[Attempt]) -> Requirement:
    """A step whose calls say through which endpoint they come, as far as that is known."""
    if not requirement.endpoints or not requirement.calls:
        return requirement
    paths = [
        item.path
        for item in attempts
        if item.definition is definition
        and item.requirement is requirement
        and item.endpoint == requirement.endpoints[0]
    ]
    keys = keys_of(paths)
    calls = tuple(replace(call, context={**call.context, **keys}) for call in requirement.calls)
    return replace(requirement, calls=calls) if keys else requirement


def _together(blocked: Iterable[Blocked]) -> Iterator[Blocked]:
    """Route tables that lack the way to the same hosts lack the same thing: one endpoint may be all of it."""
    alike: dict[tuple[object, ...], Blocked] = {}
    for item in blocked:
        rule = item.first.path.deciding
        vpc = item.first.subnet.get("VpcId")
        if rule is None or rule.code != Code.NO_ROUTE_TO_DESTINATION or not isinstance(vpc, str):
            yield item
            continue
        starts = frozenset((attempt.placement.by.logical_id, attempt.endpoint.host) for attempt in item.attempts)
        first = alike.setdefault((rule.resource.type if rule.resource else "", vpc, starts), item)
        if first is not item:
            first.attempts += item.attempts
            first.several = True
    yield from alike.values()


def _attempts(
    placement: Placement, definition: Resource, needed: Sequence[Requirement], paper: Paper
) -> Iterator[Attempt]:
    for interface in placement.interfaces(paper):
        for requirement in (_by_six(item) for item in needed) if interface.native else needed:
            for endpoint in requirement.endpoints:
                four = requirement.stage in _BY_FOUR and "amazonaws" in endpoint.host.split(".")
                path = paper.to_host(interface, endpoint.host, endpoint.port, four=four)
                yield Attempt(placement, definition, requirement, endpoint, interface.subnet, path)


def _by_six(requirement: Requirement) -> Requirement:
    """The same step from a subnet with IPv6 alone."""
    endpoints = tuple(replace(item, host=dual_stack(item.host)) for item in requirement.endpoints)
    return replace(requirement, endpoints=endpoints)


def _judged(systems: Sequence[System], requirement: Requirement) -> Passed | Failed:
    everything: dict[Endpoint, Reach] = {item: Reached() for item in requirement.endpoints}
    return judge(systems, requirement, everything, TASK_ID)


def text_of(attempt: Attempt, systems: Sequence[System]) -> str:
    """AWS's stoppedReason for a connection that doesn't come about."""
    reach: Reach = NoSuchHost() if attempt.path.fails_as == "no such host" else Timeout(SOME_ADDRESS)
    reached: dict[Endpoint, Reach] = {item: Reached() for item in attempt.requirement.endpoints}
    reached[attempt.endpoint] = reach
    verdict = judge(systems, attempt.requirement, reached, TASK_ID)
    return verdict.reason if isinstance(verdict, Failed) else dial(attempt.endpoint.host, attempt.endpoint.port, reach)
