"""Between a subnet and what is outside of its VPC: the route out, and the way back.

An internet gateway carries only what has a public address, in both directions, and an answer must leave the way the
connection came. A gateway endpoint is a route to a service's addresses.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html and
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from seatrial.analyses.reach.addresses import NOTHING, AddressSet
from seatrial.analyses.reach.crossing import Place
from seatrial.analyses.reach.gateways import EGRESS_ONLY_GATEWAY, ELSEWHERE, Gateways, without_six
from seatrial.analyses.reach.interface import Holder, Interface
from seatrial.analyses.reach.names import Answer
from seatrial.analyses.reach.nat_gateways import NatGateways
from seatrial.analyses.reach.nat_instances import NatInstances
from seatrial.analyses.reach.network_acls import NetworkAcls
from seatrial.analyses.reach.no_route import NoRoute
from seatrial.analyses.reach.path import Code, Hop, Verdict, worst
from seatrial.analyses.reach.peerings import Peerings
from seatrial.analyses.reach.route_tables import ENDPOINT, Kind, Route, RouteTables, Table, endpoint_type
from seatrial.analyses.reach.six import OF_FOUR
from seatrial.analyses.reach.survey import Subnet, Survey
from seatrial.analyses.reach.transit_gateways import TransitGateways
from seatrial.analyses.reach.walk import Walk
from seatrial.kinds.endpoint_services import service_of
from seatrial.model.value import Unknown, as_text


class Outward:
    def __init__(self, survey: Survey, tables: RouteTables, acls: NetworkAcls, instances: NatInstances) -> None:
        self._survey = survey
        self._instances = instances
        self._peerings = Peerings(survey, tables)
        self._transit = TransitGateways(survey)
        self._tables = tables
        self._acls = acls
        self._gateways = Gateways(survey, tables)
        self._lacks = NoRoute(survey, tables, self._gateways)
        self._nats = NatGateways(survey, tables, acls, self._gateways)

    def to_internet(self, walk: Walk, subnet: Subnet, interface: Interface, answer: Answer) -> Walk:
        """From a subnet to public addresses, and the answer back."""
        table = self._tables.of(subnet)
        for service in sorted(walk.target.services):
            endpoint = table.endpoints.get(service)
            if endpoint is not None and (not interface.native or as_text(endpoint.get("IpAddressType")) in _OF_SIX):
                walk.add(Hop(f"{table.name} sends what goes to {service} to {endpoint.logical_id}", resource=endpoint))
                self._through_acl(walk, subnet)
                return walk
        if walk.target.services and table.endpoint_doubt:
            walk.add(Hop(table.endpoint_doubt, Verdict.CANNOT_TELL, table.resource))
            return walk
        done = []
        for part, route in table.ways(walk.target.now):
            side = walk.fork(part)
            self._by_route(side, subnet, table, route, interface, answer)
            done.append((part, side))
        return _together(done)

    def _by_route(
        self, walk: Walk, subnet: Subnet, table: Table, route: Route | None, interface: Interface, answer: Answer
    ) -> None:
        if route is None:
            walk.add(self._no_route(walk, subnet, table, interface, answer))
        elif route.kind is Kind.NAT_GATEWAY and not route.destination.is_six:
            self._nats.through(walk, subnet, table, route)
        elif (instance := self._instances.of(route)) is not None:
            self._instances.through(walk, table, route, instance)
        else:
            hop = self._gateways.leads(subnet, table, route)
            if walk.add(hop) and (hop.verdict is not Verdict.YES or self._has_address(walk, subnet, route, interface)):
                self._through_acl(walk, subnet)

    def _through_acl(self, walk: Walk, subnet: Subnet) -> None:
        acl = self._acls.of(subnet)
        if walk.through_acl(acl, subnet.name, inward=False, end=walk.target):
            walk.through_acl(acl, subnet.name, inward=True, end=walk.target, answer=True)

    def _no_route(self, walk: Walk, subnet: Subnet, table: Table, interface: Interface, answer: Answer) -> Hop:
        if interface.native:
            return self._no_six(walk, subnet, table, interface)
        if table.maybe:
            return Hop(table.maybe, Verdict.CANNOT_TELL, table.resource or subnet.resource)
        if walk.target.four:
            hop = self._lacks.hop(walk, subnet, table, interface, answer)
            by_six = subnet.six and table.six is not None
            return replace(hop, what=f"{hop.what} by IPv4, by which Fargate calls it") if by_six else hop
        return _by_six(subnet, table, walk.target.label) or self._lacks.hop(walk, subnet, table, interface, answer)

    def _no_six(self, walk: Walk, subnet: Subnet, table: Table, interface: Interface) -> Hop:
        """No route for the IPv6 of what has no other addresses. Endpoints with addresses of IPv6 may answer instead,
        by names that no template tells.
        """
        for endpoint in self._survey.of_type(ENDPOINT):
            vpc, kind = endpoint.get("VpcId"), endpoint_type(endpoint)
            serves = as_text(endpoint.get("IpAddressType")) in _OF_SIX if kind == "Interface" else kind == "Gateway"
            service = service_of(as_text(endpoint.get("ServiceName"))).partition(".")[0]
            if vpc == subnet.vpc.key and serves and service in walk.target.label.split("."):
                reason = f"which names {endpoint.logical_id} answers for by IPv6 is not in the templates"
                return Hop(reason, Verdict.CANNOT_TELL, endpoint)
        gateway = next((item for item in self._survey.of_type(EGRESS_ONLY_GATEWAY)), None)
        to = f"EgressOnlyInternetGatewayId: !Ref {gateway.logical_id if gateway else 'an egress-only internet gateway'}"
        if gateway is None:
            to = f"GatewayId: !Ref {self._gateways.gateway_of(subnet) or 'the internet gateway'}"
        subject = f"what {interface.name} {'send' if interface.resource is None else 'sends'} goes"
        return without_six(subnet, table, subject, to)

    def _has_address(self, walk: Walk, subnet: Subnet, route: Route, interface: Interface) -> bool:
        """An internet gateway carries only what comes from an interface with a public address."""
        if route.destination.is_six:
            return True
        if isinstance(interface.public, Unknown):
            return walk.add(Hop(interface.public.reason, Verdict.CANNOT_TELL, interface.resource))
        if interface.public:
            return True
        hop = None if walk.target.four else _by_six(subnet, self._tables.of(subnet), walk.target.label)
        if hop is not None:
            return walk.add(hop)
        gateway = self._gateways.name_of(route.value) or "an internet gateway"
        has = f"{interface.name} {interface.have} no public IP address"
        what = f"{has}, but {subnet.name} sends {route.text} to {gateway}, which needs one"
        nat = self._gateways.nat_near(subnet)
        if nat is not None and not self._gateways.serves_public(self._tables.of(subnet)):
            # Nothing in these subnets needs the internet gateway: it is the route that leads the wrong way.
            mend = f"write NatGatewayId: !Ref {nat.logical_id} instead of GatewayId in {route.resource.logical_id}"
            path = (str(route.kind),) if route.kind is not None else ()
            return walk.add(Hop(what, Verdict.NO, route.resource, path, Code.BAD_STATE_ROUTE, mend))
        if interface.holder is Holder.TASK:
            to = nat.logical_id if nat is not None else "a NAT gateway"
            names = self._gateways.private_subnets(subnet)
            use = f"subnets whose {route.text} route leads to {to}"
            if names:
                use = f"{', '.join(names)}, whose {route.text} route leads to a NAT gateway"
            mend = f"set AssignPublicIp: ENABLED, or use {use}"
        else:
            mend = f"send {route.text} of {subnet.name} to a NAT gateway"
        return walk.add(Hop(what, Verdict.NO, interface.resource, (), Code.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, mend))

    def from_internet(self, walk: Walk, there: Subnet, target: Interface) -> bool:
        """From the internet to the interface's public address, and whether answers find the way back there."""
        if not walk.add(self._gateways.attachment(there, self._tables.of(there))):
            return False
        balancer = target.holder is Holder.BALANCER
        if isinstance(target.public, Unknown):
            path = ("Scheme",) if balancer else ()
            walk.add(Hop(target.public.reason, Verdict.CANNOT_TELL, target.resource, path))
        elif not target.public:
            what = f"{target.name} {target.have} no public IP address"
            mend = f"set Scheme: internet-facing in {target.name}" if balancer else "set AssignPublicIp: ENABLED"
            code = Code.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS
            return walk.add(Hop(what, Verdict.NO, target.resource, ("Scheme",) if balancer else (), code, mend))
        return self._route_back(walk, there, target)

    def _route_back(self, walk: Walk, there: Subnet, target: Interface) -> bool:
        """Answers must leave through the internet gateway as well: those that a NAT gateway sends are nobody's."""
        table = self._tables.of(there)
        lost, bad = NOTHING, None
        for part, route in table.ways(walk.source.now):
            hop = self._way_back(there, table, route, target, six=walk.source.now.is_six)
            if hop.verdict is Verdict.YES:
                walk.add(hop)
                continue
            bad = bad or hop
            if hop.verdict is Verdict.NO:
                lost |= part
        if bad is None:
            return True
        walk.source.now -= lost
        partly = bad.verdict is Verdict.NO and bool(walk.source.now)
        verdict = Verdict.PARTLY if partly else bad.verdict
        return walk.add(Hop(bad.what, verdict, bad.resource, bad.path, bad.code, bad.mend))

    def _way_back(
        self, there: Subnet, table: Table, route: Route | None, target: Interface, *, six: bool = False
    ) -> Hop:
        if route is None and six:
            to = f"GatewayId: !Ref {self._gateways.gateway_of(there) or 'the internet gateway'}"
            return without_six(there, table, f"{target.name} {target.be} reached", to)
        if route is not None and six and route.kind is Kind.EGRESS_ONLY:
            what = f"{table.name} sends {route.text} to an egress-only internet gateway, which lets nothing in"
            mend = f"write GatewayId instead of EgressOnlyInternetGatewayId in {route.resource.logical_id}"
            return Hop(what, Verdict.NO, route.resource, (str(Kind.EGRESS_ONLY),), Code.BAD_STATE_ROUTE, mend)
        if route is None:
            instead = f"use public subnets for {target.name}"
            place = Place(target.resource, target.path) if target.resource is not None else None
            return self._gateways.not_public(there, table, f"{target.name} {target.be}", instead, place)
        if route.kind is not Kind.NAT_GATEWAY or six:
            return self._gateways.leads(there, table, route)
        nat = self._gateways.name_of(route.value) or "a NAT gateway"
        what = f"{target.name} {target.be} in {there.name}, where {table.name} sends answers to {nat}"
        names = self._gateways.public_subnets(there)
        mend = f"use subnets for {target.name} whose {route.text} route leads to an internet gateway"
        mend = f"use public subnets for {target.name}: {', '.join(names)}" if names else mend
        resource, path = (target.resource, target.path) if target.resource else (route.resource, (str(route.kind),))
        if self._gateways.meant_public(there):
            place, mend = self._gateways.to_internet_gateway(there, route)
            resource, path = place.resource, place.path
        return Hop(what, Verdict.NO, resource, path, Code.NO_ROUTE_TO_DESTINATION, mend)

    def to_other_vpc(self, walk: Walk, here: Subnet, there: Subnet) -> bool:
        """Whether the way to another VPC and back is known: by a peering connection of a template. Of all others a
        template tells only whether there is a route at all.
        """
        table = self._tables.of(here)
        for _, route in table.ways(walk.target.now):
            connection = self._peerings.between(route, here, there) if route is not None else None
            if route is not None and connection is not None:
                return self._peerings.through(walk, route, connection, here, there)
            if route is not None and (hop := self._peerings.astray(route, here, there)):
                return walk.add(hop)
            if route is not None and route.kind in ELSEWHERE:
                return self._elsewhere(walk, table, route, here, there)
        doubt = here.vpc.foreign or there.vpc.foreign or table.maybe
        if doubt:
            walk.add(Hop(doubt, Verdict.CANNOT_TELL, table.resource or here.resource))
            return False
        names = f"{here.name} is in {here.vpc.name}, and {there.name} in {there.vpc.name}"
        mend = f"put both into one VPC, or peer {here.vpc.name} with {there.vpc.name} and add routes to both"
        what = f"{names}, to which {table.name} has no route"
        resource = table.resource or here.resource
        return walk.add(Hop(what, Verdict.NO, resource, (), Code.NO_ROUTE_TO_DESTINATION, mend))

    def _elsewhere(self, walk: Walk, table: Table, route: Route, here: Subnet, there: Subnet) -> bool:
        """By a transit gateway and the like to another VPC: nothing is sure but what surely fails, here or there."""
        hop = self._gateways.leads(here, table, route)
        if hop.verdict is Verdict.NO or there.vpc.foreign or here.vpc.foreign or route.kind is not Kind.TRANSIT:
            walk.add(hop)
            return False
        sends = f"{table.name} sends {route.text} to the transit gateway {self._gateways.name_of(route.value)}"
        if self._transit.shut_off(there.vpc):
            what = f"{sends}, and {there.vpc.name} is attached to none"
            mend = f"add an AWS::EC2::TransitGatewayAttachment with VpcId: !Ref {there.vpc.name}"
            walk.add(Hop(what, Verdict.NO, there.vpc.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend))
            return False
        if self._peerings.back(walk, route, here, there, sends, self._gateways.name_of(route.value)):
            walk.add(hop)
        return False


