"""Whether what a FireLens router sends to CloudWatch Logs arrives: the group is there, and lets the task role in.

The router is a container like the others, so it calls AWS as the task role, not as the task execution role. Tasks start
without it, and their logs are lost.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html (the task
role), https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch (options and their defaults).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.sta_firelens import CLOUDWATCH, ELSEWHERE, Output, outputs
from seatrial.analyses.checklist.sta_given import LOG_GROUP, is_of_this_stack
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Call
from seatrial.model.arn import Arn
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text, at


def _lost(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for output in outputs(inquiry):
        options = output.options
        if at(output.router, "FirelensConfiguration", "Type") != "fluentbit" or options.get("Name") not in CLOUDWATCH:
            continue
        group, region = options.get("log_group_name"), options.get("region")
        if any(key in options for key in ELSEWHERE) or not isinstance(group, str) or "$" in group:
            continue
        if isinstance(region, Unknown):
            continue
        found = _place_of_group(inquiry, output, group, as_text(region)) or _rights(inquiry, output, group)
        key = (found.resource.logical_id, f"{found.path}{found.what}") if found is not None else None
        if found is not None and key is not None and key not in seen:
            seen.add(key)
            yield found


def _place_of_group(inquiry: Inquiry, output: Output, group: str, region: str) -> Found | None:
    """Whether the group is where the router looks for it."""
    scope = inquiry.system.scope
    here = inquiry.find(group, LOG_GROUP)
    creates = as_text(output.options.get("auto_create_group")).lower() in ("true", "on", "yes", "1")
    if here is not None and region and region != scope.region and not creates:
        path = (*output.path, "region")
        return Found(
            output.definition,
            path,
            f"the log of {output.container} goes to {here.logical_id} in {region}, but the stack creates it in "
            f"{scope.region}",
            f"CloudWatch Logs in {region} has no such group: {output.lost}",
            "write region: !Ref AWS::Region",
            fix=(set_property(output.definition.logical_id, *path, to={"Ref": "AWS::Region"}),),
        )
    if here is None and not creates and region in ("", scope.region) and is_of_this_stack(inquiry, group):
        return Found(
            output.definition,
            (*output.path, "log_group_name"),
            f"the log group {group} that the log of {output.container} goes to does not exist",
            f"no AWS::Logs::LogGroup has that name and auto_create_group is not true: {output.lost}",
            f"add an AWS::Logs::LogGroup with LogGroupName: {group} and refer to it, or set auto_create_group: "
            "'true' and allow the task role logs:CreateLogGroup",
        )
    return None


def _rights(inquiry: Inquiry, output: Output, group: str) -> Found | None:
    """Whether the task role may write to the group."""
    definition, value = output.definition, output.definition.get("TaskRoleArn")
    if value in (None, ""):
        return Found(
            definition,
            output.path,
            f"the router of {definition.logical_id} is to write the log of {output.container} to CloudWatch Logs, but "
            f"{definition.logical_id} has no task role",
            f"the router calls AWS as the task role; without one it has no credentials: {output.lost}",
            f"set TaskRoleArn of {definition.logical_id} to a role that may call logs:CreateLogStream and "
            f"logs:PutLogEvents on {group}",
        )
    role = inquiry.role(value)
    if not isinstance(role, RoleView):
        return None
    scope = inquiry.system.scope
    region = as_text(output.options.get("region")) or scope.region
    stream = Arn(scope.partition, "logs", region, scope.account, f"log-group:{group}:log-stream:{output.container}")
    calls = [Call(action, str(stream)) for action in ("logs:CreateLogStream", "logs:PutLogEvents")]
    denied = [call for call in calls if inquiry.decide(role, call).allowed is False]
    if not denied:
        return None
    near = told(inquiry, inquiry.asked(role, denied[0]), inquiry.decide(role, denied[0]), role)
    resource, path = role_place(inquiry, role, definition)
    actions = " and ".join(call.action for call in denied)
    says = "none of its statements allows that there"
    mend = f"allow {actions} on {typed(inquiry, str(stream))} in a policy of {resource_name(role)}"
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend
    here = inquiry.find(group, LOG_GROUP)
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not call {actions} for {here.logical_id if here is not None else group}, where "
        f"the router of {definition.logical_id} sends the log of {output.container}",
        f"the router calls AWS as the task role, and {says}: {output.lost}",
        mend,
    )


CHECK = Check(
    "STA049",
    Severity.WARNING,
    Question.START,
    "What a FireLens router sends to CloudWatch Logs is lost",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html "
    "https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch",
    _lost,
)
