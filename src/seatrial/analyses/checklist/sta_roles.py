"""Whether ECS may act as the two roles of a task: it assumes both before it does anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seatrial.analyses.checklist.app_permissions import after_because
from seatrial.analyses.checklist.check import Doubt, Found, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.checklist.nearly import explained
from seatrial.analyses.checklist.sta_role_places import meant_instead
from seatrial.analyses.iam import Lack, RoleView, nearest, trust_question
from seatrial.analyses.launch import Cause, Failed, Stage
from seatrial.analyses.launch.verdict import ECS_TASKS, assumed_for
from seatrial.model.value import as_text

_WHY = (
    "ECS assumes the {kind} as ecs-tasks.amazonaws.com for every task, and its trust policy doesn't let it: "
    "no task is created, and only the service events say why"
)


def untrusted_at(stage: Stage, key: str, kind: str) -> Callable[[Inquiry], Iterator[Said]]:
    """Asks whether ECS may assume the role that definitions name under a key, at a stage of their launch."""

    def ask(inquiry: Inquiry) -> Iterator[Said]:
        seen: set[str] = set()
        for step in inquiry.launches.steps:
            if step.requirement.stage is not stage:
                continue
            name, verdict = as_text(step.requirement.role), step.verdict
            role = inquiry.role(step.requirement.role)
            if not isinstance(verdict, Failed):
                if verdict.note:
                    yield Doubt(
                        step.definition, (key,), f"whether ECS may assume the {kind}", after_because(verdict.note)
                    )
                continue
            if verdict.cause is Cause.NO_ROLE or not isinstance(role, RoleView):
                yield Doubt(
                    step.definition, (key,), f"whether ECS may assume {name}", "the role is not in the templates"
                )
                continue
            if role.name in seen:
                continue
            seen.add(role.name)
            meant = meant_instead(inquiry, role, key)
            if meant is not None:
                yield _another(role, meant, step, kind, key, verdict)
                continue
            yield _untrusting(inquiry, role, step, kind, verdict)

    return ask


def _another(role: RoleView, meant: RoleView, step: Step, kind: str, key: str, verdict: Failed) -> Found:
    """A role of another service in the place of the one that is meant."""
    name = meant.resource.logical_id
    return Found(
        step.definition,
        (key,),
        f"ECS may not assume {role.resource.logical_id}, the {kind} of {step.definition.logical_id}",
        f"{_WHY.format(kind=kind)}; {name} trusts ECS",
        f"write {key}: !GetAtt {name}.Arn",
        verdict.reason,
    )


def _untrusting(inquiry: Inquiry, role: RoleView, step: Step, kind: str, verdict: Failed) -> Found:
    request, policies = trust_question(role, ECS_TASKS, assumed_for(inquiry.system.scope))
    near = nearest(request, policies.resource)
    near = near if near is not None and near.lack is not Lack.PRINCIPAL else None
    said = explained(inquiry, request, near) if near is not None else None
    why = _WHY.format(kind=kind)
    mend = (
        f"allow sts:AssumeRole to Principal: {{ Service: {ECS_TASKS} }} in AssumeRolePolicyDocument of "
        f"{role.resource.logical_id}"
    )
    if said is not None:
        why, mend = f"{why} ({said.says})", said.mend
    return Found(
        role.resource,
        role.trust.path if said is None else said.path,
        f"ECS may not assume {role.resource.logical_id}, the {kind} of {step.definition.logical_id}",
        why,
        mend,
        verdict.reason,
        fix=trust(inquiry, role, ECS_TASKS) if said is None else (),
    )
