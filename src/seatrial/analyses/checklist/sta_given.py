"""What the awslogs drivers of a task are given: the step that fails, the option at fault, and its place."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.launch import Cause, Failed, Stage
from seatrial.analyses.launch.verdict import LOG_GROUP_NAME
from seatrial.kinds.data.regions import may_be_region
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at

LOG_GROUP = "AWS::Logs::LogGroup"


def failed_at(inquiry: Inquiry, stages: tuple[Stage, ...], *causes: Cause) -> Iterator[tuple[Step, Failed]]:
    """The steps of launches that fail at these stages from one of these causes."""
    for step in inquiry.launches.steps:
        if step.requirement.stage in stages and isinstance(step.verdict, Failed) and step.verdict.cause in causes:
            yield step, step.verdict


def malformed(step: Step) -> str:
    """The option at fault, of a log driver that doesn't start."""
    options = step.requirement.options
    region, group = as_text(options.get("awslogs-region")), as_text(options.get("awslogs-group"))
    if region and not may_be_region(region):
        return "awslogs-region"
    if region and group and not LOG_GROUP_NAME.fullmatch(group):
        return "awslogs-group"
    return ""


def is_of_this_stack(inquiry: Inquiry, name: str) -> bool:
    """Whether a template that is missing a log group is to blame. Of one that only adds to what an account has (its
    cluster comes from elsewhere, the name from a parameter), nobody can tell.
    """
    system = inquiry.system
    if any(name == as_text(item.value) for item in system.parameters.values()):
        return False
    whole = any(system.of_type("AWS::ECS::Cluster")) or any(system.of_type(LOG_GROUP))
    return whole or system.scope.stack in name


def log_option(inquiry: Inquiry, step: Step, option: str) -> PropertyPath:
    """The place of a log driver's option, in the container that the step is about."""
    for index, container in inquiry.containers(step.definition):
        if as_text(at(container, "Name")) in step.requirement.containers:
            return ("ContainerDefinitions", index, "LogConfiguration", "Options", option)
    return ("ContainerDefinitions",)
