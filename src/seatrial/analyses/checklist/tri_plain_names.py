"""Names that tasks are to call and that only Service Connect can know: words without a dot, and what services offer.

A Fargate task resolves names by the VPC's resolver, which has no name of one word, and containers of a task are not
known to each other by their names, as they are in a compose file: they share localhost. What Service Connect offers is
known under exactly its alias's name and port.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectClientAlias.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT, Member, Offer
from seatrial.analyses.checklist.connect_calls import in_dns, is_ours
from seatrial.analyses.checklist.gifts import HOST_VARIABLE, Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_list, as_text, at

OWN = ("localhost", "host", "any")
# What stands behind a colon in the name of an image is a version more often than a port below this.
LOWEST_PORT = 80
# Words that stand for no host.
_SETTINGS = ("all", "auto", "default", "disabled", "enabled", "false", "none", "self", "true")
_LISTENING = re.compile(r"listen|bind|advertise", re.IGNORECASE)
# What identifies somebody in a token, and from where others may call: a URL that nobody calls from here.
_NOT_CALLED = re.compile(
    r"origin|cors|issuer|audience|(?:^|_)(?:iss|aud)$|namespace|xmlns|callback|redirect|referr?er|allow", re.IGNORECASE
)
# Docker's compose wrote it into task definitions, where it gives the task a search domain.
SEARCH_DOMAIN = "ecs-searchdomain-sidecar"
DHCP = "AWS::EC2::VPCDHCPOptionsAssociation"


def _told(inquiry: Inquiry) -> Iterator[tuple[Address, Placement]]:
    """The hosts that only Service Connect can know, for each use of their task definition.

    A word counts where the text says that it is an address; its own name a container knows. A name with dots counts
    where a service here offers it, or where it would be offered without its alias.
    """
    # What Ref gives of a database or a cache is told as that.
    ids = {gift.resource.physical_id.lower() for gift in inquiry.gifts}
    for address in inquiry.addresses:
        if address.host in (*OWN, *ids) or address.host.isdigit() or not _counts(inquiry, address):
            continue
        for placement in inquiry.placements_of(address.definition):
            yield address, placement


def _counts(inquiry: Inquiry, address: Address) -> bool:
    if "." in address.host:
        offered = any(address.host in (*item.names, item.default) for item in inquiry.connect.offers)
        return offered and is_ours(inquiry, address.host) and not in_dns(inquiry, address.host)
    if _NOT_CALLED.search(address.variable) or _search_domain(inquiry, address.definition):
        return False
    own = as_text(address.definition.get("ContainerDefinitions", address.container, "Name")).lower()
    return own != address.host and (_in_url(address) or _in_address(address))


def _search_domain(inquiry: Inquiry, definition: Resource) -> bool:
    """https://hub.docker.com/r/docker/ecs-searchdomain-sidecar (read 2026-11-30)"""
    return any(SEARCH_DOMAIN in as_text(at(item, "Image")) for _, item in inquiry.containers(definition))


def _in_url(address: Address) -> bool:
    """Whether the text says that it is an address: a word alone may mean anything."""
    text = as_text(address.definition.get(*address.path))
    return f"://{address.host}" in text.lower() or f"@{address.host}" in text.lower()


def _in_address(address: Address) -> bool:
    """Whether a variable for a host holds a word with a port, in the text or in the variable beside it."""
    text = as_text(address.definition.get(*address.path)).lower()
    listens = _LISTENING.search(address.variable) is not None
    named = HOST_VARIABLE.match(address.variable) is not None
    return (
        named
        and not listens
        and address.port >= LOWEST_PORT
        and text in (address.host, f"{address.host}:{address.port}")
    )


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    off: set[str] = set()
    for address, placement in _told(inquiry):
        named = [item for item in inquiry.connect.offers if address.host in item.names]
        if any(address.port in (0, item.port) or not item.port for item in named):
            continue
        member = inquiry.connect.member(placement.by)
        default = next((item for item in inquiry.connect.offers if item.default == address.host), None)
        if named:
            yield _other_port(address, named)
        elif default is not None:
            yield _not_default(address, default)
        elif "." in address.host:
            continue
        elif _beside(inquiry, address):
            yield _sibling(address)
        elif (server := _switched_off(inquiry, address)) is not None:
            if server.logical_id not in off:
                off.add(server.logical_id)
                yield _off(address, server)
        elif _troubled(inquiry):
            continue
        elif not _may_be_known(inquiry, placement, member):
            yield _unknown(inquiry, address, placement, member)
        elif member is not None and _slip(inquiry, address):
            yield replace(_unknown(inquiry, address, placement, member), severity=Severity.WARNING)


def _slip(inquiry: Inquiry, address: Address) -> bool:
    """Whether a name is that of a service here but for a letter, at the same port."""
    names = [name for item in inquiry.connect.offers if item.port == address.port for name in item.names]
    return any(
        abs(len(name) - len(address.host)) < 2 and not any(map(str.isdigit, name + address.host))
        for name in get_close_matches(address.host, names, n=1, cutoff=0.85)
    )


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


