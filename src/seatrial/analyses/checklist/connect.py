"""Service Connect as it hangs together: namespaces, the names that servers offer in them, and who may use those.

A server offers a port mapping under an alias; the proxy in every task of a service of the same namespace knows the
aliases that were there when the task started, and nobody else does: there is no DNS name behind them.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html and
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.across import find, of_type
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_number, as_text, at

NAMESPACES = (
    "AWS::ServiceDiscovery::HttpNamespace",
    "AWS::ServiceDiscovery::PrivateDnsNamespace",
    "AWS::ServiceDiscovery::PublicDnsNamespace",
)
CLUSTER = "AWS::ECS::Cluster"
CONNECT = "ServiceConnectConfiguration"
# No public registry has these: https://www.rfc-editor.org/rfc/rfc6762, https://www.rfc-editor.org/rfc/rfc2606,
# https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en
# (.internal; all read 2026-11-29).
PRIVATE_ENDS = ("internal", "local", "localdomain", "private", "intranet", "lan", "corp", "home", "test", "invalid")
_ADDRESSES = re.compile(r"host|url|uri|endpoint|addr|server|service|upstream|backend|api|broker", re.IGNORECASE)


class Member(Struct, frozen=True):
    """A service that takes part. ``namespace`` is what its property, or its cluster's, says; ``path`` is where.

    ``key`` is the same for services of one namespace; "" where it isn't known. ``cluster`` is the one whose default it
    takes, None where it names a namespace itself.
    """

    placement: Placement
    namespace: Value
    path: PropertyPath
    resource: Resource | None
    key: str
    cluster: Resource | None = None

    @property
    def service(self) -> Resource:
        return self.placement.by

    @property
    def space(self) -> str:
        """The namespace's name, as far as it is known."""
        return as_text(self.resource.get("Name")) if self.resource is not None else as_text(self.namespace)


class Offer(Struct, frozen=True):
    """One name that a server offers. ``port`` is the alias's, ``listening`` the one that the server's proxy has.

    ``names`` are those that clients may write; ``default`` is the only one of them without an alias of its own.
    """

    member: Member
    path: PropertyPath
    names: tuple[str, ...]
    port: int
    listening: int
    protocol: str
    discovery: str
    default: str = ""
    app_protocol: str = ""

    @property
    def service(self) -> Resource:
        return self.member.service


class Connect(Struct, frozen=True):
    """The services that use Service Connect, and what they offer."""

    members: tuple[Member, ...]
    offers: tuple[Offer, ...]

    def member(self, service: Resource) -> Member | None:
        return next((item for item in self.members if item.service is service), None)

    def offered(self, address: Address) -> list[Offer]:
        """The offers that an address names. A word without a port only counts in a variable for an address."""
        if not address.port and not _ADDRESSES.search(address.variable):
            return []
        return [
            item for item in self.offers if address.host in item.names and address.port in (0, item.port) and item.port
        ]


def is_private(host: str) -> bool:
    """Whether a host has dots and an end under which no public name can be.

    Names that AWS itself gives under .internal resolve in every VPC.
    """
    end = host.rpartition(".")[2]
    aws = host.endswith(("compute.internal", "ec2.internal", "host.docker.internal"))
    return "." in host and not aws and (end in PRIVATE_ENDS or ("-" in end and not end.startswith("xn--")))


def connect(systems: Sequence[System], placements: Sequence[Placement]) -> Connect:
    """Reads Service Connect out of what services say, and of their clusters' defaults."""
    members = tuple(item for placement in placements for item in _member(systems, placement))
    return Connect(members, tuple(offer for member in members for offer in _offers(member)))


def _member(systems: Sequence[System], placement: Placement) -> Iterator[Member]:
    service = placement.by
    if service.type != SERVICE or not as_flag(service.get(CONNECT, "Enabled")):
        return
    value, path = service.get(CONNECT, "Namespace"), (CONNECT, "Namespace")
    cluster = None
    if value is None:
        cluster = find(systems, service.get("Cluster"), CLUSTER)
        value = cluster.get("ServiceConnectDefaults", "Namespace") if cluster is not None else None
        path = (CONNECT, "Enabled")
    found = namespace_of(systems, value)
    key = found.arn if found is not None else as_text(value)
    yield Member(placement, value, path, found, key, cluster)


def may_offer_more(systems: Sequence[System]) -> bool:
    """Whether a service may offer names that aren't known here: by what isn't known of it, or by its definition."""
    for service in of_type(systems, SERVICE):
        given = service.get(CONNECT)
        if given is None or at(given, "Enabled") is False:
            continue
        unsaid = [given, at(given, "Enabled"), at(given, "Namespace"), at(given, "Services")]
        for item in as_list(at(given, "Services")):
            aliases = at(item, "ClientAliases")
            names = [at(alias, "DnsName") for alias in as_list(aliases)]
            unsaid += [item, at(item, "PortName"), at(item, "DiscoveryName"), aliases, *as_list(aliases), *names]
        if as_list(at(given, "Services")):
            unsaid.append(service.get("TaskDefinition"))
        if any(isinstance(value, Unknown) for value in unsaid):
            return True
    return False


def namespace_of(systems: Sequence[System], value: Value) -> Resource | None:
    """The namespace that a name or an ARN (or, though AWS takes none, an id) means."""
    found = find(systems, value, *NAMESPACES)
    if found is not None or not as_text(value):
        return found
    return next((item for item in of_type(systems, *NAMESPACES) if as_text(item.get("Name")) == as_text(value)), None)


def _offers(member: Member) -> Iterator[Offer]:
    definition = member.placement.definition
    listed = member.service.get(CONNECT, "Services")
    for index, item in enumerate(as_list(listed)):
        if isinstance(item, Unknown) or definition is None:
            continue
        port_name = as_text(at(item, "PortName"))
        mapping = _mapping(definition, port_name)
        container_port = as_number(at(mapping, "ContainerPort"))
        listening = as_number(at(item, "IngressPortOverride")) or container_port
        discovery = as_text(at(item, "DiscoveryName")) or port_name
        path: PropertyPath = (CONNECT, "Services", index)
        aliases = as_list(at(item, "ClientAliases"))
        default = f"{discovery}.{member.space}".lower()
        spoken = as_text(at(mapping, "AppProtocol"))
        for alias in aliases or [None]:
            named = as_text(at(alias, "DnsName")).lower()
            names = (named or default,)
            port = as_number(at(alias, "Port")) or container_port
            protocol = as_text(at(mapping, "Protocol")) or "tcp"
            yield Offer(member, path, names, port, listening, protocol, discovery, default, spoken)


def _mapping(definition: Resource, port_name: str) -> Value:
    for container in as_list(definition.get("ContainerDefinitions")):
        for mapping in as_list(at(container, "PortMappings")):
            if port_name and as_text(at(mapping, "Name")) == port_name:
                return mapping
    return None
