"""Whether the task role may use what containers are given at all.

Which calls an application makes is not in the template. So it is only an error where every use is impossible: no call
of that service is allowed on that resource.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.app_meant import meant_instead, told_of_another
from seatrial.analyses.checklist.app_permissions import (
    after_because,
    aws_text,
    deciding_statement,
    plain_calls,
    resource_name,
    role_place,
    what_is_given,
)
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import Told, both
from seatrial.analyses.checklist.role_chains import through_another
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.sta_role_places import mixed_up
from seatrial.analyses.checklist.uses import Used, allowance
from seatrial.analyses.iam import Missing, RoleView
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.analyses.launch.held_secret import MASTER_SECRET
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, at


def _nothing_allowed(inquiry: Inquiry) -> Iterator[Said]:
    without: dict[str, list[Used]] = {}
    denied: dict[tuple[object, ...], tuple[Told | None, list[Used]]] = {}
    for item in inquiry.used:
        definition = item.gift.definition
        if mixed_up(inquiry, definition) or (isinstance(item.role, RoleView) and role_refused(inquiry, item.role)):
            continue
        if item.role is None:
            if not _open_to_everyone(inquiry, item.about):
                without.setdefault(definition.logical_id, []).append(item)
        elif not isinstance(item.role, RoleView) or item.allowance is None:
            why = item.role.reason if isinstance(item.role, Unknown) else f"the role {_name(item)} is in no template"
            yield Doubt(definition, ("TaskRoleArn",), f"what containers of {definition.logical_id} may call", why)
        elif item.allowance.anything is None:
            what = f"whether {resource_name(item.role)} may use {item.resource.logical_id}"
            yield Doubt(definition, item.gift.path, what, after_because(item.allowance.decision.reason))
        elif item.allowance.anything is False and not through_another(inquiry, item.role, item.use, item.resource):
            if (other := meant_instead(inquiry, item)) is not None:
                yield told_of_another(item, item.role, other, "the application")
                continue
            near = deciding_statement(inquiry, item.role, item.use, item.allowance)
            place = (near.resource.logical_id, near.path) if near is not None else ()
            first, items = denied.setdefault((item.role.name, *place), (near, []))
            items.append(item)
            if first is not None and near is not None and near.mend not in first.mend:
                denied[(item.role.name, *place)] = (both(first, near), items)
    for items in without.values():
        yield _without_role(inquiry, items)
    for near, items in denied.values():
        yield _denied(inquiry, near, items)


def _name(item: Used) -> str:
    return item.role.name if isinstance(item.role, Missing | RoleView) else "that it names"


def _open_to_everyone(inquiry: Inquiry, arn: str) -> bool:
    for policy in resource_policies(inquiry.systems, arn)[0]:
        for statement in policy.statements():
            principal = at(statement.content, "Principal")
            if not statement.denies and (principal == "*" or at(principal, "AWS") == "*"):
                return True
    return False


def _without_role(inquiry: Inquiry, items: Sequence[Used]) -> Found:
    definition = items[0].gift.definition
    resources = [item.resource for item in items]
    return Found(
        definition,
        ("TaskRoleArn",),
        f"the containers of {definition.logical_id} use {inquiry.names(resources)}, but have no task role",
        f"{what_is_given(items)}: an application calls AWS as its task role, and without one it finds no credentials"
        f"{_mixed_up(inquiry, items)}",
        "create a role that ecs-tasks.amazonaws.com may assume, set TaskRoleArn to it, and allow it "
        f"{_calls(inquiry, items)}",
    )


def _denied(inquiry: Inquiry, near: Told | None, items: Sequence[Used]) -> Found:
    role, answer = items[0].role, items[0].allowance
    assert isinstance(role, RoleView)
    assert answer is not None
    resource, path = role_place(inquiry, role, items[0].gift.definition)
    says = "none of its statements allows such a call"
    mend = f"allow {_calls(inquiry, items)} in a policy of {resource_name(role)}"
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend
        if "boundary" in says:
            mend = f"allow {_calls(inquiry, items)} in {near.resource.logical_id}"
    use = items[0].use
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not use {_names(items)}",
        f"{what_is_given(items)} and {'calls AWS' if use.service else 'signs its requests'} as this role, and {says}: "
        "every such call is denied" + ("" if near is not None else _mixed_up(inquiry, items)),
        mend,
        aws_text(role, use, answer),
        fix=near.fix if near is not None else (),
    )


def _names(items: Sequence[Used]) -> str:
    # Two definitions may be given one thing.
    names = list(
        dict.fromkeys(
            f"{'the secret of ' if item.gift.attribute == MASTER_SECRET else ''}{item.resource.logical_id}"
            for item in items
        )
    )
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _calls(inquiry: Inquiry, items: Sequence[Used]) -> str:
    taken = {item.queue.logical_id for item in inquiry.consumers}
    pairs = dict.fromkeys(
        plain_calls(inquiry, item.use, item.resource, item.resource.logical_id in taken) for item in items
    )
    return " and ".join(f"{calls} on {on}" for calls, on in pairs)


def _mixed_up(inquiry: Inquiry, items: Sequence[Used]) -> str:
    """Says so where the task execution role has what the task role lacks."""
    for item in items:
        role = inquiry.role(item.gift.definition.get("ExecutionRoleArn"))
        if isinstance(role, RoleView) and allowance(inquiry, role, item.use, item.resource).anything:
            name = resource_name(role)
            return (
                f"; {name} allows them, but that is the task execution role: either a policy is attached to the wrong "
                "role, or the two roles are swapped"
            )
    return ""


CHECK = Check(
    "APP001",
    Severity.ERROR,
    Question.REACH,
    "The task role may not use a resource that a container is given",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    _nothing_allowed,
)
