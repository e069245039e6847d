"""Whether a task that a state machine waits for may answer it.

A state that waits for a task token waits until somebody answers, and mostly the task itself does, as its task role.

Source (read 2026-11-29):
https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_machines import decide, denied
from seatrial.analyses.checklist.tri_targets import run_states
from seatrial.analyses.checklist.triggers import Trigger
from seatrial.analyses.iam import RoleView
from seatrial.analyses.state_machines import TOKEN, RunTask
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

ANSWERS = ("states:SendTaskSuccess", "states:SendTaskFailure")


def _answers(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for trigger, run in run_states(inquiry):
        definition = trigger.definition
        if run.pattern != TOKEN or definition is None or not inquiry.owns(definition):
            continue
        key = (trigger.by.logical_id, definition.logical_id)
        if key in seen:
            continue
        seen.add(key)
        value = definition.get("TaskRoleArn")
        if value in (None, ""):
            yield _no_role(trigger, run, definition)
            continue
        role = inquiry.role(value)
        if not isinstance(role, RoleView):
            continue
        decisions = {call: decide(inquiry, role, call, trigger.by.arn) for call in ANSWERS}
        lacking = [call for call, item in decisions.items() if item.allowed is False]
        # A task that can only tell its failures is waited for when it is done.
        if lacking[:1] == [ANSWERS[0]]:
            yield denied(
                inquiry,
                trigger,
                role,
                (ANSWERS[0], trigger.by.arn, decisions[ANSWERS[0]]),
                what=f"{resource_name(role)} may not answer {trigger.by.logical_id}",
                why=f"the state {run.state} waits for {' or '.join(lacking)} with its task token, which its task calls "
                "as this role",
                then="unless something else answers, the execution waits until it times out",
                mend=f"allow {' and '.join(lacking)} on * in a policy of {resource_name(role)}",
                all_of=[(call, "*") for call in lacking],
            )


def _no_role(trigger: Trigger, run: RunTask, definition: Resource) -> Found:
    return Found(
        definition,
        ("TaskRoleArn",),
        f"{definition.logical_id} has no task role, and {trigger.by.logical_id} waits for its answer",
        f"the state {run.state} waits for {' or '.join(ANSWERS)} with its task token: without a task role the task "
        "can't call either, and unless something else answers the execution waits until it times out",
        f"set TaskRoleArn of {definition.logical_id} to a role that may call {' and '.join(ANSWERS)}",
    )


CHECK = Check(
    "TRI062",
    Severity.WARNING,
    Question.TRIGGER,
    "A state machine waits for the answer of a task that may not give it",
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html",
    _answers,
)
