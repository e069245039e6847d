"""A role at the wrong place: one resource names a role that was made for another, and its own is named by nothing.

What the wrong role lacks, its trust or its rights, is told at that role then, where nothing is wrong. As with security
groups (``swaps``), a role that nothing uses gives it away, and is tried (``trials``): where it opens what is shut and
shuts nothing, the property that names the other one is the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import ABOUT_ROLES, Item
from seatrial.analyses.checklist.placements import PIPE, RULE, SCHEDULE
from seatrial.analyses.checklist.trials import Candidate, Change, Trials
from seatrial.analyses.state_machines import MACHINE
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

ROLE = "AWS::IAM::Role"
EXECUTION: PropertyPath = ("ExecutionRoleArn",)
# That two roles of a task are exchanged is told by a check of its own.
PLACES = ("STA016", "STA032")
STARTERS = (RULE, SCHEDULE, PIPE, MACHINE)


def without_role_swaps(trials: Trials, items: Sequence[Item]) -> list[Item]:
    """The findings, with those that one exchanged role explains replaced by that."""
    return trials.series((*ABOUT_ROLES, *PLACES)).without_explained(items, _candidates)


def _candidates(inquiry: Inquiry, shut: Sequence[Found]) -> Iterator[Candidate]:
    used = inquiry.roles_in_use["any"]
    spare = [role for role in inquiry.system.of_type(ROLE) if role.logical_id not in used]
    places = list(_places(inquiry, shut))
    for index, (holder, path, role) in enumerate(places):
        for other_holder, other_path, other in places[index + 1 :]:
            if other is not role and other_path == path and other_holder.type == holder.type:
                both = (
                    Change(holder, path, _as_written(holder, path, role, other), other.logical_id),
                    Change(other_holder, path, _as_written(other_holder, path, other, role), role.logical_id),
                )
                yield Candidate(both, partial(_exchanged, holder, other_holder, path, role, other))
    for holder, path, role in places:
        for other in (*spare, *_siblings(inquiry, shut, holder, path, role)):
            if other is not role:
                new = _as_written(holder, path, role, other)
                change = Change(holder, path, new, other.logical_id)
                yield Candidate((change,), partial(_told, holder, path, role, other, alone=other in spare))


def _as_written(holder: Resource, path: PropertyPath, role: Resource, other: Resource) -> str:
    """What names another role in the way in which this one is named."""
    return other.arn if holder.get(*path) == role.arn else other.physical_id


def _exchanged(
    holder: Resource,
    other_holder: Resource,
    path: PropertyPath,
    role: Resource,
    other: Resource,
    opened: Sequence[Item],
) -> Found:
    key, told = path[-1], "; ".join(dict.fromkeys(found.what for _, found in opened))
    return Found(
        holder,
        path,
        f"{holder.logical_id} and {other_holder.logical_id} have each other's roles",
        f"{told}; the other way round, all of this is allowed",
        f"write {key}: !GetAtt {other.logical_id}.Arn in {holder.logical_id}, and !GetAtt {role.logical_id}.Arn in "
        f"{other_holder.logical_id}",
        opened[0][1].aws,
    )


def _places(inquiry: Inquiry, shut: Sequence[Found]) -> Iterator[tuple[Resource, PropertyPath, Resource]]:
    """Where a role is named that a finding is about, with that role."""
    said = "\n".join(f"{found.resource.logical_id}\n{found.what}" for found in shut)
    named = set(re.findall(r"[\w/]+", said))
    for role in inquiry.system.of_type(ROLE):
        if role.logical_id not in named:
            continue
        for reference in inquiry.system.references:
            holder = inquiry.system.resources[reference.source]
            if reference.target != role.logical_id or holder.type.startswith("AWS::IAM::") or not reference.path:
                continue
            if holder.get(*reference.path) in (role.arn, role.physical_id):
                yield holder, reference.path, role


def _siblings(
    inquiry: Inquiry, shut: Sequence[Found], holder: Resource, path: PropertyPath, role: Resource
) -> Iterator[Resource]:
    """The task execution roles of others, where a task has a role as such that is another's for something else, and of
    which no statement is for what ECS does; and the roles of others that start something, where one of them has a role
    of tasks, or of another service.
    """
    about = [found for found in shut if found.resource is role]
    others = {(item.source, item.path) for item in inquiry.system.references if item.target == role.logical_id}
    if holder.type in STARTERS and path[-1:] == ("RoleArn",) and _is_of_others(inquiry, role, holder.type):
        yield from _of_starters(inquiry, holder, role)
        return
    elsewhere = any(source != holder.logical_id and place != EXECUTION for source, place in others)
    if path != EXECUTION or not about or any(found.path for found in about) or not elsewhere:
        return
    for item in inquiry.system.of_type(ROLE):
        if any(one.target == item.logical_id and one.path == EXECUTION for one in inquiry.system.references):
            yield item


def _is_of_others(inquiry: Inquiry, role: Resource, kind: str) -> bool:
    """Whether a task has a role, or something of another type that starts work."""
    for item in inquiry.system.references:
        if item.target != role.logical_id:
            continue
        by = inquiry.system.resources[item.source]
        if item.path in (EXECUTION, ("TaskRoleArn",)):
            return True
        if by.type in STARTERS and by.type != kind and item.path[-1:] == ("RoleArn",):
            return True
    return False


def _of_starters(inquiry: Inquiry, holder: Resource, role: Resource) -> Iterator[Resource]:
    """The roles that others of one type, which start something, act as."""
    seen: set[str] = set()
    for item in inquiry.system.references:
        found = inquiry.system.resources.get(item.target)
        by = inquiry.system.resources[item.source]
        if found is None or found.type != ROLE or by.type != holder.type or item.path[-1:] != ("RoleArn",):
            continue
        if found is not role and found.logical_id not in seen:
            seen.add(found.logical_id)
            yield found


def _told(
    holder: Resource, path: PropertyPath, role: Resource, other: Resource, opened: Sequence[Item], *, alone: bool
) -> Found:
    name, instead = role.logical_id, other.logical_id
    unlike = f", and nothing uses {instead}" if alone else f", not {instead}"
    key = f"{path[-1]}: " if isinstance(path[-1], str) else ""
    told = "; ".join(dict.fromkeys(found.what for _, found in opened))
    return Found(
        holder,
        path,
        f"{holder.logical_id} uses the role {name}{unlike}",
        f"{told}; with {instead}, all of this is allowed",
        f"write {key}!GetAtt {instead}.Arn in place of {name}",
        opened[0][1].aws,
    )
