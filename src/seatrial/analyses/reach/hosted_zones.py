"""Names of hosted zones and of Cloud Map: where a record of the stacks leads.

A private zone answers for all of its domain in its VPCs, so what it doesn't hold is not there, even if it is public.

Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html and
https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-services.html (read 2026-11-23).
"""

from __future__ import annotations

from msgspec import Struct, field

from seatrial.analyses.reach.crossing import first_unknown
from seatrial.analyses.reach.holdings import KINDS
from seatrial.analyses.reach.survey import Key, Survey, Vpc
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

ZONE, RECORD, RECORDS = "AWS::Route53::HostedZone", "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"
NAMESPACE, DISCOVERY = "AWS::ServiceDiscovery::PrivateDnsNamespace", "AWS::ServiceDiscovery::Service"
ECS_SERVICE = "AWS::ECS::Service"
_LEADING = ("A", "AAAA", "CNAME")


class Record(Struct, frozen=True):
    """``to`` is a name or an address, or the reason why that isn't known; ``resource`` what the text names for it."""

    name: str
    place: Resource
    path: PropertyPath
    to: str | Unknown
    resource: Resource | None = None


class Missing(Struct, frozen=True):
    """A private zone is for the name, and answers nothing. ``doubt`` is why the name may be there all the same."""

    zone: Resource
    domain: str
    doubt: str = ""


class _Zone(Struct):
    resource: Resource
    domain: str
    private: bool
    vpcs: tuple[Key, ...]
    records: dict[str, Record] = field(default_factory=dict)
    doubt: str = ""


class HostedZones:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._zones: list[_Zone] = []
        self._loose: dict[str, Record] = {}
        by_id: dict[str, _Zone] = {}
        for resource in survey.of_type(ZONE):
            listed = resource.get("VPCs")
            keys = tuple(_key(at(item, "VPCId")) for item in as_list(listed))
            zone = _Zone(
                resource, _name(resource.get("Name")), listed is not None, keys, doubt=survey.meddler(resource)
            )
            self._zones.append(zone)
            by_id[resource.physical_id] = zone
        for resource in survey.of_type(NAMESPACE):
            zone = _Zone(resource, _name(resource.get("Name")), True, (_key(resource.get("Vpc")),))
            self._zones.append(zone)
            by_id[resource.physical_id] = by_id[as_text(resource.attributes.get("HostedZoneId"))] = zone
        for resource in survey.of_type(RECORD):
            self._add(by_id, resource, dict(resource.properties), (), resource)
        for resource in survey.of_type(RECORDS):
            for index, item in enumerate(as_list(resource.get("RecordSets"))):
                self._add(by_id, resource, item, ("RecordSets", index), resource)
        self._add_services(by_id)
        # The most specific zone answers; a private one before a public one.
        self._zones.sort(key=lambda zone: (not zone.private, -len(zone.domain)))

    def _add(
        self, by_id: dict[str, _Zone], resource: Resource, item: Value, path: PropertyPath, group: Resource
    ) -> None:
        if at(item, "Type") not in _LEADING:
            return
        record = self._record(resource, item, path)
        zone_id = at(item, "HostedZoneId") or group.get("HostedZoneId")
        domain = _name(at(item, "HostedZoneName") or group.get("HostedZoneName"))
        zone = by_id.get(as_text(zone_id))
        zone = zone or next((found for found in self._zones if domain and found.domain == domain), None)
        if not record.name:
            if zone is not None and isinstance(at(item, "Name"), Unknown):
                zone.doubt = zone.doubt or first_unknown(at(item, "Name"))
            return
        (zone.records if zone is not None else self._loose).setdefault(record.name, record)

    def _record(self, resource: Resource, item: Value, path: PropertyPath) -> Record:
        name = _name(at(item, "Name"))
        alias = at(item, "AliasTarget", "DNSName")
        where: PropertyPath = (*path, "AliasTarget", "DNSName") if alias is not None else (*path, "ResourceRecords")
        value = alias if alias is not None else next(iter(as_list(at(item, "ResourceRecords"))), None)
        if isinstance(value, Unknown):
            named = [self._resource(id) for id in sorted(self._survey.hints(resource, *where))]
            held = [found for found in named if found is not None and found.type in KINDS]
            return Record(name, resource, where, value, held[0] if len(held) == 1 else None)
        return Record(name, resource, where, _name(value))

    def _resource(self, logical_id: str) -> Resource | None:
        for system in self._survey.systems:
            if logical_id in system.resources:
                return system.resources[logical_id]
        return None

    def _add_services(self, by_id: dict[str, _Zone]) -> None:
        """Cloud Map services, which hold the addresses of the tasks that an ECS service registers there."""
        tasks = {
            as_text(at(item, "RegistryArn")): service
            for service in self._survey.of_type(ECS_SERVICE)
            for item in as_list(service.get("ServiceRegistries"))
        }
        for found in self._survey.of_type(DISCOVERY):
            zone = by_id.get(as_text(found.get("DnsConfig", "NamespaceId") or found.get("NamespaceId")))
            name = _name(found.get("Name"))
            if zone is None or not name:
                continue
            service = tasks.get(found.arn)
            to = Unknown(f"what {found.logical_id} registers is not in the templates")
            record = Record(f"{name}.{zone.domain}", found, (), to, service)
            zone.records.setdefault(record.name, record)

    def look_up(self, vpc: Vpc, name: str) -> Record | Missing | None:
        """What the zones say of a name in a VPC; None where they have nothing to say."""
        elsewhere: _Zone | None = None
        for zone in self._zones:
            if not zone.domain or not (name == zone.domain or name.endswith(f".{zone.domain}")):
                continue
            record = zone.records.get(name) or _wild(zone, name)
            if zone.private and vpc.key not in zone.vpcs:
                elsewhere = elsewhere or (zone if record is not None else None)
            elif record is not None:
                return record
            elif zone.private:
                return Missing(zone.resource, zone.domain, self._others(zone))
        if elsewhere is not None and name not in self._loose:
            doubt = f"{elsewhere.resource.logical_id} has {name}, and answers in other VPCs than {vpc.name}"
            return Missing(elsewhere.resource, elsewhere.domain, doubt)
        return self._loose.get(name)

    def _others(self, zone: _Zone) -> str:
        """Why a zone may hold more than the stacks say."""
        name = zone.resource.logical_id
        if zone.doubt:
            return zone.doubt
        if zone.resource.type == NAMESPACE:
            for service in self._survey.of_type(ECS_SERVICE):
                if service.get("ServiceConnectConfiguration") is not None:
                    return f"Service Connect gives names of {name} to tasks, and not by DNS"
        exported = any(
            output.export_name and output.value == zone.resource.physical_id
            for system in self._survey.systems
            for output in system.outputs.values()
        )
        if exported or not zone.records:
            return f"the records of {name} are not in the templates"
        return ""


def _wild(zone: _Zone, name: str) -> Record | None:
    parts = name.split(".")
    return next(
        (found for length in range(1, len(parts)) if (found := zone.records.get(f"*.{'.'.join(parts[length:])}"))), None
    )


def _key(value: Value) -> Key:
    return value if isinstance(value, Unknown) else as_text(value)


def _name(value: Value) -> str:
    return as_text(value).rstrip(".").lower().replace("\\052", "*")
