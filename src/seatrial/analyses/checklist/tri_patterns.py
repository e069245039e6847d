"""The rules that wait for events, with their patterns.

PutRule takes any pattern of the right form. One that names a field or a value as no event has it never matches, and
nobody is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.patterns_of_objects import plain
from seatrial.analyses.checklist.placements import RULE
from seatrial.analyses.refusals.event_patterns import pattern_of
from seatrial.kinds.data.aws_events import DETAIL_TYPES
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_text, at

NEVER_MATCHES = "so the rule never matches, and nothing is started"


def waiting_rules(inquiry: Inquiry) -> Iterator[tuple[Resource, Value]]:
    """Rules of this system that wait for events, with their patterns."""
    for rule in inquiry.system.of_type(RULE):
        pattern = pattern_of(rule.get("EventPattern"))
        off = as_text(rule.get("State")) == "DISABLED"
        if isinstance(pattern, dict) and not off and rule.logical_id not in inquiry.refused:
            yield rule, pattern


def of_s3(pattern: Value) -> bool:
    """Whether a pattern is for events that S3 itself sends, and for nothing else."""
    types = plain(at(pattern, "detail-type"))
    return plain(at(pattern, "source")) == ["aws.s3"] and bool(types) and set(types or ()) <= {*DETAIL_TYPES["aws.s3"]}
