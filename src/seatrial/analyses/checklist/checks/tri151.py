"""Whether somebody is told the token that a state waits for: it waits for whoever is given it.

Source (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html (the token is
passed to the task).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import is_jsonata, task_states, texts_of, token_of, written_machines
from seatrial.analyses.state_machines import Machine
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_text, unknowns

_TOKEN = ".waitForTaskToken"
# The context object as a whole, its task or the token itself.
_CONTEXT = re.compile(r"\$\$(?:\.Task(?:\.Token)?)?(?![\w.])|\bstates\.context(?:\.Task(?:\.Token)?)?(?![\w.])")
_GIVEN = ("Parameters", "Arguments")
# What says where a task runs or a message goes, and has no token in it.
_APART = ("Cluster", "TaskDefinition", "NetworkConfiguration", "QueueUrl", "TopicArn", "FunctionName")


def _tokens(inquiry: Inquiry) -> Iterator[Said]:
    for resource, machine in written_machines(inquiry):
        for name, state, path in task_states(machine):
            key = next((key for key in _GIVEN if state.get(key) is not None), "")
            given = state.get(key) if key else None
            called = as_text(state.get("Resource"))
            if called.endswith(".sync") and (place := token_of(given)) is not None:
                yield _in_vain(resource, machine, name, (*path, key, *place), called)
            if not called.endswith(_TOKEN) or isinstance(given, Unknown):
                continue
            rest = given if isinstance(given, dict) else {}
            if any(next(unknowns(value), None) is not None for item, value in rest.items() if item not in _APART):
                continue
            if any(_CONTEXT.search(text) for _, text in texts_of(given, ())):
                continue
            jsonata = is_jsonata(machine, state)
            written = "{% $states.context.Task.Token %}" if jsonata else "$$.Task.Token"
            yield Found(
                resource,
                machine.place(*path, *((key,) if key else ())),
                f"nobody is told the token that the state {name} of {resource.logical_id} waits for",
                "it waits until SendTaskSuccess or SendTaskFailure is called with its token, which nothing in its "
                f"{key or 'arguments'} hands on: the execution stands still until it times out",
                f"hand {written} on, such as in Environment of a container's override",
            )


def _in_vain(resource: Resource, machine: Machine, name: str, place: PropertyPath, called: str) -> Found:
    right = f"{called.removesuffix('.sync')}{_TOKEN}"
    return Found(
        resource,
        machine.place(*place),
        f"the state {name} of {resource.logical_id} hands a token on, and doesn't wait for its answer",
        f"{called} waits until the job ends; only {_TOKEN} makes a token: what answers with it is not heard",
        f"write {right} in Resource of the state {name}, or leave the token out",
        severity=Severity.WARNING,
    )


CHECK = Check(
    "TRI151",
    Severity.ERROR,
    Question.TRIGGER,
    "A state waits for a token that nobody is told",
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html",
    _tokens,
)
