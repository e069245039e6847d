"""Where a route table has no way to a public host: what is missing, and what mends it.

A subnet without a route table of its own wants the one that its VPC has for such subnets. In a VPC without NAT gateways
that reaches AWS by endpoints, the endpoint is missing and not a route; it may be there and not be in this route table.

Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html,
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from seatrial.analyses.reach.addresses import EVERYBODY
from seatrial.analyses.reach.gateways import Gateways, for_others
from seatrial.analyses.reach.interface import Interface
from seatrial.analyses.reach.names import Answer
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import ENDPOINT, NAT, Kind, RouteTables, Table, endpoint_type
from seatrial.analyses.reach.survey import SUBNET, Subnet, Survey, Vpc
from seatrial.analyses.reach.walk import Walk
from seatrial.kinds.endpoint_services import GATEWAY_SERVICES, meant_service, service_behind
from seatrial.model.resource import Resource
from seatrial.model.value import as_text


class Lack(Struct, frozen=True):
    """A host that isn't reached: from where, and ``service``, the endpoint service that would answer for it."""

    host: str
    subnet: Subnet
    table: Table
    service: str

    @property
    def tables(self) -> list[str]:
        return [self.table.name] if self.table.resource is not None else []

    @property
    def has_no_route(self) -> str:
        if self.table.resource is None:
            return (
                f"{self.subnet.name} has no route table of its own, and {self.table.name} has no route to {self.host}"
            )
        return f"{self.table.name}, which {self.subnet.name} uses, has no route to {self.host}"


