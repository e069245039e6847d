"""Whether a target group is in the VPC of its load balancer, where one of the two VPCs is of no template.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import LISTENER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_other_vpc import strayed
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SECURITY_GROUP, SUBNET
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list

VPC = "AWS::EC2::VPC"


def _apart(inquiry: Inquiry) -> Iterator[Said]:
    """A target group in another VPC than its load balancer, of which at least one is of no template."""
    literal = {(item.resource.logical_id, item.path): item.value for item in inquiry.outside}
    # What an API refuses for a VPC from outside is told there.
    told = {item.logical_id for resource, said in inquiry.refusals for item in strayed(inquiry, resource, said)}
    for forward in inquiry.arrivals.forwards:
        group, balancer = forward.group, forward.listener.balancer
        if balancer is None or group.logical_id in told or not inquiry.owns(group) or not inquiry.owns(balancer):
            continue
        own = _vpc(inquiry, group, literal)
        groups = [(value, SECURITY_GROUP) for value in as_list(balancer.get("SecurityGroups"))]
        subnets = [(value, SUBNET) for value in as_list(balancer.get("Subnets"))]
        for value, kind in (*groups, *subnets):
            found = inquiry.find(value, kind)
            there = _vpc(inquiry, found, literal) if found is not None and inquiry.owns(found) else ""
            # Two VPCs of templates are compared when the listener is made.
            outside = ("VpcId",) in {path for name, path in literal if name == group.logical_id} or (
                found is not None and (found.logical_id, ("VpcId",)) in literal
            )
            if found is None or not own or not there or own == there or not outside:
                continue
            told.add(group.logical_id)
            path: PropertyPath = ("VpcId",)
            yield Found(
                group,
                path,
                f"{group.logical_id} is in another VPC than {balancer.logical_id}, which forwards to it",
                f"{group.logical_id} is in {own}, and {found.logical_id} of {balancer.logical_id} in {there}: "
                f"CloudFormation calls {'CreateRule' if forward.by.type != LISTENER else 'CreateListener'} for "
                f"{forward.by.logical_id}; that fails, and the stack is rolled back",
                f"write the VpcId of {found.logical_id} in {group.logical_id}",
            )
            break


def _vpc(inquiry: Inquiry, resource: Resource, literal: dict[tuple[str, PropertyPath], str]) -> str:
    """The VPC that a resource names: a template's by its logical id, another by its id; "" where it isn't known."""
    found = inquiry.find(resource.get("VpcId"), VPC)
    return found.logical_id if found is not None else literal.get((resource.logical_id, ("VpcId",)), "")


CHECK = Check(
    "CRE094",
    Severity.ERROR,
    Question.CREATE,
    "A target group is in another VPC than the load balancer that forwards to it",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
    _apart,
)
