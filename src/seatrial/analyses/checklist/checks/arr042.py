"""Whether what a deployment shifts requests by is what requests come by: the production rule of a service, the listener
of a deployment group.

ECS and CodeDeploy give weights to two target groups. Where the rule or the listener that they are told forwards to
neither of the two, a deployment takes over the requests of something else, or fails.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html and
https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html; the production listener:
https://tech.dentsusoken.com/entry/2024/07/22/
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_roles import GROUP, RULE
from seatrial.analyses.checklist.arrivals import TARGET_GROUP
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at, unknowns


def _rules(inquiry: Inquiry) -> Iterator[Said]:
    """ECS moves requests by the weights of a rule, from the one target group to the other."""
    for service in inquiry.system.of_type(SERVICE):
        for index, item in enumerate(as_list(service.get("LoadBalancers"))):
            advanced = at(item, "AdvancedConfiguration")
            groups = [
                inquiry.find(at(item, "TargetGroupArn"), TARGET_GROUP),
                inquiry.find(at(advanced, "AlternateTargetGroupArn"), TARGET_GROUP),
            ]
            known = [group for group in groups if group is not None]
            for key in ("ProductionListenerRule", "TestListenerRule"):
                rule = inquiry.find(at(advanced, key), RULE)
                if rule is None or len(known) < len(groups) or inquiry.refused_at(service):
                    continue
                if _uncertain(rule.get("Actions")):
                    continue
                # A rule of a listener in no template forwards all the same.
                forwards = [one.group for one in inquiry.arrivals.forwards if one.by is rule]
                forwards += [group for by, group, _ in inquiry.arrivals.blind if by is rule]
                if not any(group is one for group in known for one in forwards):
                    yield _strange_rule(inquiry, service, (index, key), rule, known)
                    break


def _strange_rule(
    inquiry: Inquiry, service: Resource, place: tuple[int, str], rule: Resource, groups: list[Resource]
) -> Found:
    index, key = place
    test = key.startswith("Test")
    names = " and ".join(group.logical_id for group in groups)
    advanced = service.get("LoadBalancers", index, "AdvancedConfiguration")
    taken = [rule, inquiry.find(at(advanced, "ProductionListenerRule"), RULE)]
    right = next(
        (
            item.by.logical_id
            for item in inquiry.arrivals.forwards
            if item.by.type == RULE and item.by not in taken and any(item.group is group for group in groups)
        ),
        "",
    )
    noun, requests = ("test", "test requests") if test else ("production", "requests")
    return Found(
        service,
        ("LoadBalancers", index, "AdvancedConfiguration", key),
        f"{rule.logical_id}, the {noun} rule of {service.logical_id}, forwards to neither of {names}",
        f"ECS moves {requests} by the weights that this rule gives the two target groups: a deployment would take over "
        f"the requests that {rule.logical_id} is for, or fail",
        f"write {key}: !Ref {right}" if right else f"forward from {rule.logical_id} to {names}",
        severity=Severity.WARNING if test else None,
    )


def _uncertain(actions: Value) -> bool:
    """Whether it isn't known where actions forward to; what isn't known of a sign-in before doesn't matter."""
    if isinstance(actions, Unknown):
        return True
    kept = [one for one in as_list(actions) if not as_text(at(one, "Type")).startswith("authenticate-")]
    return next(unknowns(kept), None) is not None


def _routes(inquiry: Inquiry) -> Iterator[Said]:
    """CodeDeploy finds the running tasks behind the production listener, or not at all."""
    yield from _rules(inquiry)
    for group in inquiry.system.of_type(GROUP):
        path: PropertyPath = ("LoadBalancerInfo", "TargetGroupPairInfoList")
        for index, pair in enumerate(as_list(group.get(*path))):
            names = [as_text(at(item, "Name")) for item in as_list(at(pair, "TargetGroups"))]
            arns = at(pair, "ProdTrafficRoute", "ListenerArns")
            for number, arn in enumerate(as_list(arns)):
                listener = next((item for item in inquiry.arrivals.listeners if item.resource.physical_id == arn), None)
                if listener is None or not all(names) or isinstance(arns, Unknown):
                    continue
                behind = {
                    name
                    for item in inquiry.arrivals.forwards
                    if item.listener is listener
                    # One that is named by its ARN is told when the deployment group is made.
                    for name in (as_text(item.group.attributes.get("TargetGroupName")), item.group.arn)
                }
                if not behind & set(names):
                    yield Found(
                        group,
                        (*path, index, "ProdTrafficRoute", "ListenerArns", number),
                        f"{listener.resource.logical_id}, the production listener of {group.logical_id}, forwards to "
                        "neither of its target groups",
                        "CodeDeploy moves requests by changing where this listener forwards to: the first deployment "
                        "finds the running tasks behind another listener, and fails",
                        "name the listener that forwards to one of the two target groups",
                        "The ELB could not be updated due to the following error: Primary taskset target group must be "
                        "behind listener",
                    )


CHECK = Check(
    "ARR042",
    Severity.ERROR,
    Question.ARRIVE,
    "The production rule of a service, or listener of a deployment group, forwards to neither of its target groups",
    "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html",
    _routes,
)
