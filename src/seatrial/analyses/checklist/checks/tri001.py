"""Whether what starts a task, or a state machine, may assume the role that it does so with.

Scheduler, Step Functions and Pipes must be able to assume the role when a schedule, a state machine or a pipe is made;
EventBridge finds out when the rule fires.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html (read 2026-11-23),
https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html,
https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html (read 2026-11-23),
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html (read 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import Told, let_in
from seatrial.analyses.checklist.starters import callers
from seatrial.analyses.checklist.tri_trust import as_whom, assumes
from seatrial.analyses.checklist.triggers import ECS_TASKS, EVENTS, NOUNS, PIPES, SCHEDULER, STATES, Caller
from seatrial.analyses.iam import Policies, Request, RoleView, can_assume, evaluate, trust_question
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text, text_form

ASSUME = "sts:AssumeRole"
_ANOTHER_REGION = re.compile(r'"states\.[a-z0-9-]+\.amazonaws\.com"')
_OTHERS = {
    **NOUNS,
    EVENTS: "EventBridge rules",
    ECS_TASKS: "ECS tasks",
    "ecs.amazonaws.com": "Amazon ECS itself",
    "lambda.amazonaws.com": "Lambda",
}
# Those that must be able to assume the role when what names it is made. Quoted by many users of CloudFormation and
# Terraform (read 2026-11-23; Step Functions: https://github.com/lumigo-io/lumigo-CLI/issues/83, read 2026-11-29).
_GROUP = "AWS::Scheduler::ScheduleGroup"
_REFUSED: Mapping[str, str] = {
    SCHEDULER: "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    STATES: "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume "
    "the provided role.",
}


def _trust(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str, str]] = set()
    for trigger in callers(inquiry):
        if trigger.by.logical_id in inquiry.refused:
            continue
        value = trigger.by.get(*trigger.role_path)
        role = inquiry.role(value) if value not in (None, "") else None
        if role is None:
            continue
        if not isinstance(role, RoleView):
            why = role.reason if isinstance(role, Unknown) else f"the role {role.name} is not in the templates"
            what = f"whether {trigger.by.logical_id} may start {_what(trigger)}"
            yield Doubt(trigger.by, trigger.role_path, what, why)
            continue
        decision = assumes(inquiry, role, trigger)
        # A role that several have is told once, unless it trusts only some of them.
        whom = as_whom(trigger).get("aws:SourceArn", "") if _pinned(trigger, role) else ""
        if (role.name, trigger.service, whom) in seen:
            continue
        seen.add((role.name, trigger.service, whom))
        if decision.allowed is None:
            what = f"whether {trigger.noun} may assume {resource_name(role)}"
            yield Doubt(role.resource, role.trust.path, what, decision.reason.partition(", because ")[2])
        elif decision.allowed is False:
            if trigger.service in (STATES, PIPES) and _conditional(inquiry, role, trigger):
                what = f"whether {trigger.noun} may assume {resource_name(role)}"
                why = (
                    f"its trust policy does not fit the name, the account or the region of {trigger.by.logical_id} here"
                )
                yield Doubt(role.resource, role.trust.path, what, why)
            elif _pinned(trigger, role):
                # A role that names the schedule itself waits for what waits for it: that circle is told already.
                if trigger.by.logical_id not in inquiry.after(role.resource.logical_id):
                    yield _other_source(inquiry, trigger, role)
            else:
                yield _untrusted(inquiry, trigger, role)


def _untrusted(inquiry: Inquiry, trigger: Caller, role: RoleView) -> Found:
    others = [text for name, text in _OTHERS.items() if name != trigger.service and can_assume(role, name).allowed]
    mixed = ""
    if others:
        mixed = f"; it trusts {' and '.join(others)} instead: {_mixed(trigger, others)}"
    inside = role.resource.logical_id in inquiry.system.resources
    then = (
        f"; {trigger.silent}"
        if trigger.service == EVENTS
        else "; the stack is rolled back" * (trigger.service != SCHEDULER)
    )
    request, policies = trust_question(role, trigger.service, as_whom(trigger))
    near = let_in(inquiry, request, policies.resource, evaluate(request, policies)) if inside else None
    if near is not None and near.path[-2:-1] != ("Principal",):
        return Found(
            near.resource,
            near.path,
            f"{trigger.noun} may not assume {resource_name(role)}, the role of {trigger.by.logical_id}",
            f"{trigger.noun} {_does(trigger)} as that role, and {near.says}{then}",
            _mend_of_source(trigger, near) or near.mend,
            _REFUSED.get(trigger.service, ""),
        )
    return Found(
        role.resource if inside else trigger.by,
        role.trust.path if inside else trigger.role_path,
        f"{trigger.noun} may not assume {resource_name(role)}, the role of {trigger.by.logical_id}",
        f"{trigger.noun} {_does(trigger)} as that role, and its trust policy doesn't let it{mixed}{then}",
        f"allow sts:AssumeRole to Principal: {{ Service: {trigger.service} }} in AssumeRolePolicyDocument of "
        f"{resource_name(role)}",
        _REFUSED.get(trigger.service, ""),
        # Somebody may have let the service in, in the account: of such a role only what AWS makes of it is known.
        severity=None if inside else Severity.WARNING,
        fix=trust(inquiry, role, trigger.service),
    )


def _mend_of_source(trigger: Caller, near: Told) -> str:
    """A rule waits for its role, so that the role's trust policy can't name the rule by its ARN attribute."""
    if trigger.service != EVENTS or str(near.path[-1]).lower() != "aws:sourcearn":
        return ""
    rules = "!Sub arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*"
    return f"write aws:SourceArn: {rules} below ArnLike, for the rule can only be made after its role"


def _pinned(trigger: Caller, role: RoleView) -> bool:
    """Whether only aws:SourceArn stands in the way."""
    return trigger.service == SCHEDULER and can_assume(role, trigger.service).allowed is None


def _other_source(inquiry: Inquiry, trigger: Caller, role: RoleView) -> Found:
    group = as_whom(trigger).get("aws:SourceArn", "")
    if (meant := _meant_group(inquiry, trigger, role)) is not None:
        return Found(
            trigger.by,
            ("GroupName",),
            f"{trigger.by.logical_id} is in the schedule group {as_text(trigger.by.get('GroupName'))}, and not in "
            f"{meant.logical_id}",
            f"the template makes no group of that name, and {resource_name(role)} trusts EventBridge Scheduler for "
            f"{meant.logical_id} alone: CreateSchedule refuses {trigger.by.logical_id}",
            f"write GroupName: !Ref {meant.logical_id}",
            _REFUSED[SCHEDULER],
        )
    return Found(
        role.resource,
        role.trust.path,
        f"{resource_name(role)} trusts EventBridge Scheduler for another schedule group than {trigger.by.logical_id}'s",
        f"aws:SourceArn is the ARN of the schedule group, {group}, and the trust policy wants something else: "
        "where it names the schedule itself, the role is not assumed",
        f"{'add' if _shared(inquiry, trigger, role) else 'set aws:SourceArn to'} {_written(inquiry, group)}"
        + (" to the values of aws:SourceArn" if _shared(inquiry, trigger, role) else ""),
        _REFUSED[SCHEDULER],
    )


def _meant_group(inquiry: Inquiry, trigger: Caller, role: RoleView) -> Resource | None:
    """The group that the role trusts Scheduler for, where the schedule names one that there is not."""
    named = trigger.by.get("GroupName")
    if not isinstance(named, str) or inquiry.find(named, _GROUP) is not None:
        return None
    groups = [
        group
        for group in inquiry.system.of_type(_GROUP)
        if group.arn and can_assume(role, trigger.service, {"aws:SourceArn": group.arn}).allowed
    ]
    return groups[0] if len(groups) == 1 and named else None


def _shared(inquiry: Inquiry, trigger: Caller, role: RoleView) -> bool:
    """Whether schedules of another group have the same role, and may assume it."""
    for other in callers(inquiry):
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


def _conditional(inquiry: Inquiry, role: RoleView, trigger: Caller) -> bool:
    """Whether the trust policy names the service, and only a Condition or another region there is in the way."""
    if trigger.service == STATES and _ANOTHER_REGION.search(text_form(role.trust.document)):
        return True
    names = (trigger.service, f"states.{inquiry.system.scope.region}.amazonaws.com")
    policies = Policies(resource=(role.trust,))
    return any(evaluate(Request(ASSUME, role.arn, service=name), policies).allowed is None for name in names)


def _what(trigger: Caller) -> str:
    return "its task" if trigger.thing == "the task" else trigger.thing


def _does(trigger: Caller) -> str:
    return "runs the state machine" if trigger.service == STATES else f"starts {trigger.thing}"


def _mixed(trigger: Caller, others: list[str]) -> str:
    if _OTHERS[ECS_TASKS] in others:
        return "it is a role for tasks, not for what starts them"
    if trigger.service in (EVENTS, SCHEDULER) and (_OTHERS[EVENTS] in others or _OTHERS[SCHEDULER] in others):
        return "rules and schedules are started by different services"
    if {_OTHERS[name] for name in NOUNS} & set(others):
        return "each service that starts something needs a trust policy that names it"
    return "that is another service"


CHECK = Check(
    "TRI001",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a rule, a schedule, a pipe or a state machine does not trust the service that acts as it",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html "
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
    _trust,
)
