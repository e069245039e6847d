"""Whether a path into the context object leads somewhere: what Step Functions itself tells a state has fixed names.

Source (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html (the
format of the context object, and of that of a Map).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_inputs import is_jsonata, texts_of, written_machines
from seatrial.analyses.state_machines import flows
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

# What the context object has, and what those have of which nothing else is to be expected.
_CONTEXT = ("Execution", "Map", "State", "StateMachine", "Task")
_OF = {"Map": ("Item",), "Task": ("Token",)}
_PATH = re.compile(r"\$\$\.([A-Za-z]+)(?:\.([A-Za-z]+))?")
_WITH_PATHS = ("Parameters", "ItemSelector", "ResultSelector")
_TOKEN = ".waitForTaskToken"


def _context(inquiry: Inquiry) -> Iterator[Said]:
    for resource, machine in written_machines(inquiry):
        for flow in flows(machine):
            for name, state in flow.states.items():
                if not isinstance(state, dict) or is_jsonata(machine, state):
                    continue
                waiting = as_text(state.get("Resource")).endswith(_TOKEN)
                for key in _WITH_PATHS:
                    for inner, text in texts_of(state.get(key), ()):
                        match = _PATH.match(text) if inner and str(inner[-1]).endswith(".$") else None
                        if match is None or (waiting and match[1] == "Task"):
                            continue
                        known = _CONTEXT if match[1] not in _CONTEXT else _OF.get(match[1], ())
                        wrong = match[1] if match[1] not in _CONTEXT else match[2]
                        if not known or wrong in (None, *known):
                            continue
                        yield Found(
                            resource,
                            machine.place(*flow.path, "States", name, key, *inner),
                            f"the state {name} of {resource.logical_id} looks up {text}, which the context object "
                            "doesn't have",
                            f"there it has {', '.join(known)}: each execution fails at {name}",
                            f"write {_right(text, wrong, known)} in the state {name}",
                        )


def _right(text: str, wrong: str, known: tuple[str, ...]) -> str:
    """The path as it was meant."""
    if known == _OF["Map"]:
        return text.replace(f".{wrong}", f".Item.{wrong}", 1) if wrong in ("Index", "Key", "Value") else "$$.Map.Item"
    near = get_close_matches(wrong, known, 1) or list(known[:1])
    return text.replace(f".{wrong}", f".{near[0]}", 1)


CHECK = Check(
    "TRI320",
    Severity.ERROR,
    Question.TRIGGER,
    "A state looks up what the context object doesn't have",
    "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html",
    _context,
)
