"""Route tables: which route of a subnet is for which addresses.

A subnet without an association uses its VPC's main table, which a template that makes the VPC can't give any route to:
local alone. The longest prefix wins; the VPC's own addresses are always local.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from seatrial.analyses.reach.addresses import ALL, AddressSet, block
from seatrial.analyses.reach.crossing import first_unknown
from seatrial.analyses.reach.security_groups import PREFIX_LIST
from seatrial.analyses.reach.survey import ATTACHMENT, GATEWAY, Subnet, Survey, Vpc
from seatrial.kinds.endpoint_services import GATEWAY_SERVICES, service_of
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at

ROUTE, TABLE = "AWS::EC2::Route", "AWS::EC2::RouteTable"
ASSOCIATION, PROPAGATION = "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPNGatewayRoutePropagation"
NAT, ENDPOINT = "AWS::EC2::NatGateway", "AWS::EC2::VPCEndpoint"


class Kind(StrEnum):
    """Where a route leads to, as its property says."""

    INTERNET_GATEWAY = "GatewayId"
    NAT_GATEWAY = "NatGatewayId"
    ENDPOINT = "VpcEndpointId"
    PEERING = "VpcPeeringConnectionId"
    TRANSIT = "TransitGatewayId"
    INSTANCE = "InstanceId"
    INTERFACE = "NetworkInterfaceId"
    EGRESS_ONLY = "EgressOnlyInternetGatewayId"
    CARRIER = "CarrierGatewayId"
    LOCAL_GATEWAY = "LocalGatewayId"
    CORE_NETWORK = "CoreNetworkArn"


@dataclass(eq=False, slots=True)
class Route:
    """``doubt`` is why its destination isn't known: then it may be for any address."""

    resource: Resource
    kind: Kind | None
    value: Value
    destination: AddressSet
    bits: int
    text: str
    doubt: str = ""


@dataclass(eq=False, slots=True)
class Table:
    """``doubt`` is why there may be more routes than these; ``endpoints`` are gateway endpoints by their service."""

    name: str
    resource: Resource | None
    routes: list[Route] = field(default_factory=list)
    endpoints: dict[str, Resource] = field(default_factory=dict)
    doubt: str = ""
    endpoint_doubt: str = ""

    def ways(self, addresses: AddressSet) -> Iterator[tuple[AddressSet, Route | None]]:
        """These addresses by the route that is for them, the most first; None is for those without a route."""
        parts: list[tuple[AddressSet, Route | None]] = []
        left = addresses
        for route in self.routes:
            if route.doubt:
                continue
            found = left & route.destination
            if found:
                parts.append((found, route))
                left -= found
                if not left:
                    break
        if left:
            parts.append((left, None))
        parts.sort(key=lambda part: -len(part[0]))
        yield from parts

    @property
    def maybe(self) -> str:
        """Why an address without a route may have one after all."""
        return next((route.doubt for route in self.routes if route.doubt), self.doubt)


