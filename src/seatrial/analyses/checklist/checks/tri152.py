"""Whether a path or a function in a state's parameters is handed on as a text.

In the parameters of a state a path is one only under a key that ends with ``.$``; under any other it is handed on as a
text.

Source (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html (a parameter that
uses a path ends with .$).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import is_jsonata, task_states, texts_of, written_machines
from seatrial.model.finding import Severity

_LITERAL = re.compile(r"\$\$?\.[A-Za-z_][\w.\[\]'-]*\Z|States\.[A-Z][A-Za-z0-9]+\(.*\)\Z", re.DOTALL)


def _literals(inquiry: Inquiry) -> Iterator[Said]:
    for resource, machine in written_machines(inquiry):
        for name, state, path in task_states(machine):
            if is_jsonata(machine, state):
                continue
            for inner, text in texts_of(state.get("Parameters"), ()):
                last = inner[-1] if inner else ""
                # A path for somebody else has a name that says so.
                named = not isinstance(last, str) or last.endswith((".$", "Path"))
                if named or not _LITERAL.match(text):
                    continue
                yield Found(
                    resource,
                    machine.place(*path, "Parameters", *inner),
                    f"{last} in the state {name} of {resource.logical_id} is the text {text}",
                    f"a {'function is only called' if text[0] == 'S' else 'path is only looked up'} under a key that "
                    "ends with .$: the text itself is handed on",
                    f'write "{last}.$": "{text}"',
                )


CHECK = Check(
    "TRI152",
    Severity.WARNING,
    Question.TRIGGER,
    "A path in a state's parameters is handed on as a text",
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html",
    _literals,
)
