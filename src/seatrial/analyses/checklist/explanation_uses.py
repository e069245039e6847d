"""The proofs that the application may use what it is given and gets there, and that what starts tasks may do so.

Nothing is decided here: these are the decisions and paths that the checks of questions four and five look at.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_roles import calls_of
from seatrial.analyses.checklist.tri_trust import assumes
from seatrial.analyses.checklist.triggers import Trigger, triggers
from seatrial.analyses.checklist.uses import Used, ask
from seatrial.analyses.iam import Decision, RoleView
from seatrial.analyses.reach import Path
from seatrial.model.proof import Line, Proof

# The usual calls of a use that are shown; there may be a dozen.
_MOST_CALLS = 3
VERDICTS = {True: "yes", False: "no", None: "cannot tell"}


def lines_of(path: Path) -> tuple[Line, ...]:
    """A path hop by hop."""
    return tuple(Line(str(hop.verdict), hop.what, hop.span) for hop in path.hops)


def names_of(path: Path, *more: str) -> frozenset[str]:
    """The logical ids that a path is about, and some more."""
    return frozenset({hop.resource.logical_id for hop in path.hops if hop.resource is not None} | set(more))


def decided(role: RoleView, call: str, decision: Decision) -> Line:
    """A call with the statement that decides it, and its place; the role's where none does."""
    span = decision.statement.span if decision.statement else role.resource.span()
    return Line(VERDICTS[decision.allowed], f"{call}: {decision.reason}", span)


def proofs_of_uses(inquiry: Inquiry) -> Iterator[Proof]:
    """What containers are given and use: the permissions of their task role, and the way there from each subnet."""
    for item in inquiry.used:
        if isinstance(item.role, RoleView) and item.allowance is not None and item.allowance.action:
            yield _permission(inquiry, item, item.role)
    for placement in inquiry.placements:
        mine = [item for item in inquiry.used if item.gift.definition is placement.definition]
        for interface in placement.interfaces(inquiry.paper) if mine else ():
            by, place = placement.by.logical_id, interface.subnet.logical_id
            for item in mine:
                thing, host = item.resource.logical_id, item.use.host(item.resource, inquiry.system.scope.region)
                if not host:
                    # It stands in the VPC, and the way to it is a proof of its own.
                    continue
                path = inquiry.paper.to_host(interface, host, item.use.port)
                title = f"tasks of {by} in {place} to {host}:{item.use.port}, to use {thing}"
                about = names_of(path, by, item.gift.definition.logical_id, place, thing)
                yield Proof(title, str(path.verdict), lines_of(path), about)


def _permission(inquiry: Inquiry, item: Used, role: RoleView) -> Proof:
    definition, thing = item.gift.definition.logical_id, item.resource.logical_id
    assert item.allowance is not None
    on = item.allowance.on
    answers = {
        f"{item.use.actions}:{call}": ask(inquiry, role, f"{item.use.actions}:{call}", on) for call in item.use.plain
    }
    answers = answers or {item.allowance.action: item.allowance.decision}
    allowed = {action: decision for action, decision in answers.items() if decision.allowed is not False}
    shown = list((allowed or answers).items())[:_MOST_CALLS]
    lines = tuple(decided(role, f"{action} on {on}", decision) for action, decision in shown)
    title = f"{definition}: use {thing}, which it is given, as the task role {role.resource.logical_id or role.name}"
    about = frozenset({definition, thing, role.resource.logical_id})
    by = {placement.by.logical_id for placement in inquiry.placements_of(item.gift.definition)}
    return Proof(title, VERDICTS[item.allowance.plain], lines, about | by)


def proofs_of_starts(inquiry: Inquiry) -> Iterator[Proof]:
    """What starts tasks: whether it may assume its role, run the task, and pass the task's roles."""
    for trigger in triggers(inquiry.placements):
        value = trigger.by.get(*trigger.role_path)
        role = inquiry.role(value) if value not in (None, "") else None
        if isinstance(role, RoleView) and trigger.definition is not None and trigger.definition.arn:
            yield _start(inquiry, trigger, role)


def _start(inquiry: Inquiry, trigger: Trigger, role: RoleView) -> Proof:
    definition = trigger.definition
    assert definition is not None
    trust = assumes(inquiry, role, trigger)
    lines = [decided(role, f"sts:AssumeRole by {trigger.service}", trust)]
    answers = [trust.allowed]
    for action, on, decision in calls_of(inquiry, trigger, role, definition):
        lines.append(decided(role, f"{action} on {on}", decision))
        answers.append(decision.allowed)
    verdict = False if False in answers else None if None in answers else True
    named = role.resource.logical_id or role.name
    title = f"{trigger.by.logical_id}: start tasks of {definition.logical_id} as {named}"
    about = frozenset({trigger.by.logical_id, definition.logical_id, role.resource.logical_id})
    return Proof(title, VERDICTS[verdict], tuple(lines), about)
