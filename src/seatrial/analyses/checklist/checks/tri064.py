"""Whether something fills in the placeholders of a state machine that RunTask is given.

A placeholder that DefinitionSubstitutions don't fill in stays a text, and RunTask looks for a task definition of that
name.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import run_states
from seatrial.analyses.state_machines import placeholders
from seatrial.model.finding import Severity
from seatrial.model.value import as_text, leaves

# What RunTask looks up; a variable or a command may have such a text for the shell.
_LOOKED_UP = (
    "Cluster",
    "TaskDefinition",
    "LaunchType",
    "PlatformVersion",
    "Subnets",
    "SecurityGroups",
    "AssignPublicIp",
)


def _filled(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for trigger, run in run_states(inquiry):
        for path, value in leaves(run.arguments):
            name = trigger.by.logical_id
            lost = placeholders(as_text(value)) if isinstance(value, str) and _is_looked_up(path) else []
            if not lost or (name, lost[0]) in seen:
                continue
            seen.add((name, lost[0]))
            yield Found(
                trigger.by,
                run.place(*path),
                f"nothing fills in ${{{lost[0]}}} in the definition of {name}",
                f"DefinitionSubstitutions has no {lost[0]}, so that RunTask is given the text itself; {trigger.never}",
                f"add {lost[0]} to DefinitionSubstitutions of {name}",
            )


def _is_looked_up(path: tuple[str | int, ...]) -> bool:
    return any(part in _LOOKED_UP for part in path) or (path[-1:] == ("Name",) and "Environment" not in path)


CHECK = Check(
    "TRI064",
    Severity.ERROR,
    Question.TRIGGER,
    "Nothing fills in a placeholder of a state machine that RunTask is given",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-stepfunctions-statemachine.html",
    _filled,
)
