"""Whether the secrets and parameters that a container is given are in the templates.

What isn't there may be in the account. Where a parameter here that nothing reads has almost the name, it is a slip.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_secrets import failed_reads, misnamed, place_of
from seatrial.analyses.launch import Cause
from seatrial.analyses.launch.secret_reference import (
    PARAMETER,
    ParameterReference,
    Reference,
    SecretReference,
    find_parameter,
    find_secret,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text


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
        near = next((one for item in outside if (one := _nearly(inquiry, item)) is not None), None)
        if near is not None:
            yield Found(
                read.step.definition,
                path,
                f"{read.variable} of {read.step.definition.logical_id} reads {subject}, and {near.logical_id} is "
                f"{as_text(near.get('Name'))}",
                f"nothing reads {near.logical_id}, and the template makes no other: unless it is there already, the "
                "tasks do not start",
                f"write !Ref {near.logical_id} in ValueFrom",
                severity=Severity.WARNING,
            )
            continue
        yield Doubt(read.step.definition, path, f"whether {subject} is there", _reason(read.verdict.note))


def _nearly(inquiry: Inquiry, reference: Reference) -> Resource | None:
    """The parameter of the template that nothing reads, and that has almost that name."""
    if not isinstance(reference, ParameterReference):
        return None
    read = {
        item.name
        for step in inquiry.launches.steps
        for item in step.requirement.references
        if isinstance(item, ParameterReference)
    }
    named = {item.target for item in inquiry.system.references}
    idle = {
        as_text(item.get("Name")): item for item in inquiry.system.of_type(PARAMETER) if item.logical_id not in named
    }
    names = [name for name in idle if name not in read and name.count("/") == reference.name.count("/")]
    return idle.get(next(iter(get_close_matches(reference.name, names, n=1, cutoff=0.85)), ""))


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
