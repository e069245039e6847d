"""Where a route of a subnet leads: through an internet gateway, or into what no template tells.

An internet gateway works only once it is attached to the VPC of the route. Source:
https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html and
https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.analyses.reach.addresses import EVERYBODY, EVERYBODY_SIX
from seatrial.analyses.reach.crossing import Place
from seatrial.analyses.reach.holdings import BALANCER, SERVICE
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import NAT, Kind, Route, RouteTables, Table
from seatrial.analyses.reach.survey import GATEWAY, SUBNET, Subnet, Survey, Vpc
from seatrial.analyses.reach.transit_gateways import TransitGateways
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

# What carries packets in ways that no template tells.
ELSEWHERE = {
    Kind.PEERING: "the VPC peering connection",
    Kind.TRANSIT: "the transit gateway",
    Kind.INSTANCE: "the instance",
    Kind.INTERFACE: "the network interface",
    Kind.ENDPOINT: "the VPC endpoint",
    Kind.CARRIER: "the carrier gateway",
    Kind.LOCAL_GATEWAY: "the local gateway",
    Kind.CORE_NETWORK: "the core network",
}

EGRESS_ONLY_GATEWAY = "AWS::EC2::EgressOnlyInternetGateway"
# A mend names no more subnets than this.
MOST_NAMED = 4


class Gateways:
    def __init__(self, survey: Survey, tables: RouteTables) -> None:
        self._survey = survey
        self._tables = tables
        self._transit = TransitGateways(survey)
        self._meant: dict[int, bool] = {}

    def name_of(self, value: Value) -> str:
        """A resource's logical id, or an id; "" where not even that is known."""
        if not isinstance(value, str):
            return ""
        found = self._survey.find(value)
        return found.logical_id if found is not None else str(value)

    def leads(self, subnet: Subnet, table: Table, route: Route) -> Hop:
        """Where a route leads to that is not a NAT gateway's: a hop that passes is an attached internet gateway."""
        value, resource = route.value, route.resource
        if route.kind is None:
            what = f"{resource.logical_id} sends {route.text} of {table.name} nowhere"
            mend = f"give {resource.logical_id} the GatewayId or NatGatewayId that {route.text} goes to"
            return Hop(what, Verdict.NO, resource, (), Code.BAD_STATE_ROUTE, mend)
        path = (str(route.kind),)
        sends = f"{table.name} sends {route.text} to"
        if route.kind is Kind.EGRESS_ONLY and route.destination.is_six:
            return self._egress_only(subnet, route, sends)
        if route.kind is Kind.NAT_GATEWAY and route.destination.is_six:
            # https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html (read 2026-11-30)
            what = f"{sends} the NAT gateway {self.name_of(value)}, which carries nothing of IPv6 but 64:ff9b::/96"
            mend = f"send {route.text} to an egress-only internet gateway in {resource.logical_id}"
            return Hop(what, Verdict.NO, resource, path, Code.BAD_STATE_ROUTE, mend)
        if route.kind is Kind.EGRESS_ONLY:
            what = f"{sends} an egress-only internet gateway, which carries IPv6 alone"
            mend = f"send {route.text} to a NAT gateway, or from a public subnet to the internet gateway, in "
            mend += resource.logical_id
            return Hop(what, Verdict.NO, resource, path, Code.BAD_STATE_ROUTE, mend)
        if route.kind in ELSEWHERE:
            name = f"{ELSEWHERE[route.kind]} {self.name_of(value)}".rstrip()
            if route.kind is Kind.TRANSIT and (hop := self._transit.not_here(subnet, route, f"{sends} {name}")):
                return hop
            return Hop(f"{sends} {name}, {self._untold(value)}", Verdict.CANNOT_TELL, resource, path)
        if isinstance(value, Unknown):
            return Hop(value.reason, Verdict.CANNOT_TELL, resource, path)
        name = self.name_of(value)
        if self._survey.find(value, NAT) is not None:
            # EC2 takes it for a NatGatewayId, and CloudFormation waits for a GatewayId that never shows ("Route did
            # not stabilize in expected time"): https://dev.classmethod.jp/articles/cfn-gatewayid-and-natgatewayid/
            # (read 2026-11-23).
            what = f"{resource.logical_id} names the NAT gateway {name} in GatewayId, and does not stabilize"
            mend = f"write NatGatewayId instead of GatewayId in {resource.logical_id}"
            return Hop(what, Verdict.NO, resource, path, Code.BAD_STATE_ROUTE, mend)
        known = self._survey.find(value, GATEWAY)
        if known is None and not as_text(value).startswith("igw-"):
            return Hop(f"{sends} {name}, {self._untold(value)}", Verdict.CANNOT_TELL, resource, path)
        return self._attached(subnet, route, known, f"{sends} {name}", name)

    def _untold(self, value: Value) -> str:
        made = self._survey.find(value) is not None
        return "and where that takes it is not in the templates" if made else "which is not in the templates"

    def _egress_only(self, subnet: Subnet, route: Route, sends: str) -> Hop:
        """An egress-only internet gateway is made for one VPC and is attached to it from the beginning."""
        path, value = (str(Kind.EGRESS_ONLY),), route.value
        if isinstance(value, Unknown):
            return Hop(value.reason, Verdict.CANNOT_TELL, route.resource, path)
        gateway = self._survey.find(value, EGRESS_ONLY_GATEWAY)
        if gateway is None and subnet.vpc.resource is not None:
            return Hop(f"{sends} {as_text(value)}, which is not in the templates", Verdict.CANNOT_TELL, route.resource)
        owner = gateway.get("VpcId") if gateway is not None else subnet.vpc.key
        if gateway is None or isinstance(owner, Unknown) or owner == subnet.vpc.key:
            return Hop(f"{sends} {self.name_of(value)}", resource=route.resource, path=path)
        what = f"{sends} {gateway.logical_id}, which is another VPC's and not {subnet.vpc.name}'s"
        mend = f"write VpcId: !Ref {subnet.vpc.name} in {gateway.logical_id}"
        return Hop(what, Verdict.NO, route.resource, path, Code.BAD_STATE_ATTACHMENT, mend)

    def _attached(self, subnet: Subnet, route: Route, gateway: Resource | None, sends: str, name: str) -> Hop:
        path = (str(Kind.INTERNET_GATEWAY),)
        attachment, doubt = self._tables.attachment_of(subnet.vpc, route.value)
        # EC2 refuses a route to a gateway that isn't attached: where neither is of a template here, they belong
        # together or there is no stack.
        if attachment is not None or (subnet.vpc.resource is None and gateway is None):
            return Hop(sends, resource=route.resource, path=path)
        if doubt:
            return Hop(f"{sends}, and {doubt}", Verdict.CANNOT_TELL, route.resource, path)
        return _loose(subnet.vpc, gateway, Place(route.resource, path), name)

    def attachment(self, subnet: Subnet, table: Table) -> Hop:
        """Whether an internet gateway is attached to the VPC of a subnet."""
        vpc = subnet.vpc
        attachments, doubt = self._tables.gateways(vpc)
        if attachments:
            name = self.name_of(attachments[0].get("InternetGatewayId")) or "an internet gateway"
            return Hop(f"{name} is attached to {vpc.name}", resource=attachments[0])
        if doubt:
            return Hop(doubt, Verdict.CANNOT_TELL, vpc.resource or subnet.resource)
        for route in table.routes:
            gateway = self._survey.find(route.value, GATEWAY)
            if gateway is not None:
                return _loose(vpc, gateway, Place(gateway), gateway.logical_id)
        what = f"no internet gateway is attached to {vpc.name}"
        mend = f"add an AWS::EC2::InternetGateway, and an AWS::EC2::VPCGatewayAttachment for it and {vpc.name}"
        return Hop(what, Verdict.NO, vpc.resource, (), Code.BAD_STATE_ATTACHMENT, mend)

    def nat_near(self, subnet: Subnet) -> Resource | None:
        """A NAT gateway of the subnet's VPC that is not in the subnet: of the same zone if there is one."""
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

    def gateway_of(self, subnet: Subnet) -> str:
        """The internet gateway that is attached to a subnet's VPC; "" where none is known."""
        attachments, _ = self._tables.gateways(subnet.vpc)
        return self.name_of(attachments[0].get("InternetGatewayId")) if attachments else ""

    def public_table(self, subnet: Subnet) -> str:
        """The route table by which a subnet's VPC has its other public subnets; "" where there is none."""
        gateways = {as_text(item.get("InternetGatewayId")) for item in self._tables.gateways(subnet.vpc)[0]}
        for table in self._tables.of_vpc(subnet.vpc):
            if any(route.text == EVERYBODY and as_text(route.value) in gateways for route in table.routes):
                return table.name
        return ""

    def public_subnets(self, subnet: Subnet) -> list[str]:
        """The subnets of a VPC that use such a route table, those of this one's zone first."""
        name = self.public_table(subnet)
        found = [self._survey.subnet(item) for item in self._survey.of_type(SUBNET)]
        public = [item for item in found if item.vpc is subnet.vpc and self._tables.of(item).name == name]
        return [item.name for item in sorted(public, key=lambda item: item.zone != subnet.zone)]

    def private_subnets(self, subnet: Subnet) -> list[str]:
        """The subnets of a VPC whose default route leads to a NAT gateway, where they are few."""
        private = []
        for item in (self._survey.subnet(resource) for resource in self._survey.of_type(SUBNET)):
            ways = [route for route in self._tables.of(item).routes if route.text == EVERYBODY]
            if item.vpc is subnet.vpc and any(route.kind is Kind.NAT_GATEWAY for route in ways):
                private.append(item.name)
        return private if len(private) <= MOST_NAMED else []

    def astray(self, table: Table, kind: Kind) -> Route | None:
        """The only route of a table to a gateway of a kind, where that is not for everybody."""
        own = {Kind.INTERNET_GATEWAY: "igw-", Kind.NAT_GATEWAY: "nat-"}[kind]
        found = [one for one in table.routes if one.kind is kind and "." in one.text and str(one.value).startswith(own)]
        return found[0] if len(found) == 1 and found[0].text != EVERYBODY else None

    def to_internet_gateway(self, subnet: Subnet, route: Route) -> tuple[Place, str]:
        """What is wrong with a public subnet whose route leads to a NAT gateway, and what mends it: its route table is
        the private ones', or the route goes astray.
        """
        table, association = self.public_table(subnet), self._tables.association_of(subnet)
        if table and association is not None:
            place = Place(association, ("RouteTableId",))
            return place, f"write RouteTableId: !Ref {table} in {association.logical_id}"
        gateway = self.gateway_of(subnet)
        named = f"GatewayId: !Ref {gateway}" if gateway else "GatewayId: an internet gateway"
        mend = f"write {named} instead of NatGatewayId in {route.resource.logical_id}"
        return Place(route.resource, (str(route.kind),)), mend

    def meant_public(self, subnet: Subnet) -> bool:
        """Whether a subnet's own text, or several things that stand in it, need it to be public."""
        found = self._meant.get(id(subnet))
        if found is None:
            given = subnet.resource.get("MapPublicIpOnLaunch")
            found = as_flag(given) if not isinstance(given, Unknown) else False
            found = self._meant[id(subnet)] = found or len(self._public_kinds(subnet.resource)) > 1
        return found

    def serves_public(self, table: Table) -> bool:
        """Whether a subnet that uses a route table has something in it that works in a public one alone."""
        subnets = [self._survey.subnet(item) for item in self._survey.of_type(SUBNET)]
        users = [item for item in subnets if self._tables.of(item) is table]
        return any(self.meant_public(item) or self._public_kinds(item.resource) for item in users)

    def _public_kinds(self, subnet: Resource) -> set[str]:
        """The types of what stands in a subnet and works in a public one alone."""
        network = ("NetworkConfiguration", "AwsvpcConfiguration")
        kinds = {nat.type for nat in self._survey.of_type(NAT) if nat.get("SubnetId") == subnet.physical_id}
        for balancer in self._survey.of_type(BALANCER):
            mapped = [at(item, "SubnetId") for item in as_list(balancer.get("SubnetMappings"))]
            inside = subnet.physical_id in [*as_list(balancer.get("Subnets")), *mapped]
            if inside and as_text(balancer.get("Scheme"), "internet-facing") == "internet-facing":
                kinds.add(BALANCER)
        for service in self._survey.of_type(SERVICE):
            inside = subnet.physical_id in as_list(service.get(*network, "Subnets"))
            if inside and as_text(service.get(*network, "AssignPublicIp")) == "ENABLED":
                kinds.add(SERVICE)
        return kinds

    def not_public(self, subnet: Subnet, table: Table, subject: str, instead: str, place: Place | None) -> Hop:
        """That a subnet which must be public has no route to the internet. ``instead`` is another mend.

        Where the VPC has public subnets, what stands in the wrong one is at fault (``place``), else the route table;
        and so it is where the subnet is meant to be public.
        """
        if table.maybe:
            return Hop(table.maybe, Verdict.CANNOT_TELL, table.resource or subnet.resource)
        route = f"a 0.0.0.0/0 route to {self.gateway_of(subnet) or 'an internet gateway'}"
        what = f"{subject} in {subnet.name}, and {table.name} has no route from there to the internet"
        if (other := self.astray(table, Kind.INTERNET_GATEWAY)) is not None:
            return for_others(other, what)
        fault = Place(table.resource or subnet.resource)
        if place is not None and self._tables.has_public(subnet.vpc) and not self.meant_public(subnet):
            names = self.public_subnets(subnet)
            mend = f"{instead}: {', '.join(names)}" if names else instead
            return Hop(what, Verdict.NO, place.resource, place.path, Code.NO_ROUTE_TO_DESTINATION, mend)
        public, association = self.public_table(subnet), self._tables.association_of(subnet)
        if public and association is not None and self.meant_public(subnet):
            fault = Place(association, ("RouteTableId",))
            mend = f"write RouteTableId: !Ref {public} in {association.logical_id}, or {instead}"
        elif public and table.resource is None:
            mend = f"associate {subnet.name} with {public} (AWS::EC2::SubnetRouteTableAssociation), or {instead}"
        elif table.resource is None:
            mend = f"associate {subnet.name} with a route table that has {route}, or {instead}"
        else:
            mend = f"add {route} in {table.name}, or {instead}"
        return Hop(what, Verdict.NO, fault.resource, fault.path, Code.NO_ROUTE_TO_DESTINATION, mend)


