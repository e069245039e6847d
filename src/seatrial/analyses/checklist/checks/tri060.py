"""Whether the role of a state machine may do what waiting for a task needs.

A state that waits for its task (``.sync``) needs more than RunTask: Step Functions makes a rule of EventBridge that
tells it of stopped tasks, as the machine's role and when the machine is made. It describes the task, and stops it when
the execution is stopped.

Sources (read 2026-11-29): https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html (its policies; the
former ecs-iam.html), https://github.com/terraform-aws-modules/terraform-aws-step-functions/issues/11 and
https://github.com/nasa/cumulus/pull/2693 (AWS's text, and that creating the machine fails with it).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_machines import RULE_CALLS, decide, denied, doubt_of
from seatrial.analyses.checklist.tri_trust import trusted
from seatrial.analyses.checklist.triggers import Caller, triggers
from seatrial.analyses.iam import RoleView
from seatrial.analyses.state_machines import SYNC
from seatrial.model.finding import Severity

RULE_NAME = "StepFunctionsGetEventsForECSTaskRule"
TASK_CALLS = ("ecs:StopTask", "ecs:DescribeTasks")


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
        yield doubt_of(trigger, f"whether {resource_name(role)} may make the rule {RULE_NAME}", doubt)


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


CHECK = Check(
    "TRI060",
    Severity.ERROR,
    Question.TRIGGER,
    "The role of a state machine may not do what waiting for a task needs",
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html",
    _waits,
)
