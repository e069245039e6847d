"""What the VPC's resolver answers: an interface of this system, or an address of the internet.

Private hosted zones of the VPC come first, then the private names of interface endpoints, load balancers, and last what
is public. Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html,
https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html and
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html (read 2026-11-23).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from seatrial.analyses.reach.crossing import first_unknown
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.route_tables import ENDPOINT, endpoint_type
from seatrial.analyses.reach.survey import Key, Survey, Vpc
from seatrial.kinds.endpoint_services import GATEWAY_SERVICES, endpoint_hosts, service_of
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_flag, as_list, as_text

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
DHCP_ASSOCIATION, DHCP_OPTIONS = "AWS::EC2::VPCDHCPOptionsAssociation", "AWS::EC2::DHCPOptions"
AMAZON_DNS = "AmazonProvidedDNS"


@dataclass(frozen=True, slots=True)
class Answer:
    """``resource`` is the interface endpoint or load balancer behind the name; without one it is a public address.

    ``public`` is whether the name leads to public addresses. ``services`` are the AWS services with prefix lists that
    answer there. ``idle`` is an endpoint of the VPC for this service that doesn't answer for its name, and why.
    ``exists`` is False where nobody has the name.
    """

    hops: tuple[Hop, ...] = ()
    resource: Resource | None = None
    public: bool = True
    services: frozenset[str] = frozenset()
    idle: Resource | None = None
    idle_because: str = ""
    idle_mend: str = ""
    idle_at: Resource | None = None
    idle_path: PropertyPath = ()
    exists: bool = True


@dataclass(slots=True)
class _Endpoints:
    """Interface endpoints of one VPC: by the names that they take over, and what isn't known of them."""

    hosts: list[tuple[str, Resource]] = field(default_factory=list)
    idle: list[tuple[str, Resource]] = field(default_factory=list)
    doubts: list[tuple[str, Resource]] = field(default_factory=list)


