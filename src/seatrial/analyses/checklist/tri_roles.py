"""Whether the role that starts a task may do so: RunTask, PassRole on both roles, tags.

Nothing of it is checked when the stack is made, except that Scheduler must be able to assume the role. At run time a
missing permission only shows as a count of failed invocations, or as a message in the dead-letter queue.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import allow
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import Told, both, told
from seatrial.analyses.checklist.task_overrides import overrides_of
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import ECS_TASKS, Trigger, triggers
from seatrial.analyses.iam import (
    Decision,
    RoleView,
    access_denied_text,
    allowed,
    question,
    request_of,
)
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_dict, as_flag, as_list, as_text, at

CLUSTER = "AWS::ECS::Cluster"
RUN_TASK, PASS_ROLE, TAG = "ecs:RunTask", "iam:PassRole", "ecs:TagResource"
_MANAGED_TAGS = "EnableECSManagedTags"
# ECS asks "if tags are specified in the request"; tasks of https://github.com/CloudSnorkel/cdk-github-runners get those
# of their task definition without (both read 2026-11-30).
_OWN_TAGS = ("TagList", "Tags")
_ROLES = (
    ("task execution role", "executionRoleArn", "ExecutionRoleArn"),
    ("task role", "taskRoleArn", "TaskRoleArn"),
)


def _decide(inquiry: Inquiry, role: RoleView, action: str, on: str, context: dict[str, str | None]) -> Decision:
    return allowed(inquiry.systems, role, action, on, {"aws:RequestedRegion": inquiry.system.scope.region, **context})


def _place(inquiry: Inquiry, trigger: Trigger, role: RoleView, decision: Decision) -> tuple[Resource, PropertyPath]:
    statement = decision.statement
    if statement is not None and statement.policy.resource is not None:
        return statement.policy.resource, statement.path
    if role.resource.logical_id in inquiry.system.resources:
        return role.resource, ()
    return trigger.by, trigger.role_path


def _run_task(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for trigger in triggers(inquiry.placements):
        role, definition = trusted(inquiry, trigger), trigger.definition
        if role is None or definition is None or not definition.arn or (role.name, definition.logical_id) in seen:
            continue
        if _of_no_cluster(inquiry, trigger):
            # Told by itself; in which cluster the task should be isn't known.
            continue
        seen.add((role.name, definition.logical_id))
        context = _in_cluster(inquiry, trigger)
        if _newest(trigger) and _decide(inquiry, role, RUN_TASK, _family(definition), context).allowed is not False:
            continue
        decision = _decide(inquiry, role, RUN_TASK, definition.arn, context)
        if decision.allowed is None and not _for_this_cluster(role, trigger.cluster, decision):
            what = f"whether {resource_name(role)} may run {definition.logical_id}"
            yield Doubt(trigger.by, trigger.role_path, what, decision.reason.partition(", because ")[2])
        elif decision.allowed is False:
            yield _no_run(inquiry, trigger, role, definition, decision, context)


def calls_of(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, definition: Resource
) -> Iterator[tuple[str, str, Decision]]:
    """What starting a task asks of a role: each call, on what, and IAM's decision."""
    context = _in_cluster(inquiry, trigger)
    decision = _decide(inquiry, role, RUN_TASK, definition.arn, context)
    if decision.allowed is False and _newest(trigger):
        without = _decide(inquiry, role, RUN_TASK, _family(definition), context)
        decision = decision if without.allowed is False else without
    yield RUN_TASK, definition.arn, decision
    for _, arn, passes in _passes(inquiry, trigger, role, definition):
        yield PASS_ROLE, arn, passes


def _of_no_cluster(inquiry: Inquiry, trigger: Trigger) -> bool:
    named = inquiry.find(trigger.cluster)
    return named is not None and named.type != CLUSTER


def _newest(trigger: Trigger) -> bool:
    """Whether the newest revision of a family is asked for. Whether IAM then sees a revision isn't documented."""
    name = as_text(trigger.placement.named).rpartition("/")[2]
    return bool(name) and ":" not in name


def _family(definition: Resource) -> str:
    """The ARN of a task definition without its revision."""
    return definition.arn.rpartition(":")[0]


