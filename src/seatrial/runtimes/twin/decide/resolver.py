"""What the Amazon-provided resolver answers in a VPC, and public DNS on the internet.

Private hosted zones of the VPC come first, then the private names of interface endpoints, load balancers and instances,
then what is public. Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html and
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.across import find, of_type
from seatrial.kinds.endpoint_services import endpoint_hosts, service_of
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Properties, Value, as_dict, as_flag, as_list, as_text, at
from seatrial.runtimes.twin.decide.aws_endpoints import public_address_of
from seatrial.runtimes.twin.decide.elbv2_load_balancer import namespace_of
from seatrial.runtimes.twin.decide.network import VPC, Interface, endpoint_type, short
from seatrial.runtimes.twin.decide.registries import registry_address_of

TTL_SECONDS = 60
MOST_ALIASES = 8
_INSTANCE = re.compile(r"ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.(ec2\.internal|[a-z0-9-]+\.compute\.internal)\Z")


class Record(Struct, frozen=True):
    """One answer: type "A", "CNAME", "TXT", "MX", "NS" or "SRV" and its text."""

    name: str
    type: str
    value: str
    ttl_seconds: int = TTL_SECONDS


class Answer(Struct, frozen=True):
    """``exists`` is whether the name is there at all, for this type or another."""

    records: tuple[Record, ...] = ()
    exists: bool = True


class Directory(Struct, frozen=True):
    """Everything that names can lead to."""

    systems: Sequence[System]
    interfaces: Sequence[Interface] = ()


def resolve(directory: Directory, vpc_id: str | None, name: str, type: str) -> Answer:
    """What a resolver answers to a question from a VPC; from the internet for None."""
    asked = name.rstrip(".").lower()
    found: list[Record] = []
    target = asked
    for _ in range(MOST_ALIASES):
        answer = _one(directory, vpc_id, target, type)
        if answer is None:
            return Answer(tuple(found), exists=bool(found))
        found += answer
        last = answer[-1] if answer else None
        if last is None or last.type != "CNAME" or type == "CNAME":
            break
        target = last.value.rstrip(".").lower()
    return Answer(tuple(found))


def _one(directory: Directory, vpc_id: str | None, name: str, type: str) -> list[Record] | None:
    """Records of one name; empty when it has none of the type, None when nobody has the name."""
    hosted = _hosted(directory, vpc_id, name, type)
    if hosted is not None:
        return hosted
    addresses = _addresses(directory, vpc_id, name)
    if addresses is None:
        return None
    return [Record(name, "A", address) for address in addresses] if type in ("A", "ANY") else []


def _addresses(directory: Directory, vpc_id: str | None, name: str) -> list[str] | None:
    if vpc_id is not None:
        if endpoint := _endpoint_addresses(directory, vpc_id, name):
            return endpoint
        if match := _INSTANCE.match(name):
            return [".".join(match.groups()[:4])] if all(int(part) < 256 for part in match.groups()[:4]) else None
    balancer = _balancer_addresses(directory, name)
    if balancer is not None:
        return balancer
    if vpc_id is not None and any(private for private, _, _ in _zones(directory, vpc_id, name)):
        # "If there's a matching private hosted zone but there's no record ... Resolver doesn't forward the request to a
        # public DNS resolver": Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html.
        return None
    address = public_address_of(name) or registry_address_of(directory.systems, name)
    return [address] if address else None


def _balancer_addresses(directory: Directory, name: str) -> list[str] | None:
    for balancer in of_type(directory.systems, "AWS::ElasticLoadBalancingV2::LoadBalancer"):
        own = as_text(balancer.attributes.get("DNSName")).lower()
        # ALB answers under its name with "dualstack." before it as well: Route 53 aliases from the console have it.
        if own and name in (own, f"dualstack.{own}"):
            nodes = [item for item in directory.interfaces if item.owner == namespace_of(balancer.arn)]
            public = as_text(balancer.get("Scheme")) != "internal"
            return sorted(item.public_address if public else item.address for item in nodes)
    return None


def _endpoint_addresses(directory: Directory, vpc_id: str, name: str) -> list[str]:
    """The private addresses behind a service's public name, where an interface endpoint of the VPC takes it over."""
    for endpoint in of_type(directory.systems, "AWS::EC2::VPCEndpoint"):
        if endpoint.get("VpcId") != vpc_id or endpoint_type(endpoint) != "Interface":
            continue
        region = _region_of(directory, endpoint)
        own = [as_text(item).split(":", 1)[-1] for item in as_list(endpoint.attributes.get("DnsEntries"))]
        names = list(own)
        # "Private DNS ... requires enableDnsHostnames and enableDnsSupport":
        # vpc/latest/privatelink/manage-dns-names.html.
        # PrivateDnsEnabled is true unless said otherwise when CloudFormation creates the endpoint.
        if as_flag(endpoint.get("PrivateDnsEnabled"), False) and _dns_hostnames(directory, vpc_id):
            names += endpoint_hosts(service_of(as_text(endpoint.get("ServiceName"))), region)
        if any(_matches(pattern.lower(), name) for pattern in names):
            return sorted(_endpoint_nodes(directory, endpoint))
    return []


