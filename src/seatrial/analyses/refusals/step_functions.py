"""What Step Functions refuses about the definition of a state machine.

Only what is plainly wrong is said: a text that is no JSON, a transition to a state that there is not, a state that
nothing leads to, and an integration with ECS that there is not. Of other services only the capitals are looked at.

Texts: quoted in https://github.com/localstack/localstack/issues/11978 and
https://github.com/aws-cloudformation/cfn-lint/issues/4073 and 4074 (transitions); the codes of the others:
https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html.
Rules: https://states-language.net/spec.html, https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html,
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html (all read 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from msgspec import Struct

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.step_functions_rules import rules_refused
from seatrial.analyses.refusals.step_functions_states import log_refused, states_refused, words_refused
from seatrial.analyses.refusals.world import World
from seatrial.analyses.state_machines import Flow, Machine, flows, machine_of, placeholders
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at, unknowns

API, CODE = "states.CreateStateMachine", "InvalidDefinition"
_INVALID = "Invalid State Machine Definition: "
PATTERNS = ("runTask", "runTask.sync", "runTask.waitForTaskToken")
SDK_PATTERNS = ("runTask", "runTask.waitForTaskToken")
_WAITING = re.compile(r"\.(?:sync(?::2)?|waitForTaskToken)\Z")
_ECS = re.compile(r"(?P<before>arn:[a-z-]*:states:::)(?P<sdk>aws-sdk:)?(?P<service>ecs):(?P<action>.+)", re.IGNORECASE)


# Actions of optimized integrations, which are written just so.
# https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html (read 2026-11-30)
OPTIMIZED = {
    "dynamodb": ("deleteItem", "getItem", "putItem", "updateItem"),
    "events": ("putEvents",),
    "lambda": ("invoke",),
    "sns": ("publish",),
    "sqs": ("sendMessage",),
    "states": ("startExecution",),
}
_OTHER = re.compile(r"(?P<before>arn:[a-z-]*:states:::)(?P<service>[a-z]+):(?P<action>[A-Za-z]+)(?P<after>\..+)?\Z")


class Transition(Struct, frozen=True):
    """``target`` is the state that ``field`` leads to; ``path`` is where it stands in the flow."""

    target: str
    path: PropertyPath
    plain: bool = True
    """Whether AWS's text for it is known."""


def machine_refused(world: World, resource: Resource) -> Refusal | None:
    machine = machine_of(resource)
    for check in (_text, words_refused, _transitions, _resources, states_refused, rules_refused):
        for refusal in check(machine):
            return refusal
    return next(log_refused(resource), None)


def _text(machine: Machine) -> Iterator[Refusal]:
    if machine.mistake:
        text = f"{_INVALID}it is not JSON: {machine.mistake}."
        yield Refusal(API, CODE, text, machine.path, ours=True)
    elif not isinstance(machine.content, dict | Unknown) and machine.content is not None:
        yield Refusal(API, CODE, f"{_INVALID}it is no JSON object.", machine.path, ours=True)


def _transitions(machine: Machine) -> Iterator[Refusal]:
    for flow in flows(machine):
        if not flow.states or not flow.named or not isinstance(flow.content, dict):
            continue
        if flow.content.get("StartAt") is None:
            first = next(iter(flow.states))
            text = f"{_INVALID}there is no StartAt at {_pointer(flow.path)}, such as {first}."
            yield Refusal(API, CODE, text, machine.place(*flow.path, "StartAt"), ours=True)
            continue
        going = list(_going(flow))
        names = set(flow.states)
        lost = [item for item in going if item.target not in names]
        unreached = [] if _uncertain(flow) else _unreached(flow, going)
        faults = [f"Missing 'Next' target: {item.target} at {_pointer((*flow.path, *item.path))}" for item in lost]
        faults += [
            f'State "{name}" is not reachable. at {_pointer((*flow.path, "States", name))}' for name in unreached
        ]
        if not faults:
            continue
        text = ", ".join(f"MISSING_TRANSITION_TARGET: {fault}" for fault in faults)
        place: PropertyPath = lost[0].path if lost else ("States", unreached[0])
        near = get_close_matches(lost[0].target, names, n=1) if lost else []
        yield Refusal(
            API,
            CODE,
            f"{_INVALID}'{text}'",
            machine.place(*flow.path, *place),
            because=f"did you mean {near[0]}?" if near else "",
            ours=not all(item.plain for item in lost),
        )