# What endpoints with addresses of IPv6 say.
_OF_SIX = ("dualstack", "ipv6")


def _by_six(subnet: Subnet, table: Table, host: str) -> Hop | None:
    """Where a way by IPv4 is missing there may be one by IPv6, which is not looked at here."""
    if not subnet.six or table.six is None or OF_FOUR.match(host):
        return None
    reason = (
        f"{subnet.name} has IPv6 addresses and {table.six.logical_id} is a route for them; only IPv4 is judged here"
    )
    return Hop(reason, Verdict.CANNOT_TELL, table.six)


def _together(done: Sequence[tuple[AddressSet, Walk]]) -> Walk:
    """One walk of those for parts of the targets, of which the first has the most addresses.

    Where the target is one host, whose address isn't known, a small part elsewhere is not taken to be about it.
    """
    main = done[0][1]
    target = main.target
    if len({worst(side.hops) for _, side in done}) == 1:
        return main
    if sum(part.size for part, _ in done[1:]) <= target.spare:
        return main
    odd = next(side for _, side in done if worst(side.hops) is not Verdict.YES)
    hop = next(item for item in odd.hops if item.verdict is worst(odd.hops))
    doubtful = bool(target.vague) or hop.verdict is Verdict.CANNOT_TELL
    what = f"{target.vague}, and {hop.what}" if target.vague else hop.what
    verdict = Verdict.CANNOT_TELL if doubtful else Verdict.PARTLY
    walk = next((side for _, side in done if worst(side.hops) is Verdict.YES), main)
    walk.hops = [item for item in walk.hops if item.verdict is not Verdict.NO]
    walk.add(Hop(what, verdict, hop.resource, hop.path, "" if doubtful else hop.code, hop.mend))
    return walk
