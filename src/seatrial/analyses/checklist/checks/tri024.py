"""Whether a name that only Service Connect can know is known to the tasks: a word without a dot, or an offer's name.

A Fargate task resolves names by the VPC's resolver, which has no name of one word, and containers of a task are not
known to each other by their names, as they are in a compose file: they share localhost. What Service Connect offers is
known under exactly its alias's name and port.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectClientAlias.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT, Member, Offer, may_offer_more
from seatrial.analyses.checklist.connect_calls import in_dns, is_ours
from seatrial.analyses.checklist.gifts import HOST_VARIABLE, Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.checklist.tri_plain_names import OWN, exported, nearest, would_offer
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text, at

# So many agree on a port that it is what is meant.
_SEVERAL = 2
# What stands behind a colon in the name of an image is a version more often than a port below this.
LOWEST_PORT = 80
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
    astray: dict[tuple[str, object], list[tuple[Address, Offer]]] = {}
    for address, placement in _told(inquiry):
        named = [item for item in inquiry.connect.offers if address.host in item.names]
        if any(address.port in (0, item.port) or not item.port for item in named):
            continue
        member = inquiry.connect.member(placement.by)
        default = next((item for item in inquiry.connect.offers if item.default == address.host), None)
        if len(named) == 1:
            astray.setdefault((named[0].service.logical_id, named[0].path), []).append((address, named[0]))
        elif named:
            yield _other_port(address, named)
        elif default is not None:
            yield _not_default(address, default)
        elif "." in address.host:
            continue
        elif _beside(inquiry, address):
            yield _sibling(address)
        elif (server := would_offer(inquiry, address)) is not None:
            if server.logical_id not in off:
                off.add(server.logical_id)
                yield _off(address, server)
        elif _troubled(inquiry) or may_offer_more(inquiry.systems):
            continue
        elif not _may_be_known(inquiry, placement, member):
            yield _unknown(inquiry, address, placement, member)
        elif member is not None and _slip(inquiry, address):
            yield replace(_unknown(inquiry, address, placement, member), severity=Severity.WARNING)

    for callers in astray.values():
        yield from _of_one_offer(callers)


def _of_one_offer(callers: list[tuple[Address, Offer]]) -> Iterator[Found]:
    """Calls of one name on another port than that it is offered on: where several agree on it, the alias is wrong."""
    definitions = list({item.definition.logical_id: item.definition for item, _ in callers}.values())
    ports = {item.port for item, _ in callers}
    if len(definitions) < _SEVERAL or len(ports) > 1:
        told: list[tuple[Address, Offer]] = []
        for address, offer in callers:
            if (address, offer) not in told:
                told.append((address, offer))
                yield _other_port(address, [offer])
        return
    address, offer = callers[0]
    names = " and ".join(item.logical_id for item in definitions)
    yield Found(
        offer.service,
        (*offer.path, "ClientAliases"),
        f"{offer.service.logical_id} offers {address.host} on port {offer.port}, and {names} call it on {address.port}",
        f"the Service Connect proxy serves {address.host} only on the port of its client alias",
        f"write Port: {address.port} in ClientAliases of {offer.service.logical_id}, or {address.host}:{offer.port} in "
        f"{address.variable} of {names}",
    )


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


CHECK = Check(
    "TRI024",
    Severity.ERROR,
    Question.TRIGGER,
    "A name without a dot that tasks are told to call does not resolve",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectClientAlias.html",
    _ask,
)
