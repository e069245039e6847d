"""Whether somebody is told the token that a state waits for: it waits for whoever is given it.

Source (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html (the token is
passed to the task).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import is_jsonata, task_states, texts_of, written_machines
from seatrial.model.finding import Severity
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
            if not as_text(state.get("Resource")).endswith(_TOKEN) or isinstance(given, Unknown):
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


CHECK = Check(
    "TRI151",
    Severity.ERROR,
    Question.TRIGGER,
    "A state waits for a token that nobody is told",
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html",
    _tokens,
)
