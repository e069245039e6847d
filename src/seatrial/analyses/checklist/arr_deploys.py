"""What CodeDeploy calls to deploy a service of ECS, and which services a deployment group deploys.

CodeDeploy starts the new tasks itself (a task set), so that it also passes their roles, and moves requests by changing
the production listener.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html,
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, definition_of
from seatrial.analyses.iam import RoleView
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, at

PAIRS: PropertyPath = ("LoadBalancerInfo", "TargetGroupPairInfoList")
# A call with the resources that a policy may name for it: any of them will do.
Needed = tuple[str, tuple[str, ...]]


def calls_of(inquiry: Inquiry, group: Resource) -> tuple[Needed, ...]:
    """What CodeDeploy surely calls for the services of a deployment group."""
    found: dict[Needed, None] = {}
    services = services_of(inquiry, group)
    for service in services:
        sets = f"{service.arn.replace(':service/', ':task-set/')}/ecs-svc/1"
        found[("ecs:DescribeServices", (service.arn,))] = None
        found[("ecs:CreateTaskSet", (sets, service.arn))] = None
        found[("ecs:UpdateServicePrimaryTaskSet", (service.arn, sets))] = None
        found[("ecs:DeleteTaskSet", (sets, service.arn))] = None
    if services:
        found[("elasticloadbalancing:DescribeTargetGroups", ("*",))] = None
        found[("elasticloadbalancing:DescribeListeners", ("*",))] = None
    for pair in as_list(group.get(*PAIRS)):
        for arn in as_list(at(pair, "ProdTrafficRoute", "ListenerArns")):
            if isinstance(arn, str) and services:
                found[("elasticloadbalancing:ModifyListener", (arn,))] = None
    for service in services:
        definition = definition_of(service.get("TaskDefinition"), inquiry.systems)
        for key in ("ExecutionRoleArn", "TaskRoleArn"):
            value = definition.get(key) if definition is not None else None
            role = inquiry.role(value) if value not in (None, "") else None
            if isinstance(role, RoleView):
                found[("iam:PassRole", (role.arn,))] = None
    return tuple(found)


def services_of(inquiry: Inquiry, group: Resource) -> list[Resource]:
    """The services that a deployment group deploys, as far as the templates have them."""
    named = (inquiry.find(at(item, "ServiceName"), SERVICE) for item in as_list(group.get("ECSServices")))
    return [item for item in named if item is not None and item.arn]
