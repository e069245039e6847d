"""What CloudFront refuses about distributions: origins that are none, methods that don't go together, certificates.

A distribution stands before the load balancer in many systems. Its origins are host names, and its certificate comes
from us-east-1, wherever the rest is.

Sources (read 2026-11-30): https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html (DomainName, "You
must specify either"), API_AllowedMethods.html (three choices), API_DistributionConfig.html (DefaultRootObject, origins)
and API_ViewerCertificate.html; https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
cnames-and-https-requirements.html ("in the US East (N. Virginia) Region (us-east-1)"), CNAMEs.html (alternate domain
names need a certificate). All texts are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, known
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

BALANCER, BUCKET = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::S3::Bucket"
CERTIFICATE_REGION = "us-east-1"
METHODS = ({"GET", "HEAD"}, {"GET", "HEAD", "OPTIONS"}, {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"})
_CONFIG = "DistributionConfig"
_KINDS = ("CustomOriginConfig", "S3OriginConfig", "VpcOriginConfig")


def distribution_refused(world: World, resource: Resource) -> Refusal | None:
    for ask in (_origins, _certificate, _methods, _root):
        for refusal in ask(world, resource):
            return refusal
    return None


def _origins(world: World, resource: Resource) -> Iterator[Refusal]:
    seen: set[str] = set()
    for index, origin in enumerate(entries(resource.get(_CONFIG, "Origins"))):
        path: PropertyPath = (_CONFIG, "Origins", index)
        host, name = at(origin, "DomainName"), at(origin, "Id")
        named = world.find(host, BALANCER, BUCKET)
        if named is not None and host in (named.physical_id, named.arn):
            attribute = "DNSName" if named.type == BALANCER else "RegionalDomainName"
            text = f"The DomainName of an origin is a host name, not {as_text(host)}."
            yield _refusal(text, (*path, "DomainName"), f"!GetAtt {named.logical_id}.{attribute}")
        elif isinstance(host, str) and ("/" in host or ":" in host):
            text = f"The DomainName of an origin is a host name without scheme, port and path, not {host}."
            yield _refusal(text, (*path, "DomainName"), host.partition("://")[2].split("/")[0].split(":")[0])
        if isinstance(name, str) and name in seen:
            yield _refusal(f"Two origins have the Id {name}.", (*path, "Id"))
        seen.add(as_text(name))
        # An origin group, a media store or a Lambda URL has CustomOriginConfig as well.
        if isinstance(origin, dict) and known(list(origin)) and not any(origin.get(key) is not None for key in _KINDS):
            yield _refusal("An origin has CustomOriginConfig, S3OriginConfig or VpcOriginConfig.", path)


def _certificate(world: World, resource: Resource) -> Iterator[Refusal]:
    given = resource.get(_CONFIG, "ViewerCertificate")
    value = at(given, "AcmCertificateArn")
    arn = Arn.parse(as_text(value)) if isinstance(value, str) else None
    path: PropertyPath = (_CONFIG, "ViewerCertificate")
    if arn is not None and arn.service == "acm" and arn.region != CERTIFICATE_REGION and arn.partition == "aws":
        text = f"The certificate is in {arn.region}; CloudFront takes those of {CERTIFICATE_REGION}."
        yield _refusal(text, (*path, "AcmCertificateArn"))
    aliases = entries(resource.get(_CONFIG, "Aliases"))
    if not aliases or isinstance(given, Unknown) or any(isinstance(item, Unknown) for item in aliases):
        return
    default = as_text(at(given, "CloudFrontDefaultCertificate")).lower() == "true"
    if given is None or default:
        text = "Aliases need a certificate that covers them, and the default one covers cloudfront.net alone."
        yield _refusal(text, (_CONFIG, "Aliases"))


def _methods(world: World, resource: Resource) -> Iterator[Refusal]:
    config = resource.get(_CONFIG)
    places: list[tuple[PropertyPath, Value]] = [((_CONFIG, "DefaultCacheBehavior"), at(config, "DefaultCacheBehavior"))]
    listed = entries(at(config, "CacheBehaviors"))
    places += [((_CONFIG, "CacheBehaviors", index), item) for index, item in enumerate(listed)]
    for path, behaviour in places:
        methods = entries(at(behaviour, "AllowedMethods"))
        if methods and known(methods) and {as_text(item) for item in methods} not in METHODS:
            text = "AllowedMethods are GET and HEAD, these and OPTIONS, or all seven."
            yield _refusal(text, (*path, "AllowedMethods"))


def _root(world: World, resource: Resource) -> Iterator[Refusal]:
    root = resource.get(_CONFIG, "DefaultRootObject")
    if isinstance(root, str) and root.startswith("/"):
        text = f"DefaultRootObject is the name of an object, without a slash before it: {root}."
        yield _refusal(text, (_CONFIG, "DefaultRootObject"), root.lstrip("/"))


def _refusal(text: str, path: PropertyPath, instead: str = "") -> Refusal:
    return Refusal("cloudfront.CreateDistribution", "InvalidArgument", text, path, ours=True, instead=instead)
