"""Whether a rule has a target.

Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import RULE
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _targets(inquiry: Inquiry) -> Iterator[Said]:
    for rule in inquiry.system.of_type(RULE):
        # A list that isn't known may hold some, and one that is written to by hand has a reason to be empty here.
        if rule.get("Targets") in (None, []) and as_text(rule.get("State")) != "DISABLED":
            yield Found(
                rule,
                ("Targets",),
                f"{rule.logical_id} has no target",
                "when it matches, nothing is invoked, without any error",
                "add Targets with an Id, an Arn and, for a task, RoleArn and EcsParameters",
            )


CHECK = Check(
    "TRI033",
    Severity.WARNING,
    Question.TRIGGER,
    "A rule has no target",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
    _targets,
)
