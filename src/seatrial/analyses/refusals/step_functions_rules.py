"""What Step Functions refuses within states: the rules of a Choice, the time of a Wait, whom errors are caught for.

Sources (read 2026-11-30): https://states-language.net/spec.html ("A Choice State ... MUST have exactly one" operator,
"The value of the Variable field MUST be a Path", numbers for the numeric operators; "A Wait State MUST contain exactly
one of" its four times; ErrorEquals "MUST be a nonempty array of Strings"; ResultPath "MUST be a Reference Path"),
https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html ("Choice states don't support the End field. In
addition, they use Next only inside their Choices field."),
https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html (ProcessorConfig),
https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html (which integrations wait, and how). The
texts are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import entries
from seatrial.analyses.state_machines import Machine, flows
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

API, CODE = "states.CreateStateMachine", "InvalidDefinition"
INVALID = "Invalid State Machine Definition: "
_ORDERS = ("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")
_COMPARED = tuple(f"{kind}{order}" for kind in ("String", "Numeric", "Timestamp") for order in _ORDERS)
_TESTS = ("IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp")
OPERATORS = (
    *(*_COMPARED, "BooleanEquals", "StringMatches", *_TESTS),
    *(f"{item}Path" for item in (*_COMPARED, "BooleanEquals")),
)
_JOINING = ("And", "Or", "Not")
_WAITS = ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")
_MODES = {"Mode": ("INLINE", "DISTRIBUTED"), "ExecutionType": ("STANDARD", "EXPRESS")}
# Optimized integrations of which no job is waited for, and those that hand on no token either.
_NO_JOBS, _NO_TOKENS = ("dynamodb", "events", "lambda", "sns", "sqs"), ("dynamodb",)
_INTEGRATION = re.compile(
    r"arn:[a-z-]*:states:::(?P<service>[a-z]+):(?P<action>[A-Za-z]+)\.(?P<pattern>sync|sync:2|waitForTaskToken)"
)
# What a path may have, and one that something is written to may not: https://states-language.net/spec.html
_CHOOSING = re.compile(r"\*|\.\.|[@?:,]")
# A name in quotes may have anything.
_QUOTED = re.compile(r"\['[^']*'\]|\[\"[^\"]*\"\]")
_DEEPEST = 10


def rules_refused(machine: Machine) -> Iterator[Refusal]:
    """The first thing within each state that the language doesn't have so."""
    for flow in flows(machine):
        for name, state in flow.states.items():
            if not isinstance(state, dict):
                continue
            place: PropertyPath = (*flow.path, "States", name)
            jsonata = "JSONata" in (as_text(at(machine.content, "QueryLanguage")), as_text(state.get("QueryLanguage")))
            kind = state.get("Type")
            if kind == "Choice":
                yield from _choice(machine, state, place, jsonata=jsonata)
            elif kind == "Wait":
                yield from _wait(machine, state, place)
            elif kind == "Map":
                yield from _modes(machine, state, place)
            elif kind == "Task":
                yield from _pattern(machine, state, place)
            yield from _errors(machine, state, place)
            path = state.get("ResultPath")
            if _chooses(path) and not jsonata:
                text = f"ResultPath at {_where(place)} must be a Reference Path, to one place, and is {path}."
                yield _refusal(machine, text, *place, "ResultPath")


def _chooses(path: Value) -> bool:
    """Whether a path may lead to several places."""
    plain = isinstance(path, str) and path.startswith("$")
    return plain and _CHOOSING.search(_QUOTED.sub("", as_text(path))) is not None


def _choice(machine: Machine, state: dict[str, Value], place: PropertyPath, *, jsonata: bool) -> Iterator[Refusal]:
    for key in ("End", "Next"):
        if state.get(key) is not None:
            text = f"'SCHEMA_VALIDATION_FAILED: Field '{key}' is not supported at {_where(place)}'"
            because = "a Choice goes on by Next in its Choices, or by Default"
            yield _refusal(machine, text, *place, key, because=because)
    listed = state.get("Choices")
    if listed is None or listed == []:
        yield _refusal(machine, f"there are no Choices at {_where(place)}.", *place)
    for index, rule in enumerate(entries(listed)):
        if isinstance(rule, dict) and not jsonata:
            yield from _rule(machine, rule, (*place, "Choices", index), 0)


def _rule(machine: Machine, rule: dict[str, Value], place: PropertyPath, depth: int) -> Iterator[Refusal]:
    joined = [key for key in _JOINING if key in rule]
    if joined or depth > _DEEPEST:
        for key in joined:
            inner = rule[key]
            for index, item in enumerate(entries(inner)):
                if isinstance(item, dict):
                    more: PropertyPath = (index,) if isinstance(inner, list) else ()
                    yield from _rule(machine, item, (*place, key, *more), depth + 1)
        return
    operators = [key for key in rule if key in OPERATORS]
    # What follows ``.$`` is only known when the machine runs; a rule of JSONata has a condition.
    if any(isinstance(key, Unknown) for key in rule.values()) or "Condition" in rule:
        return
    if not operators:
        others = [key for key in rule if key not in ("Variable", "Next", "Comment", "Assign")]
        near = get_close_matches(others[0], OPERATORS, n=1, cutoff=0.6) if others else []
        text = f"the rule at {_where(place)} compares nothing" + (f": there is no {others[0]}." if others else ".")
        because = f"did you mean {near[0]}?" if near else ""
        yield _refusal(machine, text, *place, *others[:1], because=because)
        return
    variable = rule.get("Variable")
    if not isinstance(variable, str) or not variable.startswith("$"):
        given = f"and is {variable}" if variable is not None else "and there is none"
        text = f"Variable at {_where(place)} must be a path, which begins with $, {given}."
        more = ("Variable",) if variable is not None else ()
        yield _refusal(machine, text, *place, *more)
        return
    yield from _operand(machine, operators[0], rule[operators[0]], place)


