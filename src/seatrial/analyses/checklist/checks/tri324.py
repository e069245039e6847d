"""Whether a text that a state puts together has as many places as it is given values.

Source (read 2026-11-30): https://states-language.net/spec.html#appendix-b (States.Format: "the number of occurrences of
{} must equal the number of" further arguments; otherwise the interpreter fails with States.IntrinsicFailure).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import is_jsonata, task_states, texts_of, written_machines
from seatrial.model.finding import Severity

_FORMAT = re.compile(r"States\.Format\(\s*'(?P<text>(?:[^'\\]|\\.)*)'(?P<rest>.*)\)\Z", re.DOTALL)
_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*'|[(),\[\]]")
_PLACE = re.compile(r"(?<!\\)\{\}")


def _formats(inquiry: Inquiry) -> Iterator[Said]:
    for resource, machine in written_machines(inquiry):
        for name, state, path in task_states(machine):
            if is_jsonata(machine, state):
                continue
            for inner, text in texts_of(state.get("Parameters"), ()):
                match = _FORMAT.match(text.strip()) if inner and str(inner[-1]).endswith(".$") else None
                if match is None:
                    continue
                places, values = len(_PLACE.findall(match["text"])), _count(match["rest"])
                if places == values:
                    continue
                yield Found(
                    resource,
                    machine.place(*path, "Parameters", *inner),
                    f"States.Format in the state {name} of {resource.logical_id} has {places} {{}} for {values} "
                    f"value{'' if values == 1 else 's'}",
                    f"the numbers must be the same: each execution fails at {name} with States.IntrinsicFailure",
                    f"write {{}} {values} time{'' if values == 1 else 's'} in the text, or give it more values",
                )


def _count(rest: str) -> int:
    """The arguments that follow the first one."""
    depth, found = 0, 0
    for match in _TOKEN.finditer(rest):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(match[0], 0)
        found += match[0] == "," and depth == 0
    return found


CHECK = Check(
    "TRI324",
    Severity.ERROR,
    Question.TRIGGER,
    "A state puts a text together from another number of values than it has places",
    "https://states-language.net/spec.html",
    _formats,
)
