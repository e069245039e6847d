"""Whether the task execution role and the task role stand in each other's place.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_role_places import AS_WHOM, lacking_calls, mixed_up
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity


def _swapped(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        if not mixed_up(inquiry, definition):
            continue
        execution, task = (inquiry.role(definition.get(key)) for key in ("ExecutionRoleArn", "TaskRoleArn"))
        assert isinstance(execution, RoleView)
        assert isinstance(task, RoleView)
        own, other = resource_name(execution), resource_name(task)
        yield Found(
            definition,
            ("ExecutionRoleArn",),
            f"{definition.logical_id} has {own} and {other} swapped",
            f"{AS_WHOM}; {own} lacks the permissions for that, and {other} has them: the task stops before its "
            "containers start",
            f"set ExecutionRoleArn of {definition.logical_id} to {other}, and TaskRoleArn to {own}",
            lacking_calls(inquiry, definition)[0][1],
        )


CHECK = Check(
    "STA016",
    Severity.ERROR,
    Question.START,
    "The task execution role and the task role are swapped",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html",
    _swapped,
)
