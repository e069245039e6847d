"""What Route 53 refuses about records, and about two private zones of one name in one VPC.

Whether an alias names the right hosted zone of a load balancer is asked by the checks on names.

Texts: Route 53's own as users of CloudFormation and Terraform quote them (read 2026-11-23):
https://github.com/boto/boto3/issues/1475 (a CNAME in the way), https://github.com/cloudfoundry/bosh-bootloader/issues/310
(at the apex), https://github.com/ansible-collections/amazon.aws/issues/2694 (in the way of a CNAME); those that
cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-route53-*``) reproduced on AWS.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, known, texts
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_text, at

ZONE, RECORD, RECORDS = "AWS::Route53::HostedZone", "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"
NAMESPACE = "AWS::ServiceDiscovery::PrivateDnsNamespace"
API = "route53.ChangeResourceRecordSets"
ROUTING = (
    "Weight",
    "Region",
    "Failover",
    "GeoLocation",
    "GeoProximityLocation",
    "MultiValueAnswer",
    "CidrRoutingConfig",
)
ALIAS_TYPES = ("A", "AAAA")
TYPES = (
    *("A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB"),
    *("TLSA", "TXT"),
)
# The zone of all distributions.
# https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html (read 2026-11-30)
CDN_ZONE = "Z2FDTNDATAQYW2"
# What is documented to be wrong and whose text isn't known.
_OURS = ("EvaluateTargetHealth can't", "A CNAME record has", "of an MX record", "of a CNAME record")
_MAIL = re.compile(r"\s*\d{1,5}\s+\S+\s*")
# Of these one name may have many sets, and CloudFormation adopts some that are there.
_ONCE = ("A", "AAAA")

_Said = tuple[str, PropertyPath]
# A record with the zone that it is in: ``(properties, zone)``.
_Record = tuple[Value, Value]


def record_refused(world: World, resource: Resource) -> Refusal | None:
    """AWS::Route53::RecordSet and RecordSetGroup."""
    zone_name = resource.get("HostedZoneName")
    if isinstance(zone_name, str) and zone_name and not zone_name.endswith("."):
        # "You must include a trailing dot":
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html;
        # reproduced on AWS by cdk-preflight 0.0.143 (pf-route53-zonename-trailing-dot; both read 2026-11-29).
        text = f"No hosted zone with name {zone_name} found"
        return Refusal(API, "NotFound", text, ("HostedZoneName",), instead=f"{zone_name}.", by_handler=True)
    own = list(_records(resource))
    for record, path, _ in own:
        kind = at(record, "Type")
        if isinstance(kind, str) and kind and kind not in TYPES:
            # https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (Type; read 2026-11-30)
            near = kind.upper() if kind.upper() in TYPES else ""
            text = f"The record type {kind} is none of {', '.join(TYPES)}."
            return Refusal(API, "InvalidInput", text, (*path, "Type"), instead=near, ours=True)
    names = {_bare(at(record, "Name")) for record, _, _ in own}
    others = list(_named(world, names))
    for record, path, zone in own:
        for message, place in _problems(world, record, zone, others):
            ours = any(text in message for text in _OURS)
            return Refusal(API, "InvalidChangeBatch", message, (*path, *place), ours=ours)
        others.append((record, zone))
    return None


def zone_refused(world: World, resource: Resource) -> Refusal | None:
    """A private zone of a name that the VPC has already, as a zone or as a namespace of Cloud Map."""
    vpcs = [at(item, "VPCId") for item in entries(resource.get("VPCs"))]
    for index, item in enumerate(entries(resource.get("VPCs"))):
        region, own = at(item, "VPCRegion"), world.own.find(at(item, "VPCId"), "AWS::EC2::VPC")
        if own is not None and isinstance(region, str) and region != world.scope.region:
            # InvalidVPCId: https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
            # (read 2026-11-29); the wording is ours.
            text = f"{region} has no VPC {own.physical_id}: {own.logical_id} is in {world.scope.region}."
            path: PropertyPath = ("VPCs", index, "VPCRegion")
            return Refusal(
                "route53.CreateHostedZone", "InvalidVPCId", text, path, instead="!Ref AWS::Region", ours=True
            )
    return conflicting_domain(world, resource, resource.get("Name"), texts(vpcs), "route53.CreateHostedZone")


def conflicting_domain(world: World, resource: Resource, name: Value, vpcs: list[str], api: str) -> Refusal | None:
    """The refusal of a second private zone of one name in one VPC."""
    for other in world.taken(ZONE, NAMESPACE):
        theirs = [at(item, "VPCId") for item in entries(other.get("VPCs"))] + [other.get("Vpc")]
        for vpc in vpcs:
            if isinstance(name, str) and vpc in theirs and _bare(other.get("Name")) == _bare(name):
                zone = other.physical_id if other.type == ZONE else as_text(other.attributes.get("HostedZoneId"))
                # As quoted by many users of Cloud Map (read 2026-11-23).
                text = (
                    f"The VPC {vpc} in region {world.scope.region} has already been associated with the hosted zone "
                    f"{zone} with the same domain name."
                )
                return Refusal(api, "ConflictingDomainExists", text, ("Name",))
    return None


def _records(resource: Resource) -> Iterator[tuple[Value, PropertyPath, Value]]:
    """Each record set with its place and its zone: an id, or a name with a dot at its end."""
    if resource.type == RECORD:
        yield dict(resource.properties), (), _zone(dict(resource.properties))
        return
    around = _zone(dict(resource.properties))
    for index, item in enumerate(entries(resource.get("RecordSets"))):
        own = _zone(item)
        yield item, ("RecordSets", index), around if own is None else own


def _named(world: World, names: set[str]) -> Iterator[_Record]:
    """The records of these names that are there, or that are being made."""
    for other in world.taken(RECORD, RECORDS):
        if other.type == RECORD and _bare(other.get("Name")) not in names:
            continue
        for record, _, zone in _records(other):
            if _bare(at(record, "Name")) in names:
                yield record, zone


def _zone(properties: Value) -> Value:
    value = at(properties, "HostedZoneId")
    name = at(properties, "HostedZoneName")
    return f"{_bare(name)}." if value is None and isinstance(name, str) else value if value is not None else name


def _bare(value: Value) -> str:
    return as_text(value).rstrip(".").lower()


def _domain(world: World, zone: Value) -> str:
    """The domain of a zone, "" where it isn't known."""
    found = world.find(zone, ZONE, NAMESPACE)
    if found is not None and found.type == ZONE:
        return _bare(found.get("Name"))
    return _bare(zone) if isinstance(zone, str) and zone.endswith(".") else ""


