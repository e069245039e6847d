"""Whether the role that starts a task may tag it, where something gives the new task tags.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_roles import CLUSTER, decision_on, place_of_denial, starts
from seatrial.analyses.checklist.triggers import Trigger
from seatrial.analyses.iam import (
    access_denied_text,
    request_of,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_flag, as_list, as_text

TAG = "ecs:TagResource"
_MANAGED_TAGS = "EnableECSManagedTags"
# ECS asks "if tags are specified in the request"; tasks of https://github.com/CloudSnorkel/cdk-github-runners get those
# of their task definition without (both read 2026-11-30).
_OWN_TAGS = ("TagList", "Tags")


def _tags(inquiry: Inquiry) -> Iterator[Said]:
    """Tags that the new task gets are authorized by themselves where the account's settings say so, as new ones do."""

    def counts(trigger: Trigger, definition: Resource) -> bool:
        return bool(_tagged(trigger, definition)) and inquiry.find(trigger.cluster, CLUSTER) is not None

    for trigger, role, definition in starts(inquiry, counts):
        source, cluster = _tagged(trigger, definition), inquiry.find(trigger.cluster, CLUSTER)
        assert cluster is not None
        scope = inquiry.system.scope
        task = f"arn:{scope.partition}:ecs:{scope.region}:{scope.account}:task/{cluster.physical_id}/TASK-ID"
        decision = decision_on(inquiry, role, TAG, task, {"ecs:CreateAction": "RunTask", "ecs:cluster": None})
        if decision.allowed is False:
            resource, path = place_of_denial(inquiry, trigger, role, decision)
            yield Found(
                resource,
                path,
                f"{resource_name(role)} may not tag the tasks of {trigger.by.logical_id}",
                f"{source} tags them, which ECS authorizes separately: where the account setting "
                f"tagResourceAuthorization is on, as it is by default, RunTask "
                f"{'is' if source in _OWN_TAGS else 'may be'} refused; {trigger.silent}",
                f"allow {TAG} on arn:aws:ecs:*:*:task/* with Condition StringEquals ecs:CreateAction: RunTask "
                f"in a policy of {resource_name(role)}",
                access_denied_text(request_of(role, TAG, task), decision),
                severity=None if source in _OWN_TAGS else Severity.WARNING,
            )


def _tagged(trigger: Trigger, definition: Resource) -> str:
    """What gives the new task tags; "" where nothing certainly does."""
    for key in _OWN_TAGS:
        if as_list(trigger.parameter(key)):
            return key
    if as_text(trigger.parameter("PropagateTags")) == "TASK_DEFINITION" and as_list(definition.get("Tags")):
        return "PropagateTags"
    if as_flag(trigger.parameter(_MANAGED_TAGS)):
        return _MANAGED_TAGS
    return ""


CHECK = Check(
    "TRI004",
    Severity.ERROR,
    Question.TRIGGER,
    "The role that starts a task may not tag the task",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html",
    _tags,
)
