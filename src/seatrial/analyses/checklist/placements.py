"""Where tasks run: each use of a task definition by a service, a rule, a schedule, a pipe or a state machine.

Each type that starts tasks has a spelling of its own for the same things; checks see one. A schedule may also call
RunTask with a request as text: then ``target`` is that request as if it stood there in properties, and every place is
the text's.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.across import find, not_here
from seatrial.analyses.checklist.universal import PLACE, as_target, is_run_task, request_of
from seatrial.analyses.reach import Interface, Paper, elsewhere
from seatrial.analyses.state_machines import RunTask, machine_of, run_tasks
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_list, as_text, at

SERVICE, RULE, SCHEDULE = "AWS::ECS::Service", "AWS::Events::Rule", "AWS::Scheduler::Schedule"
PIPE = "AWS::Pipes::Pipe"
TASK_DEFINITION, SUBNET, SECURITY_GROUP = "AWS::ECS::TaskDefinition", "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup"
PROVIDER = "AWS::ECS::CapacityProvider"
LAUNCHES_ELSEWHERE = ("EC2", "EXTERNAL", "MANAGED_INSTANCES")


class Placement(Struct, frozen=True):
    """One use of a task definition.

    ``by`` starts the tasks, ``at`` is the property path of what starts them in it: ``()`` for a service,
    ``("Targets", 0)`` for a rule. ``network`` is the path of the subnets' and groups' parent. ``subnets`` and
    ``groups`` are resources where they are known, else the property's value: an Unknown, or an id that no stack here
    holds. ``public_address`` is None where nothing says it (ECS then gives none) and Unknown where it cannot be told.
    ``named`` is what names the definition. ``run`` is the state of a state machine; where that stands in a text, each
    path is the text's.
    """

    by: Resource
    at: PropertyPath
    definition: Resource | None
    network: PropertyPath
    subnets: tuple[Resource | Value, ...]
    groups: tuple[Resource | Value, ...]
    public_address: bool | Unknown
    subnets_path: PropertyPath
    groups_path: PropertyPath
    definition_path: PropertyPath
    named: Value = None
    run: RunTask | None = None
    target: Value = None
    """What a universal target asks for, in the words of one that is a cluster; None for anything else."""

    @property
    def universal(self) -> bool:
        return self.target is not None

    @property
    def whole(self) -> bool:
        """Whether all of it stands in one text, so that nothing in it has a path of its own."""
        return self.universal or (self.run is not None and self.run.machine.whole)

    def get(self, *path: str | int) -> Value:
        """A property of what starts the tasks, below ``at``."""
        return at(self.target, *path) if self.universal else self.by.get(*self.at, *path)

    @property
    def known_subnets(self) -> tuple[Resource, ...]:
        return tuple(item for item in self.subnets if isinstance(item, Resource))

    @property
    def stands(self) -> tuple[Resource, ...]:
        """The subnets that are known, and what stands in for those that aren't."""
        known = self.known_subnets
        if len(known) == len(self.subnets):
            return known
        groups = (item.get("VpcId") for item in self.known_groups)
        vpc = next((item for item in groups if item is not None), Unknown(self.unknown))
        return (*known, elsewhere(self.unknown, vpc))

    def interfaces(self, paper: Paper) -> Iterator[Interface]:
        """An interface of the tasks in each of the subnets."""
        for subnet in self.stands:
            yield paper.interface(self.tasks, subnet, self.groups, self.public_address)

    @property
    def tasks(self) -> str:
        """What they are called in a sentence."""
        return f"tasks of {self.by.logical_id}"

    @property
    def known_groups(self) -> tuple[Resource, ...]:
        return tuple(item for item in self.groups if isinstance(item, Resource))

    @property
    def unknown(self) -> str:
        """Why subnets or groups are not all known; "" where they are."""
        for kind, items in (("subnet", self.subnets), ("security group", self.groups)):
            for item in items:
                if isinstance(item, Unknown):
                    return item.reason
                if not isinstance(item, Resource):
                    return not_here(kind, item)
        return ""


