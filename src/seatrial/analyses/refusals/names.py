"""What AWS Certificate Manager and Cloud Map refuse about certificates, namespaces and their services.

Texts of ACM: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-acm-*``; read 2026-11-23). Rules of
Cloud Map: https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html (read 2026-11-23); its wording is
UNVERIFIED unless a comment says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.clashes import name_taken
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.route53 import NAMESPACE, ZONE, conflicting_domain
from seatrial.analyses.refusals.world import World, entries, is_given, known, texts
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_text, at

CERTIFICATE = "AWS::CertificateManager::Certificate"
DISCOVERY = "AWS::ServiceDiscovery::Service"
HTTP_NAMESPACE, PUBLIC_NAMESPACE = "AWS::ServiceDiscovery::HttpNamespace", "AWS::ServiceDiscovery::PublicDnsNamespace"
LONGEST_FIRST_NAME = 64
# https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html (read 2026-11-23)
KEY_ALGORITHMS = ("RSA_2048", "EC_prime256v1", "EC_secp384r1")

_Said = tuple[str, PropertyPath]


def certificate_refused(world: World, resource: Resource) -> Refusal | None:
    for message, path in _certificate(world, resource):
        return Refusal("acm.RequestCertificate", "ValidationException", message, path)
    return None


def _certificate(world: World, resource: Resource) -> Iterator[_Said]:
    name, others = resource.get("DomainName"), resource.get("SubjectAlternativeNames")
    if isinstance(name, str) and len(name) > LONGEST_FIRST_NAME:
        yield f"The first domain name can be no longer than {LONGEST_FIRST_NAME} characters.", ("DomainName",)
    algorithm = resource.get("KeyAlgorithm")
    private = resource.get("CertificateAuthorityArn") is not None
    if isinstance(algorithm, str) and not private and algorithm not in KEY_ALGORITHMS:
        yield f"Encryption Algorithm {algorithm} is not supported", ("KeyAlgorithm",)
    if not known([name, others]):
        return
    covered = {as_text(item).lower() for item in (name, *entries(others))}
    for index, option in enumerate(entries(resource.get("DomainValidationOptions"))):
        path: PropertyPath = ("DomainValidationOptions", index)
        domain, zone = at(option, "DomainName"), world.find(at(option, "HostedZoneId"), ZONE)
        if isinstance(domain, str) and domain.lower() not in covered:
            text = (
                f"The domain specified in ValidationOptions, {domain}, is not the PrimaryDomain or part of "
                "SubjectAlternativeNames."
            )
            yield text, (*path, "DomainName")
        apex = zone.get("Name") if zone is not None else None
        if isinstance(domain, str) and isinstance(apex, str) and not _within(domain, apex):
            # Route 53's text for a record outside its zone.
            text = f"[RRSet with DNS name _.{domain.removeprefix('*.')}. is not permitted in zone {apex.rstrip('.')}.]"
            yield text, (*path, "HostedZoneId")


def _within(domain: str, apex: str) -> bool:
    bare = domain.removeprefix("*.").rstrip(".").lower()
    top = apex.rstrip(".").lower()
    return bare == top or bare.endswith(f".{top}")


def private_namespace_refused(world: World, resource: Resource) -> Refusal | None:
    api = "servicediscovery.CreatePrivateDnsNamespace"
    return conflicting_domain(world, resource, resource.get("Name"), texts(resource.get("Vpc")), api)


def namespace_refused(world: World, resource: Resource) -> Refusal | None:
    """AWS::ServiceDiscovery::HttpNamespace: one of a name in an account and region."""
    if name_taken(world, resource, "Name") is None:
        return None
    text = f"Namespace with name {as_text(resource.get('Name'))} already exists."
    return Refusal("servicediscovery.CreateHttpNamespace", "NamespaceAlreadyExists", text, ("Name",), ours=True)


def discovery_refused(world: World, resource: Resource) -> Refusal | None:
    api = "servicediscovery.CreateService"
    for message, path in _discovery(world, resource):
        return Refusal(api, "InvalidInput", message, path, ours=True)
    mine = _namespace_of(resource)
    name = as_text(resource.get("Name"))
    for other in world.taken(DISCOVERY):
        if name and mine and as_text(other.get("Name")) == name and _namespace_of(other) == mine:
            # As quoted by users of Terraform (read 2026-11-23).
            return Refusal(api, "ServiceAlreadyExists", "Service already exists.", ("Name",))
    return None


def _namespace_of(resource: Resource) -> str:
    for path in (("NamespaceId",), ("DnsConfig", "NamespaceId")):
        value = resource.get(*path)
        if isinstance(value, str) and value:
            return value
    return ""


def _discovery(world: World, resource: Resource) -> Iterator[_Said]:
    namespace = world.find(_namespace_of(resource), HTTP_NAMESPACE, NAMESPACE, PUBLIC_NAMESPACE)
    dns = resource.get("DnsConfig")
    if namespace is not None and namespace.type == HTTP_NAMESPACE and is_given(dns):
        yield "DnsConfig can't be specified for a service in an HTTP namespace.", ("DnsConfig",)
    both = is_given(resource.get("HealthCheckConfig")) and is_given(resource.get("HealthCheckCustomConfig"))
    # The two together are told as such: either may be the one that is meant.
    if (
        namespace is not None
        and namespace.type == NAMESPACE
        and is_given(resource.get("HealthCheckConfig"))
        and not both
    ):
        text = "HealthCheckConfig can't be specified for a service in a private DNS namespace."
        yield text, ("HealthCheckConfig",)
    records = at(dns, "DnsRecords")
    kinds = [as_text(at(item, "Type")) for item in entries(records)]
    if isinstance(records, Unknown) or not known(records):
        return
    path: PropertyPath = ("DnsConfig", "DnsRecords")
    if "CNAME" in kinds and len(kinds) > 1:
        yield "A CNAME record can't be combined with records of other types.", path
    policy = at(dns, "RoutingPolicy")
    if "CNAME" in kinds and not isinstance(policy, Unknown) and (as_text(policy) or "MULTIVALUE") != "WEIGHTED":
        yield "A CNAME record requires the routing policy WEIGHTED.", ("DnsConfig", "RoutingPolicy")
    if len(kinds) != len(set(kinds)):
        yield "Each type of record can be specified only once.", path
