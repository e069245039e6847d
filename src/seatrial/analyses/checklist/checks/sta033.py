"""Whether the task execution role may write the log of the Service Connect proxy: a container beside those of the task.

The service configures its log driver, not the task definition, so a policy that names the log groups of the
containers forgets it.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html (read
2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.sta_role_places import misplaced_role
from seatrial.analyses.iam import RoleView
from seatrial.analyses.launch import Call, Failed, Stage
from seatrial.model.arn import Arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_dict

SERVICE, LOG_GROUP = "AWS::ECS::Service", "AWS::Logs::LogGroup"
_CONFIGURATION: PropertyPath = ("ServiceConnectConfiguration", "LogConfiguration")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for placement in inquiry.placements:
        service, definition = placement.by, placement.definition
        if service.type != SERVICE or definition is None or misplaced_role(inquiry, definition):
            continue
        role = inquiry.role(definition.get("ExecutionRoleArn"))
        options = as_dict(service.get(*_CONFIGURATION, "Options"))
        group = inquiry.find(options.get("awslogs-group"), LOG_GROUP)
        if service.get(*_CONFIGURATION, "LogDriver") != "awslogs" or group is None or not isinstance(role, RoleView):
            continue
        if role_refused(inquiry, role) or _cannot_log(inquiry, definition) or (role.name, group.logical_id) in seen:
            continue
        seen.add((role.name, group.logical_id))
        scope = inquiry.system.scope
        stream = f"log-group:{group.physical_id}:log-stream:proxy"
        call = Call("logs:CreateLogStream", str(Arn(scope.partition, "logs", scope.region, scope.account, stream)))
        if inquiry.decide(role, call).allowed is False:
            yield _found(inquiry, service, group, role, call)


def _cannot_log(inquiry: Inquiry, definition: Resource) -> bool:
    """Whether the role may not write the log of a container of the task either, which is told already."""
    return any(
        step.definition is definition and step.requirement.stage is Stage.LOGS and isinstance(step.verdict, Failed)
        for step in inquiry.launches.steps
    )


def _found(inquiry: Inquiry, service: Resource, group: Resource, role: RoleView, call: Call) -> Found:
    near = told(inquiry, inquiry.asked(role, call), inquiry.decide(role, call), role)
    resource, path = (role.resource, ()) if inquiry.owns(role.resource) else (service, (*_CONFIGURATION, "Options"))
    says = f"none of its statements allows {call.action} there"
    mend = f"allow {call.action} and logs:PutLogEvents on !GetAtt {group.logical_id}.Arn in a policy of "
    mend += resource_name(role)
    if near is not None:
        resource, path, says, mend = near.resource, near.path, near.says, near.mend
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not call {call.action} for {group.logical_id}, the log of the Service Connect "
        f"proxy of {service.logical_id}",
        f"the proxy is a container of each task, its log driver acts as the task execution role, and {says}: the task "
        "stops before its containers start",
        mend,
    )


CHECK = Check(
    "STA033",
    Severity.ERROR,
    Question.START,
    "The task execution role may not write the log of the Service Connect proxy",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
    _ask,
)
