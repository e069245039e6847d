"""Through a NAT gateway: it stands in a subnet of its own, whose route and network ACL it needs.

A public one needs an Elastic IP address and a subnet whose route leads to an internet gateway; what a private one sends
there is dropped. A regional one stands in no subnet. Packets cross the ACL of its subnet twice in each direction, with
ports of its own towards the internet.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html,
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html and
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html (read 2026-11-23).
"""

from __future__ import annotations

from seatrial.analyses.reach.crossing import Place
from seatrial.analyses.reach.gateways import Gateways
from seatrial.analyses.reach.network_acls import NetworkAcls
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import NAT, Kind, Route, RouteTables, Table
from seatrial.analyses.reach.survey import SUBNET, Subnet, Survey
from seatrial.analyses.reach.walk import AWS_PORTS, Walk
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text


class NatGateways:
    def __init__(self, survey: Survey, tables: RouteTables, acls: NetworkAcls, gateways: Gateways) -> None:
        self._survey = survey
        self._tables = tables
        self._acls = acls
        self._gateways = gateways

    def through(self, walk: Walk, subnet: Subnet, table: Table, route: Route) -> bool:
        """Follows a route to a NAT gateway out to the internet, and the answer back to the subnet."""
        resource, path = route.resource, (str(Kind.NAT_GATEWAY),)
        if isinstance(route.value, Unknown):
            return walk.add(Hop(route.value.reason, Verdict.CANNOT_TELL, resource, path))
        nat = self._survey.find(route.value, NAT)
        if nat is None:
            reason = f"the NAT gateway {as_text(route.value)} is not in the templates"
            return walk.add(Hop(reason, Verdict.CANNOT_TELL, resource, path))
        sends = f"{table.name} sends {route.text} to {nat.logical_id}"
        mode = nat.get("AvailabilityMode")
        if isinstance(mode, Unknown):
            return walk.add(Hop(mode.reason, Verdict.CANNOT_TELL, nat, ("AvailabilityMode",)))
        if as_text(mode) == "regional":
            walk.add(Hop(sends, resource=resource, path=path))
            return walk.add(self._gateways.attachment(subnet, table))
        value = nat.get("SubnetId")
        stands = self._survey.find(value, SUBNET)
        if stands is None:
            reason = value.reason if isinstance(value, Unknown) else f"the subnet of {nat.logical_id} is not known"
            return walk.add(Hop(reason, Verdict.CANNOT_TELL, nat, ("SubnetId",)))
        there = self._survey.subnet(stands)
        if there.vpc is not subnet.vpc:
            return walk.add(self._in_other_vpc(subnet, there, route, sends))
        walk.add(Hop(sends, resource=resource, path=path))
        return self._there_and_back(walk, subnet, there, nat)

    def _in_other_vpc(self, subnet: Subnet, there: Subnet, route: Route, sends: str) -> Hop:
        path = (str(Kind.NAT_GATEWAY),)
        foreign = there.vpc.foreign or subnet.vpc.foreign
        if foreign:
            return Hop(foreign, Verdict.CANNOT_TELL, route.resource, path)
        what = f"{sends}, which is in {there.vpc.name} and not in {subnet.vpc.name}"
        mend = f"name a NAT gateway of {subnet.vpc.name} in {route.resource.logical_id}"
        return Hop(what, Verdict.NO, route.resource, path, Code.BAD_STATE_ROUTE, mend)

    def _there_and_back(self, walk: Walk, subnet: Subnet, there: Subnet, nat: Resource) -> bool:
        # In a wrong subnet it would meet that subnet's network ACL as well, which is right for what belongs there.
        ahead = walk.fork(walk.target.now)
        if not self._out(ahead, there, nat):
            return walk.add(ahead.hops[-1])
        apart = there is not subnet
        acl, nat_acl = self._acls.of(subnet), self._acls.of(there)
        if apart and not (
            walk.through_acl(acl, subnet.name, inward=False, end=walk.target)
            and walk.through_acl(nat_acl, there.name, inward=True, end=walk.source)
        ):
            return False
        if not self._out(walk, there, nat):
            return False
        # The gateway asks from ports of its own, and the task is answered on the task's.
        replies, rare, walk.replies, walk.rare = walk.replies, walk.rare, AWS_PORTS, ()
        passed = walk.through_acl(nat_acl, there.name, inward=False, end=walk.target) and walk.through_acl(
            nat_acl, there.name, inward=True, end=walk.target, answer=True
        )
        walk.replies, walk.rare, walk.narrowed_by = replies, rare, ""
        if not passed or not apart:
            return passed
        return walk.through_acl(nat_acl, there.name, inward=False, end=walk.source, answer=True) and walk.through_acl(
            acl, subnet.name, inward=True, end=walk.target, answer=True
        )

    def _out(self, walk: Walk, there: Subnet, nat: Resource) -> bool:
        """From the NAT gateway to the internet: its subnet's route, and its public address."""
        table = self._tables.of(there)
        # What goes another way than most of it is a part of the internet that some route of the NAT's subnet is for.
        _, route = next(iter(table.ways(walk.target.now)))
        if route is None:
            mend = f"move {nat.logical_id} to a public subnet"
            place = Place(nat, ("SubnetId",))
            return walk.add(self._gateways.not_public(there, table, f"{nat.logical_id} is", mend, place))
        if route.kind is Kind.NAT_GATEWAY:
            other = self._gateways.name_of(route.value) or "a NAT gateway"
            what = f"{nat.logical_id} is in {there.name}, where {table.name} sends {route.text} to {other}"
            names = self._gateways.public_subnets(there)
            to = names[0] if names else f"a subnet whose {route.text} route leads to an internet gateway"
            mend = f"move {nat.logical_id} to {to}"
            place = Place(nat, ("SubnetId",))
            if self._gateways.meant_public(there):
                place, mend = self._gateways.to_internet_gateway(there, route)
            return walk.add(Hop(what, Verdict.NO, place.resource, place.path, Code.BAD_STATE_ROUTE, mend))
        hop = self._gateways.leads(there, table, route)
        return walk.add(hop) and (hop.verdict is not Verdict.YES or self._has_address(walk, nat))

    def _has_address(self, walk: Walk, nat: Resource) -> bool:
        kind, code = nat.get("ConnectivityType"), Code.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS
        if isinstance(kind, Unknown):
            return walk.add(Hop(kind.reason, Verdict.CANNOT_TELL, nat, ("ConnectivityType",)))
        if as_text(kind) == "private":
            what = f"{nat.logical_id} is a private NAT gateway, which cannot reach the internet"
            mend = f"set ConnectivityType: public in {nat.logical_id}, with the AllocationId of an AWS::EC2::EIP"
            return walk.add(Hop(what, Verdict.NO, nat, ("ConnectivityType",), code, mend))
        if nat.get("AllocationId") in (None, ""):
            what = f"{nat.logical_id} has no public address"
            mend = f"add an AWS::EC2::EIP, and give {nat.logical_id} its AllocationId"
            return walk.add(Hop(what, Verdict.NO, nat, (), code, mend))
        return True
