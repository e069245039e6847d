"""Whether the role of a rule, a schedule or a pipe may start its state machine.

Sources (read 2026-11-29): https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html (StartExecution).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.starters import Starter, starters
from seatrial.analyses.checklist.tri_machines import decide, denied, doubt_of
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import PIPES
from seatrial.analyses.iam import Decision, RoleView, access_denied_text, request_of
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

START, START_SYNC = "states:StartExecution", "states:StartSyncExecution"


def _starts(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for starter in starters(inquiry):
        role, machine = trusted(inquiry, starter), starter.machine
        if role is None or (role.name, machine.logical_id) in seen:
            continue
        seen.add((role.name, machine.logical_id))
        decision = decide(inquiry, role, START, machine.arn)
        if decision.allowed is False and starter.service == PIPES and _express(machine):
            # A pipe that waits for an answer calls the other one.
            decision = decide(inquiry, role, START_SYNC, machine.arn)
        if decision.allowed is None:
            yield doubt_of(starter, f"whether {resource_name(role)} may start {machine.logical_id}", decision)
        elif decision.allowed is False:
            yield _another(inquiry, starter, role) or _may_not_start(inquiry, starter, role, decision)


def _express(machine: Resource) -> bool:
    return as_text(machine.get("StateMachineType")) != "STANDARD" and machine.get("StateMachineType") is not None


def _another(inquiry: Inquiry, starter: Starter, role: RoleView) -> Found | None:
    """What is said where the role is for another machine, which nothing starts: that was meant."""
    started = {item.machine.logical_id for item in starters(inquiry)}
    left = [item for item in inquiry.system.of_type(MACHINE) if item.logical_id not in started]
    meant = [item for item in left if decide(inquiry, role, START, item.arn).allowed is True]
    if len(meant) != 1:
        return None
    *holder, _ = starter.role_path
    key = "Arn" if holder else "Target"
    by, name, machine = starter.by, meant[0].logical_id, starter.machine.logical_id
    return Found(
        by,
        (*holder, key),
        f"{by.logical_id} starts {machine}, and its role is for {name}",
        f"{resource_name(role)} may not start {machine}, and nothing starts {name}: {starter.silent}",
        f"write {key}: !Ref {name}",
    )


def _may_not_start(inquiry: Inquiry, starter: Starter, role: RoleView, decision: Decision) -> Found:
    machine = starter.machine
    return denied(
        inquiry,
        starter,
        role,
        (START, machine.arn, decision),
        what=f"{resource_name(role)} may not start {machine.logical_id}",
        why=f"{starter.by.logical_id} starts it as this role",
        then=starter.silent,
        mend=f"allow {START} on !Ref {machine.logical_id} in a policy of {resource_name(role)}",
        aws=access_denied_text(request_of(role, START, machine.arn), decision),
        all_of=[(START, machine.arn)],
    )


CHECK = Check(
    "TRI061",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a rule, a schedule or a pipe may not start its state machine",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html "
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html",
    _starts,
)
