"""Whether the secrets and parameters that a container is given are in the templates.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_secrets import failed_reads, misnamed, place_of
from seatrial.analyses.launch import Cause
from seatrial.analyses.launch.secret_reference import (
    ParameterReference,
    Reference,
    SecretReference,
    find_parameter,
    find_secret,
)
from seatrial.model.finding import Severity


def _absent(inquiry: Inquiry) -> Iterator[Said]:
    for read in failed_reads(inquiry, Cause.ABSENT):
        subject = read.step.requirement.subject
        if any(
            isinstance(item, ParameterReference) and misnamed(item.written) for item in read.step.requirement.references
        ):
            continue
        # One call reads several parameters, and the template may have some of them.
        outside = [item for item in read.step.requirement.references if not _is_here(inquiry, item)]
        path, known = read.path, len(outside) < len(read.step.requirement.references)
        if known and outside:
            path, _ = place_of(inquiry, read.step.definition, *outside)
            subject = ", ".join(item.written for item in outside if isinstance(item, ParameterReference)) or subject
        yield Doubt(read.step.definition, path, f"whether {subject} is there", _reason(read.verdict.note))


def _is_here(inquiry: Inquiry, reference: Reference) -> bool:
    if isinstance(reference, ParameterReference):
        return find_parameter(inquiry.systems, reference) is not None
    return isinstance(reference, SecretReference) and find_secret(inquiry.systems, reference) is not None


def _reason(note: str) -> str:
    return note.partition(", so ")[0]


CHECK = Check(
    "STA013",
    Severity.NOTE,
    Question.START,
    "A secret or parameter that a container is given is not in the templates",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
    _absent,
)