def _in_cluster(inquiry: Inquiry, trigger: Trigger) -> dict[str, str | None]:
    cluster = inquiry.find(trigger.cluster, CLUSTER)
    arn = cluster.arn if cluster else as_text(trigger.cluster)
    return {"ecs:cluster": arn} if arn else {}


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
    resource, path = _place(inquiry, trigger, role, decision)
    bare = _decide(inquiry, role, RUN_TASK, _family(definition), context).allowed
    anywhere = _decide(inquiry, role, RUN_TASK, definition.arn, {}).allowed is None
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
    if near := _near(inquiry, role, RUN_TASK, definition.arn, context, decision):
        resource, path = near.resource, near.path
        why, mend = (why, mend) if anywhere or bare else (near.says, near.mend)
    request = request_of(role, RUN_TASK, definition.arn)
    passes = [arn for _, arn, denial in _denied_passes(inquiry, trigger, role, definition) if not denial.statement]
    also = ""
    if passes and not decision.statement:
        names = ", ".join(dict.fromkeys(_short(inquiry, arn) for arn in passes))
        also, mend = f", nor pass {names}", f"{mend}, and {PASS_ROLE} on {names}"
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not run {definition.logical_id}{also}",
        f"{trigger.by.logical_id} starts it as this role, and {why}; {trigger.silent}",
        mend,
        access_denied_text(request, decision),
    )


def _pass_role(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for trigger in triggers(inquiry.placements):
        role, definition = trusted(inquiry, trigger), trigger.definition
        if role is None or definition is None or (role.name, definition.logical_id) in seen:
            continue
        seen.add((role.name, definition.logical_id))
        for kind, _, decision in _passes(inquiry, trigger, role, definition):
            if decision.allowed is None:
                what = f"whether {resource_name(role)} may pass the {kind} of {definition.logical_id}"
                yield Doubt(trigger.by, trigger.role_path, what, decision.reason.partition(", because ")[2])
        denied = _denied_passes(inquiry, trigger, role, definition)
        run = _decide(inquiry, role, RUN_TASK, definition.arn, _in_cluster(inquiry, trigger))
        if run.allowed is False and not run.statement:
            # Told together with what lacks it.
            denied = [item for item in denied if item[2].statement]
        if denied:
            yield _no_pass(inquiry, trigger, role, definition, denied)


def _passes(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, definition: Resource
) -> Iterator[tuple[str, str, Decision]]:
    """Each role that a task of the definition gets: what it is, its ARN, and whether it may be passed."""
    for kind, value in _passed(trigger, definition):
        arn = _arn(inquiry, value)
        if arn:
            yield kind, arn, _decide(inquiry, role, PASS_ROLE, arn, {"iam:PassedToService": ECS_TASKS})


def _denied_passes(
    inquiry: Inquiry, trigger: Trigger, role: RoleView, definition: Resource
) -> list[tuple[str, str, Decision]]:
    return [item for item in _passes(inquiry, trigger, role, definition) if item[2].allowed is False]


def _passed(trigger: Trigger, definition: Resource) -> Iterator[tuple[str, Value]]:
    """The roles that a task of the definition gets: its own, or those that override them."""
    overrides = overrides_of(trigger)
    content = overrides.content if overrides is not None else None
    for kind, key, name in _ROLES:
        given = at(content, key)
        yield kind, definition.get(name) if given in (None, "") else given


def _arn(inquiry: Inquiry, value: Value) -> str:
    found = inquiry.role(value) if value not in (None, "") else None
    if isinstance(found, RoleView):
        return found.arn
    return as_text(value) if Arn.parse(as_text(value)) is not None else ""


def _no_pass(
    inquiry: Inquiry,
    trigger: Trigger,
    role: RoleView,
    definition: Resource,
    denied: list[tuple[str, str, Decision]],
) -> Found:
    kinds = " and ".join(f"the {kind} {_short(inquiry, arn)}" for kind, arn, _ in denied)
    arns = ", ".join(dict.fromkeys(_short(inquiry, arn) for _, arn, _ in denied))
    _, first, decision = denied[0]
    resource, path = _place(inquiry, trigger, role, decision)
    other = _decide(inquiry, role, PASS_ROLE, first, {}).allowed is None
    why = "its Condition iam:PassedToService does not allow ecs-tasks.amazonaws.com" if other else decision.reason
    mend = (
        f"allow {PASS_ROLE} on {arns} with Condition StringEquals iam:PassedToService: {ECS_TASKS} in a policy of "
        f"{resource_name(role)}"
    )
    nears = [_near(inquiry, role, PASS_ROLE, arn, {"iam:PassedToService": ECS_TASKS}, said) for _, arn, said in denied]
    if nears[0] is not None and all(item is not None and item.path == nears[0].path for item in nears):
        near = nears[0]
        for item in nears[1:]:
            near = both(near, item) if item is not None and item.mend not in near.mend else near
        resource, path, why, mend = near.resource, near.path, near.says, near.mend
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not pass {kinds}",
        f"starting a task of {definition.logical_id} needs iam:PassRole for its roles, and {why}; {trigger.silent}",
        mend,
        access_denied_text(request_of(role, PASS_ROLE, first), decision),
        severity=None if _surely_passed(definition, denied) else Severity.WARNING,
        fix=allow(inquiry, role, "seatrial-pass-roles", ((PASS_ROLE, arn) for _, arn, _ in denied)),
    )


