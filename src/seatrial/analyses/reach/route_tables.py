"""Route tables: which route of a subnet is for which addresses.

A subnet without an association uses its VPC's main table, to which a template that makes the VPC can't add any route.
The longest prefix wins; the VPC's own addresses are always local.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct, field

from seatrial.analyses.reach.addresses import ALL, ALL_SIX, AddressSet, block
from seatrial.analyses.reach.crossing import first_unknown, shown
from seatrial.analyses.reach.survey import ATTACHMENT, GATEWAY, SUBNET, Subnet, Survey, Vpc
from seatrial.kinds.endpoint_services import GATEWAY_SERVICES, is_of_region, service_of
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at

ROUTE, TABLE, PREFIX_LIST = "AWS::EC2::Route", "AWS::EC2::RouteTable", "AWS::EC2::PrefixList"
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


class Route(Struct, eq=False):
    """``doubt`` is why its destination isn't known: then it may be for any address."""

    resource: Resource
    kind: Kind | None
    value: Value
    destination: AddressSet
    text: str
    doubt: str = ""

    @property
    def bits(self) -> int:
        return (129 if self.destination.is_six else 33) - self.destination.size.bit_length()


class Table(Struct, eq=False):
    """``doubt`` is why there may be more routes than these; ``endpoints`` are gateway endpoints by their service.

    ``sixes`` are its routes for IPv6.
    """

    name: str
    resource: Resource | None
    routes: list[Route] = field(default_factory=list)
    endpoints: dict[str, Resource] = field(default_factory=dict)
    doubt: str = ""
    endpoint_doubt: str = ""
    sixes: list[Route] = field(default_factory=list)

    def ways(self, addresses: AddressSet) -> list[tuple[AddressSet, Route | None]]:
        """These addresses by the route that is for them, the most first; None is for those without a route."""
        parts: list[tuple[AddressSet, Route | None]] = []
        left = addresses
        for route in self.sixes if addresses.is_six else self.routes:
            if route.doubt:
                continue
            found = left & route.destination
            if found:
                parts.append((found, route))
                left -= found
                if not left:
                    break
        if left or not parts:
            parts.append((left, None))
        parts.sort(key=lambda part: -part[0].size)
        return parts

    @property
    def six(self) -> Resource | None:
        """A route for IPv6."""
        return self.sixes[0].resource if self.sixes else None

    @property
    def maybe(self) -> str:
        """Why an address without a route may have one after all."""
        return next((route.doubt for route in self.routes if route.doubt), self.doubt)

    @property
    def maybe_six(self) -> str:
        """The same for an address of IPv6."""
        return next((route.doubt for route in self.sixes if route.doubt), self.doubt)


