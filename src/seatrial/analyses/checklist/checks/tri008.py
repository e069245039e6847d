"""Whether what starts a task overrides containers that the task has.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.task_overrides import FORM_OF_OVERRIDES, Overrides, given_overrides
from seatrial.analyses.checklist.triggers import Trigger
from seatrial.analyses.iam import RoleView, allowed
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at


def _overrides(inquiry: Inquiry) -> Iterator[Said]:
    for trigger, overrides, definition in given_overrides(inquiry):
        if not overrides.valid:
            yield Found(
                trigger.by,
                overrides.path,
                f"the {overrides.noun} of {trigger.by.logical_id} is not JSON",
                f"for an ECS task, {overrides.noun} is RunTask's overrides as JSON; anything else is refused",
                FORM_OF_OVERRIDES,
            )
            continue
        names = {as_text(at(item, "Name")) for _, item in inquiry.containers(definition)}
        known = all(isinstance(at(item, "Name"), str) for _, item in inquiry.containers(definition))
        for index, item in enumerate(as_list(at(overrides.content, "containerOverrides"))):
            given = at(item, "name")
            name = as_text(given)
            if known and names and name not in names and not isinstance(given, Unknown) and isinstance(item, dict):
                meant = _meant_instead(inquiry, trigger, definition, name)
                if meant is not None:
                    role = " and its role" if _may_run_only(inquiry, trigger, meant, definition) else ""
                    yield _of_another(trigger, overrides, definition, meant, name, role)
                    continue
                yield Found(
                    trigger.by,
                    overrides.container(index),
                    f"the {overrides.noun} of {trigger.by.logical_id} overrides a container {name or 'without a name'}"
                    f", which {definition.logical_id} doesn't have",
                    f"it has {' and '.join(sorted(names))}; RunTask refuses an override of anything else; "
                    f"{overrides.never}",
                    f"write the name of a container: {' or '.join(sorted(names))}",
                    f"Override for container named {name} is not a container in the TaskDefinition.",
                )


def _meant_instead(inquiry: Inquiry, trigger: Trigger, definition: Resource, name: str) -> Resource | None:
    """The task definition that has this container and that the trigger's role is for, which the given one is not."""
    system = inquiry.system
    iam = {item.logical_id for item in system.resources.values() if item.type.startswith("AWS::IAM::")}
    roles = iam & {item.target for item in trigger.by.references}
    policies = iam & {item.source for item in system.references if item.target in roles}
    near = {item.target for item in system.references if item.source in roles | policies}
    having = [
        other
        for other in system.of_type("AWS::ECS::TaskDefinition")
        if name in [as_text(at(item, "Name")) for _, item in inquiry.containers(other)]
    ]
    named = [other for other in having if other.logical_id in near]
    if definition.logical_id not in near and len(named) == 1:
        return named[0]
    if len(having) != 1 or not name:
        return None
    # Whoever only waits for what its tasks do doesn't run it.
    running = (item for item in system.references if item.path[:1] != ("EventPattern",))
    others = {item.source for item in running if item.target == having[0].logical_id} - iam
    return having[0] if not others or _may_run_only(inquiry, trigger, having[0], definition) else None


def _may_run_only(inquiry: Inquiry, trigger: Trigger, meant: Resource, definition: Resource) -> bool:
    """Whether the trigger's role may run the one task definition, and not the other."""
    value = trigger.by.get(*trigger.role_path)
    role = inquiry.role(value) if value not in (None, "") else None
    if not isinstance(role, RoleView):
        return False
    cluster = trigger.cluster if isinstance(trigger.cluster, str) else ""
    one, other = (
        allowed(inquiry.systems, role, "ecs:RunTask", item.arn, {"ecs:cluster": cluster})
        for item in (meant, definition)
    )
    return one.allowed is True and other.allowed is False


def _of_another(
    trigger: Trigger, overrides: Overrides, definition: Resource, meant: Resource, name: str, role: str
) -> Found:
    by = trigger.by.logical_id
    return Found(
        trigger.by,
        trigger.place("TaskDefinitionArn"),
        f"{by} runs {definition.logical_id}, and its {overrides.noun}{role} are for {meant.logical_id}",
        f"{definition.logical_id} has no container {name}, and RunTask refuses an override of one that isn't there; "
        f"{overrides.never}",
        f"write !Ref {meant.logical_id} in place of {definition.logical_id}",
        f"Override for container named {name} is not a container in the TaskDefinition.",
    )


CHECK = Check(
    "TRI008",
    Severity.ERROR,
    Question.TRIGGER,
    "What starts a task overrides a container that the task doesn't have",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html",
    _overrides,
)