def _going(flow: Flow) -> Iterator[Transition]:
    """Every transition of a flow whose target is known."""
    content = flow.content
    if isinstance(start := at(content, "StartAt"), str):
        yield Transition(start, ("StartAt",))
    for name, state in flow.states.items():
        place: PropertyPath = ("States", name)
        if isinstance(target := at(state, "Next"), str):
            yield Transition(target, (*place, "Next"))
        if isinstance(target := at(state, "Default"), str) and at(state, "Type") == "Choice":
            yield Transition(target, (*place, "Default"), plain=False)
        for key in ("Choices", "Catch"):
            for index, item in enumerate(as_list(at(state, key))):
                if isinstance(target := at(item, "Next"), str):
                    yield Transition(target, (*place, key, index, "Next"), plain=False)


def _uncertain(flow: Flow) -> bool:
    """Whether some transition isn't known."""
    if isinstance(at(flow.content, "StartAt"), Unknown):
        return True
    ways: list[Value] = []
    for state in flow.states.values():
        if isinstance(state, Unknown):
            return True
        ways += [at(state, "Next"), at(state, "Default")]
        for key in ("Choices", "Catch"):
            listed = at(state, key)
            ways += [listed] if isinstance(listed, Unknown) else [at(item, "Next") for item in as_list(listed)]
    return any(next(unknowns(way), None) is not None for way in ways)


def _unreached(flow: Flow, going: list[Transition]) -> list[str]:
    ways: dict[str, list[str]] = {}
    for item in going:
        ways.setdefault(as_text(item.path[1]) if len(item.path) > 1 else "", []).append(item.target)
    reached: set[str] = set()
    left = [*ways.get("", ())]
    while left:
        name = left.pop()
        if name not in reached:
            reached.add(name)
            left += ways.get(name, ())
    return [name for name in flow.states if name not in reached]


def _pointer(path: PropertyPath) -> str:
    """A place as Step Functions writes it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f"/{part}" for part in path) or "/"


def _resources(machine: Machine) -> Iterator[Refusal]:
    for flow in flows(machine):
        for name, state in flow.states.items():
            given = at(state, "Resource")
            if not isinstance(given, str) or at(state, "Type") != "Task":
                continue
            path = machine.place(*flow.path, "States", name, "Resource")
            where = _pointer((*flow.path, "States", name, "Resource"))
            if names := placeholders(given):
                text = f"{_INVALID}the Resource {given} at {where} is no ARN."
                because = f"DefinitionSubstitutions has no {names[0]}"
                yield Refusal(API, CODE, text, path, because=because, ours=True)
            elif (right := _right(given)) is not None:
                but = f", but {right}" if right else ""
                yield Refusal(API, CODE, f"{_INVALID}there is no integration {given} at {where}{but}.", path, ours=True)


def _spelt(given: str) -> str | None:
    """An optimized integration that is written with other capitals, as it is right; None for any other."""
    match = _OTHER.match(given)
    known = OPTIMIZED.get(match["service"], ()) if match is not None else ()
    if match is None or match["action"] in known:
        return None
    meant = next((item for item in known if item.lower() == match["action"].lower()), "")
    return f"{match['before']}{match['service']}:{meant}{match['after'] or ''}" if meant else None


def _right(given: str) -> str | None:
    """What an integration that there is not was meant to be ("" where that isn't plain); None for any other.

    Of the SDK's actions only RunTask is looked at.
    """
    match = _ECS.fullmatch(given)
    if match is None:
        return _spelt(given)
    action, sdk = match["action"], match["sdk"] or ""
    known = SDK_PATTERNS if sdk else PATTERNS
    if sdk and not action.lower().startswith("runtask"):
        return None
    if action in known and match["service"] == "ecs" and sdk in ("", "aws-sdk:"):
        return None
    meant = next((item for item in known if item.lower() == action.lower()), "")
    if not meant and sdk and action.lower() == "runtask.sync":
        return f"{match['before']}ecs:runTask.sync"
    return f"{match['before'].lower()}{sdk.lower()}ecs:{meant}" if meant else ""