class RouteTables:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._associations: dict[str, Resource] = {}
        self._routes: dict[str, list[Resource]] = {}
        self._propagated: dict[str, Resource] = {}
        self._loose_associations: list[Resource] = []
        self._loose_routes: list[Resource] = []
        self._endpoints = [item for item in survey.of_type(ENDPOINT) if endpoint_type(item) in ("", "Gateway")]
        self._by_subnet: dict[int, Table] = {}
        self._tables: dict[str, Table] = {}
        self._gateways: dict[int, tuple[list[Resource], str]] = {}
        self._public: dict[int, bool] = {}
        for resource in survey.of_type(ASSOCIATION):
            value = resource.get("SubnetId")
            if isinstance(value, Unknown):
                self._loose_associations.append(resource)
            else:
                self._associations.setdefault(as_text(value), resource)
        for resource in survey.of_type(ROUTE):
            value = resource.get("RouteTableId")
            if isinstance(value, Unknown):
                self._loose_routes.append(resource)
            else:
                self._routes.setdefault(as_text(value), []).append(resource)
        for resource in survey.of_type(PROPAGATION):
            for value in as_list(resource.get("RouteTableIds")):
                self._propagated.setdefault(as_text(value), resource)

    def of(self, subnet: Subnet) -> Table:
        """The table that a subnet uses."""
        found = self._by_subnet.get(id(subnet))
        if found is None:
            found = self._by_subnet[id(subnet)] = self._find(subnet)
        return found

    def of_vpc(self, vpc: Vpc) -> Iterator[Table]:
        """The route tables of a VPC that templates make."""
        for resource in self._survey.of_type(TABLE):
            if resource.get("VpcId") == vpc.key:
                yield self._table(resource.physical_id)

    def is_used(self, table: Table) -> bool:
        """Whether a subnet uses a route table."""
        key = table.resource.physical_id if table.resource is not None else ""
        return any(item.get("RouteTableId") == key for item in self._associations.values())

    def association_of(self, subnet: Subnet) -> Resource | None:
        """What gives a subnet its route table."""
        return self._associations.get(subnet.resource.physical_id)

    def _find(self, subnet: Subnet) -> Table:
        association = self._associations.get(subnet.resource.physical_id)
        if association is not None:
            value = association.get("RouteTableId")
            if isinstance(value, Unknown):
                return _unseen(f"the route table of {subnet.name}", value.reason)
            return self._table(as_text(value))
        if subnet.foreign:
            return _unseen("the route table of its subnets", subnet.foreign)
        name = f"the main route table of {subnet.vpc.name}"
        for item in self._loose_associations:
            if subnet.name in self._survey.hints(item, "SubnetId"):
                return _unseen(name, first_unknown(item.get("SubnetId")))
        if subnet.vpc.resource is None:
            return _unseen(name, f"{subnet.name} uses {name}, and {subnet.vpc.foreign}")
        doubt = self._survey.meddler(subnet.resource) or self._survey.meddler(subnet.vpc.resource)
        return Table(name, None, doubt=doubt)

    def _table(self, key: str) -> Table:
        found = self._tables.get(key)
        if found is not None:
            return found
        resource = self._survey.find(key, TABLE)
        if resource is None:
            name = f"the route table {key}"
            table = _unseen(name, f"{name} is not in the templates")
        else:
            table = Table(resource.logical_id, resource, doubt=self._survey.meddler(resource))
            for item in self._loose_routes:
                if resource.logical_id in self._survey.hints(item, "RouteTableId"):
                    table.doubt = table.doubt or first_unknown(item.get("RouteTableId"))
        self._tables[key] = table
        for item in self._routes.get(key, ()):
            for route in self._made(item):
                (table.sixes if route.destination.is_six else table.routes).append(route)
        table.routes.sort(key=lambda route: -route.bits)
        table.sixes.sort(key=lambda route: -route.bits)
        if key in self._propagated:
            name = self._propagated[key].logical_id
            table.doubt = table.doubt or f"the routes that {name} propagates to {table.name} are not in the templates"
        self._add_endpoints(table, key)
        return table

    def _made(self, item: Resource) -> Iterator[Route]:
        kind = next((kind for kind in Kind if item.get(kind) not in (None, "")), None)
        value = item.get(kind) if kind is not None else None
        given, listed = item.get("DestinationCidrBlock"), item.get("DestinationPrefixListId")
        six = item.get("DestinationIpv6CidrBlock")
        given = given if six is None else six
        doubt = first_unknown(given, listed)
        if len([other for other in Kind if item.get(other) not in (None, "")]) > 1:
            doubt = f"{item.logical_id} names several targets"
        if doubt:
            yield Route(item, kind, value, ALL if six is None else ALL_SIX, "an unknown destination", doubt)
        elif given is not None:
            destination = block(given)
            if destination is not None:
                yield Route(item, kind, value, destination, shown(given))
        elif listed is not None:
            found = self._survey.find(listed, PREFIX_LIST)
            entries = found.get("Entries") if found is not None else None
            if found is None or isinstance(entries, Unknown):
                doubt = f"what the prefix list {as_text(listed)} holds is not in the templates"
                yield Route(item, kind, value, ALL, as_text(listed), doubt)
                return
            for entry in as_list(entries):
                destination = block(at(entry, "Cidr"))
                if destination is not None:
                    yield Route(item, kind, value, destination, shown(at(entry, "Cidr")))

    def _add_endpoints(self, table: Table, key: str) -> None:
        for endpoint in self._endpoints:
            tables = endpoint.get("RouteTableIds")
            reason = first_unknown(tables, *as_list(tables))
            if reason and (
                table.resource is None or table.resource.logical_id in self._survey.hints(endpoint, "RouteTableIds")
            ):
                table.endpoint_doubt = table.endpoint_doubt or reason
            if not any(value == key for value in as_list(tables)):
                continue
            name = endpoint.get("ServiceName")
            table.endpoint_doubt = table.endpoint_doubt or first_unknown(name, endpoint.get("VpcEndpointType"))
            service = service_of(as_text(name))
            own = is_of_region(as_text(name), self._survey.region_of(endpoint))
            if service in GATEWAY_SERVICES and own:
                table.endpoints.setdefault(service, endpoint)

    def has_public(self, vpc: Vpc) -> bool:
        """Whether some subnet of a VPC has a route to an internet gateway that is attached to it."""
        found = self._public.get(id(vpc))
        if found is None:
            gateways = {as_text(item.get("InternetGatewayId")) for item in self.gateways(vpc)[0]}
            tables = (
                self.of(subnet)
                for resource in self._survey.of_type(SUBNET)
                if (subnet := self._survey.subnet(resource)).vpc is vpc
            )
            found = any(as_text(route.value) in gateways for table in tables for route in table.routes if route.value)
            self._public[id(vpc)] = found
        return found

    def gateways(self, vpc: Vpc) -> tuple[list[Resource], str]:
        """The attachments of internet gateways to a VPC, and why there may be more."""
        found = self._gateways.get(id(vpc))
        if found is None:
            attachments: list[Resource] = []
            doubt = vpc.foreign or self._survey.meddler(vpc.resource)
            for item in self._survey.of_type(ATTACHMENT):
                owner, gateway = item.get("VpcId"), item.get("InternetGatewayId")
                if gateway is None or gateway == "":
                    continue
                if owner == vpc.key:
                    attachments.append(item)
                elif isinstance(owner, Unknown) and vpc.name in self._survey.hints(item, "VpcId"):
                    doubt = doubt or owner.reason
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
        return None, doubt or self._survey.meddler(self._survey.find(value, GATEWAY))


def _unseen(name: str, doubt: str) -> Table:
    return Table(name, None, doubt=doubt, endpoint_doubt=doubt)


def endpoint_type(endpoint: Resource) -> str:
    """ "Gateway" is the default: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
    (read 2026-11-23). "" where it isn't known.
    """
    value = endpoint.get("VpcEndpointType")
    return "" if isinstance(value, Unknown) else as_text(value) or "Gateway"
