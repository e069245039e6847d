"""Tasks accept traffic from anywhere, bypassing their load balancer.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.saf_network import GROUP, ingress_rules, is_open
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text


def _of_tasks(inquiry: Inquiry) -> Iterator[Said]:
    """Tasks that anybody may talk to although a load balancer stands before them."""
    behind = {item.placement.by.logical_id for item in inquiry.arrivals.entries}
    guarded: dict[str, str] = {}
    for placement in inquiry.placements:
        if placement.by.logical_id in behind:
            for own in placement.known_groups:
                guarded[own.logical_id] = placement.by.logical_id
    for balancer in inquiry.system.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        if as_text(balancer.get("Type")) == "network":
            # Its clients' own addresses may be what the tasks see.
            return
        for value in as_list(balancer.get("SecurityGroups")):
            shared = inquiry.find(value, GROUP)
            if shared is not None:
                guarded.pop(shared.logical_id, None)
    for resource, path, owner, rule in ingress_rules(inquiry):
        group: Resource | None = inquiry.find(owner, GROUP)
        if group is not None and group.logical_id in guarded and is_open(rule):
            by = guarded[group.logical_id]
            yield Found(
                resource,
                path,
                f"{group.logical_id} allows traffic from anywhere to the tasks of {by}, bypassing the load balancer",
                "whoever can reach a task's address bypasses the load balancer's rules, TLS and access logs",
                f"name the load balancer's security group as the source in {group.logical_id}, in place of 0.0.0.0/0",
            )


CHECK = Check(
    "SAF001",
    Severity.WARNING,
    Question.SEEMLY,
    "Tasks accept traffic from anywhere, bypassing their load balancer",
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    _of_tasks,
)