class NoRoute:
    def __init__(self, survey: Survey, tables: RouteTables, gateways: Gateways) -> None:
        self._survey = survey
        self._tables = tables
        self._gateways = gateways
        self._isolated: dict[int, bool] = {}

    def hop(self, walk: Walk, subnet: Subnet, table: Table, interface: Interface, answer: Answer) -> Hop:
        """That a subnet has no route to the target of a walk."""
        region = self._survey.region_of(subnet.resource)
        service = min(answer.services) if answer.services else service_behind(walk.target.label, region)
        lack = Lack(walk.target.label, subnet, table, service)
        public = interface.public is True and self._gateways.meant_public(subnet)
        if table.resource is None and (other := self._other_table(subnet, answer, public or interface.public is True)):
            mend = f"associate {subnet.name} with {other} (AWS::EC2::SubnetRouteTableAssociation)"
            return Hop(lack.has_no_route, Verdict.NO, subnet.resource, (), Code.NO_ROUTE_TO_DESTINATION, mend)
        if service and interface.public is not True and self._is_isolated(subnet.vpc):
            if (idle := answer.idle) is not None and idle.endpoint.get("SubnetIds") in (None, []):
                what = f"{idle.endpoint.logical_id} does not answer for {lack.host}, because {idle.because}, and "
                what, place, code = what + lack.has_no_route, idle.place, Code.NO_ROUTE_TO_DESTINATION
                return Hop(what, Verdict.NO, place.resource, place.path, code, idle.mend)
            if idle is None:
                return self._without_endpoint(lack)
        kind = Kind.INTERNET_GATEWAY if interface.public is True else Kind.NAT_GATEWAY
        if answer.idle is None and (stray := self._gateways.astray(table, kind)) is not None:
            return for_others(stray, lack.has_no_route)
        return self._without_route(lack, public, answer)

    def _without_route(self, lack: Lack, public: bool, answer: Answer) -> Hop:
        nat = self._gateways.nat_near(lack.subnet)
        way = f"a 0.0.0.0/0 route to {nat.logical_id if nat is not None else 'a NAT gateway'}"
        if public:
            way = f"a 0.0.0.0/0 route to {self._gateways.gateway_of(lack.subnet) or 'an internet gateway'}"
        instead = f", or add {endpoints_text([lack.service], lack.tables)}" if lack.service else ""
        if answer.idle is not None:
            instead = f", or {answer.idle.mend}"
        mend = f"add {way} in {lack.table.name}"
        if lack.table.resource is None:
            name = lack.subnet.name
            mend = f"associate {name} with a route table (AWS::EC2::SubnetRouteTableAssociation) that has {way}"
        resource = lack.table.resource or lack.subnet.resource
        service = lack.service if answer.idle is None else ""
        return Hop(
            lack.has_no_route, Verdict.NO, resource, (), Code.NO_ROUTE_TO_DESTINATION, f"{mend}{instead}", service
        )

    # ----------------------------------------------------------------------------- VPCs that reach AWS by endpoints

    def _is_isolated(self, vpc: Vpc) -> bool:
        """Whether a VPC has interfaces of AWS's services and no NAT gateway."""
        found = self._isolated.get(id(vpc))
        if found is None:
            known = vpc.resource is not None and not self._survey.meddler(vpc.resource)
            inside = any(endpoint_type(item) == "Interface" for item in self._endpoints(vpc))
            found = self._isolated[id(vpc)] = known and inside and not self._has_nat(vpc)
        return found

    def _has_nat(self, vpc: Vpc) -> bool:
        for nat in self._survey.of_type(NAT):
            stands = self._survey.find(nat.get("SubnetId"), SUBNET)
            if stands is None or self._survey.subnet(stands).vpc is vpc:
                return True
        return False

    def _endpoints(self, vpc: Vpc) -> list[Resource]:
        return [
            item
            for item in self._survey.of_type(ENDPOINT)
            if item.get("VpcId") == vpc.key and "amazonaws" in as_text(item.get("ServiceName")).split(".")
        ]

    def _without_endpoint(self, lack: Lack) -> Hop:
        """That there is no endpoint, or none for this route table, or one that is not what it should be."""
        vpc, table = lack.subnet.vpc, lack.table
        code = Code.NO_ROUTE_TO_DESTINATION
        others = [(item, meant_service(as_text(item.get("ServiceName")))) for item in self._endpoints(vpc)]
        for endpoint, service in others:
            if service != lack.service:
                continue
            name = endpoint.logical_id
            if endpoint_type(endpoint) == "Gateway" and service in GATEWAY_SERVICES and table.resource is not None:
                path = ("RouteTableIds",) if "RouteTableIds" in endpoint.properties else ()
                what = f"{table.name}, which {lack.subnet.name} uses, is not among the RouteTableIds of {name}"
                mend = f"add !Ref {table.name} to RouteTableIds of {name}"
                return Hop(f"{what}, and has no other route to {lack.host}", Verdict.NO, endpoint, path, code, mend)
            what = f"{name} does not answer for {lack.host}, and {lack.has_no_route}"
            mend = f"make {name} {endpoints_text([lack.service], lack.tables)}"
            return Hop(what, Verdict.NO, endpoint, ("ServiceName",), code, mend)
        has = _listed(sorted({service for _, service in others if service}))
        what = f"{vpc.name} has endpoints for {has} but none for {lack.service}, and {lack.has_no_route}"
        mend = f"add {endpoints_text([lack.service], self._without_way(lack) or lack.tables)}"
        return Hop(what, Verdict.NO, vpc.resource, (), code, mend, lack.service)

    def _without_way(self, lack: Lack) -> list[str]:
        """The route tables in use that have no way out: what one of them lacks, all do."""
        tables = [table for table in self._tables.of_vpc(lack.subnet.vpc) if self._tables.is_used(table)]
        return [table.name for table in tables if not any(route.text == EVERYBODY for route in table.routes)]

    # ------------------------------------------------------------------------------------- the table of the siblings

    def _other_table(self, subnet: Subnet, answer: Answer, public: bool) -> str:
        """The route table of the VPC by which the target would be reached; "" where there is none."""
        fits: list[tuple[int, str]] = []
        # One that no subnet uses was meant for one that has none.
        tables = sorted(self._tables.of_vpc(subnet.vpc), key=self._tables.is_used)
        for table in tables:
            _, route = next(iter(table.ways(answer.addresses)))
            if route is not None and route.kind is Kind.NAT_GATEWAY and not public:
                nat = self._survey.find(route.value, NAT)
                stands = self._survey.find(nat.get("SubnetId"), SUBNET) if nat is not None else None
                same = stands is not None and self._survey.subnet(stands).zone == subnet.zone
                fits.append((0 if same else 1, table.name))
            elif route is not None and route.kind is Kind.INTERNET_GATEWAY and public:
                fits.append((0, table.name))
            elif any(service in table.endpoints for service in answer.services) and not self._has_nat(subnet.vpc):
                fits.append((2, table.name))
        return min(fits, key=lambda item: item[0])[1] if fits else ""


def endpoints_text(services: Sequence[str], tables: Sequence[str]) -> str:
    """The endpoints to add for some services; those that are gateways go into these route tables."""
    own = [service for service in services if service not in GATEWAY_SERVICES]
    gateways = [service for service in services if service in GATEWAY_SERVICES]
    where = f" with {_listed([f'!Ref {name}' for name in tables])} in RouteTableIds" if tables else ""
    found = []
    if own:
        noun = "interface endpoints" if len(own) > 1 else "an interface endpoint"
        found.append(f"{noun} for {_listed(own)} with PrivateDnsEnabled: true")
    if gateways:
        noun = "gateway endpoints" if len(gateways) > 1 else "a gateway endpoint"
        found.append(f"{noun} for {_listed(gateways)}{where}")
    return " and ".join(found)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
