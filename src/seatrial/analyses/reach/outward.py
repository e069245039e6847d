"""The ways between a VPC and what is outside: internet gateways, NAT gateways, gateway endpoints, other VPCs.

An internet gateway works for interfaces with a public address, and only once it is attached; it carries what the
subnet's route sends there, both ways. A NAT gateway stands in a subnet of its own, whose route and ACL it needs. A
gateway endpoint is a route to a service's addresses.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html,
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html,
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html and
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.analyses.reach.addresses import AddressSet
from seatrial.analyses.reach.interface import Holder, Interface
from seatrial.analyses.reach.names import Answer
from seatrial.analyses.reach.network_acls import NetworkAcls
from seatrial.analyses.reach.path import Code, Hop, Verdict, worst
from seatrial.analyses.reach.route_tables import NAT, Kind, Route, RouteTables, Table
from seatrial.analyses.reach.survey import GATEWAY, SUBNET, Subnet, Survey
from seatrial.analyses.reach.walk import AWS_PORTS, Walk
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

# What carries packets in ways that no template tells.
_ELSEWHERE = {
    Kind.PEERING: "the VPC peering connection",
    Kind.TRANSIT: "the transit gateway",
    Kind.INSTANCE: "the instance",
    Kind.INTERFACE: "the network interface",
    Kind.ENDPOINT: "the VPC endpoint",
    Kind.CARRIER: "the carrier gateway",
    Kind.LOCAL_GATEWAY: "the local gateway",
    Kind.CORE_NETWORK: "the core network",
}
# What an image pull and a log stream need where there is no NAT gateway:
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html (read 2026-11-23)
_PULLING = ("api.ecr.", ".dkr.ecr.", "-starport-layer-bucket.")


class Outward:
    def __init__(self, survey: Survey, tables: RouteTables, acls: NetworkAcls) -> None:
        self._survey = survey
        self._tables = tables
        self._acls = acls

    # ------------------------------------------------------------------------------------------------------- outward

    def to_internet(self, walk: Walk, subnet: Subnet, interface: Interface, answer: Answer | None) -> Walk:
        """From a subnet to public addresses, and the answer back."""
        table = self._tables.of(subnet)
        for service in sorted(walk.target.services):
            endpoint = table.endpoints.get(service)
            if endpoint is not None:
                return self._by_endpoint(walk, subnet, table, endpoint, service)
        if walk.target.services and table.endpoint_doubt:
            walk.add(Hop(table.endpoint_doubt, Verdict.CANNOT_TELL, table.resource))
            return walk
        done = [
            (part, self._by_route(walk.fork(part), subnet, table, route, interface, answer))
            for part, route in table.ways(walk.target.now)
        ]
        return _together(walk, done)

    def _by_endpoint(self, walk: Walk, subnet: Subnet, table: Table, endpoint: Resource, service: str) -> Walk:
        walk.add(Hop(f"{table.name} sends {service} to {endpoint.logical_id}", resource=endpoint))
        acl = self._acls.of(subnet)
        if walk.through_acl(acl, subnet.name, inward=False, end=walk.target):
            walk.through_acl(acl, subnet.name, inward=True, answer=True, end=walk.target)
        return walk

    def _by_route(
        self,
        walk: Walk,
        subnet: Subnet,
        table: Table,
        route: Route | None,
        interface: Interface,
        answer: Answer | None,
    ) -> Walk:
        if route is None:
            walk.add(self._no_route(walk, subnet, table, answer))
            return walk
        if route.kind is Kind.NAT_GATEWAY:
            self._by_nat(walk, subnet, table, route)
        elif self._to_gateway(walk, subnet, table, route) and self._has_address(walk, subnet, route, interface):
            acl = self._acls.of(subnet)
            if walk.through_acl(acl, subnet.name, inward=False, end=walk.target):
                walk.through_acl(acl, subnet.name, inward=True, answer=True, end=walk.target)
        return walk

    def _no_route(self, walk: Walk, subnet: Subnet, table: Table, answer: Answer | None) -> Hop:
        association = self._tables.association_of(subnet)
        if table.maybe:
            return Hop(table.maybe, Verdict.CANNOT_TELL, table.resource or association or subnet.resource)
        nat = self._nat_near(subnet)
        way = f"a 0.0.0.0/0 route to {nat.logical_id}" if nat is not None else "a 0.0.0.0/0 route to a NAT gateway"
        endpoints = _endpoints_text(walk.target.label, answer)
        if table.resource is None:
            what = f"{subnet.name} has no route table of its own, and {table.name} has no route to {walk.target.label}"
            mend = f"associate {subnet.name} with a route table (AWS::EC2::SubnetRouteTableAssociation) that has {way}"
            mend += endpoints
            return Hop(what, Verdict.NO, subnet.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend)
        what = f"{table.name}, which {subnet.name} uses, has no route to {walk.target.label}"
        if answer is not None and answer.unused is not None:
            what += f", and {answer.unused.logical_id} does not answer for that name: private DNS is off"
            endpoints = f", or set PrivateDnsEnabled: true in {answer.unused.logical_id}"
        mend = f"add {way} in {table.name}{endpoints}"
        return Hop(what, Verdict.NO, table.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend)

    def _nat_near(self, subnet: Subnet) -> Resource | None:
        """A NAT gateway of this VPC, of this zone if there is one."""
        found: Resource | None = None
        for nat in self._survey.of_type(NAT):
            stands = self._survey.find(nat.get("SubnetId"), SUBNET)
            if stands is None or stands is subnet.resource:
                continue
            there = self._survey.subnet(stands)
            if there.vpc is subnet.vpc:
                if there.zone == subnet.zone:
                    return nat
                found = found or nat
        return found

    def _to_gateway(self, walk: Walk, subnet: Subnet, table: Table, route: Route) -> bool:
        """Follows a route that leads out of the VPC by itself; whether it is an internet gateway's and works."""
        value, resource = route.value, route.resource
        path = (str(route.kind),) if route.kind is not None else ()
        if route.kind is None:
            what = f"{resource.logical_id} sends {route.text} of {table.name} nowhere"
            mend = f"give {resource.logical_id} a GatewayId or a NatGatewayId"
            return walk.add(Hop(what, Verdict.NO, resource, (), Code.BAD_STATE_ROUTE, mend))
        if route.kind in _ELSEWHERE:
            name = self._name_of(value)
            what = f"{resource.logical_id} sends {route.text} to {_ELSEWHERE[route.kind]}{name}"
            walk.add(Hop(f"{what}, and what happens there is in no template", Verdict.CANNOT_TELL, resource, path))
            return False
        if route.kind is Kind.EGRESS_ONLY:
            what = f"{resource.logical_id} sends {route.text} to an egress-only gateway, which carries IPv6 alone"
            walk.add(Hop(what, Verdict.NO, resource, path, Code.BAD_STATE_ROUTE))
            return False
        if isinstance(value, Unknown):
            walk.add(Hop(value.reason, Verdict.CANNOT_TELL, resource, path))
            return False
        text = as_text(value)
        if text == "local" or (self._survey.find(value, GATEWAY) is None and not text.startswith("igw-")):
            what = f"{resource.logical_id} sends {route.text} to {self._name_of(value).strip() or text}"
            walk.add(Hop(f"{what}, and what happens there is in no template", Verdict.CANNOT_TELL, resource, path))
            return False
        return self._attached(walk, subnet, table, route)

    def _attached(self, walk: Walk, subnet: Subnet, table: Table, route: Route) -> bool:
        resource, path = route.resource, (str(Kind.INTERNET_GATEWAY),)
        name = self._name_of(route.value).strip() or as_text(route.value)
        attachment, doubt = self._tables.attachment_of(subnet.vpc, route.value)
        sends = f"{table.name} sends {route.text} to {name}"
        # EC2 refuses a route to a gateway that is not attached, so one of another template is: in this VPC or in none.
        foreign = subnet.vpc.resource is None and self._survey.find(route.value, GATEWAY) is None
        if attachment is not None or foreign:
            return walk.add(Hop(sends, resource=resource, path=path))
        if doubt:
            walk.add(Hop(f"{sends}, and {doubt}", Verdict.CANNOT_TELL, resource, path))
            return False
        what = f"{sends}, which is not attached to {subnet.vpc.name}"
        ids = f"{{ VpcId: !Ref {subnet.vpc.name}, InternetGatewayId: !Ref {name} }}"
        mend = f"add an AWS::EC2::VPCGatewayAttachment: {ids}"
        return walk.add(Hop(what, Verdict.NO, resource, path, Code.BAD_STATE_ROUTE, mend))

    def _name_of(self, value: object) -> str:
        """A resource's logical id or an id, after a blank; "" where it isn't known."""
        if not isinstance(value, str):
            return ""
        found = self._survey.find(value)
        return f" {found.logical_id if found is not None else value}"

    def _has_address(self, walk: Walk, subnet: Subnet, route: Route, interface: Interface) -> bool:
        """An internet gateway carries only what comes from an interface with a public address."""
        if isinstance(interface.public, Unknown):
            walk.add(Hop(interface.public.reason, Verdict.CANNOT_TELL, interface.resource))
            return True
        if interface.public:
            return True
        have = "has" if interface.resource is not None else "have"
        gateway = self._name_of(route.value).strip() or "the internet gateway"
        what = f"{interface.name} {have} no public address in {subnet.name}, and {gateway} carries nothing without one"
        nat = self._nat_near(subnet)
        if interface.holder is Holder.TASK:
            mend = f"set AssignPublicIp: ENABLED, or use subnets whose 0.0.0.0/0 route leads to {_nat_text(nat)}"
        else:
            mend = f"set Scheme: internet-facing in {interface.name}"
        code = Code.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS
        return walk.add(Hop(what, Verdict.NO, interface.resource, (), code, mend))

    # ----------------------------------------------------------------------------------------------------------- NAT

    def _by_nat(self, walk: Walk, subnet: Subnet, table: Table, route: Route) -> bool:
        resource, path = route.resource, (str(Kind.NAT_GATEWAY),)
        if isinstance(route.value, Unknown):
            return walk.add(Hop(route.value.reason, Verdict.CANNOT_TELL, resource, path))
        nat = self._survey.find(route.value, NAT)
        if nat is None:
            reason = f"the NAT gateway {as_text(route.value)} of {resource.logical_id} is in no template here"
            return walk.add(Hop(reason, Verdict.CANNOT_TELL, resource, path))
        walk.add(Hop(f"{table.name} sends {route.text} to {nat.logical_id}", resource=resource, path=path))
        if as_text(nat.get("AvailabilityMode")) == "regional":
            return self._regional(walk, subnet, nat)
        value = nat.get("SubnetId")
        stands = self._survey.find(value, SUBNET)
        if stands is None:
            reason = value.reason if isinstance(value, Unknown) else ""
            reason = reason or f"the subnet {as_text(value)} of {nat.logical_id} is in no template here"
            return walk.add(Hop(reason, Verdict.CANNOT_TELL, nat, ("SubnetId",)))
        there = self._survey.subnet(stands)
        if there.vpc is not subnet.vpc:
            if there.vpc.foreign or subnet.vpc.foreign:
                return walk.add(Hop(there.vpc.foreign or subnet.vpc.foreign, Verdict.CANNOT_TELL, nat, ("SubnetId",)))
            what = f"{resource.logical_id} sends {route.text} to {nat.logical_id}, which is in {there.vpc.name}"
            return walk.add(Hop(what, Verdict.NO, resource, path, Code.BAD_STATE_ROUTE))
        return self._through_nat(walk, subnet, there, nat)

    def _regional(self, walk: Walk, subnet: Subnet, nat: Resource) -> bool:
        """A regional NAT gateway stands in no subnet; it needs an internet gateway on its VPC."""
        attachments, doubt = self._tables.gateways(subnet.vpc)
        if attachments:
            return True
        if doubt:
            return walk.add(Hop(doubt, Verdict.CANNOT_TELL, nat))
        what = f"{nat.logical_id} has no way out, because no internet gateway is attached to {subnet.vpc.name}"
        mend = f"add an AWS::EC2::InternetGateway, and an AWS::EC2::VPCGatewayAttachment of it to {subnet.vpc.name}"
        return walk.add(Hop(what, Verdict.NO, nat, (), Code.BAD_STATE_ROUTE, mend))

    def _through_nat(self, walk: Walk, subnet: Subnet, there: Subnet, nat: Resource) -> bool:
        """From the subnet into the NAT gateway's, out from there, and back the same way."""
        apart = there is not subnet
        acl, nat_acl = self._acls.of(subnet), self._acls.of(there)
        if apart and not (
            walk.through_acl(acl, subnet.name, inward=False, end=walk.target)
            and walk.through_acl(nat_acl, there.name, inward=True, end=walk.source)
        ):
            return False
        if not self._nat_out(walk, there, nat):
            return False
        replies, walk.replies = walk.replies, AWS_PORTS
        passed = walk.through_acl(nat_acl, there.name, inward=False, end=walk.target) and walk.through_acl(
            nat_acl, there.name, inward=True, answer=True, end=walk.target
        )
        walk.replies = replies
        if not passed or not apart:
            return passed
        return walk.through_acl(nat_acl, there.name, inward=False, answer=True, end=walk.source) and walk.through_acl(
            acl, subnet.name, inward=True, answer=True, end=walk.target
        )

    def _nat_out(self, walk: Walk, there: Subnet, nat: Resource) -> bool:
        """The way from a NAT gateway to the internet: its subnet's route and its public address."""
        table = self._tables.of(there)
        for part, route in table.ways(walk.target.now):
            if len(part) < len(walk.target.now) // 2:
                continue
            if route is None:
                return walk.add(self._nat_without_route(walk, there, table, nat))
            if route.kind is Kind.NAT_GATEWAY:
                other = self._name_of(route.value).strip() or "a NAT gateway"
                what = f"{nat.logical_id} stands in {there.name}, whose route leads to {other} and not to the internet"
                mend = f"move {nat.logical_id} to a subnet whose 0.0.0.0/0 route leads to an internet gateway"
                return walk.add(Hop(what, Verdict.NO, nat, ("SubnetId",), Code.BAD_STATE_ROUTE, mend))
            if not self._to_gateway(walk, there, table, route):
                return not walk.lost
            break
        kind = nat.get("ConnectivityType")
        if isinstance(kind, Unknown):
            return walk.add(Hop(kind.reason, Verdict.CANNOT_TELL, nat, ("ConnectivityType",)))
        code = Code.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS
        if as_text(kind) == "private":
            what = f"{nat.logical_id} is a private NAT gateway, which the internet gateway carries nothing of"
            mend = f"set ConnectivityType: public in {nat.logical_id}, with the AllocationId of an AWS::EC2::EIP"
            return walk.add(Hop(what, Verdict.NO, nat, ("ConnectivityType",), code, mend))
        if nat.get("AllocationId") in (None, ""):
            what = f"{nat.logical_id} has no public address"
            mend = f"give {nat.logical_id} the AllocationId of an AWS::EC2::EIP"
            return walk.add(Hop(what, Verdict.NO, nat, (), code, mend))
        return True

    def _nat_without_route(self, walk: Walk, there: Subnet, table: Table, nat: Resource) -> Hop:
        if table.maybe:
            return Hop(table.maybe, Verdict.CANNOT_TELL, table.resource or there.resource)
        what = f"{nat.logical_id} stands in {there.name}, and {table.name} has no route from there to the internet"
        attachments, _ = self._tables.gateways(there.vpc)
        gateway = self._name_of(attachments[0].get("InternetGatewayId")).strip() if attachments else ""
        route = f"a 0.0.0.0/0 route to {gateway or 'an internet gateway'}"
        if table.resource is None:
            mend = f"associate {there.name} with a route table that has {route}"
            return Hop(what, Verdict.NO, there.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend)
        mend = f"add {route} in {table.name}, or move {nat.logical_id} to a public subnet"
        return Hop(what, Verdict.NO, table.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend)

    # -------------------------------------------------------------------------------------------------------- inward

    def from_internet(self, walk: Walk, there: Subnet, target: Interface) -> bool:
        """From the internet to the interface's public address, and whether answers find the way back there."""
        attachments, doubt = self._tables.gateways(there.vpc)
        if attachments:
            name = self._name_of(attachments[0].get("InternetGatewayId")).strip() or "an internet gateway"
            walk.add(Hop(f"{name} is attached to {there.vpc.name}", resource=attachments[0]))
        elif doubt:
            walk.add(Hop(doubt, Verdict.CANNOT_TELL, there.vpc.resource or there.resource))
        else:
            what = f"no internet gateway is attached to {there.vpc.name}"
            mend = f"add an AWS::EC2::InternetGateway, and an AWS::EC2::VPCGatewayAttachment of it to {there.vpc.name}"
            return walk.add(Hop(what, Verdict.NO, there.vpc.resource, (), Code.NO_POSSIBLE_DESTINATION, mend))
        if isinstance(target.public, Unknown):
            walk.add(Hop(target.public.reason, Verdict.CANNOT_TELL, target.resource))
        elif not target.public:
            balancer = target.resource is not None
            what = f"{target.name} {'has' if balancer else 'have'} no public address"
            mend = f"set Scheme: internet-facing in {target.name}" if balancer else "set AssignPublicIp: ENABLED"
            path = ("Scheme",) if balancer else ()
            return walk.add(
                Hop(what, Verdict.NO, target.resource, path, Code.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS, mend)
            )
        return self._route_back(walk, there, target)

    def _route_back(self, walk: Walk, there: Subnet, target: Interface) -> bool:
        """Answers must leave through the internet gateway as well; those of a NAT gateway are nobody's."""
        table = self._tables.of(there)
        lost = AddressSet()
        first: Hop | None = None
        for part, route in table.ways(walk.source.now):
            side = walk.fork(part, of_source=True)
            if route is None:
                side.add(self._no_way_back(side, there, table, target))
            elif route.kind is Kind.NAT_GATEWAY:
                nat = self._name_of(route.value).strip() or "a NAT gateway"
                what = f"{table.name} sends {route.text} to {nat}, so answers of {target.name} do not find back"
                mend = f"use a subnet whose 0.0.0.0/0 route leads to an internet gateway for {target.name}"
                side.add(Hop(what, Verdict.NO, route.resource, (str(route.kind),), Code.NO_ROUTE_TO_DESTINATION, mend))
            else:
                self._to_gateway(side, there, table, route)
            hop = side.hops[-1]
            if hop.verdict is Verdict.YES:
                walk.add(hop)
            else:
                first = first or hop
            if hop.verdict is Verdict.NO:
                lost |= part
        if first is None:
            return True
        left = walk.source.now - lost
        partly = first.verdict is Verdict.NO and bool(left)
        verdict = Verdict.PARTLY if partly else first.verdict
        walk.source.now = left
        return walk.add(Hop(first.what, verdict, first.resource, first.path, first.code, first.mend))

    def _no_way_back(self, walk: Walk, there: Subnet, table: Table, target: Interface) -> Hop:
        if table.maybe:
            return Hop(table.maybe, Verdict.CANNOT_TELL, table.resource or there.resource)
        attachments, _ = self._tables.gateways(there.vpc)
        gateway = self._name_of(attachments[0].get("InternetGatewayId")).strip() if attachments else ""
        route = f"a 0.0.0.0/0 route to {gateway or 'an internet gateway'}"
        what = f"{target.name} is in {there.name}, and {table.name} has no route from there to the internet"
        if table.resource is None:
            mend = f"associate {there.name} with a route table that has {route}"
            return Hop(what, Verdict.NO, there.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend)
        mend = f"add {route} in {table.name}, or use public subnets for {target.name}"
        return Hop(what, Verdict.NO, table.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend)

    # ---------------------------------------------------------------------------------------------------- other VPCs

    def to_other_vpc(self, walk: Walk, here: Subnet, there: Subnet) -> None:
        """Between VPCs a template tells only whether there is a route at all."""
        foreign = here.vpc.foreign or there.vpc.foreign
        table = self._tables.of(here)
        for _, route in table.ways(walk.target.now):
            if route is not None and route.kind in _ELSEWHERE:
                what = f"{route.resource.logical_id} sends {route.text} to {_ELSEWHERE[route.kind]}"
                what += f"{self._name_of(route.value)}, and what happens there is in no template"
                walk.add(Hop(what, Verdict.CANNOT_TELL, route.resource, (str(route.kind),)))
                return
        if foreign or table.maybe:
            walk.add(Hop(foreign or table.maybe, Verdict.CANNOT_TELL, table.resource or here.resource))
            return
        what = f"{here.name} is in {here.vpc.name}, {there.name} in {there.vpc.name}, and {table.name} joins them not"
        mend = f"put both into one VPC, or peer {here.vpc.name} with {there.vpc.name} and add routes"
        walk.add(Hop(what, Verdict.NO, table.resource or here.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend))


