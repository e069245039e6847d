"""Ways in beside a listener that forwards to tasks: a load balancer behind another one, a rule before the default; and
protocols that a target group is not documented for.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html (protocols),
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html and
https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2804 (codes of gRPC),
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html (when no target is
healthy, requests go to all of them)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_network import UNANSWERED
from seatrial.analyses.checklist.arrivals import TARGET_GROUP, Listener, health_check_port
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_front import balancer_targets
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Hop, Path, Verdict
from seatrial.analyses.refusals.elbv2_listener import DOCUMENTED, PERHAPS
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

_EVERY_PATH = ("*", "/*")


def _protocols(inquiry: Inquiry) -> Iterator[Said]:
    """A pair of protocols that the documentation doesn't name, and that may be taken all the same."""
    told: set[tuple[str, str]] = set()
    for forward in inquiry.arrivals.forwards:
        group, listener = forward.group, forward.listener
        own, other = listener.protocol, as_text(group.get("Protocol"))
        key = (listener.resource.logical_id, group.logical_id)
        if other not in PERHAPS.get(own, ()) or key in told or not inquiry.owns(forward.by):
            continue
        told.add(key)
        right = DOCUMENTED[own]
        yield Found(
            forward.by,
            forward.path,
            f"{listener.resource.logical_id} listens for {own} and sends to {group.logical_id}, which is for {other}",
            f"for listeners with {own} target groups with {' or '.join(right)} are documented, and no others: the "
            "listener may be refused, and then the stack is rolled back",
            f"set Protocol: {right[0]} in {group.logical_id}",
        )


def _codes(inquiry: Inquiry) -> Iterator[Said]:
    """Codes of HTTP where gRPC's are looked at."""
    for group in inquiry.system.of_type(TARGET_GROUP):
        codes, grpc = group.get("Matcher", "HttpCode"), group.get("Matcher", "GrpcCode")
        if as_text(group.get("ProtocolVersion")).upper() != "GRPC" or codes is None or grpc is not None:
            continue
        yield Found(
            group,
            ("Matcher", "HttpCode"),
            f"{group.logical_id} speaks gRPC, and its health checks are to look for the HTTP code {as_text(codes)}",
            "health checks of a target group for gRPC look at gRPC codes, from 0 to 99: codes of HTTP are refused or "
            "not looked at",
            'write GrpcCode: "0" instead of HttpCode, or leave ProtocolVersion: GRPC out',
        )


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


def _shadowed(inquiry: Inquiry) -> Iterator[Said]:
    """A default action that no request comes to, with the only way to a target group."""
    for listener in inquiry.arrivals.listeners:
        taker = next((rule for rule in listener.rules if _takes_all(rule)), None)
        if taker is None or not inquiry.owns(listener.resource) or inquiry.refused_at(taker):
            continue
        lost = [
            item.group
            for item in inquiry.arrivals.forwards
            if item.by is listener.resource and _only_by(inquiry, listener, item.group)
        ]
        if not lost:
            continue
        yield Found(
            taker,
            ("Conditions",),
            f"{taker.logical_id} takes every request, and nothing comes to the default action of "
            f"{listener.resource.logical_id}",
            f"its condition fits every path: {inquiry.names(lost)}, to which only that action forwards, gets no "
            "requests",
            f"narrow the condition of {taker.logical_id}, or forward to {lost[0].logical_id} from a rule before it",
        )


def _takes_all(rule: Resource) -> bool:
    conditions = as_list(rule.get("Conditions"))
    if len(conditions) != 1 or as_text(at(conditions[0], "Field")) != "path-pattern":
        return False
    values = (*as_list(at(conditions[0], "PathPatternConfig", "Values")), *as_list(at(conditions[0], "Values")))
    return any(value in _EVERY_PATH for value in values)


def _only_by(inquiry: Inquiry, listener: Listener, group: Resource) -> bool:
    """Whether nothing but a listener's default forwards to a target group; deployments may move it elsewhere."""
    others = [item for item in inquiry.arrivals.forwards_to(group) if item.by is not listener.resource]
    shifting = any(
        entry.group is group
        and (entry.alternate or as_text(entry.placement.by.get("DeploymentController", "Type")) not in ("", "ECS"))
        for entry in inquiry.arrivals.entries
    )
    return not others and not shifting


_ELB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/"
CHECKS = (
    Check(
        "ARR050",
        Severity.WARNING,
        Question.CREATE,
        "A Network Load Balancer's listener sends to a target group whose protocol is not documented for it",
        f"{_ELB}network/create-target-group.html",
        _protocols,
    ),
    Check(
        "ARR051",
        Severity.WARNING,
        Question.ARRIVE,
        "The health checks of a target group for gRPC are given a code of HTTP",
        f"{_ELB}APIReference/API_Matcher.html",
        _codes,
    ),
    Check(
        "ARR052",
        Severity.ERROR,
        Question.ARRIVE,
        "A Network Load Balancer cannot reach the Application Load Balancer that is its target",
        f"{_ELB}network/application-load-balancer-target.html",
        _behind,
    ),
    Check(
        "ARR054",
        Severity.NOTE,
        Question.ARRIVE,
        "A rule takes every request, and the only way to a target group is the listener's default action",
        f"{_ELB}application/listener-rules.html",
        _shadowed,
    ),
)
