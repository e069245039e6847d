"""Whether an address of a load balancer in a variable has a listener on its port, and resolves where the tasks run.

What a browser calls, a front end is only told of: of a load balancer that faces the internet it is a warning.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html,
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_addresses import calls_of, in_front, is_unheard, is_unresolved, ports_of
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _nobody(inquiry: Inquiry) -> Iterator[Said]:
    for call in calls_of(inquiry):
        address, definition = call.address, call.address.definition
        inside = as_text(call.balancer.get("Scheme")) == "internal"
        if in_front(inquiry, call.balancer, definition):
            continue
        if is_unheard(inquiry, call):
            listened = " and ".join(str(port) for port in sorted(ports_of(inquiry, call.balancer)))
            yield Found(
                definition,
                address.path,
                f"{address.variable} of {definition.logical_id} names port {address.port} of "
                f"{call.balancer.logical_id}, which has no listener on that port",
                f"{call.balancer.logical_id} has listeners on {listened}: a connection to "
                f"{address.host}:{address.port} is refused or times out",
                f"use a port that has a listener, or add a listener on {address.port} to {call.balancer.logical_id}",
                severity=None if inside else Severity.WARNING,
            )
            continue
        for placement in inquiry.placements_of(definition):
            if call.zone is not None and is_unresolved(call, placement):
                yield Found(
                    call.zone,
                    ("VPCs",),
                    f"{address.host} does not resolve where tasks of {placement.by.logical_id} run",
                    f"{call.zone.logical_id} is a private hosted zone: only the VPCs that it lists resolve its names",
                    f"add the VPC of {placement.by.logical_id} to VPCs of {call.zone.logical_id}",
                )
                break


CHECK = Check(
    "APP008",
    Severity.ERROR,
    Question.REACH,
    "An address in a container's environment has no listener, or does not resolve",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html "
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html",
    _nobody,
)
