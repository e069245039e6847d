"""Whether requests reach each listener of a load balancer from the world.

What one rule of the network blocks is one finding, however many subnets and listeners suffer. An internal load balancer
is for whom its security groups let in: only that they let in nobody at all is a mistake.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.app_network import rule_of
from seatrial.analyses.checklist.arr_network import UNANSWERED, Barred, listing
from seatrial.analyses.checklist.arrivals import Listener, health_check_port
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Code, Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text, at

_GATEWAY = "AWS::EC2::InternetGateway"
_OF_GROUPS = (Code.ENI_SG_RULES_MISMATCH, Code.SG_HAS_NO_RULES)
# Where browsers go by themselves.
USUAL_PORTS = (80, 443)
# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html (read 2026-11-29)
_PRIVATE_LINK = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
# A VPC link of a REST API comes by PrivateLink as well:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-nlb-for-vpclink-using-console.html ("turn off
# security group evaluation for PrivateLink traffic", read 2026-11-30).
_PRIVATE_WAYS = (
    ("AWS::EC2::VPCEndpointService", "NetworkLoadBalancerArns"),
    ("AWS::ApiGateway::VpcLink", "TargetArns"),
)


def _listeners(inquiry: Inquiry) -> Iterator[Said]:
    barred: dict[tuple[str, str, bool], Barred] = {}
    usual = {
        item.balancer.logical_id
        for item in inquiry.arrivals.listeners
        if item.balancer is not None and item.port in USUAL_PORTS
    }
    for listener in inquiry.arrivals.listeners:
        balancer, own = listener.balancer, inquiry.owns(listener.resource)
        if balancer is None and own and isinstance(arn := listener.resource.get("LoadBalancerArn"), Unknown):
            yield Doubt(
                listener.resource,
                ("LoadBalancerArn",),
                f"whether requests reach {listener.resource.logical_id}",
                arn.reason,
            )
        if balancer is None or not listener.port or not own:
            continue
        scheme = balancer.get("Scheme")
        if isinstance(scheme, Unknown):
            name = listener.resource.logical_id
            yield Doubt(listener.resource, ("Port",), f"from where requests reach {name}", scheme.reason)
            continue
        if as_text(scheme) == "internal":
            yield from _internal(inquiry, listener, balancer)
            continue
        for interface in inquiry.paper.balancer(balancer):
            path = inquiry.paper.from_internet(interface, listener.port, listener.transport)
            if path.verdict is Verdict.NO and isinstance(listener.resource.get("Protocol"), Unknown):
                path = inquiry.paper.from_internet(interface, listener.port, "udp")
            name = interface.subnet.logical_id
            if path.verdict is Verdict.NO:
                rule = path.deciding
                # To a security group, a listener for tests is another matter than the one for everybody.
                spare = bool(rule and rule.code in _OF_GROUPS) and listener.port not in USUAL_PORTS
                # Beside one for everybody, it is for those that its rule lets in.
                if spare and balancer.logical_id in usual and inquiry.paper.lets_anybody_in(interface, listener.port):
                    continue
                key = (balancer.logical_id, rule.code if rule else "", spare)
                found = barred.setdefault(key, Barred(path, balancer))
                found.who[f"{listener.resource.logical_id} (port {listener.port})"] = None
                if listener not in found.listeners:
                    found.listeners.append(listener)
                found.where[name] = None
                found.rules[rule_of(path)] = None
            elif path.verdict is Verdict.CANNOT_TELL:
                yield Doubt(
                    listener.resource, ("Port",), f"whether requests reach {listener.resource.logical_id}", path.why
                )
    for found in barred.values():
        for_all = any(listener.port in USUAL_PORTS for listener in found.listeners)
        others = inquiry.arrivals.listeners
        beside = any(item.balancer is found.balancer and item not in found.listeners for item in others)
        # A listener for test traffic may be opened only while somebody tests; one that only sends people on to HTTPS
        # is missed by none who go there at once.
        spare = not for_all or all(_only_redirects(listener.resource) for listener in found.listeners)
        yield replace(_unreached(inquiry, found), severity=Severity.WARNING if spare and beside else None)


def _only_redirects(listener: Resource) -> bool:
    actions = as_list(listener.get("DefaultActions"))
    return bool(actions) and all(as_text(at(action, "Type")) == "redirect" for action in actions)


def _unreached(inquiry: Inquiry, barred: Barred) -> Found:
    rule, balancer = barred.path.deciding, barred.balancer
    cut_off = _cut_off(inquiry, balancer)
    lost = "clients wait until they time out"
    resource = balancer
    path: PropertyPath = ("Subnets",)
    if rule is not None and rule.resource is not None and len(barred.rules) == 1:
        resource, path = rule.resource, rule.path
    mend = (rule.mend if rule is not None else "") or f"give {balancer.logical_id} a route from the internet"
    if resource.type == "AWS::EC2::VPC" and inquiry.owns(balancer) and not any(of_type(inquiry.systems, _GATEWAY)):
        # In a VPC that nothing is to be reached in from outside, the load balancer is what doesn't belong there.
        resource, path = balancer, ("Scheme",) if "Scheme" in balancer.properties else ()
        mend = f"set Scheme: internal in {balancer.logical_id}, or {mend}"
    return Found(
        resource,
        path,
        f"requests from the internet do not reach {listing(barred.who)} of {balancer.logical_id} in "
        f"{listing(barred.where)}",
        f"{barred.path.why}: {f'{lost}, and its health checks do not reach the tasks either' if cut_off else lost}",
        mend,
        UNANSWERED if cut_off else "",
    )


def _cut_off(inquiry: Inquiry, balancer: Resource) -> bool:
    """Whether a load balancer doesn't reach its targets from where it stands, by whichever rule."""
    for entry in inquiry.arrivals.entries:
        if entry.group is None or balancer not in inquiry.arrivals.balancers_of(entry.group):
            continue
        port = health_check_port(entry.group, entry.port)
        for source in inquiry.paper.balancer(balancer):
            targets = entry.placement.interfaces(inquiry.paper)
            if any(inquiry.paper.between(source, target, port).verdict is Verdict.NO for target in targets):
                return True
    return False


