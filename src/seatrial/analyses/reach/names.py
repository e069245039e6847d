"""What the VPC's resolver answers: an interface of this system, or an address of the internet.

Private hosted zones of the VPC come first, then the private names of interface endpoints and load balancers, and last
what is public. Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html,
https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html,
https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html (read 2026-11-23).
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.reach.addresses import EVERYWHERE, SPECIAL, AddressSet, block_of
from seatrial.analyses.reach.crossing import first_unknown
from seatrial.analyses.reach.endpoint_names import EndpointNames, Idle, Taken, gateway_services
from seatrial.analyses.reach.holdings import BALANCER, FILE_SYSTEM, MOUNT_TARGET
from seatrial.analyses.reach.hosted_zones import ZONE as HOSTED_ZONE
from seatrial.analyses.reach.hosted_zones import HostedZones, Missing
from seatrial.analyses.reach.path import Code, Hop, Verdict
from seatrial.analyses.reach.survey import SUBNET, Subnet, Survey, Vpc
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_list, as_text

DHCP_ASSOCIATION, DHCP_OPTIONS = "AWS::EC2::VPCDHCPOptionsAssociation", "AWS::EC2::DHCPOptions"
RULE_ASSOCIATION = "AWS::Route53Resolver::ResolverRuleAssociation"
RULE = "AWS::Route53Resolver::ResolverRule"
AMAZON_DNS = "AmazonProvidedDNS"
MOST_ALIASES = 8
# The task itself, and what Fargate has for it at a link-local address.
_OWN = AddressSet.of("127.0.0.0/8", "169.254.0.0/16")
# Domains that nobody has on the internet: https://www.iana.org/assignments/special-use-domain-names and
# https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-29-07-2024 (internal).
NOWHERE = ("internal", "local", "localdomain", "lan", "home", "corp", "test", "invalid", "example")


class Answer(Struct, frozen=True):
    """``resources`` are what has the interfaces behind the name; without any it is a public address.

    ``public`` is whether the name leads to public addresses, which are among ``addresses``. ``services`` are the AWS
    services with gateway endpoints that answer there. ``idle`` is an endpoint of the VPC that could answer and doesn't.
    ``exists`` is False where nobody has the name, ``own`` True where it is the task's. ``four`` says that who asks does
    so by IPv4.
    """

    hops: tuple[Hop, ...] = ()
    resources: tuple[Resource, ...] = ()
    public: bool = True
    addresses: AddressSet = EVERYWHERE
    services: frozenset[str] = frozenset()
    idle: Idle | None = None
    exists: bool = True
    own: bool = False
    four: bool = False


class Names:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._zones = HostedZones(survey)
        self._endpoints = EndpointNames(survey)
        self._resolvers: dict[int, Hop | None] = {}
        self._balancers: dict[str, Resource] = {}
        for item in survey.of_type(BALANCER):
            own = item.attributes.get("DNSName")
            if isinstance(own, str) and own:
                self._balancers[own.lower()] = item

    def resolve(self, subnet: Subnet, host: str) -> Answer:
        """Where a name (or an address) leads to from a subnet."""
        name = str.__str__(host).rstrip(".").lower()
        address = block_of(name) if "/" not in name else None
        if address is not None:
            return self._literal(name, address)
        if name == "localhost" or name.endswith(".localhost"):
            return Answer((Hop(f"{name} is the task itself"),), own=True)
        vpc = subnet.vpc
        if id(vpc) not in self._resolvers:
            self._resolvers[id(vpc)] = self._resolver(vpc)
        hop = self._resolvers[id(vpc)]
        if hop is not None and hop.verdict is Verdict.NO:
            return Answer((hop,), exists=False)
        return self._named(subnet, name, (hop,) if hop is not None else ())

    def _literal(self, text: str, address: AddressSet) -> Answer:
        if address <= _OWN or text == "::1":
            return Answer((Hop(f"{text} is the task itself, or what Fargate has for it"),), own=True)
        if address & SPECIAL:
            return Answer((Hop(f"what has the address {text} is not in the templates", Verdict.CANNOT_TELL),))
        return Answer(addresses=address)

    def _named(self, subnet: Subnet, name: str, hops: tuple[Hop, ...]) -> Answer:
        for _ in range(MOST_ALIASES):
            found = self._zones.look_up(subnet.vpc, name)
            if found is None:
                return self._unzoned(subnet, name, hops)
            if isinstance(found, Missing):
                return _missing(found, name, subnet.vpc, hops)
            if found.resource is not None:
                hop = Hop(f"{name} leads to {found.resource.logical_id}", resource=found.place, path=found.path)
                return Answer((*hops, hop), (found.resource,), public=False)
            if isinstance(found.to, Unknown):
                return Answer((*hops, Hop(found.to.reason, Verdict.CANNOT_TELL, found.place, found.path)))
            hops = (*hops, Hop(f"{name} leads to {found.to}", resource=found.place, path=found.path))
            address = block_of(found.to)
            if address is not None:
                answer = self._literal(found.to, address)
                return replace(answer, hops=(*hops, *answer.hops))
            name = found.to
        return Answer((*hops, Hop(f"{name} leads from name to name", Verdict.CANNOT_TELL)))

    def _unzoned(self, subnet: Subnet, name: str, hops: tuple[Hop, ...]) -> Answer:
        taken = self._endpoints.look_up(subnet.vpc, name)
        if isinstance(taken, Taken):
            if taken.doubt:
                return Answer((*hops, Hop(taken.doubt, Verdict.CANNOT_TELL, taken.endpoint)))
            hop = Hop(f"{taken.endpoint.logical_id} answers for {name}", resource=taken.endpoint)
            return Answer((*hops, hop), (taken.endpoint,), public=False)
        balancer = self._balancers.get(name) or self._balancers.get(name.removeprefix("dualstack."))
        if balancer is not None:
            return _balanced(balancer, name, hops)
        if ".efs." in name and (files := self._survey.find(name.split(".")[0], FILE_SYSTEM)) is not None:
            return self._mounted(subnet, files, name, hops)
        doubt = self._forwarded(subnet.vpc, name)
        if not doubt and ("." not in name or name.rpartition(".")[2] in NOWHERE):
            doubt = f"what answers to the name {name} is not in the templates"
        if doubt:
            return Answer((*hops, Hop(doubt, Verdict.CANNOT_TELL)))
        return Answer(hops, services=gateway_services(name, self._survey.region_of(subnet.resource)), idle=taken)

    def _forwarded(self, vpc: Vpc, name: str) -> str:
        """Why the VPC's resolver asks somebody else for a name; "" where it doesn't."""
        for item in self._survey.of_type(RULE_ASSOCIATION):
            if item.get("VPCId") != vpc.key:
                continue
            rule = self._survey.find(item.get("ResolverRuleId"), RULE)
            domain = as_text(rule.get("DomainName")).strip(".").lower() if rule is not None else ""
            if rule is None or as_text(rule.get("RuleType")) == "SYSTEM":
                continue
            if not domain or name == domain or name.endswith(f".{domain}"):
                return f"{rule.logical_id} sends {name} to a resolver whose answers are not in the templates"
        return ""

    def _mounted(self, subnet: Subnet, files: Resource, name: str, hops: tuple[Hop, ...]) -> Answer:
        """A file system's name leads to its mount target in the zone of who asks, and to nothing without one."""
        targets = [
            item
            for item in self._survey.of_type(MOUNT_TARGET)
            if item.get("FileSystemId") in (files.physical_id, files.arn)
        ]
        near = []
        for item in targets:
            stands = self._survey.find(item.get("SubnetId"), SUBNET)
            zone = self._survey.subnet(stands).zone if stands is not None else None
            if zone is None or isinstance(zone, Unknown) or isinstance(subnet.zone, Unknown) or zone == subnet.zone:
                near.append(item)
        if near:
            hop = Hop(f"{name} leads to {near[0].logical_id}", resource=near[0])
            return Answer((*hops, hop), (near[0],), public=False)
        if self._survey.meddler(files):
            return Answer((*hops, Hop(self._survey.meddler(files), Verdict.CANNOT_TELL, files)))
        what = f"{files.logical_id} has no mount target in the zone of {subnet.name}"
        mend = (
            f"add an AWS::EFS::MountTarget: {{ FileSystemId: !Ref {files.logical_id}, SubnetId: !Ref {subnet.name} }}"
        )
        hop = Hop(what, Verdict.NO, files, (), Code.UNKNOWN_DESTINATION, mend)
        return Answer((*hops, hop), exists=False)

    # -------------------------------------------------------------------------------------------------- the resolver

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
        if as_flag(support, True):
            return None
        what = f"{vpc.name} has no resolver, because its EnableDnsSupport is false"
        mend, path = f"set EnableDnsSupport: true in {vpc.name}", ("EnableDnsSupport",)
        return Hop(what, Verdict.NO, vpc.resource, path, Code.UNKNOWN_DESTINATION, mend)

    def _other_resolver(self, vpc: Vpc) -> Hop | None:
        for item in self._survey.of_type(DHCP_ASSOCIATION):
            if item.get("VpcId") != vpc.key:
                continue
            options = self._survey.find(item.get("DhcpOptionsId"), DHCP_OPTIONS)
            if options is None:
                if item.get("DhcpOptionsId") == "default":
                    return None
                reason = first_unknown(item.get("DhcpOptionsId")) or "its DHCP options are not in the templates"
                return Hop(reason, Verdict.CANNOT_TELL, item, ("DhcpOptionsId",))
            listed = as_list(options.get("DomainNameServers"))
            if not listed:
                reason = f"{options.logical_id} tells what is in {vpc.name} of no resolver (DomainNameServers)"
                return Hop(reason, Verdict.CANNOT_TELL, options)
            if listed and any(isinstance(server, Unknown) or as_text(server) != AMAZON_DNS for server in listed):
                reason = f"{options.logical_id} gives {vpc.name} a resolver whose answers are not in the templates"
                return Hop(reason, Verdict.CANNOT_TELL, options, ("DomainNameServers",))
        return None


def _balanced(balancer: Resource, name: str, hops: tuple[Hop, ...]) -> Answer:
    scheme = balancer.get("Scheme")
    if isinstance(scheme, Unknown):
        return Answer((*hops, Hop(scheme.reason, Verdict.CANNOT_TELL, balancer, ("Scheme",))), (balancer,))
    hop = Hop(f"{name} is {balancer.logical_id}'s name", resource=balancer)
    return Answer((*hops, hop), (balancer,), as_text(scheme) != "internal")


def _missing(found: Missing, name: str, vpc: Vpc, hops: tuple[Hop, ...]) -> Answer:
    if found.doubt:
        return Answer((*hops, Hop(found.doubt, Verdict.CANNOT_TELL, found.zone)))
    zone = found.zone.logical_id
    what = f"{zone} answers for {found.domain} in {vpc.name}, and has no {name}"
    kind = "AWS::Route53::RecordSet" if found.zone.type == HOSTED_ZONE else "AWS::ServiceDiscovery::Service"
    mend = f"add an {kind} for {name} to {zone}"
    hop = Hop(what, Verdict.NO, found.zone, (), Code.UNKNOWN_DESTINATION, mend)
    return Answer((*hops, hop), exists=False)
