"""Whether a rule, a schedule or a pipe names its task definition by its ARN, and not by the family alone.

Source (read 2026-11-29): https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html
(TaskDefinitionArn: "The ARN of the task definition to use").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.checklist.triggers import STATES
from seatrial.model.finding import Severity


def _families(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in accepted_triggers(inquiry):
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


CHECK = Check(
    "TRI047",
    Severity.WARNING,
    Question.TRIGGER,
    "A rule, a schedule or a pipe names its task definition by the family alone",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html",
    _families,
)