def for_others(route: Route, what: str) -> Hop:
    """That a route to the internet is for other addresses alone."""
    name, path = route.resource.logical_id, ("DestinationCidrBlock",)
    mend = f"write DestinationCidrBlock: {EVERYBODY} in {name}"
    why = f"{what}: {name} is for {route.text} alone"
    return Hop(why, Verdict.NO, route.resource, path, Code.NO_ROUTE_TO_DESTINATION, mend)


def without_six(subnet: Subnet, table: Table, subject: str, to: str) -> Hop:
    """That a route table has no way for the IPv6 of what stands in its subnets. ``to`` is the route's target."""
    if table.maybe_six:
        return Hop(table.maybe_six, Verdict.CANNOT_TELL, table.resource or subnet.resource)
    what = f"{subject} by IPv6, and {table.name}, which {subnet.name} uses, has no route for {EVERYBODY_SIX}"
    mend = f'add an AWS::EC2::Route to {table.name}: {{ DestinationIpv6CidrBlock: "{EVERYBODY_SIX}", {to} }}'
    if table.resource is None:
        mend = f"associate {subnet.name} with a route table that sends {EVERYBODY_SIX} to {to.partition(': ')[2]}"
    resource = table.resource or subnet.resource
    return Hop(what, Verdict.NO, resource, (), Code.NO_ROUTE_TO_DESTINATION, mend)


def _loose(vpc: Vpc, gateway: Resource | None, place: Place, name: str) -> Hop:
    """That an internet gateway is not attached: wherever that is met, it is one thing that is wrong."""
    mend = f"add an AWS::EC2::VPCGatewayAttachment: {{ VpcId: !Ref {vpc.name}, InternetGatewayId: !Ref {name} }}"
    what = f"{name} is not attached to {vpc.name}"
    if gateway is not None:
        return Hop(what, Verdict.NO, gateway, (), Code.BAD_STATE_ATTACHMENT, mend)
    return Hop(what, Verdict.NO, place.resource, place.path, Code.BAD_STATE_ATTACHMENT, mend)
