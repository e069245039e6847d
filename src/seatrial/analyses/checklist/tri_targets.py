"""Whether what whoever starts a task asks for can be started: cluster, launch type, network, overrides, number.

CloudFormation takes most of it as it stands; RunTask refuses it when the moment comes.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html,
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EcsParameters.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.triggers import EVENTS, PIPES, SCHEDULER, STATES, Trigger, triggers
from seatrial.analyses.refusals import ecs_platform
from seatrial.analyses.refusals.ecs_task_definition import unfit_for_fargate
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_number, as_text

CLUSTER = "AWS::ECS::Cluster"
ASSOCIATIONS = "AWS::ECS::ClusterCapacityProviderAssociations"
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html: count is "1-10"
MOST_TASKS = 10


def asked(inquiry: Inquiry) -> Iterator[Trigger]:
    for trigger in triggers(inquiry.placements):
        if trigger.by.logical_id not in inquiry.refused:
            yield trigger


def _cluster(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        value = trigger.cluster
        named = inquiry.find(value)
        if not isinstance(value, str) or (named is None and value.startswith("arn:")):
            continue
        if _calls_run_task(trigger) and (named is None or named.type == CLUSTER):
            # RunTask itself takes a cluster's name as well.
            continue
        if named is None or named.type != CLUSTER or not value.startswith("arn:"):
            what = f"{named.logical_id}, {_noun(named)}" if named is not None else value
            cluster = named if named is not None and named.type == CLUSTER else _any_cluster(inquiry)
            key = "Cluster" if trigger.service == STATES else trigger.cluster_path[-1]
            yield Found(
                trigger.by,
                trigger.cluster_path,
                f"the {'cluster' if trigger.service == STATES else 'target'} of {trigger.by.logical_id} is {what}, not "
                "a cluster's ARN",
                f"{key} of what runs a task must be the cluster's ARN; the task definition goes into {trigger.holder}",
                f"write {key}: !GetAtt {cluster.logical_id if cluster is not None else 'Cluster'}.Arn",
            )


def _noun(resource: Resource) -> str:
    return "the cluster's name" if resource.type == CLUSTER else f"an {resource.type}"


def _any_cluster(inquiry: Inquiry) -> Resource | None:
    return next(iter(inquiry.system.of_type(CLUSTER)), None)


def _launch_type(inquiry: Inquiry) -> Iterator[Said]:
    """RunTask without a launch type takes the cluster's default capacity providers, and EC2 where it has none."""
    for trigger in asked(inquiry):
        definition = trigger.definition
        given = trigger.parameter("LaunchType")
        strategy = trigger.parameter("CapacityProviderStrategy")
        cluster = inquiry.find(trigger.cluster, CLUSTER)
        if given is not None or strategy is not None or cluster is None or definition is None:
            continue
        if not only_fargate(definition) or has_default(inquiry, cluster):
            continue
        yield Found(
            trigger.by,
            trigger.place("LaunchType"),
            f"{trigger.by.logical_id} doesn't say that its task runs on Fargate",
            f"without LaunchType, and with no default capacity provider in {cluster.logical_id}, RunTask looks for an "
            f"EC2 instance in the cluster and finds none; {trigger.never}",
            'add "LaunchType": "FARGATE" to Input'
            if trigger.placement.universal
            else f"add LaunchType: FARGATE to {trigger.holder}",
            "No Container Instances were found in your cluster.",
        )


def only_fargate(definition: Resource) -> bool:
    listed = definition.get("RequiresCompatibilities")
    return isinstance(listed, list) and [as_text(item) for item in listed] == ["FARGATE"]


def has_default(inquiry: Inquiry, cluster: Resource) -> bool:
    """Whether a cluster has a default strategy, or may have one."""
    if cluster.get("DefaultCapacityProviderStrategy") not in (None, []):
        return True
    for item in inquiry.system.of_type(ASSOCIATIONS):
        named = item.get("Cluster")
        strategy = item.get("DefaultCapacityProviderStrategy")
        if isinstance(named, Unknown) or (inquiry.find(named, CLUSTER) is cluster and strategy not in (None, [])):
            return True
    return False