def _problems(world: World, record: Value, zone: Value, others: list[_Record]) -> Iterator[_Said]:
    name, kind = _bare(at(record, "Name")), as_text(at(record, "Type"))
    domain = _domain(world, zone)
    if not name or not kind:
        return
    if domain and name != domain and not name.endswith(f".{domain}"):
        yield f"[RRSet with DNS name {name}. is not permitted in zone {domain}.]", ("Name",)
    if domain and name == domain and kind == "CNAME":
        yield f"[RRSet of type CNAME with DNS name {name}. is not permitted at apex in zone {domain}.]", ("Type",)
    yield from _shape(record, name, kind)
    yield from _values(record, kind)
    yield from _in_the_way(record, zone, name, kind, domain or _bare(zone), others)


def _shape(record: Value, name: str, kind: str) -> Iterator[_Said]:
    alias, ttl, values = (at(record, key) for key in ("AliasTarget", "TTL", "ResourceRecords"))
    identifier = at(record, "SetIdentifier")
    change = f"Change with [Action=CREATE, Name={name}., Type={kind}, SetIdentifier={as_text(identifier) or 'null'}]"
    forms = "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]"
    if alias is None and (ttl is None or values is None):
        place: PropertyPath = ("TTL",) if values is not None else ()
        yield f"Invalid request: Expected exactly one of {forms}, but found none in {change}", place
    if is_given(alias) and (is_given(ttl) or is_given(values)):
        place = ("ResourceRecords",) if values is not None else ("TTL",)
        yield f"Invalid request: Expected exactly one of {forms}, but found more than one in {change}", place
    target = _bare(at(alias, "DNSName"))
    if kind not in ALIAS_TYPES and (".elb." in f".{target}" and target.endswith(".amazonaws.com")):
        # https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
        # (an alias for a load balancer is of type A or AAAA), in the form that users quote for other targets that
        # don't fit (read 2026-11-23).
        zone = as_text(at(alias, "HostedZoneId"))
        text = f"[Tried to create an alias that targets {target}., type {kind} in zone {zone}, but that target was not "
        yield f"{text}found]", ("Type",)
    cdn = as_text(at(alias, "HostedZoneId")) == CDN_ZONE and not target.endswith(".amazonaws.com")
    if cdn and as_flag(at(alias, "EvaluateTargetHealth")):
        # https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html ("You can't set
        # EvaluateTargetHealth to true when the alias target is a CloudFront distribution"; read 2026-11-30)
        text = "EvaluateTargetHealth can't be true where the target of an alias is a CloudFront distribution."
        yield text, ("AliasTarget", "EvaluateTargetHealth")
    if target and "." not in target and not target.startswith("arn:"):
        # https://github.com/aws/aws-cdk/issues/19643 and https://github.com/harmony-one/harmony-ops/issues/491
        # (read 2026-11-29)
        tried = f"Tried to create an alias that targets {target}., type {kind} in zone"
        tried = f"{tried} {as_text(at(alias, 'HostedZoneId'))}, but"
        text = f"[{tried} the alias target name does not lie within the target zone, {tried} that target was not found]"
        yield text, ("AliasTarget", "DNSName")
    routed = [key for key in ROUTING if is_given(at(record, key)) and at(record, key) is not False]
    yield from _routing(record, kind, routed)
    if routed and identifier is None:
        yield f"Invalid request: Missing field 'SetIdentifier' in {change}", (routed[0],)


