"""Whether something fills in the placeholders of a state machine that an API is given.

A placeholder that DefinitionSubstitutions don't fill in stays a text, and RunTask looks for a task definition of that
name, DynamoDB for a table.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_calls import service_calls
from seatrial.analyses.checklist.tri_targets import run_states
from seatrial.analyses.state_machines import placeholders
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
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
            why = f"so that RunTask is given the text itself; {trigger.never}"
            yield _lost(trigger.by, run.place(*path), lost[0], why)
    for call in service_calls(inquiry):
        name = call.machine.resource.logical_id
        lost = placeholders(call.named)
        if lost and (name, lost[0]) not in seen:
            seen.add((name, lost[0]))
            why = f"so that {call.service.prefix} is given the text itself: the state {call.state} always fails"
            yield _lost(call.machine.resource, call.place, lost[0], why)


def _lost(machine: Resource, path: PropertyPath, lost: str, why: str) -> Found:
    name = machine.logical_id
    return Found(
        machine,
        path,
        f"nothing fills in ${{{lost}}} in the definition of {name}",
        f"DefinitionSubstitutions has no {lost}, {why}",
        f"add {lost} to DefinitionSubstitutions of {name}",
    )


def _is_looked_up(path: tuple[str | int, ...]) -> bool:
    return any(part in _LOOKED_UP for part in path) or (path[-1:] == ("Name",) and "Environment" not in path)


CHECK = Check(
    "TRI064",
    Severity.ERROR,
    Question.TRIGGER,
    "Nothing fills in a placeholder of a state machine that an API is given",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-stepfunctions-statemachine.html",
    _filled,
)