def _together(walk: Walk, done: list[tuple[AddressSet, Walk]]) -> Walk:
    """One walk of those for parts of the targets, the part with the most addresses first."""
    if len(done) == 1:
        return done[0][1]
    main = done[0][1]
    verdicts = {worst(side.hops) for _, side in done}
    if len(verdicts) == 1:
        return main
    others = sum(len(part) for part, _ in done[1:])
    if walk.target.vague and others <= walk.target.spare:
        return main
    odd = next(side for _, side in done if worst(side.hops) is not Verdict.YES)
    hop = next(item for item in odd.hops if item.verdict is worst(odd.hops))
    verdict = Verdict.CANNOT_TELL if walk.target.vague or hop.verdict is Verdict.CANNOT_TELL else Verdict.PARTLY
    what = f"{walk.target.vague}, and {hop.what}" if walk.target.vague else hop.what
    main = next((side for _, side in done if worst(side.hops) is Verdict.YES), main)
    main.add(Hop(what, verdict, hop.resource, hop.path, hop.code if verdict is Verdict.PARTLY else "", hop.mend))
    return main


def _nat_text(nat: Resource | None) -> str:
    return nat.logical_id if nat is not None else "a NAT gateway"


def _endpoints_text(host: str, answer: Answer | None) -> str:
    """The endpoints that would do instead of a route."""
    if answer is None:
        return ""
    if any(part in host for part in _PULLING):
        return ", or add ecr.api, ecr.dkr, s3 and logs endpoints"
    services = sorted(answer.services)
    if services:
        return f", or add a gateway endpoint for {services[0]} with this route table"
    labels = host.split(".")
    if "amazonaws" in labels and len(labels) > 3 and "elb" not in labels:
        return f", or add an interface endpoint for {labels[0]}"
    return ""
