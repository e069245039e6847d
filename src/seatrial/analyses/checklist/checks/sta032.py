"""Whether another role stands where the task execution role belongs: one that nothing uses has all that it lacks.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_role_places import AS_WHOM, lacking_calls, meant_role, mixed_up
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity


def _wrong(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.definitions:
        meant = None if mixed_up(inquiry, definition) else meant_role(inquiry, definition)
        own = inquiry.role(definition.get("ExecutionRoleArn"))
        if meant is None or not isinstance(own, RoleView):
            continue
        lacking = lacking_calls(inquiry, definition)
        own_name, name = resource_name(own), resource_name(meant)
        actions = ", ".join(dict.fromkeys(call.action for call, _ in lacking))
        yield Found(
            definition,
            ("ExecutionRoleArn",),
            f"{definition.logical_id} has {own_name} as its task execution role, in place of {name}",
            f"{AS_WHOM}; {own_name} lacks {actions}, and {name} has them: the task stops before its containers start",
            f"write ExecutionRoleArn: !GetAtt {name}.Arn",
            lacking[0][1],
        )


CHECK = Check(
    "STA032",
    Severity.ERROR,
    Question.START,
    "Another role stands in the place of the task execution role",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html",
    _wrong,
)