def _not_default(address: Address, offer: Offer) -> Found:
    definition, server = address.definition, offer.service.logical_id
    return Found(
        definition,
        address.path,
        f"{address.variable} of {definition.logical_id} names {address.host}, which {server} doesn't offer",
        f"a service is only known as discovery name and namespace where its client alias has no DnsName; {server} has "
        f"{offer.names[0]}: {address.host} does not resolve",
        f"write {offer.names[0]}:{offer.port}, or leave DnsName out of ClientAliases of {server}",
    )


def _switched_off(inquiry: Inquiry, address: Address) -> Resource | None:
    """A service that would offer the name, were its Service Connect not switched off."""
    for service in inquiry.system.of_type(SERVICE):
        enabled = service.get(CONNECT, "Enabled")
        if isinstance(enabled, Unknown) or as_flag(enabled):
            continue
        for item in as_list(service.get(CONNECT, "Services")):
            aliases = as_list(at(item, "ClientAliases"))
            if any(as_text(at(alias, "DnsName")).lower() == address.host for alias in aliases):
                return service
    return None


def switched_off(inquiry: Inquiry) -> list[Resource]:
    """The services that are called by a name, and have Service Connect switched off."""
    hosts = [_switched_off(inquiry, address) for address in inquiry.addresses if "." not in address.host]
    return [item for item in hosts if item is not None]


def _off(address: Address, server: Resource) -> Found:
    return Found(
        server,
        (CONNECT, "Enabled"),
        f"Service Connect is switched off in {server.logical_id}, which is called as {address.host}",
        f"{address.variable} of {address.definition.logical_id} names {address.host}: nothing offers that name, and it "
        "does not resolve",
        f"set Enabled: true in {CONNECT} of {server.logical_id}",
    )


def _troubled(inquiry: Inquiry) -> bool:
    """Whether what a service offers is wrong in itself, so that a name that is missing may be that one."""
    wrong = any(path[:1] == (CONNECT,) for _, path in inquiry.misread) or any(
        said.path[:1] == (CONNECT,) for _, said in inquiry.refusals
    )
    taken = [(item.member.key, name, item.port) for item in inquiry.connect.offers for name in item.names]
    return wrong or len(taken) != len(set(taken))


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
    offers = {name: item for item in inquiry.connect.offers for name in item.names}
    near = nearest(address.host, sorted(offers))
    if member is None:
        who = f"{by} does not use Service Connect"
        mend = f"use the DNS name of a load balancer or a Cloud Map name, or offer {address.host} over Service Connect"
    else:
        space = member.resource.logical_id if member.resource is not None else as_text(member.namespace)
        who = f"no service offers it in {space}" + (f", only {' and '.join(sorted(offers))}" if offers else "")
        alias = f"{{ DnsName: {address.host}, Port: {address.port or 80} }}"
        mend = f"write {near}:{offers[near].port}" if near else f"add to ClientAliases of the server: {alias}"
    return Found(
        definition,
        address.path,
        f"{address.variable} of {definition.logical_id} names {address.host}, which does not resolve",
        f"a name without a dot only resolves through Service Connect, and {who}",
        mend,
        # Other stacks may offer names in a namespace that they are told of.
        severity=Severity.WARNING if member is not None and exported(inquiry, member.resource) else None,
    )


def nearest(name: str, names: Sequence[str]) -> str:
    """The name that was meant, as far as one can tell: the same first label, or almost the same letters."""
    same = next((item for item in names if item.partition(".")[0] == name.partition(".")[0]), "")
    return same or next(iter(get_close_matches(name, names, n=1, cutoff=0.75)), "")


def exported(inquiry: Inquiry, namespace: Resource | None) -> bool:
    """Whether others are told of a namespace, by an export or another output; of one that isn't known they may be."""
    if namespace is None:
        return True
    names = (namespace.physical_id, namespace.arn, as_text(namespace.get("Name")))
    return any(item.value in names for item in inquiry.system.outputs.values())


def _namespaces(inquiry: Inquiry) -> Iterator[Said]:
    without: dict[str, list[Resource]] = {}
    for member in inquiry.connect.members:
        service, cluster = member.service, member.cluster
        if member.namespace is not None or inquiry.refused_at(service) or cluster is None:
            continue
        if not isinstance(cluster.get("ServiceConnectDefaults"), Unknown):
            without.setdefault(cluster.logical_id, []).append(service)
    spaces = _made_namespaces(inquiry)
    written = f"!GetAtt {spaces[0].logical_id}.Arn" if spaces else "its name or ARN"
    for cluster_name, services in without.items():
        names, many = inquiry.names(services), len(services) > 1
        cluster = inquiry.system.resources.get(cluster_name)
        at_cluster = many and cluster is not None
        for_one = f"add Namespace: {written} to {CONNECT} of {names}"
        for_all = f"add ServiceConnectDefaults: {{ Namespace: {written} }} to {cluster_name}"
        yield Found(
            cluster if cluster is not None and at_cluster else services[0],
            () if at_cluster else (CONNECT,),
            f"{names} use{'' if many else 's'} Service Connect without a namespace",
            f"neither {'the services' if many else names} nor {cluster_name} name{'' if many else 's'} one: ECS "
            f"refuses {'them' if many else 'the service'}",
            for_all if at_cluster else f"{for_one}, or ServiceConnectDefaults to {cluster_name}",
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