def _surely_passed(definition: Resource, denied: list[tuple[str, str, Decision]]) -> bool:
    """Whether the start is surely refused without the roles. The guide asks for both, yet the CDK leaves the task role
    out where a task is for EC2 alone: https://github.com/aws/aws-cdk (aws-events-targets/lib/ecs-task.ts, read
    2026-11-30).
    """
    made_for = [as_text(item) for item in as_list(definition.get("RequiresCompatibilities"))]
    return not made_for or "FARGATE" in made_for or any(kind != "task role" for kind, _, _ in denied)


def _near(
    inquiry: Inquiry, role: RoleView, action: str, on: str, context: dict[str, str | None], decision: Decision
) -> Told | None:
    """The statement that nearly allows it."""
    region: dict[str, str | None] = {"aws:RequestedRegion": inquiry.system.scope.region}
    return told(inquiry, question(inquiry.systems, role, action, on, {**region, **context}), decision, role)


def _short(inquiry: Inquiry, arn: str) -> str:
    found = inquiry.find(arn)
    return found.logical_id if found is not None else arn


def _tags(inquiry: Inquiry) -> Iterator[Said]:
    """Tags that the new task gets are authorized by themselves where the account's settings say so, as new ones do."""
    seen: set[tuple[str, str]] = set()
    for trigger in triggers(inquiry.placements):
        role, definition = trusted(inquiry, trigger), trigger.definition
        if role is None or definition is None or (role.name, definition.logical_id) in seen:
            continue
        source = _tagged(trigger, definition)
        cluster = inquiry.find(trigger.cluster, CLUSTER)
        if not source or cluster is None:
            continue
        seen.add((role.name, definition.logical_id))
        scope = inquiry.system.scope
        task = f"arn:{scope.partition}:ecs:{scope.region}:{scope.account}:task/{cluster.physical_id}/TASK-ID"
        decision = _decide(inquiry, role, TAG, task, {"ecs:CreateAction": "RunTask", "ecs:cluster": None})
        if decision.allowed is False:
            resource, path = _place(inquiry, trigger, role, decision)
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


_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
_ROLE = f"{_GUIDE}CWE_IAM_role.html"
CHECKS = (
    Check(
        "TRI002",
        Severity.ERROR,
        Question.TRIGGER,
        "The role that starts a task may not run the task definition",
        _ROLE,
        _run_task,
    ),
    Check(
        "TRI003",
        Severity.ERROR,
        Question.TRIGGER,
        "The role that starts a task may not pass the task's roles",
        f"{_ROLE} https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
        _pass_role,
    ),
    Check(
        "TRI004",
        Severity.ERROR,
        Question.TRIGGER,
        "The role that starts a task may not tag the task",
        f"{_GUIDE}supported-iam-actions-tagging.html {_GUIDE}ecs-account-settings.html",
        _tags,
    ),
)
