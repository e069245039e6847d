"""Whether the log group that a container's log driver writes to is there, in that region, and is named by its name.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import only_log_group
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.checklist.sta_given import LOG_GROUP, failed_at, is_of_this_stack, log_option, malformed
from seatrial.analyses.launch import Cause, Failed, Stage
from seatrial.kinds.data.regions import may_be_region
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_dict, as_text

SERVICE = "AWS::ECS::Service"


def _log_group(inquiry: Inquiry) -> Iterator[Said]:
    yield from _arns(inquiry)
    # A group in another region isn't reached and isn't allowed there either.
    for step, verdict in failed_at(inquiry, (Stage.LOGS,), Cause.NETWORK, Cause.PERMISSION):
        options = step.requirement.options
        group, region = inquiry.find(options.get("awslogs-group"), LOG_GROUP), as_text(options.get("awslogs-region"))
        if group is not None and inquiry.owns(group) and region != inquiry.system.scope.region:
            yield _elsewhere(inquiry, step, verdict, group, region)
    for step, verdict in failed_at(inquiry, (Stage.LOGS,), Cause.ABSENT, Cause.PERMISSION):
        name = step.requirement.subject
        path = log_option(inquiry, step, "awslogs-group")
        if verdict.cause is Cause.PERMISSION:
            # Where there is no such group, that a role is for another one is no fault of the role.
            if not name or not is_of_this_stack(inquiry, name) or inquiry.find(name, LOG_GROUP) is not None:
                continue
        elif not is_of_this_stack(inquiry, name):
            yield Doubt(step.definition, path, f"whether the log group {name} is there", "it is not in the templates")
            continue
        here, region = inquiry.find(name, LOG_GROUP), as_text(step.requirement.options.get("awslogs-region"))
        if here is not None and region != inquiry.system.scope.region:
            yield _elsewhere(inquiry, step, verdict, here, region)
            continue
        only = only_log_group(inquiry)
        near = [as_text(item.get("LogGroupName")) for item in inquiry.system.of_type(LOG_GROUP)]
        there = f"; the template creates {' and '.join(near)}" if any(near) else ""
        yield Found(
            step.definition,
            path,
            f"the log group {name} of {step.definition.logical_id} does not exist",
            f"no AWS::Logs::LogGroup has that name and awslogs-create-group is not set{there}: the log driver "
            "finds no group, and the task stops before its containers start",
            f"add an AWS::Logs::LogGroup with LogGroupName: {name} and refer to it, or set awslogs-create-group "
            "and allow logs:CreateLogGroup",
            verdict.reason,
            fix=() if only is None else (set_property(step.definition.logical_id, *path, to={"Ref": only.logical_id}),),
        )


def _arns(inquiry: Inquiry) -> Iterator[Said]:
    """Groups by their ARN, or by another text that is none's name."""
    for step, verdict in failed_at(inquiry, (Stage.LOGS,), Cause.MALFORMED):
        name = as_text(step.requirement.options.get("awslogs-group"))
        if malformed(step) != "awslogs-group":
            continue
        path, definition = log_option(inquiry, step, "awslogs-group"), step.definition
        group = inquiry.find(name.removesuffix(":*"), LOG_GROUP) or inquiry.find(name, LOG_GROUP)
        own = group is not None and inquiry.owns(group)
        how = "by its ARN" if name.startswith("arn:") else "by a text that is no name of one"
        yield Found(
            definition,
            path,
            f"{definition.logical_id} names the log group {group.logical_id if group is not None else name} {how}",
            "awslogs-group takes the name of a log group: CloudWatch Logs refuses the call, and the task stops before "
            "its containers start",
            f"write awslogs-group: !Ref {group.logical_id}" if group is not None and own else "write the group's name",
            verdict.reason,
            fix=(set_property(definition.logical_id, *path, to={"Ref": group.logical_id}),) if group and own else (),
        )


def _elsewhere(inquiry: Inquiry, step: Step, verdict: Failed, group: Resource, region: str) -> Found:
    path = log_option(inquiry, step, "awslogs-region")
    return Found(
        step.definition,
        path,
        f"{step.definition.logical_id} writes to {group.logical_id} in {region}, but the stack creates it in "
        f"{inquiry.system.scope.region}",
        f"the log driver asks CloudWatch Logs in {region}, which has no such group, and the task stops before its "
        "containers start",
        "write awslogs-region: !Ref AWS::Region",
        verdict.reason if verdict.cause is Cause.ABSENT else "",
        fix=(set_property(step.definition.logical_id, *path, to={"Ref": "AWS::Region"}),),
    )


def _proxy_group(inquiry: Inquiry) -> Iterator[Said]:
    """The proxy of Service Connect is a container as well, with a log driver that its service configures."""
    place: PropertyPath = ("ServiceConnectConfiguration", "LogConfiguration", "Options")
    for service in inquiry.system.of_type(SERVICE):
        options = as_dict(service.get(*place))
        group, region = options.get("awslogs-group"), options.get("awslogs-region")
        if service.get(*place[:-1], "LogDriver") != "awslogs" or options.get("awslogs-create-group") == "true":
            continue
        here = inquiry.find(group, LOG_GROUP)
        own = region is None or region == inquiry.system.scope.region
        if here is not None and inquiry.owns(here) and isinstance(region, str) and not own and may_be_region(region):
            yield Found(
                service,
                (*place, "awslogs-region"),
                f"the log of the Service Connect proxy of {service.logical_id} goes to {here.logical_id} in {region}, "
                f"but the stack creates it in {inquiry.system.scope.region}",
                f"the proxy's log driver asks CloudWatch Logs in {region}, which has no such group, and the task stops "
                "before its containers start",
                "write awslogs-region: !Ref AWS::Region",
                fix=(set_property(service.logical_id, *place, "awslogs-region", to={"Ref": "AWS::Region"}),),
            )
        if not isinstance(group, str) or not own or here is not None:
            continue
        if is_of_this_stack(inquiry, group):
            yield Found(
                service,
                (*place, "awslogs-group"),
                f"the log group {group} of the Service Connect proxy of {service.logical_id} does not exist",
                "the proxy's log driver finds no group, and the task stops before its containers start",
                f"add an AWS::Logs::LogGroup with LogGroupName: {group} and refer to it",
            )


CHECK = Check(
    "STA010",
    Severity.ERROR,
    Question.START,
    "The log group that a container's log driver writes to does not exist, or is named by its ARN",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    lambda inquiry: chain(_log_group(inquiry), _proxy_group(inquiry)),
)
