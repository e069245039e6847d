"""Whether what starts a task may run any revision of its definition, and not the first alone.

IAM compares the revision that is run with the one that a policy names.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_roles import RUN_TASK
from seatrial.analyses.checklist.tri_targets import accepted_triggers
from seatrial.analyses.checklist.triggers import Trigger
from seatrial.analyses.iam import RoleView, allowed
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath


def _revisions(inquiry: Inquiry) -> Iterator[Said]:
    """A policy that names the first revision as text: the next deployment makes the second one."""
    seen: set[tuple[str, str]] = set()
    for trigger in accepted_triggers(inquiry):
        definition = trigger.definition
        value = trigger.by.get(*trigger.role_path)
        role = inquiry.role(value) if value not in (None, "") else None
        if definition is None or not isinstance(role, RoleView) or not inquiry.owns(definition):
            continue
        key = (role.name, definition.logical_id)
        if key in seen:
            continue
        seen.add(key)
        found = _pinned(inquiry, trigger, role, definition)
        if found is not None:
            resource, path = found
            family = definition.arn.rpartition("/")[2].rpartition(":")[0]
            yield Found(
                resource,
                path,
                f"{resource_name(role)} may run {definition.logical_id} only in its first revision",
                f"the policy names {family}:1 as text: each change of {definition.logical_id} registers the next "
                f"revision, and then {trigger.by.logical_id} is denied {RUN_TASK}",
                f"write Resource: !Ref {definition.logical_id}, or end it with {family}:*",
            )


def _pinned(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, definition: Resource
) -> tuple[Resource, PropertyPath] | None:
    """The statement that allows only the revision that stands there as text; None where another one does as well."""
    family, _, revision = definition.arn.rpartition(":")
    cluster = inquiry.find(trigger.cluster)
    context = {"aws:RequestedRegion": inquiry.system.scope.region}
    if cluster is not None:
        context["ecs:cluster"] = cluster.arn
    now = allowed(inquiry.systems, role, RUN_TASK, definition.arn, context)
    then = allowed(inquiry.systems, role, RUN_TASK, f"{family}:{int(revision) + 1}", context)
    if now.allowed is not True or then.allowed is not False or now.statement is None:
        return None
    resource, path = now.statement.policy.resource, now.statement.path
    if resource is None or not inquiry.owns(resource):
        return None
    named = any(item.target == definition.logical_id and item.path[: len(path)] == path for item in resource.references)
    return None if named else (resource, (*path, "Resource"))


CHECK = Check(
    "TRI048",
    Severity.WARNING,
    Question.TRIGGER,
    "What starts a task may only run the first revision of its definition",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html",
    _revisions,
)
