"""From one VPC to another by a peering connection that a template makes between them.

Each side needs a route of its own: packets find their way by the table of the subnet that they leave, and answers by
the table of the other.

Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html (a route in the tables of both;
read 2026-11-29).
"""

from __future__ import annotations

from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import Kind, Route, RouteTables
from seatrial.analyses.reach.survey import Subnet, Survey
from seatrial.analyses.reach.walk import Walk
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

CONNECTION = "AWS::EC2::VPCPeeringConnection"
# Where answers to private addresses of another VPC are lost.
_NOWHERE_NEAR = (Kind.INTERNET_GATEWAY, Kind.NAT_GATEWAY, Kind.EGRESS_ONLY)


class Peerings:
    def __init__(self, survey: Survey, tables: RouteTables) -> None:
        self._survey = survey
        self._tables = tables

    def between(self, route: Route, here: Subnet, there: Subnet) -> Resource | None:
        """The connection that a route leads to, where a template makes it between these two VPCs."""
        found = self._survey.find(route.value, CONNECTION) if route.kind is Kind.PEERING else None
        ends = [found.get(name) for name in ("VpcId", "PeerVpcId")] if found is not None else []
        if found is None or ends not in ([here.vpc.key, there.vpc.key], [there.vpc.key, here.vpc.key]):
            return None
        return found

    def through(self, walk: Walk, route: Route, connection: Resource, here: Subnet, there: Subnet) -> bool:
        """Follows the route to the other VPC, and the answer back."""
        table = self._tables.of(here)
        sends = f"{table.name} sends {route.text} through {connection.logical_id} to {there.vpc.name}"
        walk.add(Hop(sends, resource=route.resource, path=(str(Kind.PEERING),)))
        return self.back(walk, route, here, there, sends, connection.logical_id)

    def astray(self, route: Route, here: Subnet, there: Subnet) -> Hop | None:
        """That a route leads to a connection of a template which is with another VPC; None where it may be right."""
        found = self._survey.find(route.value, CONNECTION) if route.kind is Kind.PEERING else None
        if found is None:
            return None
        ends = [found.get("VpcId"), found.get("PeerVpcId")]
        known = all(isinstance(item, str) for item in (*ends, here.vpc.key, there.vpc.key))
        if not known or there.vpc.key in ends or found.get("PeerRegion") is not None:
            return None
        names = [self._survey.vpc(item).name for item in ends]
        what = f"{self._tables.of(here).name} sends {route.text} through {found.logical_id}, which is between "
        what += f"{' and '.join(names)} and does not lead to {there.vpc.name}"
        key = "PeerVpcId" if ends[0] == here.vpc.key else "VpcId"
        mend = f"write {key}: !Ref {there.vpc.name} in {found.logical_id}"
        return Hop(what, Verdict.NO, found, (key,), Code.NO_ROUTE_TO_DESTINATION, mend)

    def back(self, walk: Walk, route: Route, here: Subnet, there: Subnet, sends: str, by: str) -> bool:
        """Whether answers find the way back by the same connection, or transit gateway, as the route out."""
        other = self._tables.of(there)
        _, back = next(iter(other.ways(walk.source.now)))
        if back is not None and back.value == route.value:
            return True
        if back is not None and back.kind not in _NOWHERE_NEAR:
            what = f"{other.name} sends answers by {back.text} another way than through {by}"
            walk.add(Hop(what, Verdict.CANNOT_TELL, back.resource))
            return False
        if other.maybe:
            walk.add(Hop(other.maybe, Verdict.CANNOT_TELL, other.resource or there.resource))
            return False
        lacks = f"{other.name}, the route table of {there.name}, has no route back to {here.vpc.name}"
        cidr = as_text(here.vpc.resource.get("CidrBlock")) if here.vpc.resource is not None else ""
        to = f"DestinationCidrBlock: {cidr or 'CIDR'}, {route.kind}: !Ref {by} }}"
        mend = f"add an AWS::EC2::Route: {{ RouteTableId: !Ref {other.name}, {to}"
        if other.resource is None:
            mend = f"give {there.name} a route table of its own, with an AWS::EC2::Route: {{ {to}"
        resource = other.resource or there.resource
        what = f"{sends}, but {lacks}"
        return walk.add(Hop(what, Verdict.NO, resource, (), Code.NO_ROUTE_TO_DESTINATION, mend))
