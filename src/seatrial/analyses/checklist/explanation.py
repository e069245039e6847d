"""Explains a system: what each resource is for and waits for, and the proofs that tasks start and traffic arrives.

Nothing is decided here: the paths, steps and decisions are those that the checks look at, written out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import transport
from seatrial.analyses.checklist.explanation_uses import (
    decided,
    lines_of,
    names_of,
    proofs_of_starts,
    proofs_of_uses,
)
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.checklist.role_purposes import ROLE, purpose_of, starts_tasks
from seatrial.analyses.iam import RoleView, can_assume
from seatrial.analyses.launch import Failed, Stage
from seatrial.analyses.order import edges
from seatrial.kinds import CARDS
from seatrial.kinds.card import Card
from seatrial.model.layer import Layer
from seatrial.model.proof import Explanation, Line, Portrait, Proof
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, as_text, at

ECS_TASKS = "ecs-tasks.amazonaws.com"


def explanation(inquiry: Inquiry, *things: str) -> Explanation:
    """Everything about a system, or what has to do with some of its resources."""
    portraits = tuple(_portraits(inquiry))
    proofs = (*_arrivals(inquiry), *_launches(inquiry), *proofs_of_uses(inquiry), *proofs_of_starts(inquiry))
    if not things:
        return Explanation(portraits, proofs)
    return Explanation(
        tuple(item for item in portraits if item.logical_id in things),
        tuple(item for item in proofs if not item.about.isdisjoint(things)),
    )


def _portraits(inquiry: Inquiry) -> Iterator[Portrait]:
    waits: dict[str, list[tuple[str, str]]] = defaultdict(list)
    awaited: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for edge in edges(inquiry.system):
        waits[edge.source].append((edge.target, edge.cause))
        awaited[edge.target].append((edge.source, edge.cause))
    layers = list(Layer)
    found = sorted(
        inquiry.system.resources.values(),
        key=lambda item: layers.index(card.layer if (card := CARDS.get(item.type)) else Layer.OTHER),
    )
    for resource in found:
        card = CARDS.get(resource.type)
        yield Portrait(
            resource.logical_id,
            resource.type,
            card.layer if card else Layer.OTHER,
            _purpose(inquiry, resource, card),
            _essential(inquiry, resource, card),
            resource.physical_id,
            card.documentation if card else "",
            tuple(_relations(inquiry, resource, card)) if card else (),
            tuple(waits[resource.logical_id]),
            tuple(awaited[resource.logical_id]),
            resource.span(),
        )


def _purpose(inquiry: Inquiry, resource: Resource, card: Card | None) -> str:
    """What a resource is for; of a role, what it is for here."""
    own = purpose_of(inquiry.system, resource.logical_id) if resource.type == ROLE else ""
    return own or (card.purpose if card else "")


def _essential(inquiry: Inquiry, resource: Resource, card: Card | None) -> str:
    if resource.type == ROLE and not starts_tasks(inquiry.system, resource.logical_id):
        return ""
    return card.essential if card else ""


def _relations(inquiry: Inquiry, resource: Resource, card: Card) -> Iterator[str]:
    for relation in card.relations:
        values = _at(dict(resource.properties), relation.path.replace("[]", ".[]").split("."))
        names = [found.logical_id for value in values if (found := inquiry.find(value, *relation.types)) is not None]
        if names:
            yield f"{relation.verb} {', '.join(dict.fromkeys(names))}"


def _at(value: Value, parts: list[str]) -> list[Value]:
    """The values at a path in which ``[]`` stands for every item of a list."""
    if not parts:
        return [value]
    first, rest = parts[0], parts[1:]
    if first == "[]":
        return [found for item in as_list(value) for found in _at(item, rest)]
    return _at(at(value, first), rest)


def _arrivals(inquiry: Inquiry) -> Iterator[Proof]:
    for listener in inquiry.arrivals.listeners:
        balancer = listener.balancer
        if balancer is None or balancer.get("Scheme") == "internal":
            continue
        for interface in inquiry.paper.balancer(balancer):
            place = interface.subnet.logical_id
            path = inquiry.paper.from_internet(interface, listener.port, listener.transport)
            title = f"from the internet to {listener.resource.logical_id}, port {listener.port}, in {place}"
            about = names_of(path, balancer.logical_id, listener.resource.logical_id, place)
            yield Proof(title, str(path.verdict), lines_of(path), about)
    for entry in inquiry.arrivals.entries:
        if entry.group is None:
            continue
        placement = entry.placement
        for balancer in inquiry.arrivals.balancers_of(entry.group):
            for source in inquiry.paper.balancer(balancer):
                for target in placement.interfaces(inquiry.paper):
                    protocol = transport(as_text(entry.group.get("Protocol")))
                    path = inquiry.paper.between(source, target, entry.port, protocol)
                    here = source.subnet.logical_id
                    title = (
                        f"from {balancer.logical_id} in {here} to port {entry.port} of the {placement.tasks} in "
                        f"{target.subnet.logical_id}"
                    )
                    about = names_of(path, balancer.logical_id, placement.by.logical_id, target.subnet.logical_id, here)
                    yield Proof(title, str(path.verdict), lines_of(path), about | {entry.group.logical_id})


def _launches(inquiry: Inquiry) -> Iterator[Proof]:
    for step in inquiry.launches.steps:
        yield _step(inquiry, step)
    for attempt in inquiry.launches.attempts:
        by, host = attempt.placement.by.logical_id, attempt.endpoint
        title = f"tasks of {by} in {attempt.subnet.logical_id} to {host}, to {attempt.requirement.stage}"
        about = names_of(attempt.path, by, attempt.definition.logical_id, attempt.subnet.logical_id)
        yield Proof(title, str(attempt.path.verdict), lines_of(attempt.path), about)


def _step(inquiry: Inquiry, step: Step) -> Proof:
    """A step of a launch: each call with the statement that decides it."""
    definition, requirement = step.definition, step.requirement
    role = inquiry.role(requirement.role) if requirement.role is not None else None
    lines: list[Line] = []
    about = {definition.logical_id, *(item.by.logical_id for item in inquiry.placements_of(definition))}
    if isinstance(role, RoleView):
        about.add(role.resource.logical_id)
        if requirement.stage in (Stage.EXECUTION_ROLE, Stage.TASK_ROLE):
            lines.append(decided(role, f"sts:AssumeRole by {ECS_TASKS}", can_assume(role, ECS_TASKS)))
        for call in requirement.calls:
            lines.append(decided(role, f"{call.action} on {call.resource}", inquiry.decide(role, call)))
    if isinstance(step.verdict, Failed):
        lines.append(Line("no", step.verdict.reason))
    elif step.verdict.note:
        lines.append(Line("cannot tell", step.verdict.note))
    verdict = "no" if isinstance(step.verdict, Failed) else "cannot tell" if step.verdict.note else "yes"
    return Proof(f"{definition.logical_id}: {requirement}", verdict, tuple(lines), frozenset(about))
