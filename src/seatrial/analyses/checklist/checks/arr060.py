"""Whether a service that CodeDeploy deploys is in the target group behind the production listener.

CodeDeploy moves requests by changing the production listener, and finds the running tasks by that listener.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-load-balancer-for-ecs.html; the text:
https://tech.dentsusoken.com/entry/2024/07/22/.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_deploys import PAIRS, services_of
from seatrial.analyses.checklist.arrivals import TARGET_GROUP
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

GROUP = "AWS::CodeDeploy::DeploymentGroup"
NOT_BEHIND = (
    "The ELB could not be updated due to the following error: Primary taskset target group must be behind listener"
)


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
        own = inquiry.find(at(item, "TargetGroupArn"), TARGET_GROUP)
        name = as_text(own.attributes.get("TargetGroupName")) if own is not None else ""
        if own is None or name not in names or name in behind:
            continue
        right = next((one for one in inquiry.system.of_type(TARGET_GROUP) if _name(one) in behind & names), None)
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


CHECK = Check(
    "ARR060",
    Severity.ERROR,
    Question.ARRIVE,
    "A service that CodeDeploy deploys is not in the target group behind the production listener",
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-load-balancer-for-ecs.html",
    _behind,
)
