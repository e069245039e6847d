"""Whether what a rule or a schedule asks for can be started: cluster, launch type, network, overrides, number.

CloudFormation takes most of it as it stands; RunTask refuses it when the moment comes.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html,
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EcsParameters.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.triggers import EVENTS, Trigger, triggers
from seatrial.analyses.refusals import ecs_platform
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_number, as_text

CLUSTER = "AWS::ECS::Cluster"
ASSOCIATIONS = "AWS::ECS::ClusterCapacityProviderAssociations"
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html: count is "1-10"
MOST_TASKS = 10
NEVER = "the stack is created, but no task ever starts"


def asked(inquiry: Inquiry) -> Iterator[Trigger]:
    for trigger in triggers(inquiry.placements):
        if trigger.by.logical_id not in inquiry.refused:
            yield trigger


def _cluster(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        value = trigger.get("Arn")
        named = inquiry.find(value)
        # RunTask itself takes a cluster's name as well.
        if trigger.placement.universal and (named is None or named.type == CLUSTER):
            continue
        if not isinstance(value, str) or (named is None and value.startswith("arn:")):
            continue
        if named is None or named.type != CLUSTER or not value.startswith("arn:"):
            what = f"{named.logical_id}, {_noun(named)}" if named is not None else value
            cluster = named if named is not None and named.type == CLUSTER else _any_cluster(inquiry)
            yield Found(
                trigger.by,
                trigger.place("Arn"),
                f"the target of {trigger.by.logical_id} is {what}, not a cluster's ARN",
                "the Arn of a target that runs a task must be the cluster's ARN; the task definition goes into "
                "EcsParameters",
                f"write Arn: !GetAtt {cluster.logical_id if cluster is not None else 'Cluster'}.Arn",
            )


def _noun(resource: Resource) -> str:
    return "the cluster's name" if resource.type == CLUSTER else f"an {resource.type}"


def _any_cluster(inquiry: Inquiry) -> Resource | None:
    return next(iter(inquiry.system.of_type(CLUSTER)), None)


def _launch_type(inquiry: Inquiry) -> Iterator[Said]:
    """RunTask without a launch type takes the cluster's default capacity providers, and EC2 where it has none."""
    for trigger in asked(inquiry):
        definition = trigger.definition
        given = trigger.get("EcsParameters", "LaunchType")
        strategy = trigger.get("EcsParameters", "CapacityProviderStrategy")
        cluster = inquiry.find(trigger.get("Arn"), CLUSTER)
        if given is not None or strategy is not None or cluster is None or definition is None:
            continue
        if not only_fargate(definition) or has_default(inquiry, cluster):
            continue
        yield Found(
            trigger.by,
            trigger.place("EcsParameters", "LaunchType"),
            f"{trigger.by.logical_id} doesn't say that its task runs on Fargate",
            f"without LaunchType, and with no default capacity provider in {cluster.logical_id}, RunTask looks for an "
            f"EC2 instance in the cluster and finds none; {NEVER}",
            'add "LaunchType": "FARGATE" to Input'
            if trigger.placement.universal
            else "add LaunchType: FARGATE to EcsParameters",
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
        network = trigger.get("EcsParameters", "NetworkConfiguration")
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


def _without_network(trigger: Trigger) -> tuple[str, str]:
    """What becomes of a target without subnets, and AWS's text: with Fargate it is refused at once.

    The texts: cdk-preflight 0.0.143 (Apache-2.0, npm; read 2026-11-29).
    """
    fargate = as_text(trigger.get("EcsParameters", "LaunchType")) == "FARGATE"
    given = trigger.get("EcsParameters", "NetworkConfiguration") is not None
    if not fargate or given or trigger.placement.universal:
        return NEVER, "Network Configuration must be provided when networkMode 'awsvpc' is specified."
    which = f"target {as_text(trigger.get('Id'))}" if trigger.service == EVENTS else "the target"
    return (
        f"{trigger.noun} refuses it, and the stack is rolled back",
        f"Parameter NetworkConfiguration must be specified for {which} when launch type is FARGATE.",
    )


def _count(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        count = trigger.get("EcsParameters", "TaskCount")
        if count is None or isinstance(count, Unknown) or as_number(count, 1) <= MOST_TASKS:
            continue
        if trigger.placement.universal:
            why, key, said = f"it refuses each call; {NEVER}", '"Count"', ""
        else:
            why, key = f"{trigger.noun} refuses it, and the stack is rolled back", "TaskCount"
            # cdk-preflight 0.0.143 (Apache-2.0, npm; read 2026-11-29)
            said = f"Parameter(s) TaskCount not valid for target: {as_text(trigger.get('Id'))}."
        yield Found(
            trigger.by,
            trigger.place("EcsParameters", "TaskCount"),
            f"{trigger.by.logical_id} starts {as_number(count)} tasks at once, but RunTask starts at most {MOST_TASKS}",
            why,
            f"write {key}: {MOST_TASKS}, and more targets for more tasks",
            said,
        )


def _compatible(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        definition = trigger.definition
        listed = definition.get("RequiresCompatibilities") if definition is not None else None
        if definition is None or isinstance(listed, Unknown) or not inquiry.owns(definition):
            continue
        if as_text(trigger.get("EcsParameters", "LaunchType")) != "FARGATE" or "FARGATE" in as_list(listed):
            continue
        yield Found(
            definition,
            ("RequiresCompatibilities",),
            f"{definition.logical_id} is not made for Fargate, on which {trigger.by.logical_id} runs it",
            f"without RequiresCompatibilities: [FARGATE] it is one for EC2, and RunTask refuses it; {NEVER}",
            f"add RequiresCompatibilities: [FARGATE] to {definition.logical_id}",
            "Task definition does not support launch_type FARGATE.",
            fix=(set_property(definition.logical_id, "RequiresCompatibilities", to=["FARGATE"]),),
        )


def _platform(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        path = trigger.place("EcsParameters", "PlatformVersion")
        version = trigger.get("EcsParameters", "PlatformVersion")
        wanted = ecs_platform.too_old_for(version, trigger.definition)
        if ecs_platform.exists(version) and not wanted:
            continue
        code, text = ecs_platform.INCOMPATIBLE if wanted else ecs_platform.UNKNOWN
        yield Found(
            trigger.by,
            path,
            f"{trigger.by.logical_id} starts its task on platform version {as_text(version)}, which "
            + (f"has no {wanted}" if wanted else "doesn't exist"),
            f"RunTask answers with {code}; {NEVER}",
            f"write PlatformVersion: {ecs_platform.LATEST}",
            text,
        )


def _off(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for trigger in asked(inquiry):
        if trigger.off and trigger.by.logical_id not in seen:
            seen.add(trigger.by.logical_id)
            yield Found(
                trigger.by,
                ("State",),
                f"{trigger.by.logical_id} is disabled",
                "while its State is DISABLED it starts nothing",
                "write State: ENABLED",
            )


_EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html"
_RUN_TASK = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html"
CHECKS = (
    Check(
        "TRI005",
        Severity.ERROR,
        Question.TRIGGER,
        "The target of a rule or a schedule that runs a task is not a cluster's ARN",
        _EVENTS,
        _cluster,
    ),
    Check(
        "TRI006",
        Severity.ERROR,
        Question.TRIGGER,
        "A rule or a schedule would start a Fargate task on EC2",
        f"{_EVENTS} {_RUN_TASK}",
        _launch_type,
    ),
    Check(
        "TRI007",
        Severity.ERROR,
        Question.TRIGGER,
        "A rule or a schedule gives its task no subnets",
        _EVENTS,
        _network,
    ),
    Check(
        "TRI009",
        Severity.ERROR,
        Question.TRIGGER,
        "A rule or a schedule starts more tasks at once than RunTask allows",
        _RUN_TASK,
        _count,
    ),
    Check(
        "TRI035",
        Severity.ERROR,
        Question.TRIGGER,
        "A rule or a schedule runs a task on Fargate whose definition is not made for it",
        _RUN_TASK,
        _compatible,
    ),
    Check(
        "TRI034",
        Severity.ERROR,
        Question.TRIGGER,
        "A rule or a schedule starts its task on a platform version that can't run it",
        _RUN_TASK,
        _platform,
    ),
    Check(
        "TRI010",
        Severity.NOTE,
        Question.TRIGGER,
        "A rule or a schedule that runs a task is disabled",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-delete-rule.html "
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-state.html",
        _off,
    ),
)
