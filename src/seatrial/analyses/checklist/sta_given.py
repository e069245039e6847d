"""What the log drivers of a task are given and isn't there, or has another shape: groups, regions and options."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import only_log_group
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.launch import Cause, Failed, Stage
from seatrial.analyses.launch.verdict import LOG_GROUP_NAME
from seatrial.kinds.data.regions import may_be_region
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_dict, as_text, at

LOG_GROUP, SERVICE = "AWS::Logs::LogGroup", "AWS::ECS::Service"


def _failed(inquiry: Inquiry, stages: tuple[Stage, ...], *causes: Cause) -> Iterator[tuple[Step, Failed]]:
    for step in inquiry.launches.steps:
        if step.requirement.stage in stages and isinstance(step.verdict, Failed) and step.verdict.cause in causes:
            yield step, step.verdict


def _log_group(inquiry: Inquiry) -> Iterator[Said]:
    yield from _arns(inquiry)
    for step, verdict in _failed(inquiry, (Stage.LOGS,), Cause.ABSENT):
        name = step.requirement.subject
        path = _log_option(inquiry, step, "awslogs-group")
        if not is_of_this_stack(inquiry, name):
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
    for step, verdict in _failed(inquiry, (Stage.LOGS,), Cause.MALFORMED):
        name = as_text(step.requirement.options.get("awslogs-group"))
        if _malformed(step) != "awslogs-group":
            continue
        path, definition = _log_option(inquiry, step, "awslogs-group"), step.definition
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
    path = _log_option(inquiry, step, "awslogs-region")
    return Found(
        step.definition,
        path,
        f"{step.definition.logical_id} writes to {group.logical_id} in {region}, but the stack creates it in "
        f"{inquiry.system.scope.region}",
        f"the log driver asks CloudWatch Logs in {region}, which has no such group, and the task stops before its "
        "containers start",
        "write awslogs-region: !Ref AWS::Region",
        verdict.reason,
        fix=(set_property(step.definition.logical_id, *path, to={"Ref": "AWS::Region"}),),
    )


def _malformed(step: Step) -> str:
    """The option at fault, of a log driver that doesn't start."""
    options = step.requirement.options
    region, group = as_text(options.get("awslogs-region")), as_text(options.get("awslogs-group"))
    if region and not may_be_region(region):
        return "awslogs-region"
    if region and group and not LOG_GROUP_NAME.fullmatch(group):
        return "awslogs-group"
    return ""


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


def is_of_this_stack(inquiry: Inquiry, name: str) -> bool:
    """Whether a template that is missing a log group is to blame. Of one that only adds to what an account has (its
    cluster comes from elsewhere, the name from a parameter), nobody can tell.
    """
    system = inquiry.system
    if any(name == as_text(item.value) for item in system.parameters.values()):
        return False
    whole = any(system.of_type("AWS::ECS::Cluster")) or any(system.of_type(LOG_GROUP))
    return whole or system.scope.stack in name


def _log_option(inquiry: Inquiry, step: Step, option: str) -> PropertyPath:
    for index, container in inquiry.containers(step.definition):
        if as_text(at(container, "Name")) in step.requirement.containers:
            return ("ContainerDefinitions", index, "LogConfiguration", "Options", option)
    return ("ContainerDefinitions",)


def _log_options(inquiry: Inquiry) -> Iterator[Said]:
    for step, verdict in _failed(inquiry, (Stage.LOGS,), Cause.MALFORMED):
        options = step.requirement.options
        if (wrong := _malformed(step)) == "awslogs-region":
            yield _no_region(inquiry, step, verdict)
        if wrong:
            continue
        if as_text(options.get("awslogs-region")):
            name = "max-buffer-size" if options.get("mode") == "non-blocking" else "mode"
            yield Found(
                step.definition,
                _log_option(inquiry, step, name),
                f"the awslogs driver of {step.definition.logical_id} does not accept {name}: "
                f"{as_text(options.get(name))}",
                "the log driver fails before the container starts, and the task stops",
                f"write {name}: {'10m' if name == 'max-buffer-size' else 'non-blocking, or blocking'}",
                verdict.reason,
            )
            continue
        yield Found(
            step.definition,
            _log_option(inquiry, step, "awslogs-region")[:-1],
            f"the awslogs driver of {step.definition.logical_id} has no awslogs-region",
            "Fargate needs awslogs-region to find CloudWatch Logs",
            "add awslogs-region: !Ref AWS::Region to its Options",
            verdict.reason,
            fix=(
                set_property(
                    step.definition.logical_id, *_log_option(inquiry, step, "awslogs-region"), to={"Ref": "AWS::Region"}
                ),
            ),
        )


def _no_region(inquiry: Inquiry, step: Step, verdict: Failed) -> Found:
    path, region = _log_option(inquiry, step, "awslogs-region"), as_text(step.requirement.options.get("awslogs-region"))
    pseudo = "; AWS::Region only stands for the stack's region in !Ref or !Sub" if region == "AWS::Region" else ""
    return Found(
        step.definition,
        path,
        f"the awslogs driver of {step.definition.logical_id} is to write to the region {region}, and there is none of "
        "that name",
        f"CloudWatch Logs has no host there, and the task stops before its containers start{pseudo}",
        "write awslogs-region: !Ref AWS::Region",
        verdict.reason,
        fix=(set_property(step.definition.logical_id, *path, to={"Ref": "AWS::Region"}),),
    )


def _two_patterns(inquiry: Inquiry) -> Iterator[Said]:
    """Two options of which one makes the driver ignore the other."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            place: PropertyPath = ("ContainerDefinitions", index, "LogConfiguration")
            options = as_dict(at(container, "LogConfiguration", "Options"))
            if at(container, "LogConfiguration", "LogDriver") != "awslogs":
                continue
            if options.get("awslogs-datetime-format") and options.get("awslogs-multiline-pattern"):
                yield Found(
                    definition,
                    (*place, "Options", "awslogs-multiline-pattern"),
                    f"{as_text(at(container, 'Name'))} of {definition.logical_id} has both awslogs-datetime-format and "
                    "awslogs-multiline-pattern",
                    "both say where a message begins, and only one of them may be set: awslogs-multiline-pattern is "
                    "ignored where the driver does not refuse the two",
                    "leave one of the two out",
                )


_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
CHECKS = (
    Check(
        "STA010",
        Severity.ERROR,
        Question.START,
        "The log group that a container's log driver writes to does not exist, or is named by its ARN",
        _GUIDE + "using_awslogs.html",
        lambda inquiry: chain(_log_group(inquiry), _proxy_group(inquiry)),
    ),
    Check(
        "STA011",
        Severity.ERROR,
        Question.START,
        "The awslogs driver has no region, one that does not exist, or a mode or buffer size that it does not accept",
        _GUIDE + "using_awslogs.html",
        _log_options,
    ),
    Check(
        "STA043",
        Severity.WARNING,
        Question.START,
        "The awslogs driver is given two ways to tell where a message begins",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html",
        _two_patterns,
    ),
)
