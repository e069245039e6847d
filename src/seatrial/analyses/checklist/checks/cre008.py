"""EventBridge or Step Functions refuses a rule, a schedule, a pipe or a state machine.

Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE008",
    Severity.ERROR,
    Question.CREATE,
    "EventBridge or Step Functions refuses a rule, a schedule, a pipe or a state machine",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    refused_by("events.", "pipes.", "scheduler.", "states."),
)
