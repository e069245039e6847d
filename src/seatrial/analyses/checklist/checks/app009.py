"""Whether the policy of the VPC endpoint on the way lets any call to a resource through that the application uses.

What an endpoint's policy doesn't allow doesn't get through it, whoever calls and whatever the role allows.

Source (read 2026-11-23): https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import TASK_ID, resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.uses import Used, allowance, ask, first_allowed
from seatrial.analyses.iam import (
    Policy,
    PolicyKind,
    RoleView,
    access_denied_text,
    request_of,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

ENDPOINT = "AWS::EC2::VPCEndpoint"


def _endpoints(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for item in inquiry.used:
        if not isinstance(item.role, RoleView) or item.allowance is None or not item.allowance.anything:
            continue
        for endpoint in _on_the_way(inquiry, item):
            if (endpoint.logical_id, item.resource.logical_id) in seen:
                continue
            seen.add((endpoint.logical_id, item.resource.logical_id))
            policy = Policy(
                f"the policy of {endpoint.logical_id}",
                endpoint.get("PolicyDocument"),
                PolicyKind.ENDPOINT,
                endpoint,
                ("PolicyDocument",),
            )
            answer = allowance(inquiry, item.role, item.use, item.resource, policy)
            if answer.anything is None:
                what = f"whether {endpoint.logical_id} lets calls to {item.resource.logical_id} through"
                reason = answer.decision.reason
                yield Doubt(endpoint, ("PolicyDocument",), what, reason.partition(", because ")[2] or reason)
            elif answer.anything is False:
                yield _shut(inquiry, item, item.role, endpoint, policy)


def _shut(inquiry: Inquiry, item: Used, role: RoleView, endpoint: Resource, policy: Policy) -> Found:
    action, on = first_allowed(inquiry, role, item.use, item.resource)
    decision = ask(inquiry, role, action, on, policy)
    return Found(
        endpoint,
        decision.statement.path if decision.statement is not None else ("PolicyDocument",),
        f"the endpoint policy of {endpoint.logical_id} allows no call to {item.resource.logical_id}",
        f"{resource_name(role)} may call {action}, but the call goes through {endpoint.logical_id}, and "
        f"{decision.reason}: the call is denied",
        f"allow {action} on {item.resource.logical_id} in PolicyDocument of {endpoint.logical_id}",
        access_denied_text(request_of(role, action, on, session=TASK_ID), decision),
    )


def _on_the_way(inquiry: Inquiry, item: Used) -> Iterator[Resource]:
    """The endpoints with policies of their own on the ways from the tasks to the service."""
    host = item.use.host(item.resource, inquiry.system.scope.region)
    if not host:
        return
    for placement in inquiry.placements_of(item.gift.definition):
        for source in placement.interfaces(inquiry.paper):
            for hop in inquiry.paper.to_host(source, host, item.use.port).hops:
                resource = hop.resource
                if resource is not None and resource.type == ENDPOINT and resource.get("PolicyDocument") is not None:
                    yield resource


CHECK = Check(
    "APP009",
    Severity.ERROR,
    Question.REACH,
    "A VPC endpoint policy allows no call to a resource that the application uses",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    _endpoints,
)
