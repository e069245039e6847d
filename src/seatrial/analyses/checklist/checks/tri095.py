"""Whether a state machine may make the calls of its states that don't run tasks.

A state that calls a service does so as the machine's role. Step Functions looks at few of these permissions when the
machine is made: where it waits for another execution (``.sync``) it makes a rule of EventBridge for that. All others
show when the state is reached, which then always fails.

Sources (read 2026-11-30): https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
(the policy of each integration), https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html,
https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#dist-map-permissions; the text:
https://github.com/terraform-aws-modules/terraform-aws-step-functions/issues/11 (the rule).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from msgspec import Struct

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_machines import RULE_CALLS, decide, denied
from seatrial.analyses.checklist.tri_state_calls import (
    MACHINES,
    RESOURCE,
    RIGHTS,
    SERVICES,
    service_calls,
    subject_of_call,
)
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import STATES, Caller
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.iam import RoleView, access_denied_text, mentions, request_of
from seatrial.analyses.state_machines import MACHINE, Machine, flows, machine_of
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.value import Value, as_text, at

RULE_NAME = "StepFunctionsGetEventsForStepFunctionsExecutionRule"
DESCRIBE = "states:DescribeExecution"
_ALWAYS = "the state machine is created, but the state {} always fails"
# How alike what is named and what is meant are; of 1.
_LIKE = 0.75
_FUNCTION = re.compile(r"arn:[a-z-]*:lambda:[a-z0-9-]+:\d+:function:")


class Call(Struct, frozen=True):
    """What a state calls: ``on`` is the ARN that it is about, or "" where that isn't known."""

    state: str
    action: str
    on: str


def _calls(inquiry: Inquiry, machine: Machine) -> Iterator[Call]:
    for flow in flows(machine):
        for name, state in flow.states.items():
            given = at(state, "Resource")
            if at(state, "Type") == "Map" and _is_distributed(state):
                yield Call(name, "states:StartExecution", machine.resource.arn)
            if at(state, "Type") != "Task" or not isinstance(given, str):
                continue
            if _FUNCTION.match(given):
                yield Call(name, "lambda:InvokeFunction", given)
                continue
            match = RESOURCE.fullmatch(given)
            service = SERVICES.get(match["service"]) if match is not None else None
            action = f"{match['action'][:1].upper()}{match['action'][1:]}" if match is not None else ""
            if service is None or match is None or action not in service.actions:
                continue
            arguments = at(state, "Arguments") if at(state, "Arguments") is not None else at(state, "Parameters")
            on = subject_of_call(inquiry, service, arguments)
            yield Call(name, f"{service.prefix}:{RIGHTS.get(action, action)}", on)
            if (match["pattern"] or "").startswith("sync") and service is MACHINES:
                yield from _waits(inquiry, name, on)


def _is_distributed(state: Value) -> bool:
    return as_text(at(state, "ItemProcessor", "ProcessorConfig", "Mode")) == "DISTRIBUTED"


def _waits(inquiry: Inquiry, state: str, machine: str) -> Iterator[Call]:
    """What waiting for another execution takes: the rule that tells of its end."""
    scope = inquiry.system.scope
    rule = Arn(scope.partition, "events", scope.region, scope.account, f"rule/{RULE_NAME}")
    for action in RULE_CALLS:
        yield Call(state, action, str(rule))
    if machine:
        yield Call(state, DESCRIBE, f"{machine.replace(':stateMachine:', ':execution:')}:any")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.of_type(MACHINE):
        machine = machine_of(resource)
        caller = Caller(resource, STATES, ("RoleArn",), "the call of a state")
        role = trusted(inquiry, caller)
        if role is None or not isinstance(machine.content, dict):
            continue
        seen: set[tuple[str, str]] = set()
        lacking: dict[str, list[Call]] = {}
        for call in _calls(inquiry, machine):
            if (call.action, call.on) in seen:
                continue
            seen.add((call.action, call.on))
            decision = decide(inquiry, role, call.action, call.on) if call.on else None
            if decision is not None and decision.allowed is None:
                what = f"whether {resource_name(role)} may call {call.action} for the state {call.state}"
                reason = decision.reason.partition(", because ")[2] or decision.reason
                yield Doubt(resource, caller.role_path, what, reason)
            elif (decision.allowed is False) if decision is not None else not mentions(role, call.action):
                # What one state lacks is told together.
                lacking.setdefault(call.state, []).append(call)
        for calls in lacking.values():
            yield _denied(inquiry, caller, role, calls)


