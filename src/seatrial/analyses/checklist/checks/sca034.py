"""Whether a scalable target has two scheduled actions of one name.

Source (read 2026-11-29): https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
(ScheduledActionName: "This name must be unique among all other scheduled actions on the specified scalable target").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.scaling import TARGET
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at


def _actions(inquiry: Inquiry) -> Iterator[Said]:
    for target in inquiry.system.of_type(TARGET):
        seen: set[str] = set()
        for index, action in enumerate(as_list(target.get("ScheduledActions"))):
            name = as_text(at(action, "ScheduledActionName"))
            if name and name in seen and target.logical_id not in inquiry.refused:
                yield Found(
                    target,
                    ("ScheduledActions", index, "ScheduledActionName"),
                    f"{target.logical_id} has two scheduled actions of the name {name}",
                    "a name is unique for a scalable target: the second action is refused, or replaces the first",
                    "give one of them another ScheduledActionName",
                )
            seen.add(name)


CHECK = Check(
    "SCA034",
    Severity.WARNING,
    Question.SCALE,
    "A scalable target has two scheduled actions of one name",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html",
    _actions,
)