def _endpoint_nodes(directory: Directory, endpoint: Resource) -> Iterator[str]:
    for subnet in as_list(endpoint.get("SubnetIds")):
        owner = f"vpce-{short(f'{endpoint.physical_id}/{as_text(subnet)}')}"
        yield from (item.address for item in directory.interfaces if item.owner == owner)


def _region_of(directory: Directory, resource: Resource) -> str:
    for system in directory.systems:
        if system.resources.get(resource.logical_id) is resource:
            return system.scope.region
    return directory.systems[0].scope.region if directory.systems else "us-east-1"


def _dns_hostnames(directory: Directory, vpc_id: str) -> bool:
    vpc = find(directory.systems, vpc_id, VPC)
    return (
        vpc is not None and as_flag(vpc.get("EnableDnsHostnames"), False) and as_flag(vpc.get("EnableDnsSupport"), True)
    )


def _matches(pattern: str, name: str) -> bool:
    return name == pattern or (pattern.startswith("*.") and name.endswith(pattern[1:]))


def _hosted(directory: Directory, vpc_id: str | None, name: str, type: str) -> list[Record] | None:
    """Records of the most specific hosted zone that holds a name; a private zone before a public one."""
    zones = _zones(directory, vpc_id, name)
    if not zones:
        zones = [(False, "", None)] if _records(directory, None, name) else []  # type: ignore[list-item]
    for _, _, zone in zones:
        sets = _records(directory, zone, name)
        if sets:
            return [record for item in sets for record in _answers(directory, vpc_id, item, name, type)]
    return None


def _zones(directory: Directory, vpc_id: str | None, name: str) -> list[tuple[bool, str, Resource]]:
    """The hosted zones that a name of this VPC falls into, in the order in which they are asked: private or not, the
    domain, the zone.
    """
    zones = [
        (private, domain, zone)
        for zone in of_type(directory.systems, "AWS::Route53::HostedZone")
        for domain in [as_text(zone.get("Name")).rstrip(".").lower()]
        for private in [bool(zone.get("VPCs"))]
        if domain and (name == domain or name.endswith(f".{domain}"))
        if not private or any(at(item, "VPCId") == vpc_id for item in as_list(zone.get("VPCs")))
    ]
    return sorted(zones, key=lambda item: (not item[0], -len(item[1])))


def _records(directory: Directory, zone: Resource | None, name: str) -> list[Properties]:
    """The record sets of a name in a zone; those of a wildcard when there is none of the name itself."""
    sets = list(_record_sets(directory, zone))
    exact = [item for item in sets if as_text(item.get("Name")).rstrip(".").lower() == name]
    if exact:
        return exact
    wildcard = [item for item in sets if as_text(item.get("Name")).startswith(("*.", "\\052."))]
    return [item for item in wildcard if name.endswith("." + as_text(item.get("Name")).split(".", 1)[1].rstrip("."))]


def _record_sets(directory: Directory, zone: Resource | None) -> Iterator[Properties]:
    """Record sets of a zone; with None those whose zone is in no stack, which is how people use an existing one."""
    for resource in of_type(directory.systems, "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"):
        if not _belongs(directory, resource, zone):
            continue
        if resource.type == "AWS::Route53::RecordSet":
            yield resource.properties
        else:
            yield from (as_dict(item) for item in as_list(resource.get("RecordSets")))


def _belongs(directory: Directory, resource: Resource, zone: Resource | None) -> bool:
    zone_id, zone_name = resource.get("HostedZoneId"), as_text(resource.get("HostedZoneName")).rstrip(".")
    if zone is not None:
        return zone_id == zone.physical_id or (zone_name != "" and zone_name == as_text(zone.get("Name")).rstrip("."))
    return find(directory.systems, zone_id, "AWS::Route53::HostedZone") is None


def _answers(directory: Directory, vpc_id: str | None, item: Properties, name: str, type: str) -> Iterator[Record]:
    own = as_text(item.get("Type")).upper()
    alias: Value = at(dict(item), "AliasTarget", "DNSName")
    if alias:
        if own == type or type == "ANY":
            answer = resolve(directory, vpc_id, as_text(alias), type)
            yield from (Record(name, record.type, record.value) for record in answer.records if record.type == own)
        return
    if own != type and own != "CNAME" and type != "ANY":
        return
    ttl = int(as_text(item.get("TTL")) or TTL_SECONDS) if as_text(item.get("TTL")).isdigit() else TTL_SECONDS
    for value in as_list(item.get("ResourceRecords")):
        yield Record(name, own, as_text(value), ttl)
