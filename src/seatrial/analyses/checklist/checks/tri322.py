"""Whether the paths into an event that a rule hands on lead somewhere.

A path to nothing makes no variable: what was to stand there is empty.

Sources (read 2026-11-30): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
(a variable whose path isn't in the event isn't made), those of ``kinds/data/aws_events``,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html (the event of a schedule, whose
detail is empty).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.patterns_of_objects import plain
from seatrial.analyses.checklist.placements import RULE
from seatrial.analyses.checklist.tri_patterns import of_s3
from seatrial.analyses.refusals.event_patterns import pattern_of
from seatrial.kinds.data.aws_events import FIELDS, NO_TASK_FIELDS, OBJECT_FIELDS, TASK_CHANGE, TASK_FIELDS
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, at

_PATH = re.compile(r"\$\.([A-Za-z][\w-]*)(?:\.([A-Za-z][\w-]*))?(?:\.([A-Za-z][\w-]*))?")
# Whose names of a bucket and of an object's key people write for those of S3's own events.
_OF_S3 = {"key": "object.key", "name": "bucket.name", "bucket": "bucket.name", "object": "object.key"}
_Details = Mapping[str, tuple[str, ...]]


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for rule in inquiry.system.of_type(RULE):
        if rule.logical_id in inquiry.refused:
            continue
        pattern = pattern_of(rule.get("EventPattern"))
        details = _details(rule, pattern)
        for path, text in _paths(rule):
            match = _PATH.match(text)
            wrong = _wrong(match, details) if match is not None else None
            if wrong is not None:
                what, mend = wrong
                yield Found(
                    rule,
                    path,
                    f"{text} of {rule.logical_id} leads nowhere: {what}",
                    "a path to nothing makes no variable: the target gets nothing for it",
                    mend,
                )


def _paths(rule: Resource) -> Iterator[tuple[PropertyPath, str]]:
    for index, target in enumerate(as_list(rule.get("Targets"))):
        given = at(target, "InputTransformer", "InputPathsMap")
        for name, text in given.items() if isinstance(given, dict) else ():
            if isinstance(text, str):
                yield ("Targets", index, "InputTransformer", "InputPathsMap", name), text
        if isinstance(text := at(target, "InputPath"), str):
            yield ("Targets", index, "InputPath"), text


def _details(rule: Resource, pattern: Value) -> _Details | None:
    """What the events that a rule waits for have in their detail; None where that isn't known."""
    if pattern is None and isinstance(rule.get("ScheduleExpression"), str):
        return {}
    if rule.get("ScheduleExpression") is not None:
        return None
    if of_s3(pattern):
        return OBJECT_FIELDS
    if plain(at(pattern, "source")) == ["aws.ecs"] and plain(at(pattern, "detail-type")) == [TASK_CHANGE]:
        return dict.fromkeys(TASK_FIELDS, ())
    return None


def _wrong(match: re.Match[str], details: _Details | None) -> tuple[str, str] | None:
    """What keeps a path from leading somewhere, and what mends it."""
    first, second, third = match.groups()
    if first not in FIELDS:
        known = [item for item in FIELDS if item != "replay-name"]
        near = get_close_matches(first, known, 1, 0.8)
        inner = details is not None and first in details
        right = f"$.detail.{first}" if inner else f"$.{near[0]}" if near else "$.detail.NAME"
        return f"an event has {', '.join(known)}", f"write {match[0].replace(f'$.{first}', right)}"
    if first != "detail" or second is None or details is None:
        return None
    if not details:
        return "the event of a schedule has an empty detail", "write a constant into the template in its place"
    if second not in details:
        # The list of a task's fields may not be whole: there only what is nearly one of them is told.
        near = get_close_matches(second, details, 1, 0.85) or [item for item in details if item.startswith(second)]
        if details is not OBJECT_FIELDS and not near and second.lower() not in NO_TASK_FIELDS:
            return None
        return f"the detail of such an event has no {second}", f"write {_meant(second, third, details)}"
    if details[second] and third is not None and third not in details[second]:
        return f"{second} of such an event has {', '.join(details[second])}", f"write {_inner(second, third, details)}"
    return None


def _meant(second: str, third: str | None, details: _Details) -> str:
    if details is OBJECT_FIELDS:
        for word in (third or "", second):
            for known, right in _OF_S3.items():
                if known in word.lower():
                    return f"$.detail.{right}"
    other = NO_TASK_FIELDS.get(second.lower(), "").partition(":")[0]
    near = [item for item in details if item.lower() == second.lower()] or get_close_matches(second, details, 1)
    return f"$.detail.{other or (near[0] if near else next(iter(details)))}"


def _inner(second: str, third: str, details: _Details) -> str:
    near = get_close_matches(third, details[second], 1) or [item for item in details[second] if item in third.lower()]
    return f"$.detail.{second}.{near[0] if near else details[second][0]}"


CHECK = Check(
    "TRI322",
    Severity.WARNING,
    Question.TRIGGER,
    "A rule hands on what its events don't have",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html",
    _ask,
)