def _operand(machine: Machine, operator: str, value: Value, place: PropertyPath) -> Iterator[Refusal]:
    right = value
    if operator.endswith("Path"):
        wanted, fits = "a path, which begins with $", isinstance(value, str) and value.startswith("$")
    elif operator.startswith("Numeric"):
        # Only a text is plainly no number.
        wanted, fits = "a number", not isinstance(value, str)
        right = value if re.fullmatch(r"-?\d+(\.\d+)?", as_text(value)) else None
    elif operator == "BooleanEquals" or operator in _TESTS:
        wanted, fits = "true or false", not isinstance(value, str) or value in ("true", "false")
    else:
        return
    if not fits:
        text = f"{operator} at {_where(place)} must be {wanted}, and is a text." if isinstance(value, str) else ""
        text = text or f"{operator} at {_where(place)} must be {wanted}."
        if operator.endswith("Path") and isinstance(value, str):
            text = f"{operator} at {_where(place)} must be {wanted}, and is {value}."
        instead = as_text(right) if operator.startswith("Numeric") and right is not None else ""
        yield _refusal(machine, text, *place, operator, instead=instead)


def _wait(machine: Machine, state: dict[str, Value], place: PropertyPath) -> Iterator[Refusal]:
    given = [key for key in _WAITS if key in state]
    if len(given) != 1:
        has = "has none" if not given else f"has {' and '.join(given)}"
        text = f"the Wait at {_where(place)} takes one of {', '.join(_WAITS)}, and {has}."
        yield _refusal(machine, text, *place, *given[1:2])
    for key in ("SecondsPath", "TimestampPath"):
        path = state.get(key)
        if path is not None and not isinstance(path, Unknown) and not as_text(path).startswith("$"):
            text = f"{key} at {_where(place)} must be a path, which begins with $, and is {as_text(path)}."
            yield _refusal(machine, text, *place, key)


def _modes(machine: Machine, state: dict[str, Value], place: PropertyPath) -> Iterator[Refusal]:
    for key, known in _MODES.items():
        value = at(state, "ItemProcessor", "ProcessorConfig", key)
        if isinstance(value, str) and value not in known:
            near = next((item for item in known if item == value.upper()), "")
            near = near or next(iter(get_close_matches(value, known, n=1)), "")
            text = (
                f"{key} at {_where(place)}/ItemProcessor/ProcessorConfig is {value}; it is one of {', '.join(known)}."
            )
            yield _refusal(machine, text, *place, "ItemProcessor", "ProcessorConfig", key, instead=near)


def _pattern(machine: Machine, state: dict[str, Value], place: PropertyPath) -> Iterator[Refusal]:
    given = state.get("Resource")
    match = _INTEGRATION.fullmatch(given) if isinstance(given, str) else None
    unable = _NO_TOKENS if match is not None and match["pattern"] == "waitForTaskToken" else _NO_JOBS
    if match is not None and match["service"] in unable:
        right = as_text(given).removesuffix(f".{match['pattern']}")
        text = f"there is no integration {given} at {_where(place)}/Resource, but {right}."
        yield _refusal(machine, text, *place, "Resource")


def _errors(machine: Machine, state: dict[str, Value], place: PropertyPath) -> Iterator[Refusal]:
    """Retriers and catchers: for which errors they are, and where a catcher leads."""
    for key in ("Retry", "Catch"):
        for index, item in enumerate(entries(state.get(key))):
            if not isinstance(item, dict):
                continue
            names, where = item.get("ErrorEquals"), (*place, key, index)
            if names is None or names == [] or isinstance(names, str):
                text = f"ErrorEquals at {_where(where)} must be a list of names of errors"
                text += f", and is the text {names}." if isinstance(names, str) else "."
                yield _refusal(machine, text, *where, *(("ErrorEquals",) if names is not None else ()))
            path = item.get("ResultPath")
            if _chooses(path):
                text = f"ResultPath at {_where(where)} must be a Reference Path, to one place, and is {path}."
                yield _refusal(machine, text, *where, "ResultPath")
            if key == "Catch" and item.get("Next") is None:
                yield _refusal(machine, f"the catcher at {_where(where)} has no Next.", *where)
            for number in ("IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds"):
                value = item.get(number)
                if isinstance(value, str) and re.fullmatch(r"\s*\d+(\.\d+)?\s*", value):
                    text = f"{number} at {_where(where)} must be a number, and is a text."
                    yield _refusal(machine, text, *where, number, instead=value.strip())


def _where(place: PropertyPath) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f"/{part}" for part in place)


def _refusal(machine: Machine, text: str, *path: str | int, because: str = "", instead: str = "") -> Refusal:
    # In a text the value is not a property of its own.
    instead = "" if machine.whole else instead
    return Refusal(API, CODE, f"{INVALID}{text}", machine.place(*path), because=because, instead=instead, ours=True)
