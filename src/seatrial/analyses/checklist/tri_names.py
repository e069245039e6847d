"""The addresses in containers' variables that are names of a private Cloud Map namespace, and who registers under them.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

NAMESPACE, DISCOVERY = "AWS::ServiceDiscovery::PrivateDnsNamespace", "AWS::ServiceDiscovery::Service"
SERVICE = "AWS::ECS::Service"


class Name(Struct, frozen=True):
    """An address within a namespace; ``entry`` is the Cloud Map service of that name, None where there is none."""

    address: Address
    namespace: Resource
    entry: Resource | None

    @property
    def vpc(self) -> object:
        return self.namespace.get("Vpc")


def private_names(inquiry: Inquiry) -> Iterator[Name]:
    """The addresses within private namespaces that Service Connect doesn't offer."""
    domains = {
        as_text(item.get("Name")).lower(): item for system in inquiry.systems for item in system.of_type(NAMESPACE)
    }
    domains.pop("", None)
    for address in inquiry.addresses if domains else ():
        label, _, domain = address.host.partition(".")
        namespace = domains.get(domain)
        if namespace is None:
            continue
        if not any(address.host in (*offer.names, offer.default) for offer in inquiry.connect.offers):
            yield Name(address, namespace, _entry(inquiry, namespace, label))


def _entry(inquiry: Inquiry, namespace: Resource, label: str) -> Resource | None:
    for system in inquiry.systems:
        for item in system.of_type(DISCOVERY):
            named = item.get("DnsConfig", "NamespaceId") or item.get("NamespaceId")
            if named in (namespace.physical_id, namespace.arn) and as_text(item.get("Name")).lower() == label:
                return item
    return None


def servers_of(inquiry: Inquiry, entry: Resource) -> list[Resource]:
    """The services that register their tasks under a Cloud Map service."""
    return [
        item
        for system in inquiry.systems
        for item in system.of_type(SERVICE)
        if any(
            at(one, "RegistryArn") in (entry.arn, entry.physical_id) for one in as_list(item.get("ServiceRegistries"))
        )
    ]


def runs_elsewhere(placement: Placement, name: Name) -> bool:
    """Whether the tasks run in another VPC than the namespace's."""
    own = [item.get("VpcId") for item in placement.known_subnets]
    vpc = name.vpc
    return bool(own) and isinstance(vpc, str) and all(isinstance(item, str) and item != vpc for item in own)