class RouteTables:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._associations: dict[str, Resource] = {}
        self._routes: dict[str, list[Resource]] = {}
        self._propagated: dict[str, Resource] = {}
        self._endpoints: list[Resource] = []
        self._loose_association = ""
        self._loose_route = ""
        self._by_subnet: dict[int, Table] = {}
        self._tables: dict[str, Table] = {}
        self._gateways: dict[int, tuple[list[Resource], str]] = {}
        self._index()

    def _index(self) -> None:
        for resource in self._survey.of_type(ASSOCIATION):
            value = resource.get("SubnetId")
            if isinstance(value, Unknown):
                self._loose_association = self._loose_association or value.reason
            self._associations.setdefault(as_text(value), resource)
        for resource in self._survey.of_type(ROUTE):
            value = resource.get("RouteTableId")
            if isinstance(value, Unknown):
                self._loose_route = self._loose_route or value.reason
            self._routes.setdefault(as_text(value), []).append(resource)
        for resource in self._survey.of_type(PROPAGATION):
            for value in as_list(resource.get("RouteTableIds")):
                self._propagated.setdefault(as_text(value), resource)
        self._endpoints = [item for item in self._survey.of_type(ENDPOINT) if endpoint_type(item) == "Gateway"]

    def of(self, subnet: Subnet) -> Table:
        """The table that a subnet uses."""
        found = self._by_subnet.get(id(subnet))
        if found is None:
            found = self._by_subnet[id(subnet)] = self._find(subnet)
        return found

    def association_of(self, subnet: Subnet) -> Resource | None:
        return self._associations.get(subnet.resource.physical_id)

    def _find(self, subnet: Subnet) -> Table:
        association = self.association_of(subnet)
        if association is not None:
            return self._table(association.get("RouteTableId"), subnet)
        name = f"the main route table of {subnet.vpc.name}"
        if self._loose_association:
            return Table(name, None, doubt=self._loose_association, endpoint_doubt=self._loose_association)
        meddler = self._survey.meddler(subnet.resource) or self._survey.meddler(subnet.vpc.resource)
        if subnet.vpc.resource is None:
            doubt = f"{subnet.name} uses {name}, and {subnet.vpc.foreign}"
            return Table(name, None, doubt=doubt, endpoint_doubt=doubt)
        return Table(name, None, doubt=meddler)

    def _table(self, value: Value, subnet: Subnet) -> Table:
        if isinstance(value, Unknown):
            return Table(f"the route table of {subnet.name}", None, doubt=value.reason, endpoint_doubt=value.reason)
        key = as_text(value)
        found = self._tables.get(key)
        if found is not None:
            return found
        resource = self._survey.find(value, TABLE)
        if resource is None:
            name = f"the route table {key}"
            table = Table(name, None, doubt=f"{name} is in no template here")
            table.endpoint_doubt = table.doubt
        else:
            table = Table(resource.logical_id, resource, doubt=self._survey.meddler(resource) or self._loose_route)
        self._tables[key] = table
        for item in self._routes.get(key, ()):
            table.routes += self._made(item)
        table.routes.sort(key=lambda route: -route.bits)
        if key in self._propagated:
            name = self._propagated[key].logical_id
            table.doubt = table.doubt or f"the routes that {name} propagates to {table.name} are in no template here"
        self._add_endpoints(table, key)
        return table

    def _made(self, item: Resource) -> Iterator[Route]:
        kind = next((kind for kind in Kind if item.get(kind) not in (None, "")), None)
        value = item.get(kind) if kind is not None else None
        given = item.get("DestinationCidrBlock")
        listed = item.get("DestinationPrefixListId")
        if isinstance(given, Unknown) or isinstance(listed, Unknown):
            yield Route(item, kind, value, ALL, 0, "an unknown destination", first_unknown(given, listed))
        elif given is not None:
            destination = block(given)
            if destination is not None:
                yield Route(item, kind, value, destination, _bits(destination), as_text(given))
        elif listed is not None:
            found = self._survey.find(listed, PREFIX_LIST)
            if found is None or isinstance(found.get("Entries"), Unknown):
                reason = f"what the prefix list {as_text(listed)} holds is in no template here"
                yield Route(item, kind, value, ALL, 0, as_text(listed), reason)
                return
            for entry in as_list(found.get("Entries")):
                destination = block(at(entry, "Cidr"))
                if destination is not None:
                    yield Route(item, kind, value, destination, _bits(destination), as_text(at(entry, "Cidr")))

    def _add_endpoints(self, table: Table, key: str) -> None:
        for endpoint in self._endpoints:
            tables = endpoint.get("RouteTableIds")
            if isinstance(tables, Unknown):
                table.endpoint_doubt = table.endpoint_doubt or tables.reason
                continue
            for value in as_list(tables):
                if isinstance(value, Unknown):
                    table.endpoint_doubt = table.endpoint_doubt or value.reason
                elif as_text(value) == key:
                    name = endpoint.get("ServiceName")
                    if isinstance(name, Unknown):
                        table.endpoint_doubt = table.endpoint_doubt or name.reason
                    service = service_of(as_text(name))
                    if service in GATEWAY_SERVICES:
                        table.endpoints.setdefault(service, endpoint)

    def gateways(self, vpc: Vpc) -> tuple[list[Resource], str]:
        """The attachments of internet gateways to a VPC, and why there may be more."""
        found = self._gateways.get(id(vpc))
        if found is None:
            attachments, doubt = [], vpc.foreign
            for item in self._survey.of_type(ATTACHMENT):
                owner, gateway = item.get("VpcId"), item.get("InternetGatewayId")
                if gateway is None or gateway == "":
                    continue
                if owner == vpc.key:
                    attachments.append(item)
                elif isinstance(owner, Unknown):
                    doubt = doubt or owner.reason
            doubt = doubt or self._survey.meddler(vpc.resource)
            found = self._gateways[id(vpc)] = (attachments, doubt)
        return found

    def attachment_of(self, vpc: Vpc, value: Value) -> tuple[Resource | None, str]:
        """The attachment that puts the gateway of a route to this VPC; else why it may be attached all the same."""
        attachments, doubt = self.gateways(vpc)
        for item in attachments:
            given = item.get("InternetGatewayId")
            if given == value:
                return item, ""
            if isinstance(given, Unknown):
                doubt = doubt or given.reason
        resource = self._survey.find(value, GATEWAY)
        return None, doubt or (self._survey.meddler(resource) if resource is not None else "")


def endpoint_type(endpoint: Resource) -> str:
    """ "Gateway" is the default: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
    (read 2026-11-23).
    """
    value = endpoint.get("VpcEndpointType")
    return "" if isinstance(value, Unknown) else as_text(value) or "Gateway"


def _bits(destination: AddressSet) -> int:
    return 33 - len(destination).bit_length()