def placements(systems: tuple[System, ...]) -> tuple[Placement, ...]:
    """Every placement of the last system, in the order of its text. Services on EC2 are nobody's business here."""
    found: list[Placement] = []
    for resource in systems[-1].resources.values():
        match resource.type:
            case "AWS::ECS::Service":
                found += _of_service(resource, systems)
            case "AWS::ECS::TaskSet":
                found += _of_task_set(resource, systems)
            case "AWS::Events::Rule":
                found += _of_rule(resource, systems)
            case "AWS::Scheduler::Schedule":
                found += _of_schedule(resource, systems)
            case "AWS::Pipes::Pipe":
                found += _of_pipe(resource, systems)
            case "AWS::StepFunctions::StateMachine":
                found += _of_machine(resource, systems)
    return tuple(found)


def definition_of(value: Value, systems: tuple[System, ...]) -> Resource | None:
    """The task definition that a property names: by ARN, or as ``family`` or ``family:revision``."""
    found = find(systems, value, TASK_DEFINITION)
    if found is not None or not isinstance(value, str) or not value:
        return found
    name = value.rpartition("/")[2]
    for system in systems:
        for definition in system.of_type(TASK_DEFINITION):
            family = definition.physical_id.rpartition("/")[2]
            if name in (family, family.rpartition(":")[0]):
                return definition
    return None


def _is_elsewhere(service: Resource, systems: tuple[System, ...]) -> bool:
    """Whether a service's tasks are meant for instances: by its launch type, by capacity providers that the templates
    make of them, or, where it says neither, by a definition that is of no use for Fargate.
    """
    launch, strategy = service.get("LaunchType"), as_list(service.get("CapacityProviderStrategy"))
    if launch is not None:
        return as_text(launch) in LAUNCHES_ELSEWHERE
    if strategy:
        return all(find(systems, at(item, "CapacityProvider"), PROVIDER) is not None for item in strategy)
    definition = definition_of(service.get("TaskDefinition"), systems)
    if definition is None or service.get("NetworkConfiguration") is not None:
        return False
    made_for = [as_text(item, "FARGATE") for item in as_list(definition.get("RequiresCompatibilities"))]
    return "FARGATE" not in made_for and definition.get("NetworkMode") in (None, "bridge", "host", "none")


def _of_service(service: Resource, systems: tuple[System, ...]) -> Iterator[Placement]:
    if _is_elsewhere(service, systems):
        return
    if as_text(service.get("DeploymentController", "Type")) == "EXTERNAL":
        return
    network: PropertyPath = ("NetworkConfiguration", "AwsvpcConfiguration")
    yield _placement(
        service, (), ("TaskDefinition",), network, ("Subnets", "SecurityGroups", "AssignPublicIp"), systems
    )


def _of_task_set(task_set: Resource, systems: tuple[System, ...]) -> Iterator[Placement]:
    """Tasks of a service whose deployments are somebody else's work."""
    if as_text(task_set.get("LaunchType")) in LAUNCHES_ELSEWHERE:
        return
    # So spelt, unlike that of services.
    network: PropertyPath = ("NetworkConfiguration", "AwsVpcConfiguration")
    names = ("Subnets", "SecurityGroups", "AssignPublicIp")
    yield _placement(task_set, (), ("TaskDefinition",), network, names, systems)


def _of_rule(rule: Resource, systems: tuple[System, ...]) -> Iterator[Placement]:
    targets = rule.get("Targets")
    for index, target in enumerate(as_list(targets)):
        if at(target, "EcsParameters") is None or as_text(at(target, "EcsParameters", "LaunchType")) == "EC2":
            continue
        place: PropertyPath = ("Targets", index)
        network = (*place, "EcsParameters", "NetworkConfiguration", "AwsVpcConfiguration")
        names = ("Subnets", "SecurityGroups", "AssignPublicIp")
        yield _placement(rule, place, (*place, "EcsParameters", "TaskDefinitionArn"), network, names, systems)


