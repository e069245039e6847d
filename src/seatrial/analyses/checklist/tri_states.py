"""Whether a state that runs a task gives RunTask what it takes, and whether the task may answer.

Step Functions spells the parameters of every API with capitals. A placeholder that DefinitionSubstitutions don't fill
in stays a text, and RunTask looks for a task definition of that name. A state that waits for a task token waits until
somebody answers, and mostly the task itself does, as its task role.

Sources (read 2026-11-29): https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html ("Parameters in Step
Functions are expressed in PascalCase"), https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
(taskDefinition is required; "If you do not specify a cluster, the default cluster is assumed"),
https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_machines import decide, denied
from seatrial.analyses.checklist.tri_targets import CLUSTER, asked
from seatrial.analyses.checklist.triggers import Trigger, misspelt
from seatrial.analyses.iam import RoleView
from seatrial.analyses.state_machines import MACHINE, TOKEN, RunTask, machine_of, placeholders
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text, leaves, text_form

ANSWERS = ("states:SendTaskSuccess", "states:SendTaskFailure")
# What RunTask looks up; a variable or a command may have such a text for the shell.
_LOOKED_UP = (
    "Cluster",
    "TaskDefinition",
    "LaunchType",
    "PlatformVersion",
    "Subnets",
    "SecurityGroups",
    "AssignPublicIp",
)


def _runs(inquiry: Inquiry) -> Iterator[tuple[Trigger, RunTask]]:
    for trigger in asked(inquiry):
        if trigger.placement.run is not None:
            yield trigger, trigger.placement.run


def _given(inquiry: Inquiry) -> Iterator[Said]:
    for trigger, run in _runs(inquiry):
        name, given = trigger.by.logical_id, run.arguments
        if not isinstance(given, dict):
            continue
        wrong = next(misspelt(given), None)
        if wrong is not None:
            right = f"{str(wrong[-1])[:1].upper()}{str(wrong[-1])[1:]}"
            yield Found(
                trigger.by,
                run.place(*wrong),
                f"the state {run.state} of {name} gives RunTask {wrong[-1]}, which Step Functions doesn't know",
                "Step Functions writes the parameters of every API with capitals: it refuses another spelling, or "
                "RunTask is not given it",
                f"write {right} in place of {wrong[-1]}",
            )
        elif given.get("TaskDefinition") is None:
            yield Found(
                trigger.by,
                run.place("TaskDefinition"),
                f"the state {run.state} of {name} names no task definition",
                f"RunTask needs one; {trigger.never}",
                f"add TaskDefinition to {run.key} of the state {run.state}",
            )
        elif given.get("Cluster") is None and (cluster := next(iter(inquiry.system.of_type(CLUSTER)), None)):
            yield Found(
                trigger.by,
                run.place("Cluster"),
                f"the state {run.state} of {name} names no cluster",
                "RunTask then takes the cluster that is called default, which an account may not have, and not "
                f"{cluster.logical_id}",
                f"add Cluster with !Ref {cluster.logical_id} to {run.key} of the state {run.state}",
                severity=Severity.WARNING,
            )


def _filled(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for trigger, run in _runs(inquiry):
        for path, value in leaves(run.arguments):
            name = trigger.by.logical_id
            lost = placeholders(as_text(value)) if isinstance(value, str) and _is_looked_up(path) else []
            if not lost or (name, lost[0]) in seen:
                continue
            seen.add((name, lost[0]))
            yield Found(
                trigger.by,
                run.place(*path),
                f"nothing fills in ${{{lost[0]}}} in the definition of {name}",
                f"DefinitionSubstitutions has no {lost[0]}, so that RunTask is given the text itself; {trigger.never}",
                f"add {lost[0]} to DefinitionSubstitutions of {name}",
            )


def _is_looked_up(path: tuple[str | int, ...]) -> bool:
    return any(part in _LOOKED_UP for part in path) or (path[-1:] == ("Name",) and "Environment" not in path)


def _answers(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for trigger, run in _runs(inquiry):
        definition = trigger.definition
        if run.pattern != TOKEN or definition is None or not inquiry.owns(definition):
            continue
        key = (trigger.by.logical_id, definition.logical_id)
        if key in seen:
            continue
        seen.add(key)
        value = definition.get("TaskRoleArn")
        if value in (None, ""):
            yield _no_role(trigger, run, definition)
            continue
        role = inquiry.role(value)
        if not isinstance(role, RoleView):
            continue
        decisions = {call: decide(inquiry, role, call, trigger.by.arn) for call in ANSWERS}
        if all(item.allowed is False for item in decisions.values()):
            yield denied(
                inquiry,
                trigger,
                role,
                (ANSWERS[0], trigger.by.arn, decisions[ANSWERS[0]]),
                what=f"{resource_name(role)} may not answer {trigger.by.logical_id}",
                why=f"the state {run.state} waits for {' or '.join(ANSWERS)} with its task token, which its task calls "
                "as this role",
                then="unless something else answers, the execution waits until it times out",
                mend=f"allow {' and '.join(ANSWERS)} on * in a policy of {resource_name(role)}",
                all_of=[(call, "*") for call in ANSWERS],
            )


def _no_role(trigger: Trigger, run: RunTask, definition: Resource) -> Found:
    return Found(
        definition,
        ("TaskRoleArn",),
        f"{definition.logical_id} has no task role, and {trigger.by.logical_id} waits for its answer",
        f"the state {run.state} waits for {' or '.join(ANSWERS)} with its task token: without a task role the task "
        "can't call either, and unless something else answers the execution waits until it times out",
        f"set TaskRoleArn of {definition.logical_id} to a role that may call {' and '.join(ANSWERS)}",
    )


def _elsewhere(inquiry: Inquiry) -> Iterator[Said]:
    """A definition that isn't in the template runs tasks where its role is made for that."""
    for resource in inquiry.system.of_type(MACHINE):
        content = machine_of(resource).content
        role = inquiry.role(resource.get("RoleArn"))
        if not isinstance(content, Unknown) or not isinstance(role, RoleView):
            continue
        if any("ecs:runtask" in text_form(policy.document).lower() for policy in role.identity):
            what = f"whether {resource.logical_id} starts its tasks"
            yield Doubt(resource, machine_of(resource).path, what, content.reason)


_GUIDE = "https://docs.aws.amazon.com/"
CHECKS = (
    Check(
        "TRI062",
        Severity.WARNING,
        Question.TRIGGER,
        "A state machine waits for the answer of a task that may not give it",
        f"{_GUIDE}step-functions/latest/dg/connect-to-resource.html",
        _answers,
    ),
    Check(
        "TRI063",
        Severity.ERROR,
        Question.TRIGGER,
        "A state of a state machine doesn't give RunTask what it takes",
        f"{_GUIDE}step-functions/latest/dg/connect-ecs.html {_GUIDE}AmazonECS/latest/APIReference/API_RunTask.html",
        _given,
    ),
    Check(
        "TRI064",
        Severity.ERROR,
        Question.TRIGGER,
        "Nothing fills in a placeholder of a state machine that RunTask is given",
        f"{_GUIDE}AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html",
        _filled,
    ),
    Check(
        "TRI066",
        Severity.NOTE,
        Question.TRIGGER,
        "The definition of a state machine that runs tasks is not in the template",
        f"{_GUIDE}AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html",
        _elsewhere,
    ),
)
