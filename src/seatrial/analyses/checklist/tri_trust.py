"""Whether a rule or a schedule may assume the role that it starts its task with.

A rule acts in its own name, a schedule in its group's. Scheduler must be able to assume the role when the schedule is
made; EventBridge finds out when the rule fires.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html ("aws:SourceArn":
the ARN of the schedule group; read 2026-11-29)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import Told, let_in
from seatrial.analyses.checklist.triggers import ECS_TASKS, EVENTS, SCHEDULER, Trigger, triggers
from seatrial.analyses.iam import RoleView, can_assume, evaluate, trust_question
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text

# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html and
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html (read 2026-11-29)
_SHOWN_BY = {EVENTS: "FailedInvocations", SCHEDULER: "TargetErrorCount"}
# Quoted by many users of CloudFormation and Terraform (read 2026-11-23).
_NOT_ASSUMED = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
_OTHERS = {
    EVENTS: "EventBridge rules",
    SCHEDULER: "EventBridge Scheduler",
    ECS_TASKS: "ECS tasks",
    "ecs.amazonaws.com": "Amazon ECS itself",
    "lambda.amazonaws.com": "Lambda",
}


def _trust(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str, str]] = set()
    for trigger in triggers(inquiry.placements):
        if trigger.by.logical_id in inquiry.refused:
            continue
        value = trigger.by.get(*trigger.role_path)
        role = inquiry.role(value) if value not in (None, "") else None
        if role is None:
            continue
        if not isinstance(role, RoleView):
            why = role.reason if isinstance(role, Unknown) else f"the role {role.name} is not in the templates"
            yield Doubt(trigger.by, trigger.role_path, f"whether {trigger.by.logical_id} may start its task", why)
            continue
        decision = can_assume(role, trigger.service, as_whom(trigger))
        # A role that several have is told once, unless it trusts only some of them.
        whom = as_whom(trigger).get("aws:SourceArn", "") if _pinned(trigger, role) else ""
        if (role.name, trigger.service, whom) in seen:
            continue
        seen.add((role.name, trigger.service, whom))
        if decision.allowed is None:
            what = f"whether {trigger.noun} may assume {resource_name(role)}"
            yield Doubt(role.resource, role.trust.path, what, decision.reason.partition(", because ")[2])
        elif decision.allowed is False:
            if _pinned(trigger, role):
                # A role that names the schedule itself waits for what waits for it: that circle is told already.
                if trigger.by.logical_id not in inquiry.after(role.resource.logical_id):
                    yield _other_source(inquiry, trigger, role)
            else:
                yield _untrusted(inquiry, trigger, role)


def _untrusted(inquiry: Inquiry, trigger: Trigger, role: RoleView) -> Found:
    others = [text for name, text in _OTHERS.items() if name != trigger.service and can_assume(role, name).allowed]
    mixed = ""
    if others:
        mixed = f"; it trusts {' and '.join(others)} instead: {_mixed(trigger, others)}"
    inside = role.resource.logical_id in inquiry.system.resources
    request, policies = trust_question(role, trigger.service, as_whom(trigger))
    near = let_in(inquiry, request, policies.resource, evaluate(request, policies)) if inside else None
    if near is not None and near.path[-2:-1] != ("Principal",):
        return Found(
            near.resource,
            near.path,
            f"{trigger.noun} may not assume {resource_name(role)}, the role of {trigger.by.logical_id}",
            f"{trigger.noun} starts the task as that role, and {near.says}"
            + ("" if trigger.service == SCHEDULER else f"; {silent(trigger)}"),
            _mend_of_source(trigger, near) or near.mend,
            _NOT_ASSUMED if trigger.service == SCHEDULER else "",
        )
    return Found(
        role.resource if inside else trigger.by,
        role.trust.path if inside else trigger.role_path,
        f"{trigger.noun} may not assume {resource_name(role)}, the role of {trigger.by.logical_id}",
        f"{trigger.noun} starts the task as that role, and its trust policy doesn't let it{mixed}"
        + ("" if trigger.service == SCHEDULER else f"; {silent(trigger)}"),
        f"allow sts:AssumeRole to Principal: {{ Service: {trigger.service} }} in AssumeRolePolicyDocument of "
        f"{resource_name(role)}",
        _NOT_ASSUMED if trigger.service == SCHEDULER else "",
        fix=trust(inquiry, role, trigger.service),
    )


def _mend_of_source(trigger: Trigger, near: Told) -> str:
    """A rule waits for its role, so that the role's trust policy can't name the rule by its ARN attribute."""
    if trigger.service != EVENTS or str(near.path[-1]).lower() != "aws:sourcearn":
        return ""
    rules = "!Sub arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*"
    return f"write aws:SourceArn: {rules} below ArnLike, for the rule can only be made after its role"


def _pinned(trigger: Trigger, role: RoleView) -> bool:
    """Whether only aws:SourceArn stands in the way."""
    return trigger.service == SCHEDULER and can_assume(role, trigger.service).allowed is None


def _other_source(inquiry: Inquiry, trigger: Trigger, role: RoleView) -> Found:
    group = as_whom(trigger).get("aws:SourceArn", "")
    return Found(
        role.resource,
        role.trust.path,
        f"{resource_name(role)} trusts EventBridge Scheduler for another schedule group than {trigger.by.logical_id}'s",
        f"aws:SourceArn is the ARN of the schedule group, {group}, and the trust policy wants something else: "
        "where it names the schedule itself, the role is not assumed",
        f"{'add' if _shared(inquiry, trigger, role) else 'set aws:SourceArn to'} {_written(inquiry, group)}"
        + (" to the values of aws:SourceArn" if _shared(inquiry, trigger, role) else ""),
        _NOT_ASSUMED,
    )


def _shared(inquiry: Inquiry, trigger: Trigger, role: RoleView) -> bool:
    """Whether schedules of another group have the same role, and may assume it."""
    for other in triggers(inquiry.placements):
        own = inquiry.role(other.by.get(*other.role_path))
        same = isinstance(own, RoleView) and own.name == role.name and other.service == trigger.service
        if same and can_assume(role, other.service, as_whom(other)).allowed:
            return True
    return False


def _written(inquiry: Inquiry, group: str) -> str:
    """How one writes the ARN of a schedule group."""
    found = inquiry.find(group)
    if found is not None and inquiry.owns(found):
        return f"!GetAtt {found.logical_id}.Arn"
    name = group.rpartition("/")[2]
    return f"!Sub arn:${{AWS::Partition}}:scheduler:${{AWS::Region}}:${{AWS::AccountId}}:schedule-group/{name}"


def _mixed(trigger: Trigger, others: list[str]) -> str:
    if _OTHERS[ECS_TASKS] in others:
        return "it is a role for tasks, not for what starts them"
    if _OTHERS[EVENTS] in others or _OTHERS[SCHEDULER] in others:
        return "rules and schedules are started by different services"
    return "that is another service"


def trusted(inquiry: Inquiry, trigger: Trigger) -> RoleView | None:
    """The role, where it is known and may be assumed: what it may do comes after that."""
    value = trigger.by.get(*trigger.role_path)
    role = inquiry.role(value) if value not in (None, "") else None
    if not isinstance(role, RoleView) or trigger.by.logical_id in inquiry.refused:
        return None
    return None if can_assume(role, trigger.service, as_whom(trigger)).allowed is False else role


def as_whom(trigger: Trigger) -> dict[str, str]:
    """A rule acts in its own name, a schedule in its group's."""
    if trigger.service == EVENTS:
        return {"aws:SourceArn": trigger.by.arn}
    group = trigger.by.get("GroupName")
    arn = Arn.parse(trigger.by.arn)
    if isinstance(group, Unknown) or arn is None:
        return {}
    resource = f"schedule-group/{as_text(group) or 'default'}"
    return {"aws:SourceArn": str(Arn(arn.partition, arn.service, arn.region, arn.account, resource))}


def silent(trigger: Trigger) -> str:
    metric = _SHOWN_BY[trigger.service]
    return (
        f"the stack is created, but no task ever starts: only the CloudWatch metric {metric} and the dead-letter queue "
        "show it"
    )


CHECKS = (
    Check(
        "TRI001",
        Severity.ERROR,
        Question.TRIGGER,
        "The role of a rule or a schedule does not trust the service that starts the task",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
        _trust,
    ),
)
