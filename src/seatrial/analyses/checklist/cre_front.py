"""Application Load Balancers that are targets of another load balancer, and their listeners on that port.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html (a listener with
the port of the target group), the text: https://github.com/hashicorp/terraform-provider-aws/issues/38987.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.arrivals import BALANCER, LISTENER, TARGET_GROUP, Listener
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_number, as_text, at

NO_LISTENER = (
    "If the target type is ALB, the target must have at least one listener that matches the target group port or any "
    "specified port overrides"
)


def balancer_targets(inquiry: Inquiry) -> Iterator[tuple[Resource, int, Resource, int, list[Listener] | None]]:
    """Application Load Balancers that are targets: group, index, load balancer, port, and the listeners on that port.

    None in place of the listeners where not all of them are known.
    """
    for group in inquiry.system.of_type(TARGET_GROUP):
        if as_text(group.get("TargetType")) != "alb":
            continue
        for index, item in enumerate(as_list(group.get("Targets"))):
            balancer = inquiry.find(at(item, "Id"), BALANCER)
            given = group.get("Port") if at(item, "Port") is None else at(item, "Port")
            if balancer is None or isinstance(given, Unknown):
                continue
            loose = any(
                isinstance(one.get("LoadBalancerArn"), Unknown)
                or (isinstance(one.get("Port"), Unknown) and inquiry.find(one.get("LoadBalancerArn")) is balancer)
                for one in of_type(inquiry.systems, LISTENER)
            )
            listed = [one for one in listeners_of(inquiry, balancer) if one.port == as_number(given)]
            yield group, index, balancer, as_number(given), None if loose else listed


def listeners_of(inquiry: Inquiry, balancer: Resource) -> list[Listener]:
    """The listeners of a load balancer."""
    return [item for item in inquiry.arrivals.listeners if item.balancer is balancer]
