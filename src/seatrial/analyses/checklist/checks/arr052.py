"""Whether a Network Load Balancer reaches the Application Load Balancer that is its target.

Where it doesn't, its health checks fail. Clients may get through all the same, as long as the target lets them in.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html (when no target is
healthy, requests go to all of them; read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_network import UNANSWERED
from seatrial.analyses.checklist.arrivals import health_check_port
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_front import balancer_targets
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Hop, Path, Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text


def _behind(inquiry: Inquiry) -> Iterator[Said]:
    """From a Network Load Balancer to the Application Load Balancer that is its target."""
    for group, index, balancer, port, listed in balancer_targets(inquiry):
        if not listed:
            continue
        checked = health_check_port(group, port)
        for front in inquiry.arrivals.balancers_of(group):
            path = _closed(inquiry, front, balancer, checked)
            shut = not any(
                inquiry.paper.lets_anybody_in(node, checked) for node in inquiry.paper.interfaces_of(balancer)
            )
            hop = path.deciding if path is not None else None
            # Where nobody at all is let in, that is told of the listener.
            if path is None or hop is None or shut:
                continue
            clients = _may_come(inquiry, front, balancer, port)
            yield Found(
                hop.resource if hop.resource is not None else group,
                hop.path if hop.resource is not None else ("Targets", index, "Id"),
                f"{front.logical_id} cannot reach port {checked} of {balancer.logical_id}, its target",
                f"{path.why}: its health checks fail, and "
                + (
                    "while no target is healthy connections go to it all the same, as long as it lets the clients in"
                    if clients
                    else "clients wait until they time out"
                ),
                _mend(front, hop, checked, clients=clients),
                UNANSWERED,
                severity=Severity.WARNING if clients else None,
            )


def _mend(front: Resource, hop: Hop, port: int, *, clients: bool) -> str:
    group = hop.resource.logical_id if hop.resource is not None else "its security group"
    if not clients and not as_list(front.get("SecurityGroups")):
        # Whether it sees the clients' addresses or those of the load balancer before it: this lets in both.
        rule = f"{{ IpProtocol: tcp, FromPort: {port}, ToPort: {port}, CidrIp: 0.0.0.0/0 }}"
        return f"add to SecurityGroupIngress of {group}: {rule}"
    return hop.mend or f"allow inbound tcp {port} from {front.logical_id} in {group}"


def _closed(inquiry: Inquiry, front: Resource, balancer: Resource, port: int) -> Path | None:
    """A way from the one load balancer to the other that is closed."""
    for source in inquiry.paper.balancer(front):
        for target in inquiry.paper.balancer(balancer):
            path = inquiry.paper.between(source, target, port)
            if path.verdict is Verdict.NO:
                return path
    return None


def _may_come(inquiry: Inquiry, front: Resource, balancer: Resource, port: int) -> bool:
    """Whether clients, whose addresses the Application Load Balancer sees, may be let in by it."""
    if as_text(front.get("Scheme")) == "internal" or isinstance(front.get("Scheme"), Unknown):
        return True
    for node in inquiry.paper.balancer(front):
        for target in inquiry.paper.balancer(balancer):
            probe = inquiry.paper.interface("a server", node.subnet, target.groups, True)
            if inquiry.paper.from_internet(probe, port).verdict is not Verdict.NO:
                return True
    return False


CHECK = Check(
    "ARR052",
    Severity.ERROR,
    Question.ARRIVE,
    "A Network Load Balancer cannot reach the Application Load Balancer that is its target",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html",
    _behind,
)
