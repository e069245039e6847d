"""Whether what starts a task names subnets, security groups and a task definition where it is to name them.

CloudFormation takes any text there. RunTask looks things up when the moment comes.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SECURITY_GROUP, SUBNET
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.checklist.triggers import Trigger
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
    for trigger in accepted_triggers(inquiry):
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
            else "write each as an item of its own"
            if "several" in first.name
            else f"name a {noun}, such as !Ref {own.logical_id if own is not None else noun.upper()}",
        )


def _wrong(inquiry: Inquiry, trigger: Trigger, kind: str) -> Iterator[Wrong]:
    placement = trigger.placement
    subnets = kind == SUBNET
    path = placement.subnets_path if subnets else placement.groups_path
    for index, value in enumerate(placement.subnets if subnets else placement.groups):
        value = value.id if isinstance(value, OutsideId) else value
        if isinstance(value, Resource) or not isinstance(value, str) or not value:
            continue
        place = path if placement.whole else (*path, index)
        ids = value.split(",")
        if len(ids) > 1:
            # A list that stands as one text elsewhere; as an item of a list it is no id.
            if not placement.whole and all(_IDS[kind].match(one.strip()) for one in ids):
                yield Wrong(kind, place, "several ids in one text", "an item of a list, and takes one")
            continue
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
    for trigger in accepted_triggers(inquiry):
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


CHECK = Check(
    "TRI046",
    Severity.ERROR,
    Question.TRIGGER,
    "What starts a task names something else than subnets, security groups or a task definition",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
    _references,
)
