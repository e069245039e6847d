"""What checks ask of: the graph, and what several of them need worked out, once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from seatrial.analyses.across import find
from seatrial.analyses.checklist.arrivals import Arrivals, arrivals
from seatrial.analyses.checklist.connect import Connect, connect
from seatrial.analyses.checklist.dynamic_references import Place, dynamic_references
from seatrial.analyses.checklist.gifts import FUNCTION, JOB, Address, Gift, addresses, function_gifts, gifts
from seatrial.analyses.checklist.launches import Launches, launches
from seatrial.analyses.checklist.placements import Placement, placements
from seatrial.analyses.checklist.queues import Consumer, consumers
from seatrial.analyses.checklist.scaling import Scaling, scaling
from seatrial.analyses.checklist.source_keys import are_asked_for, keys_of
from seatrial.analyses.checklist.uses import Used, used, used_by_functions, used_by_jobs
from seatrial.analyses.iam import (
    ContextValue,
    Decision,
    Missing,
    Policies,
    Request,
    RoleView,
    evaluate,
    question,
    role_of,
)
from seatrial.analyses.launch import Call
from seatrial.analyses.order import edges
from seatrial.analyses.outside import kind_mistaken, without_outside
from seatrial.analyses.reach import Paper
from seatrial.analyses.refusals import Refusal, refusals
from seatrial.analyses.strays import Stray, as_meant
from seatrial.kinds import CARDS
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_list, as_text, at

_CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")


class Inquiry:
    """One system under check, with the other stacks of its account that are known.

    Answers are cached: an inquiry is used for one check of one system and thrown away.
    """

    def __init__(
        self,
        system: System,
        others: Collection[System] = (),
        reading: Collection[Finding] = (),
        base: Inquiry | None = None,
    ) -> None:
        """``base`` is an inquiry of the same text with other parameters, of which most resources are the same."""
        known = (*others, system)
        others = tuple(without_outside(item, known)[0] for item in others)
        self.given = written = system
        self.strays: tuple[Stray, ...]
        looked_at = base.given.resources if base is not None and not base.strays else {}
        system, self.strays = as_meant(system, reading, looked_at)
        """Where the template names a thing of another kind than is wanted; the system has what is meant there."""
        system, self.outside = without_outside(system, known)
        """What the template names and doesn't make, each with its place; the system has Unknown there."""
        self._written = without_outside(written, known)[0] if self.strays else system
        self.system = system
        self.systems: tuple[System, ...] = (*others, system)
        read = ((item.logical_id, item.path) for item in reading if item.severity is Severity.ERROR)
        mistaken = ((item.resource.logical_id, item.path) for item in self.outside if kind_mistaken(item) is not None)
        self.misread = frozenset((*read, *mistaken))
        """Where an error stands in the text already: what follows from the same property isn't told again."""
        self.changing: Collection[str] | None = None
        """What is made in place of another choice of parameters, with all else there; None where everything is."""
        self.refused_before: tuple[tuple[Resource, Refusal], ...] = ()
        """What was refused of all else."""
        self.places_before: tuple[Place, ...] = ()
        """Where the rest has dynamic references."""
        self._roles: dict[str, RoleView | Missing | Unknown] = {}
        self._after: dict[str, set[str]] = {}
        self.misplaced_roles: dict[str, bool] = {}
        """Of each task definition, whether its roles stand in the wrong place (``sta_role_places``)."""

    @cached_property
    def roles_in_use(self) -> dict[str, set[str]]:
        """What anything but IAM's own resources refers to: ``any`` of it, and ``other`` than as task execution role."""
        others = [
            item
            for item in self.system.references
            if not self.system.resources[item.source].type.startswith("AWS::IAM::") and item.attribute != "DependsOn"
        ]
        return {
            "any": {item.target for item in others},
            "other": {item.target for item in others if item.path != ("ExecutionRoleArn",)},
        }

    def owns(self, resource: Resource) -> bool:
        """Whether a resource is of the system under check, and not of another stack."""
        return self.system.resources.get(resource.logical_id) is resource

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """Where tasks run: services, targets of rules, schedules."""
        return placements(self.systems)

    @cached_property
    def paper(self) -> Paper:
        """The network on paper."""
        return Paper(self.systems)

    @cached_property
    def refusals(self) -> tuple[tuple[Resource, Refusal], ...]:
        """What APIs refuse, were the stack made anew in its order and went on after each refusal."""
        found = [
            (item.resource, refusal) for item, refusal in refusals(self.systems[:-1], self.system, None, self.changing)
        ]
        return (*(self._refused_strays() if self.strays else ()), *self.refused_before, *found)

    def _refused_strays(self) -> Iterator[tuple[Resource, Refusal]]:
        """What APIs say where a thing of another kind is named, which the rest is not judged by."""
        places = {(stray.resource.logical_id, stray.path) for stray in self.strays}
        for item, refusal in refusals(self.systems[:-1], self._written, None, self.changing):
            if (item.resource.logical_id, refusal.path) in places:
                yield self.system.resources[item.resource.logical_id], refusal

    def refused_at(self, resource: Resource, *path: str | int) -> bool:
        """Whether an API refuses a resource at a property or below it: what follows from that is told already."""
        return any(item is resource and said.path[: len(path)] == path for item, said in self.refusals)

    def misplaced(self, placement: Placement) -> bool:
        """Whether subnets or groups of tasks are wrong in themselves: what follows from that is not told again."""
        by, network = placement.by, placement.network
        misread = any(name == by.logical_id and path[: len(network)] == network for name, path in self.misread)
        return misread or self.refused_at(by, *network)

    @cached_property
    def launches(self) -> Launches:
        """How every launch goes on paper."""
        return launches(self.systems, self.definitions, self.placements, self.paper)

    @cached_property
    def arrivals(self) -> Arrivals:
        """The ways of requests from listeners to tasks."""
        return arrivals(self.systems, self.placements)

    @cached_property
    def gifts(self) -> tuple[Gift, ...]:
        """The resources that containers are given by their variables."""
        return gifts(self.systems, self.definitions)

    @cached_property
    def function_gifts(self) -> tuple[Gift, ...]:
        """The resources that functions are given by their variables."""
        return function_gifts(self.systems, tuple(self.system.of_type(FUNCTION)))

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """The hosts in containers' variables."""
        return addresses(self.definitions)

    @cached_property
    def used(self) -> tuple[Used, ...]:
        """What containers are given and use as their task role, with what that role may do."""
        return used(self)

    @cached_property
    def job_gifts(self) -> tuple[Gift, ...]:
        """What jobs of AWS Batch are given by their variables."""
        return function_gifts(self.systems, tuple(self.system.of_type(JOB)))

    @cached_property
    def used_by_jobs(self) -> tuple[Used, ...]:
        """What jobs of AWS Batch are given and use as their role."""
        return used_by_jobs(self)

    @cached_property
    def used_by_functions(self) -> tuple[Used, ...]:
        """What functions are given and use as their role."""
        return used_by_functions(self)

    @cached_property
    def dynamic_references(self) -> tuple[Place, ...]:
        """Where values are read by ``{{resolve:...}}``."""
        system = self.system if self.changing is None else self.system.part(self.changing)
        return (*self.places_before, *dynamic_references(system))

    @cached_property
    def scaling(self) -> Scaling:
        """Scalable targets, policies and alarms as they hang together."""
        return scaling(self.systems)

    @cached_property
    def connect(self) -> Connect:
        """What takes part in Service Connect, and the names that are offered there."""
        return connect(self.systems, self.placements)

    @cached_property
    def consumers(self) -> tuple[Consumer, ...]:
        """Which services take their work from which queues."""
        return consumers(self.systems, self.placements, self.gifts, self.scaling)

    @cached_property
    def refused(self) -> frozenset[str]:
        """The logical ids of resources that an API refuses: what else is wrong with them comes after that."""
        return frozenset(resource.logical_id for resource, _ in self.refusals)

    @cached_property
    def definitions(self) -> tuple[Resource, ...]:
        """The task definitions that can run on Fargate: those that say so, and those that something here runs there."""
        run = {item.definition.logical_id for item in self.placements if item.definition is not None}
        return tuple(
            item
            for item in self.system.of_type("AWS::ECS::TaskDefinition")
            if item.logical_id in run
            or any(as_text(name) == "FARGATE" for name in as_list(item.get("RequiresCompatibilities")))
        )

    @cached_property
    def _needs(self) -> dict[str, set[str]]:
        needs: dict[str, set[str]] = {}
        for edge in edges(self.system):
            needs.setdefault(edge.source, set()).add(edge.target)
        return needs

    def after(self, name: str) -> set[str]:
        """Logical ids of everything that CloudFormation makes before a resource, because that waits for it."""
        found = self._after.get(name)
        if found is not None:
            return found
        found = set()
        left = [name]
        while left:
            for item in self._needs.get(left.pop(), ()):
                if item in found:
                    continue
                found.add(item)
                if item in self._after:
                    found |= self._after[item]
                else:
                    left.append(item)
        self._after[name] = found
        return found

    def completed_elsewhere(self, resource: Resource) -> bool:
        """Whether a custom resource is given a resource: it may be there to complete its settings."""
        return any(
            item.target == resource.logical_id and self.system.resources[item.source].type.startswith(_CUSTOM)
            for item in self.system.references
        )

    def placements_of(self, definition: Resource) -> tuple[Placement, ...]:
        return tuple(item for item in self.placements if item.definition is definition)

    def role(self, value: Value) -> RoleView | Missing | Unknown:
        """The role that a property names, with its policies."""
        if not isinstance(value, str):
            return role_of(self.systems, value)
        if value not in self._roles:
            self._roles[value] = role_of(self.systems, value)
        return self._roles[value]

    def decide(self, role: RoleView, call: Call) -> Decision:
        """IAM's decision on one call, with the statement that makes it."""
        return evaluate(*self.asked(role, call))

    def asked(self, role: RoleView, call: Call) -> tuple[Request, Policies]:
        """What IAM is asked for one call, with every policy that has a say."""
        context = {"aws:RequestedRegion": self.system.scope.region, **call.context}
        return question(self.systems, role, call.action, call.resource, context)

    @cached_property
    def _asks_from_where(self) -> bool:
        return are_asked_for(self.systems)

    def from_where(self, role: RoleView, host: str) -> dict[str, ContextValue]:
        """Through which endpoint the calls of tasks with a role come to a host, as policies ask for it."""
        if not self._asks_from_where:
            return {}
        paths = []
        for placement in self.placements:
            named = placement.definition.get("TaskRoleArn") if placement.definition is not None else None
            if named not in (role.arn, role.name):
                continue
            for source in placement.interfaces(self.paper):
                paths.append(self.paper.to_host(source, host))
        return keys_of(paths)

    def find(self, value: Value, *types: str) -> Resource | None:
        """The resource that a value names, in any stack that is known."""
        return find(self.systems, value, *types)

    def zone_of(self, subnet: Resource) -> str:
        """A subnet's Availability Zone; "" where it isn't known."""
        value = subnet.get("AvailabilityZone")
        return (
            "" if isinstance(value, Unknown) else as_text(value) or as_text(subnet.attributes.get("AvailabilityZone"))
        )

    def containers(self, definition: Resource) -> Iterator[tuple[int, Value]]:
        """The container definitions of a task definition with their index. An Unknown list has none."""
        listed = definition.get("ContainerDefinitions")
        if isinstance(listed, list):
            yield from enumerate(listed)

    def container(self, definition: Resource, name: Value) -> tuple[int, Value] | None:
        """The container definition of this name."""
        return next(
            ((index, item) for index, item in self.containers(definition) if at(item, "Name") == name),
            None,
        )

    def names(self, resources: Collection[Resource]) -> str:
        """Logical ids for a sentence: ``A, B and C``."""
        found = [item.logical_id for item in resources]
        return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)

    def modelled(self, resource: Resource) -> bool:
        return resource.type in CARDS
