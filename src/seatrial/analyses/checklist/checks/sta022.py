"""Whether there is anything for tasks to run on that are made for Fargate and are sent to container instances.

Without LaunchType and without a capacity provider ECS takes EC2, and looks for container instances in the cluster. A
cluster that a template makes has only those that the template brings; else the service waits for them for ever.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import PIPE, definition_of
from seatrial.analyses.checklist.tri_targets import has_default, only_fargate
from seatrial.analyses.state_machines import MACHINE, machine_of, run_tasks
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

CLUSTER = "AWS::ECS::Cluster"
# What brings container instances into a cluster, or may.
INSTANCES = (
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::EC2::Instance",
    "AWS::EC2::SpotFleet",
    "AWS::EC2::EC2Fleet",
    "AWS::ECS::CapacityProvider",
    "AWS::CloudFormation::Stack",
)
NOT_PLACED = "(service {}) was unable to place a task because no container instance met all of its requirements."


def _services(inquiry: Inquiry) -> Iterator[Said]:
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        given = service.get("LaunchType")
        if service.get("CapacityProviderStrategy") is not None or as_text(service.get("DesiredCount")) == "0":
            continue
        if as_text(service.get("DeploymentController", "Type")) == "EXTERNAL":
            continue
        if given is None or given == "EC2":
            definition = definition_of(service.get("TaskDefinition"), inquiry.systems)
            yield from _nowhere(inquiry, service, ("LaunchType",), service.get("Cluster"), definition)


def _triggers(inquiry: Inquiry) -> Iterator[Said]:
    for rule in inquiry.system.of_type("AWS::Events::Rule"):
        for index, _ in enumerate(as_list(rule.get("Targets"))):
            yield from _trigger(inquiry, rule, ("Targets", index))
    for schedule in inquiry.system.of_type("AWS::Scheduler::Schedule"):
        yield from _trigger(inquiry, schedule, ("Target",))
    for pipe in inquiry.system.of_type(PIPE):
        asked: PropertyPath = ("TargetParameters", "EcsTaskParameters")
        if pipe.get(*asked, "LaunchType") == "EC2":
            definition = definition_of(pipe.get(*asked, "TaskDefinitionArn"), inquiry.systems)
            yield from _nowhere(inquiry, pipe, (*asked, "LaunchType"), pipe.get("Target"), definition)
    for machine in inquiry.system.of_type(MACHINE):
        for run in run_tasks(machine_of(machine)):
            if at(run.arguments, "LaunchType") == "EC2":
                definition = definition_of(at(run.arguments, "TaskDefinition"), inquiry.systems)
                named = at(run.arguments, "Cluster")
                yield from _nowhere(inquiry, machine, run.place("LaunchType"), named, definition)


def _trigger(inquiry: Inquiry, by: Resource, place: PropertyPath) -> Iterator[Said]:
    target = by.get(*place)
    if at(target, "EcsParameters", "LaunchType") == "EC2":
        definition = definition_of(at(target, "EcsParameters", "TaskDefinitionArn"), inquiry.systems)
        yield from _nowhere(inquiry, by, (*place, "EcsParameters", "LaunchType"), at(target, "Arn"), definition)


def _nowhere(
    inquiry: Inquiry, by: Resource, path: PropertyPath, named: Value, definition: Resource | None
) -> Iterator[Said]:
    cluster = inquiry.find(named, CLUSTER)
    if definition is None or inquiry.refused_at(by, *path):
        return
    if "FARGATE" not in as_list(definition.get("RequiresCompatibilities")):
        return
    said = by.get(*path) is not None
    if cluster is None and not said and isinstance(named, Unknown):
        yield Doubt(
            by,
            path,
            f"whether tasks of {by.logical_id} run on Fargate",
            "it has no LaunchType, so that depends on the default capacity provider strategy of its cluster: "
            f"{named.reason}",
        )
    if cluster is None:
        return
    if (not said and has_default(inquiry, cluster)) or _has_instances(inquiry):
        return
    how = "has LaunchType: EC2" if said else "has no LaunchType, which means EC2 without a default strategy"
    yield Found(
        by,
        path,
        f"{by.logical_id} looks for an EC2 instance for its tasks, but {cluster.logical_id} has none",
        f"{definition.logical_id} is made for Fargate, but {by.logical_id} {how}: no task is ever placed",
        f"set LaunchType: FARGATE in {by.logical_id}",
        NOT_PLACED.format(by.logical_id) if by.type == "AWS::ECS::Service" else "",
        # What may run on instances as well may wait for those of another stack.
        severity=None if only_fargate(definition) else Severity.WARNING,
    )


def _has_instances(inquiry: Inquiry) -> bool:
    return any(True for system in inquiry.systems for _ in system.of_type(*INSTANCES))


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    yield from _services(inquiry)
    yield from _triggers(inquiry)


CHECK = Check(
    "STA022",
    Severity.ERROR,
    Question.START,
    "Fargate tasks are to run on EC2 container instances, and there are none",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    _ask,
)