def _internal(inquiry: Inquiry, listener: Listener, balancer: Resource) -> Iterator[Said]:
    """An internal load balancer is for whom its security groups let in; nobody at all is a mistake."""
    interfaces = inquiry.paper.balancer(balancer)
    unknown = isinstance(listener.resource.get("Protocol"), Unknown)
    carried = ("tcp", "udp") if unknown or "_" in listener.protocol else (listener.transport,)
    if not interfaces or any(
        inquiry.paper.lets_anybody_in(item, listener.port, by) for item in interfaces for by in carried
    ):
        return
    # Who switches that off has clients that come by PrivateLink, be it through another stack's endpoint service.
    if isinstance(balancer.get(_PRIVATE_LINK), Unknown) or as_text(balancer.get(_PRIVATE_LINK)) == "off":
        return
    link = _private_link(inquiry, balancer)
    groups = [
        item for item in (inquiry.find(value) for value in interfaces[0].groups if isinstance(value, str)) if item
    ]
    yield Found(
        groups[0] if groups else balancer,
        ("SecurityGroupIngress",) if groups else ("SecurityGroups",),
        f"nobody can reach {listener.resource.logical_id} (port {listener.port}) of {balancer.logical_id}",
        f"no rule of its security groups allows inbound traffic on port {listener.port}: clients wait until they "
        "time out",
        f"add an ingress rule for {carried[0]} {listener.port} from the clients to "
        f"{inquiry.names(groups) or 'its security group'}"
        if link is None
        else f'set {_PRIVATE_LINK}: "off" in {balancer.logical_id}, whose clients come through {link.logical_id}',
    )


def _private_link(inquiry: Inquiry, balancer: Resource) -> Resource | None:
    """The endpoint service or the VPC link of a REST API through which requests come to a load balancer."""
    for type, key in _PRIVATE_WAYS:
        for item in of_type(inquiry.systems, type):
            if any(value == balancer.arn or isinstance(value, Unknown) for value in as_list(item.get(key))):
                return item
    return None


CHECK = Check(
    "ARR001",
    Severity.ERROR,
    Question.ARRIVE,
    "Requests do not reach a listener of the load balancer",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
    "load-balancer-update-security-groups.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
    _listeners,
)
