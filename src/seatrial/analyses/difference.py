"""What has to happen to turn one system into another: every step, with its cause.

Two readings of a template are compared property by property. A change is made in place, or makes a new resource where
CloudFormation says that the property is fixed for life. A new resource has a new physical id, so whatever refers to
it changes as well: ``bump`` names the resources that need a new generation, the caller reads the template again with
them, and so on until nothing more changes. Then ``plan`` compares what is with what shall be. An unchanged system
needs no steps.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from seatrial.analyses.changes import Change, changes_between
from seatrial.analyses.order import deletion_waves, edges, waves
from seatrial.analyses.replacement import custom_name, replaces
from seatrial.kinds import CARDS, identify
from seatrial.kinds.card import Place
from seatrial.model.finding import Finding, Severity
from seatrial.model.layer import Layer
from seatrial.model.resource import Resource
from seatrial.model.span import path_text
from seatrial.model.step import Action, Plan, Step
from seatrial.model.system import System

# Policies that keep a resource when it leaves the stack. "Snapshot" keeps a copy and lets the resource go.
KEEPING = ("Retain", "RetainExceptOnCreate")
# The findings that planning can give.
CODES: Mapping[str, str] = {
    "PLN001": "a resource cannot become one of another type",
    "PLN002": "a resource with a name of its own cannot be replaced under that name",
}


class _Decision(Struct, frozen=True):
    action: Action
    cause: str
    changes: tuple[str, ...] = ()


def plan(old: System | None, new: System, skip: Mapping[str, str] | None = None) -> Plan:
    """Every step from ``old`` (None: nothing is there) to ``new``, in the order in which it is carried out.

    ``skip`` says of each logical id that isn't acted out why not. Creations, updates and replacements come in creation
    order; what leaves the stack goes after them, in deletion order, as CloudFormation cleans up last.
    """
    skip = skip or {}
    needs: dict[str, list[str]] = {}
    for edge in edges(new):
        needs.setdefault(edge.source, []).append(edge.target)
    steps: list[Step] = []
    acting: set[str] = set()
    last_wave = 0
    for number, wave in enumerate(waves(new)):
        last_wave = number
        for name in wave:
            decision = _decide(old, new, new.resources[name], skip)
            if decision is None:
                continue
            if decision.action is not Action.SKIP:
                acting.add(name)
            after = tuple(need for need in needs.get(name, ()) if need in acting)
            steps.append(_step(new.resources[name], decision, after, number))
    if old is not None:
        steps.extend(_leaving(old, new, skip, acting, last_wave + 1))
    return Plan(new.scope.stack, tuple(steps))


def bump(old: System | None, new: System, generations: Mapping[str, int]) -> dict[str, int]:
    """The generations with which the template has to be read again; equal to the given ones when it needn't be.

    A resource that is made anew gets the next generation until its physical id differs from the old one's. One that
    needn't be made anew goes back to the generation under which it exists (after an update that was rolled back).
    """
    wanted = dict(generations)
    if old is None:
        return wanted
    for name, now in new.resources.items():
        before = old.resources.get(name)
        if before is None:
            continue
        generation = wanted.get(name, 1)
        if _made_anew(before, now):
            if (
                now.physical_id == before.physical_id
                and not _keeps_name(before, now)
                and _can_change(new, now, generation)
            ):
                wanted[name] = generation + 1
        elif now.physical_id != before.physical_id:
            for earlier in range(generation - 1, 0, -1):
                if identify(now.type, Place(new.scope, name, earlier), now.properties).ref == before.physical_id:
                    wanted[name] = earlier
                    break
    return wanted


def impossible(old: System | None, new: System) -> tuple[Finding, ...]:
    """What CloudFormation refuses to do to a stack: another type under the same logical id, a new one under a taken
    name.
    """
    if old is None:
        return ()
    found = []
    for name, now in new.resources.items():
        before = old.resources.get(name)
        if before is None or not _made_anew(before, now):
            continue
        if before.type != now.type:
            found.append(
                Finding(
                    "PLN001",
                    Severity.ERROR,
                    f"{name} cannot turn from {before.type} into {now.type}",
                    "CloudFormation refuses the update: "
                    "Update of resource type is not permitted. The new template modifies resource type of the "
                    f"following resources: [{name}]",
                    "give the new resource another logical id",
                    now.span("Type"),
                    name,
                )
            )
        elif _keeps_name(before, now):
            fixed = ", ".join(path_text(change.path) for change in _fixed_changes(before, now))
            found.append(
                Finding(
                    "PLN002",
                    Severity.ERROR,
                    f"{name} would have to be replaced under the name it has",
                    # https://repost.aws/knowledge-center/cloudformation-custom-name (read
                    # 2026-11-23)
                    f"{fixed} cannot be changed in place. CloudFormation cannot update a stack when a custom-named "
                    f"resource requires replacing. Rename {custom_name(now)} and update the stack again.",
                    "give it another name, or leave the name out so that CloudFormation makes one",
                    now.span(),
                    name,
                )
            )
    return tuple(found)


def plan_text(plan: Plan) -> str:
    """A plan as text, one line for each step and one for each change of a property."""
    lines = []
    for step in plan.steps:
        after = f" (after {', '.join(step.after)})" if step.after else ""
        lines.append(f"{step.wave} {step.action} {step.logical_id} {step.type}: {step.cause}{after}")
        lines.extend(f"    {change}" for change in step.changes)
    return "\n".join(lines) + "\n" if lines else "nothing to do\n"


def _decide(old: System | None, new: System, now: Resource, skip: Mapping[str, str]) -> _Decision | None:
    name = now.logical_id
    if name in skip:
        return _Decision(Action.SKIP, skip[name])
    if old is None:
        return _Decision(Action.CREATE, "the stack is new")
    before = old.resources.get(name)
    if before is None:
        return _Decision(Action.CREATE, "it is new in the template")
    if before.type != now.type:
        return _Decision(Action.REPLACE, f"it was {before.type}")
    changes = changes_between(before.properties, now.properties)
    texts = tuple(str(change) for change in changes)
    fixed = [change for change in changes if replaces(now.type, change.path)]
    if fixed:
        return _Decision(Action.REPLACE, f"{_because(old, new, now, fixed)}, which cannot be changed in place", texts)
    if before.physical_id != now.physical_id:
        return _Decision(Action.REPLACE, f"its identity changes from {before.physical_id} to {now.physical_id}", texts)
    if changes:
        return _Decision(Action.UPDATE, _because(old, new, now, changes), texts)
    return None


def _because(old: System, new: System, now: Resource, changes: list[Change]) -> str:
    """``Cpu changes``; for a change that comes from a reference also what became of the thing referred to."""
    parts = []
    for change in changes:
        text = f"{path_text(change.path)} changes"
        for reference in now.references:
            # A reference stands at the property, at an item of it, or at a part inside an intrinsic below it.
            shared = min(len(reference.path), len(change.path))
            if not shared or reference.path[:shared] != change.path[:shared]:
                continue
            was, is_ = old.resources.get(reference.target), new.resources.get(reference.target)
            if was is not None and is_ is not None and was.physical_id != is_.physical_id:
                text += f" as {reference.target} is replaced"
                break
        if text not in parts:
            parts.append(text)
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _leaving(old: System, new: System, skip: Mapping[str, str], acting: set[str], first_wave: int) -> list[Step]:
    """What goes away at the end: resources that left the template, and the old ones of those replaced."""
    steps: list[Step] = []
    users: dict[str, list[str]] = {}
    for edge in edges(old):
        users.setdefault(edge.target, []).append(edge.source)
    number = first_wave
    gone: set[str] = set()
    for wave in deletion_waves(old):
        leaving = [name for name in wave if _leaves(old.resources[name], new, name, skip)]
        for name in leaving:
            before = old.resources[name]
            gone.add(name)
            after = tuple(user for user in sorted(users.get(name, ())) if user in gone and user != name)
            if name in new.resources:
                if before.update_replace_policy in KEEPING and name in acting:
                    cause = f"UpdateReplacePolicy of {name} is {before.update_replace_policy}: the old one stays"
                    steps.append(_step(before, _Decision(Action.RETAIN, cause), after, number))
                continue
            if before.deletion_policy in KEEPING:
                decision = _Decision(Action.RETAIN, f"DeletionPolicy of {name} is {before.deletion_policy}")
            elif before.deletion_policy == "Snapshot":
                decision = _Decision(Action.DELETE, "it is no longer in the template; DeletionPolicy keeps a snapshot")
            else:
                decision = _Decision(Action.DELETE, "it is no longer in the template")
            steps.append(_step(before, decision, after, number))
        if leaving:
            number += 1
    return steps


def _leaves(before: Resource, new: System, name: str, skip: Mapping[str, str]) -> bool:
    now = new.resources.get(name)
    if now is None:
        return True
    return name not in skip and now.physical_id != before.physical_id


def _step(resource: Resource, decision: _Decision, after: tuple[str, ...], wave: int) -> Step:
    card = CARDS.get(resource.type)
    return Step(
        action=decision.action,
        logical_id=resource.logical_id,
        type=resource.type,
        layer=card.layer if card else Layer.OTHER,
        physical_id=resource.physical_id,
        cause=decision.cause,
        changes=decision.changes,
        after=after,
        wave=wave,
    )


def _made_anew(before: Resource, now: Resource) -> bool:
    return before.type != now.type or bool(_fixed_changes(before, now))


def _fixed_changes(before: Resource, now: Resource) -> list[Change]:
    return [change for change in changes_between(before.properties, now.properties) if replaces(now.type, change.path)]


def _keeps_name(before: Resource, now: Resource) -> bool:
    return before.type == now.type and custom_name(before) != "" and custom_name(before) == custom_name(now)


def _can_change(system: System, resource: Resource, generation: int) -> bool:
    """Whether a new generation would change the physical id at all (it doesn't where the properties alone make it)."""
    first, second = (
        identify(resource.type, Place(system.scope, resource.logical_id, number), resource.properties).ref
        for number in (generation, generation + 1)
    )
    return first != second
