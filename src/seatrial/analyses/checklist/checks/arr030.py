"""Whether what clients with IPv6 meet at a load balancer is open: its security groups, and its subnets' routes.

A load balancer with both kinds of addresses gives both to whoever asks for its name. Most clients try IPv6 first and
turn to IPv4 when it fails, some don't.

Source (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

BALANCER, GROUP, INGRESS = (
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::SecurityGroupIngress",
)
ASSOCIATION, ROUTE, TABLE = "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::Route", "AWS::EC2::RouteTable"
_EVERYBODY = "0.0.0.0/0"
_SIX, _FOUR = ("DestinationIpv6CidrBlock", "::/0"), ("DestinationCidrBlock", _EVERYBODY)
_OUTWARD = {"NatGatewayId": "a NAT gateway", "EgressOnlyInternetGatewayId": "an egress-only internet gateway"}


def _clients(inquiry: Inquiry) -> Iterator[Said]:
    for balancer in inquiry.system.of_type(BALANCER):
        facing = (as_text(balancer.get("Scheme")) or "internet-facing") == "internet-facing"
        if as_text(balancer.get("IpAddressType")) != "dualstack" or not facing or inquiry.refused_at(balancer):
            continue
        yield from _shut(inquiry, balancer)
        yield from _without_route(inquiry, balancer)


def _shut(inquiry: Inquiry, balancer: Resource) -> Iterator[Said]:
    """The ports that the security groups open for all of IPv4 and for nobody of IPv6."""
    groups = [inquiry.find(value, GROUP) for value in as_list(balancer.get("SecurityGroups"))]
    rules = [rule for group in groups if group is not None for rule in _rules(inquiry, group)]
    if not groups or None in groups or any(isinstance(rule, Unknown) for rule in rules):
        return
    ports = sorted({item.port for item in inquiry.arrivals.listeners if item.balancer is balancer and item.port})
    shut = [port for port in ports if _is_for(rules, port, "CidrIp") and not _is_for(rules, port, "CidrIpv6")]
    group = groups[0]
    if not shut or group is None:
        return
    name, listed = balancer.logical_id, " and ".join(map(str, shut))
    yield Found(
        group,
        ("SecurityGroupIngress",) if "SecurityGroupIngress" in group.properties else (),
        f"clients with IPv6 do not reach port {listed} of {name}",
        f"{name} has IPv6 addresses too (IpAddressType: dualstack), but {group.logical_id} opens port {listed} for "
        "IPv4 alone: clients that try IPv6 first wait until they turn to IPv4",
        f"add to SecurityGroupIngress of {group.logical_id}: {{ IpProtocol: tcp, FromPort: {shut[0]}, ToPort: "
        f'{shut[0]}, CidrIpv6: "::/0" }}',
    )


def _rules(inquiry: Inquiry, group: Resource) -> Iterator[Value]:
    yield from as_list(group.get("SecurityGroupIngress"))
    for item in inquiry.system.of_type(INGRESS):
        owner = item.get("GroupId")
        if isinstance(owner, Unknown):
            yield owner
        elif inquiry.find(owner, GROUP) is group:
            yield dict(item.properties)


def _is_for(rules: list[Value], port: int, key: str) -> bool:
    """Whether a rule is for a port: of everybody's IPv4, or of any IPv6."""
    for rule in rules:
        peer = at(rule, key)
        low, high = as_number(at(rule, "FromPort"), 0), as_number(at(rule, "ToPort"), 65535)
        every = as_text(at(rule, "IpProtocol")) == "-1"
        if (every or low <= port <= high) and (peer is not None if key == "CidrIpv6" else peer == _EVERYBODY):
            return True
    return False


def _without_route(inquiry: Inquiry, balancer: Resource) -> Iterator[Said]:
    mapped = [at(item, "SubnetId") for item in as_list(balancer.get("SubnetMappings"))]
    subnets = [inquiry.find(value) for value in (*as_list(balancer.get("Subnets")), *mapped)]
    tables = [_table(inquiry, item) for item in subnets if item is not None]
    own = list({item.logical_id: item for item in tables if item is not None}.values())
    for table in own:
        astray = next((item for item in _routes_of(inquiry, table, _SIX) if _keeps_clients_out(item)), None)
        # A table that no client of IPv4 comes by either is another's.
        public = any(item.get("GatewayId") is not None for item in _routes_of(inquiry, table, _FOUR))
        if astray is not None and public:
            key = next(one for one in _OUTWARD if astray.get(one) is not None)
            yield Found(
                astray,
                (key,),
                f"clients with IPv6 do not reach {balancer.logical_id} by {table.logical_id}",
                f"{astray.logical_id} sends ::/0 to {_OUTWARD[key]}, which lets in nobody who begins from outside: "
                "clients that try IPv6 first wait until they turn to IPv4",
                f"write GatewayId: !Ref of the internet gateway instead of {key} in {astray.logical_id}",
            )
    found = {item.logical_id: item for item in own if not _has_six(inquiry, item)}
    if not found:
        return
    name, names = balancer.logical_id, inquiry.names(list(found.values()))
    have = "have" if len(found) > 1 else "has"
    yield Found(
        next(iter(found.values())),
        (),
        f"answers of {name} to clients with IPv6 have no route",
        f"{name} has IPv6 addresses too (IpAddressType: dualstack), but {names} {have} no route for ::/0: clients that "
        "try IPv6 first wait until they turn to IPv4",
        f"add an AWS::EC2::Route to {names} with DestinationIpv6CidrBlock: ::/0 and the internet gateway's GatewayId",
    )


def _routes_of(inquiry: Inquiry, table: Resource, everywhere: tuple[str, str]) -> Iterator[Resource]:
    key, block = everywhere
    for item in inquiry.system.of_type(ROUTE):
        if item.get("RouteTableId") == table.physical_id and item.get(key) == block:
            yield item


def _keeps_clients_out(route: Resource) -> bool:
    return route.get("GatewayId") is None and any(route.get(key) is not None for key in _OUTWARD)


def _table(inquiry: Inquiry, subnet: Resource) -> Resource | None:
    for item in inquiry.system.of_type(ASSOCIATION):
        if item.get("SubnetId") == subnet.physical_id:
            return inquiry.find(item.get("RouteTableId"), TABLE)
    return None


def _has_six(inquiry: Inquiry, table: Resource) -> bool:
    return any(
        isinstance(item.get("RouteTableId"), Unknown)
        or (item.get("RouteTableId") == table.physical_id and item.get("DestinationIpv6CidrBlock") is not None)
        for item in inquiry.system.of_type(ROUTE)
    )


CHECK = Check(
    "ARR030",
    Severity.WARNING,
    Question.ARRIVE,
    "A load balancer has IPv6 addresses that its security group or its subnets' routes don't serve",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html",
    _clients,
)