def _routing(record: Value, kind: str, routed: list[str]) -> Iterator[_Said]:
    """cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rules
    ``pf-route53-multivalue-alias``, ``-failover-requires-health-check`` and ``-private-zone-health-check-policy``,
    reproduced on AWS; read 2026-11-30).
    """
    checked, alias = at(record, "HealthCheckId"), at(record, "AliasTarget")
    if "MultiValueAnswer" in routed and is_given(alias):
        yield "[Multivalue answer rrset should not be an alias rrset]", ("MultiValueAnswer",)
    if at(record, "Failover") == "PRIMARY" and alias is None and checked is None:
        yield "[A non-alias primary ResourceRecordSet must have an associated health check]", ("Failover",)
    if is_given(checked) and not any(at(record, key) is not None for key in ROUTING):
        text = (
            "DNS name must have alternate ResourceRecordSet responses configured via a routing policy (e.g., Weight, "
        )
        yield f"[{text}Region, etc.) if a health check is attached. No changes made.]", ("HealthCheckId",)


def _values(record: Value, kind: str) -> Iterator[_Said]:
    for index, value in enumerate(entries(at(record, "ResourceRecords"))):
        if not isinstance(value, str):
            continue
        said = ""
        if index == 1 and kind == "CNAME":
            # "A CNAME record set can have one value": rule E3023 of cfn-lint 1.58.0 (data/schemas/extensions/
            # aws_route53_recordset/recordset.json) and
            # https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-basic.html (read
            # 2026-11-30)
            yield "A CNAME record has one value.", ("ResourceRecords",)
        if kind == "MX" and _MAIL.fullmatch(value) is None:
            # "[priority] [mail server name]": the same page of Route 53, ResourceRecordTypes.html#MXFormat
            yield f"The value {value} of an MX record lacks its priority, as in 10 {value}.", ("ResourceRecords", index)
        if kind == "CNAME" and ("://" in value or "/" in value):
            yield f"The value {value} of a CNAME record is no domain name.", ("ResourceRecords", index)
        if kind == "A" and not _is_address(value, 4):
            said = "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)"
        elif kind == "AAAA" and not _is_address(value, 6):
            said = "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)"
        elif kind in ("TXT", "SPF") and not value.strip().startswith('"'):
            said = "InvalidCharacterString (Value should be enclosed in quotation marks)"
        if said:
            text = f"[Invalid Resource Record: 'FATAL problem: {said} encountered with '{value}'']"
            yield text, ("ResourceRecords", index)


def _is_address(text: str, version: int) -> bool:
    try:
        return ipaddress.ip_address(text.strip()).version == version
    except ValueError:
        return False


def _in_the_way(
    record: Value, zone: Value, name: str, kind: str, domain: str, others: list[_Record]
) -> Iterator[_Said]:
    """Records that the zone has already: of the same name and type, or a CNAME that wants a name for itself."""
    if not isinstance(zone, str) or isinstance(at(record, "SetIdentifier"), Unknown):
        return
    for other, place in others:
        if place != zone or _bare(at(other, "Name")) != name or not known(at(other, "SetIdentifier")):
            continue
        theirs = as_text(at(other, "Type"))
        same_set = at(other, "SetIdentifier") == at(record, "SetIdentifier")
        if theirs == kind and kind in _ONCE and same_set:
            set_text = f", set-identifier='{at(record, 'SetIdentifier')}'" if at(record, "SetIdentifier") else ""
            text = (
                f"[Tried to create resource record set [name='{name}.', type='{kind}'{set_text}] but it already exists]"
            )
            yield text, ("Name",)
        elif theirs != kind and theirs == "CNAME":
            yield (
                f"[RRSet of type {kind} with DNS name {name}. is not permitted because a conflicting RRSet of type "
                f"CNAME with the same DNS name already exists in zone {domain}.]",
                ("Name",),
            )
        elif theirs and theirs != kind and kind == "CNAME":
            yield (
                f"[RRSet of type CNAME with DNS name {name}. is not permitted as it conflicts with other records with "
                f"the same DNS name in zone {domain}.]",
                ("Name",),
            )
