"""Whether ECS may assume the roles of a job on Fargate: its jobs are tasks of ECS.

Sources (read 2026-11-30): https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html and
https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html (executionRoleArn, jobRoleArn).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.triggers import ECS_TASKS
from seatrial.analyses.iam import RoleView, can_assume
from seatrial.analyses.refusals.batch import DEFINITION, FARGATE
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text

_ROLES = (("ExecutionRoleArn", "execution role"), ("JobRoleArn", "job role"))


def _trusted(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for definition in inquiry.system.of_type(DEFINITION):
        if FARGATE not in [as_text(item).upper() for item in as_list(definition.get("PlatformCapabilities"))]:
            continue
        for key, noun in _ROLES:
            path: PropertyPath = ("ContainerProperties", key)
            value = definition.get(*path)
            role = inquiry.role(value) if value not in (None, "") else None
            if not isinstance(role, RoleView) or role.note or role.name in seen or inquiry.refused_at(role.resource):
                continue
            seen.add(role.name)
            if can_assume(role, ECS_TASKS).allowed is not False:
                continue
            name = role.resource.logical_id
            yield Found(
                role.resource,
                role.trust.path,
                f"ECS may not assume {name}, the {noun} of {definition.logical_id}",
                f"a job on Fargate is a task of ECS, and the trust policy of {name} doesn't let {ECS_TASKS} in: no job "
                "starts",
                f"allow sts:AssumeRole to Principal: {{ Service: {ECS_TASKS} }} in AssumeRolePolicyDocument of {name}",
                fix=trust(inquiry, role, ECS_TASKS),
            )


CHECK = Check(
    "STA262",
    Severity.ERROR,
    Question.START,
    "ECS may not assume a role of a job on Fargate",
    "https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html",
    _trusted,
)
