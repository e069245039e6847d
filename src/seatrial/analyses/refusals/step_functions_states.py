"""What Step Functions refuses about the states of a machine one by one, and about its log.

Sources (read 2026-11-29): https://states-language.net/spec.html (Next and End, "States.ALL ... must appear alone",
retriers and catchers), https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html (what express
workflows don't wait for), https://docs.aws.amazon.com/step-functions/latest/apireference/API_LoggingConfiguration.html.
Texts: https://github.com/aws-cloudformation/cfn-lint/issues/4085 (paths),
https://github.com/floci-io/floci/issues/2735 (fields that aren't supported; read 2026-11-30),
https://github.com/hashicorp/terraform-provider-aws/pull/17683 (log groups); the others are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from msgspec.structs import replace

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import entries
from seatrial.analyses.state_machines import Flow, Machine, flows
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

API, CODE = "states.CreateStateMachine", "InvalidDefinition"
INVALID = "Invalid State Machine Definition: "
# States that lead on or end; the others do neither.
LEADING = ("Task", "Pass", "Wait", "Parallel", "Map")
STATES = (*LEADING, "Choice", "Succeed", "Fail")
# Fields of states, in either query language.
# https://states-language.net/spec.html and https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
# (read 2026-11-30)
FIELDS = (
    *("Type", "Comment", "QueryLanguage", "Next", "End", "InputPath", "OutputPath", "ResultPath", "Parameters"),
    *("ResultSelector", "Arguments", "Output", "Assign", "Retry", "Catch", "Resource", "Credentials", "TimeoutSeconds"),
    *("TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath", "Result", "Choices", "Default", "Seconds"),
    *("SecondsPath", "Timestamp", "TimestampPath", "Error", "ErrorPath", "Cause", "CausePath", "Branches", "Iterator"),
    *("ItemProcessor", "ItemReader", "ItemSelector", "ItemBatcher", "ItemsPath", "Items", "MaxConcurrency"),
    *("MaxConcurrencyPath", "ResultWriter", "Label", "ToleratedFailureCount", "ToleratedFailureCountPath"),
    *("ToleratedFailurePercentage", "ToleratedFailurePercentagePath", "Version"),
)
# Of which types a field is; AWS was asked about each: https://github.com/floci-io/floci/issues/2735 (read 2026-11-30).
ONLY_OF = {
    "TimeoutSeconds": ("Task",),
    "Catch": ("Task", "Parallel", "Map"),
    "Retry": ("Task", "Parallel", "Map"),
    # https://github.com/sam-goodwin/functionless/issues/308 (a Wait; read 2026-11-30), https://states-language.net/spec.html
    "ResultPath": ("Task", "Parallel", "Map", "Pass"),
}
PATHS = ("InputPath", "OutputPath", "ResultPath", "ItemsPath")
# The least that a number may be, as states-language.net/spec.html has it ("positive", "non-negative", "1.0").
NUMBERS = {"HeartbeatSeconds": 1, "MaxConcurrency": 0, "Seconds": 0, "TimeoutSeconds": 1}
RETRIES = {"IntervalSeconds": 1, "MaxAttempts": 0, "BackoffRate": 1, "MaxDelaySeconds": 1}
# How alike a name is to the one that it means; of 1.
_NEAR = 0.65
LANGUAGES = ("JSONPath", "JSONata")
TEMPLATES = ("Parameters", "ResultSelector", "ItemSelector", "Assign")
RETRIER = (
    *("ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"),
)
CATCHER = ("ErrorEquals", "Next", "ResultPath", "Comment", "Assign", "Output")
# https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html (read 2026-11-30)
FUNCTIONS = (
    *("Array", "ArrayPartition", "ArrayContains", "ArrayRange", "ArrayGetItem", "ArrayLength", "ArrayUnique"),
    *("Base64Encode", "Base64Decode", "Hash", "JsonMerge", "StringToJson", "JsonToString", "MathRandom", "MathAdd"),
    *("StringSplit", "UUID", "Format"),
)
_CALLED = re.compile(r"States\.([A-Za-z0-9]+)\s*\(")
ALL = "States.ALL"
_WAITING = re.compile(r"arn:[a-z-]*:states:.*\.(sync(:2)?|waitForTaskToken)")
_DEEPEST = 20


def words_refused(machine: Machine) -> Iterator[Refusal]:
    """Types of states and query languages, which are words of the language to the letter.

    https://states-language.net/spec.html ("All states MUST have a "Type" field"; "QueryLanguage"; read 2026-11-30)
    """
    yield from _language(machine, machine.content, ())
    for flow in flows(machine):
        for name, state in flow.states.items():
            if not isinstance(state, dict):
                continue
            place: PropertyPath = (*flow.path, "States", name)
            kind = state.get("Type")
            if kind is None or (isinstance(kind, str) and kind not in STATES):
                same = [item for item in STATES if item.lower() == as_text(kind).lower()]
                near = next(iter(same or get_close_matches(as_text(kind), STATES, n=1)), "")
                what = "has no Type" if kind is None else f"has the Type {kind}"
                text = f"{INVALID}the state {name} {what}; it is one of {', '.join(STATES)}."
                path = machine.place(*place) if kind is None else machine.place(*place, "Type")
                yield Refusal(API, CODE, text, path, ours=True, instead=near)
            yield from _language(machine, state, place)


def _language(machine: Machine, holder: Value, place: PropertyPath) -> Iterator[Refusal]:
    language = at(holder, "QueryLanguage")
    if isinstance(language, str) and language not in LANGUAGES:
        near = next((item for item in LANGUAGES if item.lower() == language.lower()), "")
        text = f"{INVALID}the QueryLanguage {language} is neither JSONPath nor JSONata."
        yield Refusal(API, CODE, text, machine.place(*place, "QueryLanguage"), ours=True, instead=near)


def states_refused(machine: Machine) -> Iterator[Refusal]:
    express = as_text(machine.resource.get("StateMachineType")) == "EXPRESS"
    for flow in flows(machine):
        for name, state in flow.states.items():
            place: PropertyPath = (*flow.path, "States", name)
            if not isinstance(state, dict):
                continue
            yield from _fields(machine, state, place)
            yield from _times(machine, state, place)
            yield from _ends(machine, flow, name, state, place)
            for key, known in (("Retry", RETRIER), ("Catch", CATCHER)):
                yield from _errors(machine, at(state, key), known, (*place, key))
            resource = as_text(at(state, "Resource"))
            if express and _WAITING.fullmatch(resource):
                text = f"{INVALID}an express workflow can't wait as {resource} does."
                yield Refusal(API, CODE, text, machine.place(*place, "Resource"), ours=True)
    yield from _templates(machine)


def _templates(machine: Machine) -> Iterator[Refusal]:
    if as_text(at(machine.content, "QueryLanguage")) not in ("", "JSONPath"):
        return
    for flow in flows(replace(machine, content=machine.written)):
        for name, state in flow.states.items():
            if as_text(at(state, "QueryLanguage")) in ("", "JSONPath"):
                for key in TEMPLATES:
                    yield from _paths(machine, at(state, key), (*flow.path, "States", name, key), 0)


def _fields(machine: Machine, state: dict[str, Value], place: PropertyPath) -> Iterator[Refusal]:
    """Fields that no state has, or none of this type."""
    kind = state.get("Type")
    for key in state:
        types = ONLY_OF.get(key, ())
        near = get_close_matches(key, FIELDS, n=1, cutoff=_NEAR) if key not in FIELDS else []
        if near or (types and isinstance(kind, str) and kind in STATES and kind not in types):
            text = f"{INVALID}'SCHEMA_VALIDATION_FAILED: Field '{key}' is not supported at {_where(place)}'"
            because = f"did you mean {near[0]}?" if near else f"only states of type {' or '.join(types)} have it"
            yield Refusal(API, CODE, text, machine.place(*place, key), because=because)
    for key in PATHS:
        value = state.get(key)
        if isinstance(value, str) and not value.startswith(("$", "States.")) and not _of_jsonata(machine, state):
            text = f"{INVALID}{key} at {_where(place)} must be a path, which begins with $, and is {value}."
            yield Refusal(API, CODE, text, machine.place(*place, key), ours=True)


def _of_jsonata(machine: Machine, state: dict[str, Value]) -> bool:
    language = state.get("QueryLanguage", at(machine.content, "QueryLanguage"))
    return language is not None and language != "JSONPath"


def _times(machine: Machine, state: dict[str, Value], place: PropertyPath) -> Iterator[Refusal]:
    for key in NUMBERS:
        value = state.get(key)
        if isinstance(value, str) and value.strip().isdigit():
            text = f"{INVALID}{key} at {_where(place)} must be a number, and is a text."
            yield Refusal(API, CODE, text, machine.place(*place, key), instead=value.strip(), ours=True)
    yield from _least(machine, state, NUMBERS, place)
    for index, item in enumerate(entries(state.get("Retry"))):
        yield from _least(machine, item, RETRIES, (*place, "Retry", index))
    beat, whole = state.get("HeartbeatSeconds"), state.get("TimeoutSeconds")
    if type(beat) is int and type(whole) is int and beat >= whole:
        text = f"{INVALID}HeartbeatSeconds at {_where(place)} must be smaller than TimeoutSeconds, which is {whole}."
        yield Refusal(API, CODE, text, machine.place(*place, "HeartbeatSeconds"), ours=True)


def _least(machine: Machine, holder: Value, numbers: Mapping[str, int], place: PropertyPath) -> Iterator[Refusal]:
    for key, least in numbers.items():
        value = at(holder, key)
        if isinstance(value, int | float) and not isinstance(value, bool) and value < least:
            text = f"{INVALID}{key} at {_where(place)} is {value}, and must be at least {least}."
            yield Refusal(API, CODE, text, machine.place(*place, key), ours=True)


def _where(place: PropertyPath) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f"/{part}" for part in place)


def _ends(machine: Machine, flow: Flow, name: str, state: dict[str, Value], place: PropertyPath) -> Iterator[Refusal]:
    following, end = state.get("Next"), state.get("End")
    if at(state, "Type") not in LEADING or isinstance(following, Unknown) or isinstance(end, Unknown):
        return
    if following is not None and end is True:
        text = f"{INVALID}the state {name} has Next and End, and may have only one of them."
        yield Refusal(API, CODE, text, machine.place(*place, "End"), ours=True)
    if following is None and end is not True and as_text(end).lower() != "true":
        others = [other for other in flow.states if other != name]
        text = f"{INVALID}the state {name} has neither Next nor End."
        yield Refusal(API, CODE, text, machine.place(*place), ours=True, because="" if others else "it is the only one")


def _errors(machine: Machine, listed: Value, known: tuple[str, ...], place: PropertyPath) -> Iterator[Refusal]:
    """Retriers and catchers: their fields, and that what is for all errors stands alone and last."""
    items = entries(listed)
    for index, item in enumerate(items):
        for key in item if isinstance(item, dict) else ():
            near = get_close_matches(key, known, n=1, cutoff=0.8)
            if key not in known and near:
                text = f"{INVALID}the field {key} is not supported."
                path = machine.place(*place, index, key)
                yield Refusal(API, CODE, text, path, because=f"did you mean {near[0]}?", ours=True)
        names = [as_text(name) for name in entries(at(item, "ErrorEquals"))]
        if ALL in names and (len(names) > 1 or index < len(items) - 1):
            where = "alone in ErrorEquals" if len(names) > 1 else "in the last one of the list"
            text = f"{INVALID}{ALL} must stand {where}."
            yield Refusal(API, CODE, text, machine.place(*place, index, "ErrorEquals"), ours=True)


def _paths(machine: Machine, value: Value, place: PropertyPath, depth: int) -> Iterator[Refusal]:
    """Fields that take a path or a function, and have a plain text."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(machine, item, (*place, index), depth + 1)
    for key, item in value.items() if isinstance(value, dict) else ():
        called = _CALLED.match(item) if isinstance(item, str) and item.startswith("States.") else None
        unknown = called is not None and called[1] not in FUNCTIONS
        if key.endswith(".$") and isinstance(item, str) and (unknown or not item.startswith(("$", "States."))):
            text = (
                f"{INVALID}'SCHEMA_VALIDATION_FAILED: The value for the field '{key}' must be a valid JSONPath or a "
                f"valid intrinsic function call at {_where(place)}'"
            )
            near = get_close_matches(called[1], FUNCTIONS, n=1) if called is not None else []
            because = f"did you mean States.{near[0]}?" if near else ""
            yield Refusal(API, CODE, text, machine.place(*place, key), because=because)
        yield from _paths(machine, item, (*place, key), depth + 1)


def log_refused(resource: Resource) -> Iterator[Refusal]:
    level, listed = (resource.get("LoggingConfiguration", key) for key in ("Level", "Destinations"))
    if isinstance(level, str) and level not in ("", "OFF") and listed in (None, []):
        text = "Invalid Logging Configuration: a level other than OFF needs a log group as its destination."
        yield _log(text, "Level", ours=True)
    for index, item in enumerate(entries(listed)):
        arn = at(item, "CloudWatchLogsLogGroup", "LogGroupArn")
        if isinstance(arn, str) and arn.startswith("arn:") and not arn.endswith(":*"):
            text = "Invalid Logging Configuration: Log Group ARN must be provided with '*' qualifier."
            yield _log(text, "Destinations", index, "CloudWatchLogsLogGroup", "LogGroupArn")


def _log(text: str, *path: str | int, ours: bool = False) -> Refusal:
    return Refusal(API, "InvalidLoggingConfiguration", text, ("LoggingConfiguration", *path), ours=ours)