def _of_schedule(schedule: Resource, systems: tuple[System, ...]) -> Iterator[Placement]:
    if is_run_task(schedule):
        yield from _of_request(schedule, systems)
        return
    if schedule.get("Target", "EcsParameters") is None:
        return
    if as_text(schedule.get("Target", "EcsParameters", "LaunchType")) == "EC2":
        return
    network: PropertyPath = ("Target", "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration")
    names = ("Subnets", "SecurityGroups", "AssignPublicIp")
    definition: PropertyPath = ("Target", "EcsParameters", "TaskDefinitionArn")
    yield _placement(schedule, ("Target",), definition, network, names, systems)


def _of_pipe(pipe: Resource, systems: tuple[System, ...]) -> Iterator[Placement]:
    asked: PropertyPath = ("TargetParameters", "EcsTaskParameters")
    if pipe.get(*asked) is None or as_text(pipe.get(*asked, "LaunchType")) in LAUNCHES_ELSEWHERE:
        return
    network = (*asked, "NetworkConfiguration", "AwsvpcConfiguration")
    yield _placement(
        pipe, (), (*asked, "TaskDefinitionArn"), network, ("Subnets", "SecurityGroups", "AssignPublicIp"), systems
    )


def _of_machine(resource: Resource, systems: tuple[System, ...]) -> Iterator[Placement]:
    for run in run_tasks(machine_of(resource)):
        if as_text(at(run.arguments, "LaunchType")) in LAUNCHES_ELSEWHERE:
            continue
        network = ("NetworkConfiguration", "AwsvpcConfiguration")
        subnets, groups, public = (
            at(run.arguments, *network, name) for name in ("Subnets", "SecurityGroups", "AssignPublicIp")
        )
        named = at(run.arguments, "TaskDefinition")
        yield Placement(
            by=resource,
            at=run.machine.place(*run.at),
            definition=definition_of(named, systems),
            network=run.place(*network),
            subnets=_found(subnets, SUBNET, systems),
            groups=_found(groups, SECURITY_GROUP, systems),
            public_address=_public(public),
            subnets_path=run.place(*network, "Subnets"),
            groups_path=run.place(*network, "SecurityGroups"),
            definition_path=run.place("TaskDefinition"),
            named=named,
            run=run,
        )


def _of_request(schedule: Resource, systems: tuple[System, ...]) -> Iterator[Placement]:
    request = request_of(schedule)
    if not isinstance(request, dict):
        return
    target = as_target(schedule, request, systems)
    if as_text(at(target, "EcsParameters", "LaunchType")) in LAUNCHES_ELSEWHERE:
        return
    network = at(target, "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration")
    yield Placement(
        by=schedule,
        at=("Target",),
        definition=definition_of(at(target, "EcsParameters", "TaskDefinitionArn"), systems),
        network=PLACE,
        subnets=_found(at(network, "Subnets"), SUBNET, systems),
        groups=_found(at(network, "SecurityGroups"), SECURITY_GROUP, systems),
        public_address=_public(at(network, "AssignPublicIp")),
        subnets_path=PLACE,
        groups_path=PLACE,
        definition_path=PLACE,
        named=at(target, "EcsParameters", "TaskDefinitionArn"),
        target=target,
    )


def _public(value: Value) -> bool | Unknown:
    if isinstance(value, Unknown):
        return value
    if value not in (None, "", "ENABLED", "DISABLED"):
        return Unknown("AssignPublicIp is neither ENABLED nor DISABLED")
    return value == "ENABLED"


def _placement(
    by: Resource,
    place: PropertyPath,
    definition: PropertyPath,
    network: PropertyPath,
    names: tuple[str, str, str],
    systems: tuple[System, ...],
) -> Placement:
    subnets, groups, public = (by.get(*network, name) for name in names)
    return Placement(
        by=by,
        at=place,
        definition=definition_of(by.get(*definition), systems),
        network=network,
        subnets=_found(subnets, SUBNET, systems),
        groups=_found(groups, SECURITY_GROUP, systems),
        public_address=_public(public),
        subnets_path=(*network, names[0]),
        groups_path=(*network, names[1]),
        definition_path=definition,
        named=by.get(*definition),
    )


def _found(value: Value, type: str, systems: tuple[System, ...]) -> tuple[Resource | Value, ...]:
    return tuple(find(systems, item, type) or item for item in as_list(value))
