"""Whether what tries its role when it is made waits for that role's policies.

Step Functions makes a rule of EventBridge as the role of a machine that waits for jobs, and tries its log; Pipes tries
to read its source. A policy that is a resource of its own is made beside them, unless they wait for it.

Sources: as in ``tri_machines``, ``tri_state_calls`` and ``tri_pipes``; that the policy comes too late without
DependsOn: https://github.com/terraform-aws-modules/terraform-aws-step-functions/issues/61 (read 2026-11-30)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import PIPE
from seatrial.analyses.iam import RoleView
from seatrial.analyses.state_machines import MACHINE, flows, machine_of
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text, at

_SYNC = (".sync", ".sync:2")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.of_type(MACHINE, PIPE):
        tried = "to read its source" if resource.type == PIPE else _tried(resource)
        role = inquiry.role(resource.get("RoleArn")) if tried else None
        if not isinstance(role, RoleView) or not inquiry.owns(role.resource):
            continue
        before = inquiry.after(resource.logical_id)
        late = [
            policy.resource
            for policy in role.identity
            if policy.resource is not None
            and policy.resource is not role.resource
            and inquiry.owns(policy.resource)
            and policy.resource.logical_id not in before
            # One that waits for it can only be for something else.
            and resource.logical_id not in inquiry.after(policy.resource.logical_id)
        ]
        if late and resource.logical_id not in inquiry.refused:
            names = inquiry.names(late)
            yield Found(
                resource,
                (),
                f"{resource.logical_id} does not wait for {names}, a policy of its role",
                f"when it is made, AWS tries {tried} as {role.resource.logical_id}; CloudFormation makes {names} at "
                "the same time, so that the role may lack it by then, and the stack is rolled back",
                f"add DependsOn: {late[0].logical_id}" if len(late) == 1 else f"add {names} to DependsOn",
                fix=tuple(wait_for(resource.logical_id, item.logical_id) for item in late),
            )


def _tried(machine: Resource) -> str:
    level = machine.get("LoggingConfiguration", "Level")
    if isinstance(level, str) and level not in ("", "OFF"):
        return "its log group"
    for flow in flows(machine_of(machine)):
        if any(as_text(at(state, "Resource")).endswith(_SYNC) for state in flow.states.values()):
            return "to make the rule that tells of finished jobs"
    return ""


CHECK = Check(
    "CRE106",
    Severity.WARNING,
    Question.CREATE,
    "A state machine or a pipe does not wait for a policy of its role",
    "https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html "
    "https://github.com/terraform-aws-modules/terraform-aws-step-functions/issues/61",
    _ask,
)
