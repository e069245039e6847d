"""Whether a function or a job may use what it is given: the queue that it fills, the table that it keeps.

Functions stand before and behind tasks: one takes requests and sends the messages that workers wait for. As with a
container, which calls its code makes is not in the template; so it is only told where no call of that service is
allowed on the resource. What a function may hand on, with a role that somebody else acts as, is a warning. Whether it
may start tasks is a check of its own (TRI120). A job of AWS Batch has a role as a task has (JobRoleArn).

Sources (read 2026-11-30):
https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html#ContainerProperties-JobRoleArn,
https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html,
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.checklist.app_meant import meant_instead, told_of_another
from seatrial.analyses.checklist.app_permissions import (
    aws_text,
    deciding_statement,
    plain_calls,
    resource_name,
)
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import JOB
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.role_chains import through_another
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.tri_roles import PASS_ROLE
from seatrial.analyses.checklist.uses import Used, role_path
from seatrial.analyses.iam import RoleView, mentions
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list

DEFINITION = "AWS::ECS::TaskDefinition"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    yield from _without_role(inquiry)
    for item in (*inquiry.used_by_functions, *inquiry.used_by_jobs):
        role, answer = item.role, item.allowance
        if not isinstance(role, RoleView) or answer is None or item.resource.type == DEFINITION:
            continue
        if answer.anything is not False:
            continue
        if role_refused(inquiry, role) or through_another(inquiry, role, item.use, item.resource):
            continue
        other = meant_instead(inquiry, item)
        if other is not None:
            yield replace(told_of_another(item, role, other, _noun(item)), severity=_severity(item, role))
        else:
            yield _denied(inquiry, item, role)


def _without_role(inquiry: Inquiry) -> Iterator[Found]:
    """Jobs that are given what only a role may use, and have none: a container on Fargate has no other credentials."""
    seen: set[str] = set()
    for item in inquiry.used_by_jobs:
        job = item.gift.definition
        if job.get(*role_path(job)) not in (None, "") or job.logical_id in seen or job.logical_id in inquiry.refused:
            continue
        # On instances a container has the role of those.
        if "FARGATE" not in as_list(job.get("PlatformCapabilities")):
            continue
        seen.add(job.logical_id)
        calls, on = plain_calls(inquiry, item.use, item.resource)
        yield Found(
            job,
            role_path(job),
            f"the container of {job.logical_id} uses {item.resource.logical_id}, but has no job role",
            f"it is given {item.resource.logical_id} in {item.gift.variable}, and without JobRoleArn it has no "
            "credentials: every call fails",
            "create a role that ecs-tasks.amazonaws.com may assume, set JobRoleArn to it, and allow it "
            f"{calls} on {on}",
        )


def _denied(inquiry: Inquiry, item: Used, role: RoleView) -> Found:
    answer = item.allowance
    assert answer is not None
    function, thing = item.gift.definition, item.resource.logical_id
    calls, on = plain_calls(inquiry, item.use, item.resource)
    resource = role.resource
    path: PropertyPath = ()
    if resource.logical_id not in inquiry.system.resources:
        resource, path = function, role_path(function)
    says, mend = "none of its statements allows such a call", f"allow {calls} on {on} in a policy of"
    mend = f"{mend} {resource_name(role)}"
    near = deciding_statement(inquiry, role, item.use, answer)
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend
    return Found(
        resource,
        path,
        f"{function.logical_id} may not use {thing}",
        f"it is given {thing} in {item.gift.variable} and calls AWS as {resource_name(role)}, and {says}: every such "
        "call is denied",
        mend,
        aws_text(role, item.use, answer),
        severity=_severity(item, role),
    )


def _noun(item: Used) -> str:
    return "the job" if item.gift.definition.type == JOB else "the function"


def _severity(item: Used, role: RoleView) -> Severity | None:
    """Whether the function can only be meant to call it itself: a role that it may pass on, others act as."""
    return Severity.WARNING if mentions(role, PASS_ROLE) else None


CHECK = Check(
    "APP230",
    Severity.ERROR,
    Question.REACH,
    "A function or a job may not use what it is given",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
    _ask,
)
