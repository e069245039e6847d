"""The names that interface endpoints of a VPC take over from the public ones of their services.

They do with private DNS, for which the VPC needs host names as well. Source:
https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
(PrivateDnsEnabled is false by default; read 2026-11-23).
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from seatrial.analyses.reach.crossing import Place, first_unknown
from seatrial.analyses.reach.holdings import ENDPOINT
from seatrial.analyses.reach.route_tables import endpoint_type
from seatrial.analyses.reach.survey import Key, Survey, Vpc
from seatrial.kinds.endpoint_services import GATEWAY_SERVICES, endpoint_hosts, is_of_region, service_of
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_list, as_text

ANY_HOST, ANY_OTHER_HOST = "*", "*-"
# Endpoints whose names are not those of an AWS service.
_OTHER_TYPES = ("Resource", "ServiceNetwork")
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d\Z")


class Idle(Struct, frozen=True):
    """An endpoint of the VPC that would be there for a name, but doesn't answer for it: why, and what mends it."""

    endpoint: Resource
    because: str
    mend: str
    place: Place


class Taken(Struct, frozen=True):
    """What endpoints do about a name: one answers; or one may, and ``doubt`` is why that isn't known."""

    endpoint: Resource
    doubt: str = ""


class _Hosts(Struct):
    """The names of one VPC's endpoints: those that are answered for, those that are not, those that may be."""

    taken: list[tuple[str, Resource]] = field(default_factory=list)
    idle: list[tuple[str, Resource]] = field(default_factory=list)
    doubts: list[tuple[str, str, Resource]] = field(default_factory=list)


class EndpointNames:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._hosts: dict[Key, _Hosts] = {}

    def look_up(self, vpc: Vpc, name: str) -> Taken | Idle | None:
        """What the endpoints of a VPC do about a name."""
        hosts = self._of(vpc)
        for pattern, endpoint in hosts.taken:
            if _matches(pattern, name):
                return Taken(endpoint)
        for pattern, reason, endpoint in hosts.doubts:
            if _matches(pattern, name):
                return Taken(endpoint, reason)
        return next((_idle(endpoint, vpc) for pattern, endpoint in hosts.idle if _matches(pattern, name)), None)

    def _of(self, vpc: Vpc) -> _Hosts:
        found = self._hosts.get(vpc.key)
        if found is None:
            found = self._hosts[vpc.key] = _Hosts()
            for endpoint in self._survey.of_type(ENDPOINT):
                owner = endpoint.get("VpcId")
                if (owner if isinstance(owner, Unknown) else as_text(owner)) == vpc.key:
                    self._add(found, endpoint, vpc, "")
                elif isinstance(owner, Unknown) and vpc.name in self._survey.hints(endpoint, "VpcId"):
                    self._add(found, endpoint, vpc, owner.reason)
        return found

    def _add(self, found: _Hosts, endpoint: Resource, vpc: Vpc, doubt: str) -> None:
        kind, service, private = (endpoint.get(key) for key in ("VpcEndpointType", "ServiceName", "PrivateDnsEnabled"))
        only = endpoint.get("DnsOptions", "PrivateDnsOnlyForInboundResolverEndpoint")
        names = vpc.resource.get("EnableDnsHostnames") if vpc.resource is not None and as_flag(private) else None
        doubt = doubt or first_unknown(kind, service, private, only, names)
        if not isinstance(kind, Unknown) and endpoint_type(endpoint) != "Interface":
            if endpoint_type(endpoint) in _OTHER_TYPES and private is not None:
                found.doubts.append((ANY_OTHER_HOST, _untold(endpoint), endpoint))
            return
        own = "" if isinstance(service, Unknown) else as_text(service)
        if ".vpce-svc-" in own:
            if as_flag(private):
                found.doubts.append((ANY_OTHER_HOST, doubt or _untold(endpoint), endpoint))
            return
        region = self._survey.region_of(endpoint)
        if own and not is_of_region(own, as_text(endpoint.get("ServiceRegion")) or region):
            # EC2 knows no such service here, and if it did: tasks call the names of their own region.
            return
        hosts = endpoint_hosts(service_of(own), region) if own else (ANY_HOST,)
        if doubt:
            found.doubts += [(host.lower(), doubt, endpoint) for host in hosts]
            return
        for entry in as_list(endpoint.attributes.get("DnsEntries")):
            found.taken.append((as_text(entry).split(":", 1)[-1].lower(), endpoint))
        if as_text(only) == "OnlyInboundResolver":
            return
        # In a VPC of no template here both attributes are taken to be set: EC2 refuses private DNS without them.
        set_up = vpc.resource is None or (as_flag(names) and as_flag(vpc.resource.get("EnableDnsSupport"), True))
        for host in hosts:
            (found.taken if as_flag(private) and set_up else found.idle).append((host.lower(), endpoint))


def _untold(endpoint: Resource) -> str:
    return f"which names {endpoint.logical_id} takes over is not in the templates"


def _idle(endpoint: Resource, vpc: Vpc) -> Idle:
    own = not as_flag(endpoint.get("PrivateDnsEnabled"))
    key, at = ("PrivateDnsEnabled", endpoint) if own else ("EnableDnsHostnames", vpc.resource or endpoint)
    place = Place(at, (key,) if key in at.properties else ())
    return Idle(endpoint, f"{key} of {at.logical_id} is not true", f"set {key}: true in {at.logical_id}", place)


def _matches(pattern: str, name: str) -> bool:
    if pattern == ANY_OTHER_HOST:
        return "amazonaws" not in name.split(".")
    return name == pattern or pattern == ANY_HOST or (pattern.startswith("*.") and name.endswith(pattern[1:]))


def gateway_services(name: str, region: str) -> frozenset[str]:
    """The services with gateway endpoints in a region that answer at a host's addresses.

    A gateway endpoint is for its own region; a name without a region is taken to be of it.
    """
    labels = name.split(".")
    if "amazonaws" not in labels:
        return frozenset()
    if any(_REGION.match(label) and label != region for label in labels[-5:]):
        return frozenset()
    return frozenset(
        service
        for service in GATEWAY_SERVICES
        if service in labels or any(label == f"{service}-{region}" for label in labels)
    )
