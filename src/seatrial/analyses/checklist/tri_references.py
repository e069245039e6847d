"""Whether a rule or a schedule names what it means: subnets and groups, a task definition by its ARN, any revision.

CloudFormation takes any text there. RunTask looks things up when the moment comes, and IAM compares the revision that
is run with the one that a policy names.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html,
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html (TaskDefinitionArn: "The ARN of the
task definition to use"), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SECURITY_GROUP, SUBNET
from seatrial.analyses.checklist.tri_roles import RUN_TASK
from seatrial.analyses.checklist.tri_targets import asked
from seatrial.analyses.checklist.triggers import STATES, Trigger
from seatrial.analyses.iam import RoleView, allowed
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import OutsideId

DEFINITION = "AWS::ECS::TaskDefinition"
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html (read 2026-11-30)
_IDS = {SUBNET: re.compile(r"subnet-[0-9a-f]{8,17}\Z"), SECURITY_GROUP: re.compile(r"sg-[0-9a-f]{8,17}\Z")}
_NOUNS = {SUBNET: ("Subnets", "subnet"), SECURITY_GROUP: ("SecurityGroups", "security group")}


class Wrong(Struct, frozen=True):
    """A value that names another kind of thing, or nothing by an id."""

    kind: str
    path: PropertyPath
    name: str
    is_: str


def _places(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        found = [*_wrong(inquiry, trigger, SUBNET), *_wrong(inquiry, trigger, SECURITY_GROUP)]
        if not found:
            continue
        by, first = trigger.by, found[0]
        parts = []
        for kind, (key, noun) in _NOUNS.items():
            names = list(dict.fromkeys(item.name for item in found if item.kind == kind))
            if names:
                parts.append(f"{key} of {by.logical_id} names {' and '.join(names)}, which is no {noun}")
        both = len(parts) > 1
        own = next(iter(inquiry.system.of_type(first.kind)), None)
        noun = _NOUNS[first.kind][1]
        yield Found(
            by,
            first.path,
            ", and ".join(parts),
            f"it is {first.is_}: RunTask finds no {noun} of that id and refuses every call; {trigger.never}",
            "exchange Subnets and SecurityGroups"
            if both
            else f"name a {noun}, such as !Ref {own.logical_id if own is not None else noun.upper()}",
        )


def _wrong(inquiry: Inquiry, trigger: Trigger, kind: str) -> Iterator[Wrong]:
    placement = trigger.placement
    subnets = kind == SUBNET
    path = placement.subnets_path if subnets else placement.groups_path
    for index, value in enumerate(placement.subnets if subnets else placement.groups):
        value = value.id if isinstance(value, OutsideId) else value
        if isinstance(value, Resource) or not isinstance(value, str) or not value or "," in value:
            continue
        place = path if placement.whole else (*path, index)
        other = inquiry.find(value)
        if other is not None and other.type != kind and value in (other.physical_id, other.arn):
            yield Wrong(kind, place, other.logical_id, f"an {other.type}")
        elif other is None and not _IDS[kind].match(value) and not _PUT_IN.search(value):
            yield Wrong(kind, place, value, _kind_of(value))


def _kind_of(value: str) -> str:
    if value.startswith("arn:"):
        return "an ARN"
    other = next((noun for kind, (_, noun) in _NOUNS.items() if _IDS[kind].match(value)), "")
    return f"the id of a {other}" if other else "no id"


# What is only put in when the call is made, or when the stack is.
_PUT_IN = re.compile(r"^\$|\{|<")


def _definitions(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        value = trigger.placement.named
        other = inquiry.find(value) if trigger.definition is None and isinstance(value, str) else None
        if other is None or other.type == DEFINITION or value not in (other.physical_id, other.arn):
            continue
        own = next(iter(inquiry.system.of_type(DEFINITION)), None)
        yield Found(
            trigger.by,
            trigger.place("TaskDefinitionArn"),
            f"{trigger.by.logical_id} starts {other.logical_id}, which is no task definition",
            f"it is an {other.type}: RunTask finds no task definition of that name and refuses every call; "
            f"{trigger.never}",
            f"name a task definition, such as !Ref {own.logical_id if own is not None else 'TASK_DEFINITION'}",
        )


def _references(inquiry: Inquiry) -> Iterator[Said]:
    yield from _places(inquiry)
    yield from _definitions(inquiry)


def _families(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in asked(inquiry):
        path = trigger.place("TaskDefinitionArn")
        value, definition = trigger.placement.named, trigger.definition
        # RunTask itself takes a family.
        takes = trigger.service == STATES or trigger.placement.universal
        if definition is None or not isinstance(value, str) or value.startswith("arn:") or takes:
            continue
        yield Found(
            trigger.by,
            path,
            f"{trigger.by.logical_id} names {definition.logical_id} by its family, {value}, and not by its ARN",
            "TaskDefinitionArn is the ARN of a task definition: a name may be refused, or no task ever starts",
            f"write TaskDefinitionArn: !Ref {definition.logical_id}",
        )


def _revisions(inquiry: Inquiry) -> Iterator[Said]:
    """A policy that names the first revision as text: the next deployment makes the second one."""
    seen: set[tuple[str, str]] = set()
    for trigger in asked(inquiry):
        definition = trigger.definition
        value = trigger.by.get(*trigger.role_path)
        role = inquiry.role(value) if value not in (None, "") else None
        if definition is None or not isinstance(role, RoleView) or not inquiry.owns(definition):
            continue
        key = (role.name, definition.logical_id)
        if key in seen:
            continue
        seen.add(key)
        found = _pinned(inquiry, trigger, role, definition)
        if found is not None:
            resource, path = found
            family = definition.arn.rpartition("/")[2].rpartition(":")[0]
            yield Found(
                resource,
                path,
                f"{resource_name(role)} may run {definition.logical_id} only in its first revision",
                f"the policy names {family}:1 as text: each change of {definition.logical_id} registers the next "
                f"revision, and then {trigger.by.logical_id} is denied {RUN_TASK}",
                f"write Resource: !Ref {definition.logical_id}, or end it with {family}:*",
            )


def _pinned(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, definition: Resource
) -> tuple[Resource, PropertyPath] | None:
    """The statement that allows only the revision that stands there as text; None where another one does as well."""
    family, _, revision = definition.arn.rpartition(":")
    cluster = inquiry.find(trigger.cluster)
    context = {"aws:RequestedRegion": inquiry.system.scope.region}
    if cluster is not None:
        context["ecs:cluster"] = cluster.arn
    now = allowed(inquiry.systems, role, RUN_TASK, definition.arn, context)
    then = allowed(inquiry.systems, role, RUN_TASK, f"{family}:{int(revision) + 1}", context)
    if now.allowed is not True or then.allowed is not False or now.statement is None:
        return None
    resource, path = now.statement.policy.resource, now.statement.path
    if resource is None or not inquiry.owns(resource):
        return None
    named = any(item.target == definition.logical_id and item.path[: len(path)] == path for item in resource.references)
    return None if named else (resource, (*path, "Resource"))


_ECS = "https://docs.aws.amazon.com/AmazonECS/latest/"
CHECKS = (
    Check(
        "TRI046",
        Severity.ERROR,
        Question.TRIGGER,
        "What starts a task names something else than subnets, security groups or a task definition",
        f"{_ECS}APIReference/API_AwsVpcConfiguration.html",
        _references,
    ),
    Check(
        "TRI047",
        Severity.WARNING,
        Question.TRIGGER,
        "A rule, a schedule or a pipe names its task definition by the family alone",
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html",
        _families,
    ),
    Check(
        "TRI048",
        Severity.WARNING,
        Question.TRIGGER,
        "What starts a task may only run the first revision of its definition",
        f"{_ECS}developerguide/CWE_IAM_role.html",
        _revisions,
    ),
)
