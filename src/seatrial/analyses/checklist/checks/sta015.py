"""Whether the tasks of whatever starts some are known at all: their definition, subnets and groups."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import not_here
from seatrial.analyses.checklist.check import Check, Doubt, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for placement in inquiry.placements:
        by = placement.by.logical_id
        if placement.definition is None:
            value = placement.named
            if value is not None:
                why = value.reason if isinstance(value, Unknown) else f"{as_text(value)} is not in the templates"
                what = f"whether tasks of {by} start"
                yield Doubt(placement.by, placement.definition_path, what, _short(why))
        else:
            yield from _places(placement, by)


def _places(placement: Placement, by: str) -> Iterator[Said]:
    for path, things, noun in (
        (placement.subnets_path, placement.subnets, "subnet"),
        (placement.groups_path, placement.groups, "security group"),
    ):
        reason = next((_why(item, noun) for item in things if not isinstance(item, Resource)), "")
        if reason:
            place: PropertyPath = path
            yield Doubt(placement.by, place, f"from where tasks of {by} reach what they need", _short(reason))
            return


def _why(item: Value, noun: str) -> str:
    return item.reason if isinstance(item, Unknown) else not_here(noun, item)


def _short(reason: str) -> str:
    return reason.rstrip(".")


CHECK = Check(
    "STA015",
    Severity.NOTE,
    Question.START,
    "Subnets or security groups come from outside the template, so whether tasks start cannot be told",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
    _ask,
)
