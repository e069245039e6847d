"""Where a route of a subnet leads: through an internet gateway, or into what no template tells.

An internet gateway works only once it is attached to the VPC of the route. Source:
https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html and
https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.analyses.reach.crossing import Place
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import NAT, Kind, Route, RouteTables, Table
from seatrial.analyses.reach.survey import GATEWAY, SUBNET, Subnet, Survey, Vpc
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_text

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


class Gateways:
    def __init__(self, survey: Survey, tables: RouteTables) -> None:
        self._survey = survey
        self._tables = tables

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
        if route.kind is Kind.EGRESS_ONLY:
            what = f"{sends} an egress-only internet gateway, which carries IPv6 alone"
            mend = f"send {route.text} to a NAT gateway in {resource.logical_id}"
            return Hop(what, Verdict.NO, resource, path, Code.BAD_STATE_ROUTE, mend)
        if route.kind in ELSEWHERE:
            name = f"{ELSEWHERE[route.kind]} {self.name_of(value)}".rstrip()
            return Hop(f"{sends} {name}, and what happens there is in no template", Verdict.CANNOT_TELL, resource, path)
        if isinstance(value, Unknown):
            return Hop(value.reason, Verdict.CANNOT_TELL, resource, path)
        name = self.name_of(value)
        if self._survey.find(value, NAT) is not None:
            # EC2 takes it for a NatGatewayId, and CloudFormation waits for a GatewayId that never shows ("Route did
            # not stabilize in expected time"): https://dev.classmethod.jp/articles/cfn-gatewayid-and-natgatewayid/
            # (read 2026-11-23).
            what = (
                f"{resource.logical_id} gives {name}, a NAT gateway, as GatewayId, which CloudFormation never finishes"
            )
            mend = f"write NatGatewayId instead of GatewayId in {resource.logical_id}"
            return Hop(what, Verdict.NO, resource, path, Code.BAD_STATE_ROUTE, mend)
        known = self._survey.find(value, GATEWAY)
        if known is None and not as_text(value).startswith("igw-"):
            return Hop(f"{sends} {name}, and what happens there is in no template", Verdict.CANNOT_TELL, resource, path)
        return self._attached(subnet, route, known, f"{sends} {name}", name)

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
        mend = f"add an AWS::EC2::InternetGateway, and an AWS::EC2::VPCGatewayAttachment of it to {vpc.name}"
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

    def not_public(self, subnet: Subnet, table: Table, subject: str, instead: str, place: Place | None) -> Hop:
        """That a subnet which must be public has no route to the internet. ``instead`` is another mend.

        Where the VPC has public subnets, what stands in the wrong one is at fault (``place``), else the route table.
        """
        if table.maybe:
            return Hop(table.maybe, Verdict.CANNOT_TELL, table.resource or subnet.resource)
        attachments, _ = self._tables.gateways(subnet.vpc)
        gateway = self.name_of(attachments[0].get("InternetGatewayId")) if attachments else ""
        route = f"a 0.0.0.0/0 route to {gateway or 'an internet gateway'}"
        what = f"{subject} in {subnet.name}, and {table.name} has no route from there to the internet"
        at = Place(table.resource or subnet.resource)
        if place is not None and self._tables.has_public(subnet.vpc):
            at = place
        if table.resource is None:
            mend = f"associate {subnet.name} with a route table that has {route}, or {instead}"
        else:
            mend = f"add {route} in {table.name}, or {instead}"
        return Hop(what, Verdict.NO, at.resource, at.path, Code.NO_ROUTE_TO_DESTINATION, mend)


def _loose(vpc: Vpc, gateway: Resource | None, place: Place, name: str) -> Hop:
    """That an internet gateway is not attached: wherever that is met, it is one thing that is wrong."""
    mend = f"add an AWS::EC2::VPCGatewayAttachment: {{ VpcId: !Ref {vpc.name}, InternetGatewayId: !Ref {name} }}"
    what = f"{name} is not attached to {vpc.name}"
    if gateway is not None:
        return Hop(what, Verdict.NO, gateway, (), Code.BAD_STATE_ATTACHMENT, mend)
    return Hop(what, Verdict.NO, place.resource, place.path, Code.BAD_STATE_ATTACHMENT, mend)