class Names:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._endpoints: dict[Key, _Endpoints] = {}
        self._balancers: dict[str, Resource] | None = None

    def resolve(self, vpc: Vpc, host: str) -> Answer:
        """Where a name leads to from a VPC."""
        name = str.__str__(host).rstrip(".").lower()
        hop = self._resolver(vpc)
        if hop is not None and hop.verdict is Verdict.NO:
            return Answer((hop,), exists=False)
        hops = (hop,) if hop is not None else ()
        endpoints = self._endpoints_of(vpc)
        for pattern, endpoint in endpoints.hosts:
            if matches(pattern, name):
                found = Hop(f"{endpoint.logical_id} answers for {name}", resource=endpoint)
                return Answer((*hops, found), endpoint, public=False)
        for reason, endpoint in endpoints.doubts:
            hops = (*hops, Hop(reason, Verdict.CANNOT_TELL, endpoint))
        balancer = self._balancer(name)
        if balancer is not None:
            scheme = balancer.get("Scheme")
            if isinstance(scheme, Unknown):
                return Answer((*hops, Hop(scheme.reason, Verdict.CANNOT_TELL, balancer, ("Scheme",))), balancer)
            public = as_text(scheme) != "internal"
            found = Hop(f"{name} is {balancer.logical_id}'s name", resource=balancer)
            return Answer((*hops, found), balancer, public)
        for pattern, endpoint in endpoints.idle:
            if matches(pattern, name):
                return _idle(endpoint, vpc, hops, services_of(name))
        return Answer(hops, services=services_of(name))

    def _resolver(self, vpc: Vpc) -> Hop | None:
        """Whether the VPC has a resolver; None where it has AWS's and nothing is in the way."""
        if vpc.resource is None:
            return None
        other = self._other_resolver(vpc)
        if other is not None:
            return other
        support = vpc.resource.get("EnableDnsSupport")
        if isinstance(support, Unknown):
            return Hop(support.reason, Verdict.CANNOT_TELL, vpc.resource, ("EnableDnsSupport",))
        if not as_flag(support, True):
            what = f"{vpc.name} has no resolver, because its EnableDnsSupport is false"
            mend = f"set EnableDnsSupport: true in {vpc.name}"
            path = ("EnableDnsSupport",)
            return Hop(what, Verdict.NO, vpc.resource, path, Code.UNKNOWN_DESTINATION, mend)
        return None

    def _other_resolver(self, vpc: Vpc) -> Hop | None:
        for item in self._survey.of_type(DHCP_ASSOCIATION):
            if item.get("VpcId") != vpc.key:
                continue
            options = self._survey.find(item.get("DhcpOptionsId"), DHCP_OPTIONS)
            if options is None:
                reason = first_unknown(item.get("DhcpOptionsId")) or "its DHCP options are in no template here"
                return Hop(reason, Verdict.CANNOT_TELL, item, ("DhcpOptionsId",))
            servers = options.get("DomainNameServers")
            listed = as_list(servers)
            if listed and any(isinstance(server, Unknown) or as_text(server) != AMAZON_DNS for server in listed):
                reason = f"{options.logical_id} gives {vpc.name} a resolver whose answers are in no template here"
                return Hop(reason, Verdict.CANNOT_TELL, options, ("DomainNameServers",))
        return None

    def _endpoints_of(self, vpc: Vpc) -> _Endpoints:
        found = self._endpoints.get(vpc.key)
        if found is None:
            found = self._endpoints[vpc.key] = _Endpoints()
            for endpoint in self._survey.of_type(ENDPOINT):
                owner = endpoint.get("VpcId")
                if (owner if isinstance(owner, Unknown) else as_text(owner)) == vpc.key:
                    self._add(found, endpoint, vpc)
        return found

    def _add(self, found: _Endpoints, endpoint: Resource, vpc: Vpc) -> None:
        kind, service, private = (endpoint.get(key) for key in ("VpcEndpointType", "ServiceName", "PrivateDnsEnabled"))
        reason = first_unknown(kind, service, private)
        if reason and (isinstance(kind, Unknown) or endpoint_type(endpoint) == "Interface"):
            found.doubts.append((reason, endpoint))
            return
        if endpoint_type(endpoint) != "Interface":
            return
        for entry in as_list(endpoint.attributes.get("DnsEntries")):
            found.hosts.append((as_text(entry).split(":", 1)[-1].lower(), endpoint))
        hosts = endpoint_hosts(service_of(as_text(service)), self._survey.region_of(endpoint))
        # "Default: false" in CloudFormation; in a VPC of another template it is the rule that EC2 refuses it without:
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
        answers = as_flag(private) and (
            vpc.resource is None
            or (as_flag(vpc.resource.get("EnableDnsHostnames")) and as_flag(vpc.resource.get("EnableDnsSupport"), True))
        )
        for host in hosts:
            (found.hosts if answers else found.idle).append((host.lower(), endpoint))

    def _balancer(self, name: str) -> Resource | None:
        if self._balancers is None:
            self._balancers = {}
            for item in self._survey.of_type(BALANCER):
                own = item.attributes.get("DNSName")
                if isinstance(own, str) and own:
                    self._balancers[own.lower()] = item
        return self._balancers.get(name) or self._balancers.get(name.removeprefix("dualstack."))


def _idle(endpoint: Resource, vpc: Vpc, hops: tuple[Hop, ...], services: frozenset[str]) -> Answer:
    """The public answer, with why an interface endpoint of the VPC doesn't answer, and what makes it answer."""
    own = not as_flag(endpoint.get("PrivateDnsEnabled"))
    key, place = ("PrivateDnsEnabled", endpoint) if own else ("EnableDnsHostnames", vpc.resource or endpoint)
    return Answer(
        hops,
        services=services,
        idle=endpoint,
        idle_because=f"{key} of {place.logical_id} is not true",
        idle_mend=f"set {key}: true in {place.logical_id}",
        idle_at=place,
        idle_path=(key,) if key in place.properties else (),
    )


def matches(pattern: str, name: str) -> bool:
    return name == pattern or (pattern.startswith("*.") and name.endswith(pattern[1:]))


def services_of(name: str) -> frozenset[str]:
    """The services with gateway endpoints that answer at a host's addresses."""
    labels = name.split(".")
    if "amazonaws" not in labels:
        return frozenset()
    return frozenset(
        service
        for service in GATEWAY_SERVICES
        if service in labels or any(label.startswith(f"{service}-") for label in labels)
    )