def _another(inquiry: Inquiry, caller: Caller, role: RoleView, calls: list[Call]) -> Found | None:
    """What is said of a state that names what no template makes, where its role is for the one thing that one does."""
    first, arn = calls[0], Arn.parse(calls[0].on)
    scope = inquiry.system.scope
    if len(calls) > 1 or arn is None or (arn.region, arn.account) != (scope.region, scope.account):
        return None
    named = [
        call for call in service_calls(inquiry) if call.machine.resource is caller.by and call.state == first.state
    ]
    if len(named) != 1 or inquiry.find(first.on) is not None:
        return None
    own = inquiry.system.of_type(*named[0].service.types)
    meant = [item for item in own if item.arn and decide(inquiry, role, first.action, item.arn).allowed is True]
    names = [meant[0].logical_id.lower(), meant[0].arn.rpartition(":")[2].lower()] if len(meant) == 1 else []
    # Something of another stack has a name of its own.
    if not get_close_matches(arn.resource.rpartition("/")[2].lower(), names, 1, _LIKE):
        return None
    argument = named[0].service.argument
    return Found(
        caller.by,
        named[0].place,
        f"the state {first.state} of {caller.by.logical_id} names {first.on} as {argument}, and not "
        f"{meant[0].logical_id}",
        f"no template makes that, and {resource_name(role)} may call {first.action} on {meant[0].logical_id} alone; "
        f"{_ALWAYS.format(first.state)}",
        f"write {argument}: !Ref {meant[0].logical_id}",
    )


def _denied(inquiry: Inquiry, caller: Caller, role: RoleView, calls: list[Call]) -> Found:
    first, name, machine = calls[0], resource_name(role), caller.by.logical_id
    if (another := _another(inquiry, caller, role, calls)) is not None:
        return another
    by_resource: dict[str, list[str]] = {}
    for call in calls:
        by_resource.setdefault(call.on or "*", []).append(call.action)
    on = first.on or "*"
    decision = decide(inquiry, role, first.action, on)
    makes_rule = any(call.action in RULE_CALLS for call in calls)
    found = inquiry.find(first.on) if first.on else None
    about = f" on {found.logical_id}" if found is not None and len(by_resource) == 1 else ""
    why, then = f"the state {first.state} of {machine} makes its calls as this role", _ALWAYS.format(first.state)
    text = access_denied_text(request_of(role, first.action, on), decision)
    if makes_rule:
        why = (
            f"the state {first.state} of {machine} waits for another execution (.sync), for which Step Functions makes "
            f"the rule {RULE_NAME} as this role when the state machine is made"
        )
        then, text = "the stack is rolled back", f"'{role.arn}' is not authorized to create managed-rule."
    wanted = ", and ".join(f"{' and '.join(actions)} on {_typed(inquiry, one)}" for one, actions in by_resource.items())
    return denied(
        inquiry,
        caller,
        role,
        (first.action, on, decision),
        what=f"{name} may not call {' and '.join(call.action for call in calls)}{about}",
        why=why,
        then=then,
        mend=f"allow {wanted} in a policy of {name}",
        aws=text,
        all_of=[(call.action, call.on) for call in calls] if first.on else [],
        severity=Severity.WARNING if all(call.action == DESCRIBE for call in calls) else None,
        several=len(by_resource) > 1,
    )


def _typed(inquiry: Inquiry, on: str) -> str:
    """How one types it; executions are named after their machine, whatever that is called in the end."""
    machine = inquiry.find(on.removesuffix(":any").replace(":execution:", ":stateMachine:"), MACHINE)
    if ":execution:" in on and machine is not None:
        name = f"${{{machine.logical_id}.Name}}"
        return f"!Sub arn:${{AWS::Partition}}:states:${{AWS::Region}}:${{AWS::AccountId}}:execution:{name}:*"
    return on if on == "*" else typed(inquiry, on)


CHECK = Check(
    "TRI095",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a state machine may not make a call of one of its states",
    "https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html "
    "https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html",
    _ask,
)
