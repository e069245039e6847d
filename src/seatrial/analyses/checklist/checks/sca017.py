"""Whether scaling in stops workers that are at work.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.sca_steps import adds_tasks, takes_tasks_away
from seatrial.analyses.checklist.uses import asked
from seatrial.analyses.iam import RoleView, evaluate, mentions
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

PROTECT = "ecs:UpdateTaskProtection"
_SOME_TASK = "TASK-ID"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for consumer in inquiry.consumers:
        service = consumer.service
        policies = sorted(
            (item for item in inquiry.scaling.policies_of(service) if takes_tasks_away(item)), key=adds_tasks
        )
        if not policies or service.logical_id in seen or service.logical_id not in inquiry.system.resources:
            continue
        seen.add(service.logical_id)
        definition = consumer.gift.definition
        role = inquiry.role(definition.get("TaskRoleArn"))
        works = any(item.key == consumer.key and item.allowance and item.allowance.anything for item in inquiry.used)
        if not works or not isinstance(role, RoleView):
            continue
        asked_of = asked(inquiry, role, PROTECT, _task(service.arn))
        decision = evaluate(*asked_of)
        if decision.allowed is not False:
            continue
        if (near := told(inquiry, asked_of, decision, role)) is not None and mentions(role, PROTECT):
            # Whoever writes such a statement has a worker that asks for protection, and doesn't get it.
            yield Found(
                near.resource,
                near.path,
                f"{resource_name(role)} may not call {PROTECT} for tasks of {service.logical_id}",
                f"{near.says}: the tasks are not protected, and {policies[0].resource.logical_id} stops them while "
                "they process a message",
                _written(inquiry, near.mend, service),
                severity=Severity.WARNING,
            )
            continue
        yield Found(
            policies[0].resource,
            (),
            f"{policies[0].resource.logical_id} may stop tasks of {service.logical_id} that are processing a message",
            "scaling in stops any task, busy or not: its message is left half processed and goes to another worker; "
            f"a task is spared while it has scale-in protection, but {resource_name(role)} may not call {PROTECT}",
            f"let the worker set protection with PUT $ECS_AGENT_URI/task-protection/v1/state, and allow {PROTECT} on "
            f"its tasks in a policy of {resource_name(role)}",
        )


def _written(inquiry: Inquiry, mend: str, service: Resource) -> str:
    """A mend for all tasks of a cluster, with the cluster as it is named in a template."""
    cluster = inquiry.find(service.get("Cluster"), "AWS::ECS::Cluster")
    told = mend.replace(f"/{_SOME_TASK}", "/*")
    return told.replace(cluster.physical_id, f"${{{cluster.logical_id}}}") if cluster is not None else told


def _task(service_arn: str) -> str:
    """The ARN of a task of a service."""
    arn = Arn.parse(service_arn)
    if arn is None:
        return "*"
    cluster = arn.resource.split("/")[1] if arn.resource.count("/") > 1 else "default"
    return str(Arn(arn.partition, arn.service, arn.region, arn.account, f"task/{cluster}/{_SOME_TASK}"))


CHECK = Check(
    "SCA017",
    Severity.NOTE,
    Question.SCALE,
    "Scaling in may stop workers that are processing a message",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html",
    _ask,
    gravest=Severity.WARNING,
)
