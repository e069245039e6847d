"""Whether the roles that ECS and CodeDeploy act as for a service trust them.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html,
https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_roles import CODE_DEPLOY, Task, known_roles, of_tasks
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.fixes import trust
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.iam import can_assume
from seatrial.model.finding import Severity


def _trust(inquiry: Inquiry) -> Iterator[Said]:
    for task, role in known_roles(inquiry):
        decision = next(
            (item for name in _names(inquiry, task) if (item := can_assume(role, name)).allowed is True),
            can_assume(role, task.service),
        )
        if decision.allowed is None:
            what = f"whether {task.service} may assume {role.resource.logical_id}"
            yield Doubt(role.resource, role.trust.path, what, decision.reason.partition(", because ")[2])
        elif decision.allowed is False:
            name = role.resource.logical_id
            shared = of_tasks(inquiry, role)
            named = "ecs-tasks.amazonaws.com, as it is a role of tasks" if shared else "others alone"
            principal = f"Principal: {{ Service: {task.service} }}"
            mend = f"allow sts:AssumeRole to {principal} in AssumeRolePolicyDocument of {name}"
            yield Found(
                task.by if shared else role.resource,
                task.path if shared else role.trust.path,
                f"{task.service} may not assume {name}, the {task.noun} of {task.by.logical_id}",
                f"the trust policy of {name} names {named}: {task.fails}",
                "make a role of its own for this" if shared else mend,
                task.aws,
                fix=() if shared else trust(inquiry, role, task.service),
            )


def _names(inquiry: Inquiry, task: Task) -> tuple[str, ...]:
    """What a trust policy may call the service: CodeDeploy comes by the name of its region as well.

    Source: https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
    """
    if task.service != CODE_DEPLOY:
        return (task.service,)
    return task.service, f"codedeploy.{inquiry.system.scope.region}.amazonaws.com"


CHECK = Check(
    "ARR040",
    Severity.ERROR,
    Question.ARRIVE,
    "A role for deployments or volumes does not trust ECS or CodeDeploy",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html "
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html",
    _trust,
)
