"""Whether the role that starts a task may run the task definition, in that cluster.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_roles import (
    CLUSTER,
    PASS_ROLE,
    RUN_TASK,
    asks_newest,
    decision_on,
    denied_passes,
    family_arn,
    in_cluster,
    nearly_allowing,
    place_of_denial,
    short_name,
    starts,
)
from seatrial.analyses.checklist.triggers import Trigger
from seatrial.analyses.iam import (
    Decision,
    RoleView,
    access_denied_text,
    request_of,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_dict, as_list, as_text, at


def _run_task(inquiry: Inquiry) -> Iterator[Said]:
    def counts(trigger: Trigger, definition: Resource) -> bool:
        # What names no cluster is told by itself; in which one the task should be isn't known.
        return bool(definition.arn) and not _of_no_cluster(inquiry, trigger)

    for trigger, role, definition in starts(inquiry, counts):
        context = in_cluster(inquiry, trigger)
        if (
            asks_newest(trigger)
            and decision_on(inquiry, role, RUN_TASK, family_arn(definition), context).allowed is not False
        ):
            continue
        decision = decision_on(inquiry, role, RUN_TASK, definition.arn, context)
        if decision.allowed is None and not _for_this_cluster(role, trigger.cluster, decision):
            what = f"whether {resource_name(role)} may run {definition.logical_id}"
            yield Doubt(trigger.by, trigger.role_path, what, decision.reason.partition(", because ")[2])
        elif decision.allowed is False:
            yield _no_run(inquiry, trigger, role, definition, decision, context)


def _of_no_cluster(inquiry: Inquiry, trigger: Trigger) -> bool:
    named = inquiry.find(trigger.cluster)
    return named is not None and named.type != CLUSTER


def _for_this_cluster(role: RoleView, cluster: Value, decision: Decision) -> bool:
    """Whether all that is open is the cluster, and the condition on it has the same import or parameter."""
    if not isinstance(cluster, Unknown) or not decision.reason.endswith(" ecs:cluster of the request"):
        return False
    wanted = [
        value
        for policy in role.identity
        for statement in policy.statements()
        for operator in as_dict(at(statement.content, "Condition")).values()
        for key, values in as_dict(operator).items()
        if key.lower() == "ecs:cluster"
        for value in as_list(values)
    ]
    return all(isinstance(value, Unknown) and value.reason == cluster.reason for value in wanted)


def _no_run(
    inquiry: Inquiry,
    trigger: Trigger,
    role: RoleView,
    definition: Resource,
    decision: Decision,
    context: dict[str, str | None],
) -> Found:
    resource, path = place_of_denial(inquiry, trigger, role, decision)
    bare = decision_on(inquiry, role, RUN_TASK, family_arn(definition), context).allowed
    anywhere = decision_on(inquiry, role, RUN_TASK, definition.arn, {}).allowed is None
    why = decision.reason
    mend = f"allow {RUN_TASK} on !Ref {definition.logical_id} in a policy of {resource_name(role)}"
    if anywhere:
        cluster = inquiry.find(trigger.cluster, CLUSTER)
        there = cluster.logical_id if cluster is not None else as_text(trigger.cluster)
        why = f"its Condition ecs:cluster does not match {there}"
        mend = f"set ecs:cluster of the Condition to !GetAtt {there}.Arn"
    elif bare:
        why = "the ARN that it allows has no revision, but RunTask is called with one"
        mend = f"write Resource: !Ref {definition.logical_id}, or end it with :* after the family"
    if near := nearly_allowing(inquiry, role, RUN_TASK, definition.arn, context, decision):
        resource, path = near.resource, near.path
        why, mend = (why, mend) if anywhere or bare else (near.says, near.mend)
    request = request_of(role, RUN_TASK, definition.arn)
    passes = [arn for _, arn, denial in denied_passes(inquiry, trigger, role, definition) if not denial.statement]
    also = ""
    if passes and not decision.statement:
        names = ", ".join(dict.fromkeys(short_name(inquiry, arn) for arn in passes))
        also, mend = f", nor pass {names}", f"{mend}, and {PASS_ROLE} on {names}"
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not run {definition.logical_id}{also}",
        f"{trigger.by.logical_id} starts it as this role, and {why}; {trigger.silent}",
        mend,
        access_denied_text(request, decision),
    )


CHECK = Check(
    "TRI002",
    Severity.ERROR,
    Question.TRIGGER,
    "The role that starts a task may not run the task definition",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html",
    _run_task,
)
