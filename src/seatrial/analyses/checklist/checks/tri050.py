"""Private names that tasks are to call and that nothing here makes.

Under ``.internal`` or ``.local`` no public registry has a name: it comes from a namespace of Cloud Map, a private
hosted zone or a client alias of Service Connect. Where the template makes the VPC and none of these, or only others
that are spelt almost alike, the name is a slip or is made by nobody. Another stack could still add a zone to the VPC,
so it is a warning, and a note where the template makes no private names at all: then they come from elsewhere. A name
in a namespace that only this template knows is an error. With a way to other networks, these may know the name: then
it is told of where a service here that nobody calls differs in the domain alone.

Sources (read 2026-11-29): https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import NAMESPACES, may_offer_more
from seatrial.analyses.checklist.connect_calls import is_ours
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.checklist.tri_plain_names import OWN, exported, nearest
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at

ZONE, RECORDS = "AWS::Route53::HostedZone", ("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")
DISCOVERY = "AWS::ServiceDiscovery::Service"
# By these a VPC is given names, or a way to whom has them, that no template shows.
ELSEWHERE = (
    "AWS::EC2::DHCPOptions",
    "AWS::EC2::TransitGatewayAttachment",
    "AWS::EC2::TransitGatewayVpcAttachment",
    "AWS::EC2::VPCPeeringConnection",
    "AWS::EC2::VPNGateway",
    "AWS::Route53Resolver::ResolverRuleAssociation",
    "AWS::Route53Profiles::ProfileAssociation",
)
# Ends that one may have meant by one that is almost the same.
_MEANT = ("internal", "local", "private")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    if not inquiry.addresses:
        return
    if may_offer_more(inquiry.systems):
        return
    elsewhere = any(True for system in inquiry.systems for _ in system.of_type(*ELSEWHERE))
    made, unclear = _made(inquiry)
    uncalled = made - {address.host for address in inquiry.addresses} if elsewhere else set[str]()
    defaults = {item.default for item in inquiry.connect.offers}
    told: set[tuple[str, str]] = set()
    for address in inquiry.addresses:
        host = address.host
        key = (address.definition.logical_id, host)
        if (
            key in told
            or host in OWN
            or host in made | defaults
            or not _looks_private(inquiry, host)
            or host.endswith(tuple(unclear))
            or (elsewhere and not _is_called_alike(host, uncalled))
        ):
            continue
        if any(_own_vpc(inquiry, item) for item in inquiry.placements_of(address.definition)):
            told.add(key)
            yield _nobody(
                inquiry, address, sorted(name for name in made if _looks_private(inquiry, name) or "." not in name)
            )


def _is_called_alike(host: str, uncalled: set[str]) -> bool:
    """Whether one name that is made here, and that nobody calls, only has another domain."""
    label = host.partition(".")[0]
    return sum(name.startswith(f"{label}.") for name in uncalled) == 1


def _made(inquiry: Inquiry) -> tuple[set[str], list[str]]:
    """The private names that are made here, and the ends below which others may be made."""
    made = {name for item in inquiry.connect.offers for name in item.names}
    unclear: list[str] = []
    for system in inquiry.systems:
        for zone in system.of_type(ZONE, *NAMESPACES[1:]):
            if zone.type in NAMESPACES and inquiry.owns(zone) and not _entries(inquiry, zone):
                continue
            unclear.append(f".{as_text(zone.get('Name')).rstrip('.').lower()}" if as_text(zone.get("Name")) else "")
        for entry in system.of_type(DISCOVERY):
            namespace = inquiry.find(entry.get("DnsConfig", "NamespaceId") or entry.get("NamespaceId"), *NAMESPACES)
            if namespace is not None and as_text(entry.get("Name")):
                made.add(f"{as_text(entry.get('Name'))}.{as_text(namespace.get('Name'))}".lower())
        for record in system.of_type(*RECORDS):
            for one in (dict(record.properties), *as_list(record.get("RecordSets"))):
                made |= _name(at(one, "Name"), unclear)
                around = at(one, "HostedZoneId") or at(one, "HostedZoneName") or record.get("HostedZoneId")
                if inquiry.find(around, ZONE) is None and as_text(at(one, "Name")):
                    # A zone that was there before has other names beside this one.
                    unclear.append(f".{as_text(at(one, 'Name')).rstrip('.').lower().partition('.')[2]}")
    return made - {""}, unclear


def _entries(inquiry: Inquiry, namespace: Resource) -> list[Resource]:
    """The services of Cloud Map in a namespace: of one that has any, it is asked elsewhere which."""
    return [
        item
        for item in inquiry.system.of_type(DISCOVERY)
        if inquiry.find(item.get("DnsConfig", "NamespaceId") or item.get("NamespaceId"), *NAMESPACES) is namespace
    ]


def _name(value: Value, unclear: list[str]) -> set[str]:
    if isinstance(value, Unknown):
        unclear.append("")
        return set()
    name = as_text(value).rstrip(".").lower()
    if name.startswith("*."):
        unclear.append(name[1:])
    return {name}


def _looks_private(inquiry: Inquiry, host: str) -> bool:
    end = host.rpartition(".")[2]
    return is_ours(inquiry, host) or ("." in host and bool(get_close_matches(end, _MEANT, cutoff=0.8)))


def _own_vpc(inquiry: Inquiry, placement: Placement) -> bool:
    vpcs = [inquiry.find(item.get("VpcId"), "AWS::EC2::VPC") for item in placement.known_subnets]
    return bool(vpcs) and all(item is not None and inquiry.owns(item) for item in vpcs)


def _by_id(inquiry: Inquiry, address: Address) -> Resource | None:
    """The namespace whose id stands where its name belongs."""
    domain = address.host.partition(".")[2]
    spaces = [item for system in inquiry.systems for item in system.of_type(*NAMESPACES)]
    return next((item for item in spaces if domain == as_text(item.attributes.get("Id")).lower()), None)


def _nobody(inquiry: Inquiry, address: Address, made: list[str]) -> Found:
    definition, host = address.definition, address.host
    if (mistaken := _by_id(inquiry, address)) is not None:
        label, name = host.partition(".")[0], as_text(mistaken.get("Name"))
        wanted = f"{label}.{name}"
        return Found(
            definition,
            address.path,
            f"{address.variable} of {definition.logical_id} names {label} in {mistaken.logical_id} by the id of the "
            "namespace",
            f"Ref gives the id, and names end with the namespace's name: {host} does not resolve",
            f"write {wanted if wanted in made or not made else nearest(wanted, made) or wanted}",
            severity=Severity.ERROR,
        )
    near = nearest(host, made) or _beginning(host, made)
    space = _namespace(inquiry, host)
    where = "no namespace, zone or alias makes it"
    if space is not None:
        where = f"{space.logical_id} has no service of that name"
    only = f"; there {'is' if len(made) == 1 else 'are'} {', '.join(made)}" if made else ""
    alone = space is not None and inquiry.owns(space) and not exported(inquiry, space)
    return Found(
        definition,
        address.path,
        f"{address.variable} of {definition.logical_id} names {host}, which nothing here makes",
        f"{where}{only}: unless another stack makes it or a DNS server of your own knows it, {host} does not resolve"
        if not alone
        else f"{where}{only}: {host} does not resolve",
        f"write {near}" if near else f"make {host} in a Cloud Map namespace or a private hosted zone, or correct it",
        severity=Severity.ERROR if alone else None if near or made or space is not None else Severity.NOTE,
    )


def _beginning(host: str, made: list[str]) -> str:
    """What has the same domain, where there is one thing of it."""
    same = [item for item in made if item.partition(".")[2] == host.partition(".")[2]]
    return same[0] if len(same) == 1 else ""


def _namespace(inquiry: Inquiry, host: str) -> Resource | None:
    """The namespace that the name would be in."""
    for system in inquiry.systems:
        for item in system.of_type(*NAMESPACES):
            if as_text(item.get("Name")).lower() == host.partition(".")[2]:
                return item
    return None


CHECK = Check(
    "TRI050",
    Severity.WARNING,
    Question.TRIGGER,
    "A private name that tasks are told to call is made by nothing in the template",
    "https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
    _ask,
    gravest=Severity.ERROR,
)
