"""Names without a dot that tasks are to call: only Service Connect can know them.

A Fargate task resolves names by the VPC's resolver, which has no name of one word, and containers of a task are not
known to each other by their names, as they are in a compose file: they share localhost. What Service Connect offers is
known under exactly its alias's name and port.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectClientAlias.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT, Member, Offer
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

OWN = ("localhost", "host", "any")
DHCP = "AWS::EC2::VPCDHCPOptionsAssociation"


def _words(inquiry: Inquiry) -> Iterator[tuple[Address, Placement]]:
    """The addresses that are one word in a URL, for each use of their task definition. Its own a container knows."""
    for address in inquiry.addresses:
        if "." in address.host or address.host in OWN or address.host.isdigit() or not _in_url(address):
            continue
        if as_text(address.definition.get("ContainerDefinitions", address.container, "Name")).lower() == address.host:
            continue
        for placement in inquiry.placements_of(address.definition):
            yield address, placement


def _in_url(address: Address) -> bool:
    """Whether the text says that it is an address: a word alone may mean anything."""
    text = as_text(address.definition.get(*address.path))
    return f"://{address.host}" in text.lower() or f"@{address.host}" in text.lower()


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for address, placement in _words(inquiry):
        named = [item for item in inquiry.connect.offers if address.host in item.names]
        if any(address.port in (0, item.port) or not item.port for item in named):
            continue
        member = inquiry.connect.member(placement.by)
        if named:
            yield _other_port(address, named)
        elif _beside(inquiry, address):
            yield _sibling(address)
        elif not _may_be_known(inquiry, placement, member):
            yield _unknown(inquiry, address, placement, member)


def _other_port(address: Address, named: list[Offer]) -> Found:
    definition, offer = address.definition, named[0]
    ports = " and ".join(str(item.port) for item in named)
    return Found(
        definition,
        address.path,
        f"{address.variable} of {definition.logical_id} names port {address.port} of {address.host}, which is offered "
        f"on {ports}",
        f"the Service Connect proxy serves {address.host} only on the port of its client alias",
        f"write {address.host}:{offer.port}, or set Port: {address.port} in ClientAliases of "
        f"{offer.service.logical_id}",
    )


def _beside(inquiry: Inquiry, address: Address) -> bool:
    names = [as_text(at(item, "Name")).lower() for _, item in inquiry.containers(address.definition)]
    return address.host in names


def _sibling(address: Address) -> Found:
    definition = address.definition
    return Found(
        definition,
        address.path,
        f"{address.variable} of {definition.logical_id} names {address.host}, a container of the same task",
        "the containers of a task share one network interface, and do not resolve each other's names: calls find no "
        "address",
        f"write localhost{f':{address.port}' if address.port else ''}",
    )


def _may_be_known(inquiry: Inquiry, placement: Placement, member: Member | None) -> bool:
    """Whether something outside the template may know the name."""
    given = placement.by.get(CONNECT)
    if placement.by.type == SERVICE and isinstance(given, Unknown):
        return True
    if member is not None:
        return member.resource is None or not inquiry.owns(member.resource)
    # The search domain of DHCP options makes a whole name of a word.
    return any(True for system in inquiry.systems for _ in system.of_type(DHCP)) or not _own_vpc(inquiry, placement)


def _own_vpc(inquiry: Inquiry, placement: Placement) -> bool:
    vpcs = [inquiry.find(item.get("VpcId"), "AWS::EC2::VPC") for item in placement.known_subnets]
    return bool(vpcs) and all(item is not None for item in vpcs)


def _unknown(inquiry: Inquiry, address: Address, placement: Placement, member: Member | None) -> Found:
    definition, by = address.definition, placement.by.logical_id
    offered = sorted({name for item in inquiry.connect.offers for name in item.names})
    if member is None:
        who = f"{by} does not use Service Connect"
        mend = f"use the DNS name of a load balancer or a Cloud Map name, or offer {address.host} over Service Connect"
    else:
        space = member.resource.logical_id if member.resource is not None else as_text(member.namespace)
        who = f"no service offers it in {space}" + (f", only {' and '.join(offered)}" if offered else "")
        alias = f"{{ DnsName: {address.host}, Port: {address.port or 80} }}"
        mend = f"write {offered[0]}, or add" if offered else "add"
        mend += f" to ClientAliases of the server: {alias}"
    return Found(
        definition,
        address.path,
        f"{address.variable} of {definition.logical_id} names {address.host}, which does not resolve",
        f"a name without a dot only resolves through Service Connect, and {who}",
        mend,
        # Other stacks may offer names in a namespace.
        severity=Severity.WARNING if member is not None else None,
    )


def _namespaces(inquiry: Inquiry) -> Iterator[Said]:
    for member in inquiry.connect.members:
        service = member.service
        cluster = service.get("Cluster")
        if member.namespace is not None or inquiry.refused_at(service):
            continue
        found = inquiry.find(cluster, "AWS::ECS::Cluster")
        if found is None or isinstance(found.get("ServiceConnectDefaults"), Unknown):
            continue
        spaces = _made_namespaces(inquiry)
        written = f"!GetAtt {spaces[0].logical_id}.Arn" if spaces else "its name or ARN"
        yield Found(
            service,
            (CONNECT,),
            f"{service.logical_id} uses Service Connect without a namespace",
            f"neither {service.logical_id} nor {found.logical_id} names one: ECS refuses the service",
            f"add Namespace: {written} to {CONNECT} of {service.logical_id}, or ServiceConnectDefaults to "
            f"{found.logical_id}",
            "Namespace is missing",
        )


def _made_namespaces(inquiry: Inquiry) -> list[Resource]:
    types = ("HttpNamespace", "PrivateDnsNamespace", "PublicDnsNamespace")
    return list(inquiry.system.of_type(*(f"AWS::ServiceDiscovery::{name}" for name in types)))


def _registries(inquiry: Inquiry) -> Iterator[Said]:
    for service in inquiry.system.of_type(SERVICE):
        for index, item in enumerate(as_list(service.get("ServiceRegistries"))):
            value = at(item, "RegistryArn")
            entry = inquiry.find(value, "AWS::ServiceDiscovery::Service")
            if entry is not None and as_text(value) and not as_text(value).startswith("arn:"):
                yield Found(
                    service,
                    ("ServiceRegistries", index, "RegistryArn"),
                    f"{service.logical_id} names {entry.logical_id} by its id",
                    "RegistryArn is an ARN; Ref gives the id: ECS refuses the service",
                    f"write RegistryArn: !GetAtt {entry.logical_id}.Arn",
                )


_ECS = "https://docs.aws.amazon.com/AmazonECS/latest/"
CHECKS = (
    Check(
        "TRI024",
        Severity.ERROR,
        Question.TRIGGER,
        "A name without a dot that tasks are told to call does not resolve",
        f"{_ECS}developerguide/fargate-task-networking.html {_ECS}APIReference/API_ServiceConnectClientAlias.html",
        _ask,
    ),
    Check(
        "TRI025",
        Severity.ERROR,
        Question.TRIGGER,
        "A service uses Service Connect without a namespace",
        f"{_ECS}APIReference/API_ServiceConnectConfiguration.html",
        _namespaces,
    ),
    Check(
        "TRI026",
        Severity.ERROR,
        Question.TRIGGER,
        "A service names its Cloud Map service by its id",
        f"{_ECS}APIReference/API_ServiceRegistry.html",
        _registries,
    ),
)
