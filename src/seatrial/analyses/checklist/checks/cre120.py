"""Whether an id that a property names is of the kind of thing that the property wants.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.outside import kind_mistaken
from seatrial.model.finding import Severity

# What these name is only looked up when the moment comes.
_LATER = ("AWS::Events::Rule", "AWS::Pipes::Pipe", "AWS::Scheduler::Schedule", "AWS::StepFunctions::StateMachine")


def _kinds(inquiry: Inquiry) -> Iterator[Said]:
    """An id of a subnet where a security group belongs, and the like."""
    for item in inquiry.outside:
        mistaken = kind_mistaken(item)
        if mistaken is None or item.resource.type in _LATER:
            continue
        is_, wanted = mistaken
        key = next(part for part in reversed(item.path) if isinstance(part, str))
        yield Found(
            item.resource,
            item.path,
            f"{key} of {item.resource.logical_id} names {item.value}, which is the id of {_a(is_)}",
            f"{key} wants the id of {_a(wanted)}, and there is none of that id: AWS refuses "
            f"{item.resource.logical_id} and the stack is rolled back",
            f"write the id of {_a(wanted)}",
        )


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


CHECK = Check(
    "CRE120",
    Severity.ERROR,
    Question.CREATE,
    "A property names the id of another kind of thing",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html",
    _kinds,
)
