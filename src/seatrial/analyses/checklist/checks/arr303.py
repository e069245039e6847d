"""A listener that goes on sending to one target group of a pair while CodeDeploy moves the tasks to the other.

CodeDeploy changes where the listeners of a deployment group forward to, and no others. With the first deployment the
tasks are behind the other target group, and those behind the first are stopped: whoever comes by a listener that the
group doesn't name finds nobody.

Source (read 2026-11-30): https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html
(prodTrafficRoute, testTrafficRoute), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/
deployment-type-bluegreen.html ("Terminate original task set").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_roles import GROUP
from seatrial.analyses.checklist.arrivals import TARGET_GROUP
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at, unknowns

_PAIRS: PropertyPath = ("LoadBalancerInfo", "TargetGroupPairInfoList")
_ROUTES = ("ProdTrafficRoute", "TestTrafficRoute")


def _left_behind(inquiry: Inquiry) -> Iterator[Said]:
    deployments = list(inquiry.system.of_type(GROUP))
    known = [arn for item in deployments for pair in as_list(item.get(*_PAIRS)) for arn in _routed(pair)]
    for deployment in deployments:
        for index, pair in enumerate(as_list(deployment.get(*_PAIRS))):
            routed = _routed(pair)
            names = {as_text(at(item, "Name")) for item in as_list(at(pair, "TargetGroups"))} - {""}
            if not routed or next(unknowns(routed), None) is not None or len(names) < len(_ROUTES):
                continue
            groups = [
                item
                for item in inquiry.system.of_type(TARGET_GROUP)
                if as_text(item.attributes.get("TargetGroupName")) in names
            ]
            sent = [item for group in groups for item in inquiry.arrivals.forwards_to(group)]
            left = [item for item in sent if item.listener.resource.physical_id not in known]
            moved = any(item.listener.resource.physical_id in routed for item in sent)
            if not left or not moved or inquiry.refused_at(deployment):
                continue
            listener, by, group = left[0].listener.resource, left[0].by, left[0].group
            yield Found(
                deployment,
                (*_PAIRS, index, _ROUTES[0], "ListenerArns"),
                f"{by.logical_id} sends to {group.logical_id}, and {deployment.logical_id} doesn't know "
                f"{listener.logical_id}",
                "CodeDeploy only changes where the listeners of its routes forward to: with the first deployment the "
                f"tasks are behind the other target group, and requests at port {left[0].listener.port} find none",
                f"write ListenerArns: [!Ref {listener.logical_id}] in ProdTrafficRoute, or forward from "
                f"{by.logical_id} to another target group",
            )


def _routed(pair: Value) -> list[Value]:
    return [arn for key in _ROUTES for arn in as_list(at(pair, key, "ListenerArns"))]


CHECK = Check(
    "ARR303",
    Severity.WARNING,
    Question.ARRIVE,
    "A listener goes on sending to one of two target groups while CodeDeploy moves the tasks to the other",
    "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html",
    _left_behind,
)
