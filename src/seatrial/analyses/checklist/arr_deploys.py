"""What CodeDeploy needs to deploy a service of ECS: the calls of its role, and a service behind its own listener.

CodeDeploy starts the new tasks itself (a task set), so that it also passes their roles, and moves requests by changing
the production listener. It finds the running tasks by that listener.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html,
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html,
https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-load-balancer-for-ecs.html; the text:
https://tech.dentsusoken.com/entry/2024/07/22/
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, definition_of
from seatrial.analyses.iam import RoleView
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

GROUP = "AWS::CodeDeploy::DeploymentGroup"
TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup"
PAIRS: PropertyPath = ("LoadBalancerInfo", "TargetGroupPairInfoList")
NOT_BEHIND = (
    "The ELB could not be updated due to the following error: Primary taskset target group must be behind listener"
)
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


def _behind(inquiry: Inquiry) -> Iterator[Said]:
    for group in inquiry.system.of_type(GROUP):
        for pair in as_list(group.get(*PAIRS)):
            names = {as_text(at(item, "Name")) for item in as_list(at(pair, "TargetGroups"))} - {""}
            for arn in as_list(at(pair, "ProdTrafficRoute", "ListenerArns")):
                behind = _names_behind(inquiry, as_text(arn))
                for service in services_of(inquiry, group):
                    yield from _elsewhere(inquiry, group, service, names, behind)


def _names_behind(inquiry: Inquiry, arn: str) -> set[str]:
    return {
        as_text(item.group.attributes.get("TargetGroupName"))
        for item in inquiry.arrivals.forwards
        if item.listener is not None and item.listener.resource.physical_id == arn and item.group is not None
    }


def _elsewhere(
    inquiry: Inquiry, group: Resource, service: Resource, names: set[str], behind: set[str]
) -> Iterator[Said]:
    """One of the pair is behind the listener, and the service is in the other."""
    if not behind & names or service.logical_id in inquiry.refused:
        return
    for index, item in enumerate(as_list(service.get("LoadBalancers"))):
        own = inquiry.find(at(item, "TargetGroupArn"), TARGETS)
        name = as_text(own.attributes.get("TargetGroupName")) if own is not None else ""
        if own is None or name not in names or name in behind:
            continue
        right = next((one for one in inquiry.system.of_type(TARGETS) if _name(one) in behind & names), None)
        yield Found(
            service,
            ("LoadBalancers", index, "TargetGroupArn"),
            f"{service.logical_id} registers its tasks in {own.logical_id}, to which the production listener of "
            f"{group.logical_id} does not forward",
            "no request reaches the tasks, and CodeDeploy finds none behind the listener: the first deployment fails",
            f"write TargetGroupArn: !Ref {right.logical_id if right is not None else 'the other of the pair'}",
            NOT_BEHIND,
        )


def _name(group: Resource) -> str:
    return as_text(group.attributes.get("TargetGroupName"))


CHECKS = (
    Check(
        "ARR060",
        Severity.ERROR,
        Question.ARRIVE,
        "A service that CodeDeploy deploys is not in the target group behind the production listener",
        "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-load-balancer-for-ecs.html",
        _behind,
    ),
)
