"""Whether a state machine may wait for its tasks, and whether who starts it may do so.

A state that waits for its task (``.sync``) needs more than RunTask: Step Functions makes a rule of EventBridge that
tells it of stopped tasks, as the machine's role and when the machine is made. It describes the task, and stops it when
the execution is stopped.

Sources (read 2026-11-29): https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html (its policies; the
former ecs-iam.html), https://github.com/terraform-aws-modules/terraform-aws-step-functions/issues/11 and
https://github.com/nasa/cumulus/pull/2693 (AWS's text, and that creating the machine fails with it);
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html (StartExecution)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import allow
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.starters import Starter, starters
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import PIPES, Caller, triggers
from seatrial.analyses.iam import ContextValue, Decision, RoleView, access_denied_text, allowed, question, request_of
from seatrial.analyses.state_machines import SYNC
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text

RULE_NAME = "StepFunctionsGetEventsForECSTaskRule"
RULE_CALLS = ("events:PutTargets", "events:PutRule", "events:DescribeRule")
TASK_CALLS = ("ecs:StopTask", "ecs:DescribeTasks")
START, START_SYNC = "states:StartExecution", "states:StartSyncExecution"


def _waits(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for trigger in triggers(inquiry.placements):
        run = trigger.placement.run
        if run is None or run.pattern != SYNC or trigger.by.logical_id in seen:
            continue
        role = trusted(inquiry, trigger)
        if role is None:
            continue
        seen.add(trigger.by.logical_id)
        scope = inquiry.system.scope
        rule = f"arn:{scope.partition}:events:{scope.region}:{scope.account}:rule/{RULE_NAME}"
        task = f"arn:{scope.partition}:ecs:{scope.region}:{scope.account}:task/CLUSTER/TASK-ID"
        yield from _lacks_rule(inquiry, trigger, role, rule)
        yield from _lacks_task(inquiry, trigger, role, task)


def _lacks_rule(inquiry: Inquiry, trigger: Caller, role: RoleView, rule: str) -> Iterator[Said]:
    decisions = {call: decide(inquiry, role, call, rule) for call in RULE_CALLS}
    missing = [call for call, decision in decisions.items() if decision.allowed is False]
    doubt = next((item for item in decisions.values() if item.allowed is None), None)
    if missing:
        written = f"!Sub arn:${{AWS::Partition}}:events:${{AWS::Region}}:${{AWS::AccountId}}:rule/{RULE_NAME}"
        yield denied(
            inquiry,
            trigger,
            role,
            (missing[0], rule, decisions[missing[0]]),
            what=f"{resource_name(role)} may not make the rule that tells {trigger.by.logical_id} of stopped tasks",
            why=f"a state of {trigger.by.logical_id} waits for its task (.sync), for which Step Functions calls "
            f"{' and '.join(missing)} on {RULE_NAME} as this role when the state machine is made",
            then="the stack is rolled back",
            mend=f"allow {', '.join(missing)} on {written} in a policy of {resource_name(role)}",
            aws=f"'{role.arn}' is not authorized to create managed-rule.",
            all_of=[(call, rule) for call in missing],
        )
    elif doubt is not None:
        yield _doubt(trigger, f"whether {resource_name(role)} may make the rule {RULE_NAME}", doubt)


def _lacks_task(inquiry: Inquiry, trigger: Caller, role: RoleView, task: str) -> Iterator[Said]:
    decisions = {call: decide(inquiry, role, call, task) for call in TASK_CALLS}
    missing = [call for call, decision in decisions.items() if decision.allowed is False]
    if missing:
        yield denied(
            inquiry,
            trigger,
            role,
            (missing[0], task, decisions[missing[0]]),
            what=f"{resource_name(role)} may not call {' and '.join(missing)}",
            why=f"a state of {trigger.by.logical_id} waits for its task (.sync), so that Step Functions describes the "
            "task, and stops it when the execution is stopped, as this role",
            then="a task may run on alone, or its end may not be seen",
            mend=f"allow {', '.join(missing)} on * in a policy of {resource_name(role)}",
            all_of=[(call, "*") for call in missing],
            severity=Severity.WARNING,
        )


def _starts(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for starter in starters(inquiry):
        role, machine = trusted(inquiry, starter), starter.machine
        if role is None or (role.name, machine.logical_id) in seen:
            continue
        seen.add((role.name, machine.logical_id))
        decision = decide(inquiry, role, START, machine.arn)
        if decision.allowed is False and starter.service == PIPES and _express(machine):
            # A pipe that waits for an answer calls the other one.
            decision = decide(inquiry, role, START_SYNC, machine.arn)
        if decision.allowed is None:
            yield _doubt(starter, f"whether {resource_name(role)} may start {machine.logical_id}", decision)
        elif decision.allowed is False:
            yield _may_not_start(inquiry, starter, role, decision)


def _express(machine: Resource) -> bool:
    return as_text(machine.get("StateMachineType")) != "STANDARD" and machine.get("StateMachineType") is not None


def _may_not_start(inquiry: Inquiry, starter: Starter, role: RoleView, decision: Decision) -> Found:
    machine = starter.machine
    return denied(
        inquiry,
        starter,
        role,
        (START, machine.arn, decision),
        what=f"{resource_name(role)} may not start {machine.logical_id}",
        why=f"{starter.by.logical_id} starts it as this role",
        then=starter.silent,
        mend=f"allow {START} on !Ref {machine.logical_id} in a policy of {resource_name(role)}",
        aws=access_denied_text(request_of(role, START, machine.arn), decision),
        all_of=[(START, machine.arn)],
    )


def decide(inquiry: Inquiry, role: RoleView, action: str, on: str) -> Decision:
    return allowed(inquiry.systems, role, action, on, {"aws:RequestedRegion": inquiry.system.scope.region})


def denied(
    inquiry: Inquiry,
    caller: Caller,
    role: RoleView,
    first: tuple[str, str, Decision],
    *,
    what: str,
    why: str,
    then: str,
    mend: str,
    all_of: list[tuple[str, str]],
    aws: str = "",
    severity: Severity | None = None,
    several: bool = False,
    context: Mapping[str, ContextValue] | None = None,
) -> Found:
    """What is said of calls that a role may not make: at the statement that nearly allows the first, or at the role.

    With ``several`` the calls are on different things, and one statement doesn't mend them.
    """
    action, on, decision = first
    keys = {"aws:RequestedRegion": inquiry.system.scope.region, **(context or {})}
    asked = question(inquiry.systems, role, action, on, keys)
    near = told(inquiry, asked, decision, role) if not several else None
    reason = decision.reason
    place: tuple[Resource, PropertyPath] = (caller.by, caller.role_path)
    if near is not None:
        place, reason, mend = (
            (near.resource, near.path),
            near.says,
            near.mend.replace(action, " and ".join(call for call, _ in all_of) or action),
        )
    elif inquiry.owns(role.resource):
        place = (role.resource, ())
    return Found(
        *place,
        what,
        f"{why}, and {reason}; {then}",
        mend,
        aws,
        severity=severity,
        fix=allow(inquiry, role, f"seatrial-{caller.by.logical_id.lower()}", all_of) if near is None else (),
    )


def _doubt(caller: Caller, what: str, decision: Decision) -> Doubt:
    return Doubt(caller.by, caller.role_path, what, decision.reason.partition(", because ")[2] or decision.reason)


_GUIDE = "https://docs.aws.amazon.com/"
CHECKS = (
    Check(
        "TRI060",
        Severity.ERROR,
        Question.TRIGGER,
        "The role of a state machine may not do what waiting for a task needs",
        f"{_GUIDE}step-functions/latest/dg/connect-ecs.html",
        _waits,
    ),
    Check(
        "TRI061",
        Severity.ERROR,
        Question.TRIGGER,
        "The role of a rule, a schedule or a pipe may not start its state machine",
        f"{_GUIDE}eventbridge/latest/userguide/eb-use-identity-based.html "
        f"{_GUIDE}scheduler/latest/UserGuide/managing-targets-templated.html",
        _starts,
    ),
)
