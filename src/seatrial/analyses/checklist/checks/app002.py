"""Whether the task role has the usual permissions for what containers are given, where it has some.

Which calls an application makes is not in the template: what the plain use needs and isn't allowed is a warning.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import (
    aws_text,
    deciding_statement,
    plain_calls,
    resource_name,
    role_place,
    what_is_given,
)
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity


def _plain_use(inquiry: Inquiry) -> Iterator[Said]:
    taken = {item.key for item in inquiry.consumers}
    seen: set[tuple[str, str]] = set()
    for item in inquiry.used:
        role, answer = item.role, item.allowance
        if not isinstance(role, RoleView) or answer is None or not answer.anything or answer.plain is not False:
            continue
        key = (role.name, item.resource.logical_id)
        if item.key in taken or key in seen or role_refused(inquiry, role):
            continue
        seen.add(key)
        resource, path = role_place(inquiry, role, item.gift.definition)
        calls, on = plain_calls(inquiry, item.use, item.resource)
        says, mend = answer.decision.reason, f"allow {calls} on {on} in a policy of {resource_name(role)}"
        near = deciding_statement(inquiry, role, item.use, answer)
        if near is not None:
            resource, path, says, mend = near.resource, near.path, near.says, near.mend
        yield Found(
            resource,
            path,
            f"{resource_name(role)} has permissions on {item.resource.logical_id}, but not for "
            f"{' or '.join(calls.split(', '))}",
            f"{what_is_given([item])}, and the actions allowed on the {item.use.noun} lack the usual ones: {says}",
            mend,
            aws_text(role, item.use, answer),
        )


CHECK = Check(
    "APP002",
    Severity.WARNING,
    Question.REACH,
    "The task role lacks the usual permissions for a resource that a container is given",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    _plain_use,
)