def _network(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        definition = trigger.definition
        if definition is None or as_text(definition.get("NetworkMode")) != "awsvpc":
            continue
        network = trigger.parameter("NetworkConfiguration")
        if isinstance(network, Unknown) or trigger.placement.subnets:
            continue
        spelling = "AwsVpcConfiguration" if trigger.service == EVENTS else "AwsvpcConfiguration"
        if isinstance(network, dict) and network and spelling not in network:
            continue
        yield Found(
            trigger.by,
            trigger.network if network is not None else trigger.parameters,
            f"{trigger.by.logical_id} gives its task no subnets",
            f"{definition.logical_id} has the network mode awsvpc, so RunTask needs subnets for the task's network "
            f"interface; {_without_network(trigger)[0]}",
            f"add {_typed_network(trigger, spelling)} to {trigger.holder}",
            _without_network(trigger)[1],
        )


def _typed_network(trigger: Trigger, spelling: str) -> str:
    if trigger.placement.universal:
        return f'"NetworkConfiguration": {{"{spelling}": {{"Subnets": [...], "SecurityGroups": [...]}}}}'
    return f"NetworkConfiguration: {{ {spelling}: {{ Subnets: [...], SecurityGroups: [...] }} }}"


def _typed(trigger: Trigger, key: str) -> str:
    """A key as one types it where it stands."""
    return '"Count"' if trigger.placement.universal and key == "TaskCount" else trigger.spelling(key)


def _calls_run_task(trigger: Trigger) -> bool:
    """Whether it calls RunTask by the API's own request, which nothing looks at before."""
    return trigger.service == STATES or trigger.placement.universal


def _without_network(trigger: Trigger) -> tuple[str, str]:
    """What becomes of a target without subnets, and AWS's text: with Fargate it is refused at once.

    The texts: cdk-preflight 0.0.143 (Apache-2.0, npm; read 2026-11-29).
    """
    fargate = as_text(trigger.parameter("LaunchType")) == "FARGATE" and trigger.service in (EVENTS, SCHEDULER)
    fargate = fargate and not trigger.placement.universal
    if not fargate or trigger.parameter("NetworkConfiguration") is not None:
        return trigger.never, "Network Configuration must be provided when networkMode 'awsvpc' is specified."
    which = f"target {as_text(trigger.get('Id'))}" if trigger.service == EVENTS else "the target"
    return (
        f"{trigger.noun} refuses it, and the stack is rolled back",
        f"Parameter NetworkConfiguration must be specified for {which} when launch type is FARGATE.",
    )


def _count(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        count = trigger.parameter("TaskCount")
        if count is not None and not isinstance(count, Unknown) and as_number(count, 1) > MOST_TASKS:
            yield Found(
                trigger.by,
                trigger.place("TaskCount"),
                f"{trigger.by.logical_id} starts {as_number(count)} tasks at once, but RunTask starts at most "
                f"{MOST_TASKS}",
                f"{trigger.noun} refuses it, and the stack is rolled back"
                if not _calls_run_task(trigger)
                else f"RunTask refuses it; {trigger.never}",
                f"write {_typed(trigger, 'TaskCount')}: {MOST_TASKS}, and start more tasks apart from these",
                # cdk-preflight 0.0.143 (Apache-2.0, npm; read 2026-11-29)
                f"Parameter(s) TaskCount not valid for target: {as_text(trigger.get('Id'))}."
                if trigger.service in (EVENTS, SCHEDULER) and not trigger.placement.universal
                else "",
            )


def _compatible(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        definition = trigger.definition
        if definition is None or not inquiry.owns(definition):
            continue
        unfit = unfit_for_fargate(definition)
        if as_text(trigger.parameter("LaunchType")) != "FARGATE" or unfit is None:
            continue
        yield Found(
            definition,
            ("RequiresCompatibilities",),
            f"{definition.logical_id} is not made for Fargate, on which {trigger.by.logical_id} runs it",
            f"{unfit.rstrip('.')}, so RunTask refuses it; {trigger.never}",
            f"add RequiresCompatibilities: [FARGATE] to {definition.logical_id}",
            "Task definition does not support launch_type FARGATE.",
            fix=(set_property(definition.logical_id, "RequiresCompatibilities", to=["FARGATE"]),),
        )


def _platform(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        path = trigger.place("PlatformVersion")
        version = trigger.parameter("PlatformVersion")
        wanted = ecs_platform.too_old_for(version, trigger.definition)
        if ecs_platform.exists(version) and not wanted:
            continue
        code, text = ecs_platform.INCOMPATIBLE if wanted else ecs_platform.UNKNOWN
        yield Found(
            trigger.by,
            path,
            f"{trigger.by.logical_id} starts its task on platform version {as_text(version)}, which "
            + (f"has no {wanted}" if wanted else "doesn't exist"),
            f"RunTask answers with {code}; {trigger.never}",
            f"write PlatformVersion: {ecs_platform.LATEST}",
            text,
        )


def _off(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for trigger in asked(inquiry):
        if trigger.off and trigger.by.logical_id not in seen:
            seen.add(trigger.by.logical_id)
            stopped = trigger.service == PIPES
            key = "DesiredState" if stopped else "State"
            yield Found(
                trigger.by,
                (key,),
                f"{trigger.by.logical_id} is {'stopped' if stopped else 'disabled'}",
                f"while its {key} is {'STOPPED' if stopped else 'DISABLED'} it starts nothing",
                f"write {key}: {'RUNNING' if stopped else 'ENABLED'}",
            )


_EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html"
_RUN_TASK = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html"
CHECKS = (
    Check(
        "TRI005",
        Severity.ERROR,
        Question.TRIGGER,
        "What runs a task names something else than a cluster",
        _EVENTS,
        _cluster,
    ),
    Check(
        "TRI006",
        Severity.ERROR,
        Question.TRIGGER,
        "A Fargate task would be started on EC2",
        f"{_EVENTS} {_RUN_TASK}",
        _launch_type,
    ),
    Check(
        "TRI007",
        Severity.ERROR,
        Question.TRIGGER,
        "What starts a task gives it no subnets",
        _EVENTS,
        _network,
    ),
    Check(
        "TRI009",
        Severity.ERROR,
        Question.TRIGGER,
        "More tasks are started at once than RunTask allows",
        _RUN_TASK,
        _count,
    ),
    Check(
        "TRI035",
        Severity.ERROR,
        Question.TRIGGER,
        "A task is started on Fargate whose definition is not made for it",
        _RUN_TASK,
        _compatible,
    ),
    Check(
        "TRI034",
        Severity.ERROR,
        Question.TRIGGER,
        "A task is started on a platform version that can't run it",
        _RUN_TASK,
        _platform,
    ),
    Check(
        "TRI010",
        Severity.NOTE,
        Question.TRIGGER,
        "A rule, a schedule or a pipe that runs a task is disabled",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-delete-rule.html "
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-state.html",
        _off,
    ),
)
