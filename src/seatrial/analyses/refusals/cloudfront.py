"""What CloudFront refuses about distributions: origins that are none, methods that don't go together, certificates.

A distribution stands before the load balancer in many systems. Its origins are host names, and its certificate comes
from us-east-1, wherever the rest is.

Sources (read 2026-11-30): https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html (DomainName, "You
must specify either"), API_AllowedMethods.html (three choices), API_DistributionConfig.html (origins)
and API_ViewerCertificate.html; https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
cnames-and-https-requirements.html ("in the US East (N. Virginia) Region (us-east-1)"), CNAMEs.html (alternate domain
names need a certificate) and add-origin-custom-headers.html ("can't add"); https://docs.aws.amazon.com/AWSCloudFormation/latest/
TemplateReference/aws-properties-cloudfront-distribution-defaultcachebehavior.html ("must include either a CachePolicyId
or ForwardedValues").
Texts: https://github.com/terraform-aws-modules/terraform-aws-cloudfront/issues/86 (no bucket) and issues/40 (cache
policy), https://github.com/hashicorp/terraform/issues/17544 (web ACL),
https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/315 (certificate),
https://github.com/hashicorp/terraform-provider-aws/issues/13828 (names that it doesn't cover). All others are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.apigateway_fronts import CERTIFICATE, covers, names_of
from seatrial.analyses.refusals.cloudfront_policies import policy_problems, times_out_of_order
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, known
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_text, at

BALANCER, BUCKET = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::S3::Bucket"
# In small letters; those that begin with X-Amz- or X-Edge- as well.
NOT_ADDED = (
    *("cache-control", "connection", "content-length", "cookie", "host", "if-match", "if-modified-since"),
    *("if-none-match", "if-range", "if-unmodified-since", "max-forwards", "pragma", "proxy-authorization"),
    *("proxy-connection", "range", "request-range", "te", "trailer", "transfer-encoding"),
    *("upgrade", "via", "x-real-ip"),
)
CERTIFICATE_REGION = "us-east-1"
METHODS = ({"GET", "HEAD"}, {"GET", "HEAD", "OPTIONS"}, {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"})
_CREATE, _CONFIG = "cloudfront.CreateDistribution", "DistributionConfig"
_KINDS = ("CustomOriginConfig", "S3OriginConfig", "VpcOriginConfig")


def distribution_refused(world: World, resource: Resource) -> Refusal | None:
    for ask in (_origins, _certificate, _covered, _methods, _caching, _acl):
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
        if named is None and isinstance(host, str) and host and at(origin, "S3OriginConfig") is not None:
            named = _behind(world, host)
        if named is not None and named.type == BALANCER and at(origin, "S3OriginConfig") is not None:
            text = "The parameter Origin DomainName does not refer to a valid S3 bucket."
            because = f"{named.logical_id} is a load balancer, and S3OriginConfig is for buckets"
            yield Refusal(_CREATE, "InvalidArgument", text, (*path, "S3OriginConfig"), because=because)
        for place, item in enumerate(entries(at(origin, "OriginCustomHeaders"))):
            header = as_text(at(item, "HeaderName"))
            if header.lower() in NOT_ADDED or header.lower().startswith(("x-amz-", "x-edge-")):
                text = f"The header {header} is none that CloudFront adds to requests."
                yield _refusal(text, (*path, "OriginCustomHeaders", place, "HeaderName"))
        # An origin group, a media store or a Lambda URL has CustomOriginConfig as well.
        if isinstance(origin, dict) and known(list(origin)) and not any(origin.get(key) is not None for key in _KINDS):
            yield _refusal("An origin has CustomOriginConfig, S3OriginConfig or VpcOriginConfig.", path)


def _behind(world: World, host: str) -> Resource | None:
    """The load balancer to which a record of the template leads a name."""
    for record in world.of_type("AWS::Route53::RecordSet"):
        if as_text(record.get("Name")).rstrip(".").lower() == host.rstrip(".").lower():
            return world.find(record.get("AliasTarget", "DNSName"), BALANCER)
    return None


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
        text = (
            "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted "
            "certificate that validates your authorization to use the domain name."
        )
        yield Refusal(_CREATE, "InvalidViewerCertificate", text, (_CONFIG, "Aliases"))


def _covered(world: World, resource: Resource) -> Iterator[Refusal]:
    """Names of the distribution that its certificate is not for."""
    path: PropertyPath = (_CONFIG, "ViewerCertificate", "AcmCertificateArn")
    certificate = world.find(resource.get(*path), CERTIFICATE)
    names = names_of(certificate) if certificate is not None else []
    listed = entries(resource.get(_CONFIG, "Aliases"))
    bare = [(index, item, item.lower()) for index, item in enumerate(listed) if isinstance(item, str) and item]
    beyond = [(index, item) for index, item, name in bare if names and not covers(names, name)]
    if certificate is None or not beyond:
        return
    text = (
        "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that "
        "you're trying to add."
    )
    because = f"{certificate.logical_id} is for {' and '.join(names)}, not for {beyond[0][1]}"
    others = [item for item in world.of_type(CERTIFICATE) if item is not certificate]
    fitting = [item for item in others if (its := names_of(item)) and all(covers(its, name) for _, _, name in bare)]
    code = "InvalidViewerCertificate"
    if len(fitting) == 1:
        yield Refusal(_CREATE, code, text, path, because=because, instead=f"!Ref {fitting[0].logical_id}")
    else:
        yield Refusal(_CREATE, code, text, (_CONFIG, "Aliases", beyond[0][0]), because=because)


def _methods(world: World, resource: Resource) -> Iterator[Refusal]:
    for path, behaviour in _behaviors(resource):
        methods = entries(at(behaviour, "AllowedMethods"))
        if methods and known(methods) and {as_text(item) for item in methods} not in METHODS:
            text = "AllowedMethods are GET and HEAD, these and OPTIONS, or all seven."
            yield _refusal(text, (*path, "AllowedMethods"))


def _behaviors(resource: Resource) -> Iterator[tuple[PropertyPath, Value]]:
    yield (_CONFIG, "DefaultCacheBehavior"), resource.get(_CONFIG, "DefaultCacheBehavior")
    for index, item in enumerate(entries(resource.get(_CONFIG, "CacheBehaviors"))):
        yield (_CONFIG, "CacheBehaviors", index), item


def _caching(world: World, resource: Resource) -> Iterator[Refusal]:
    """What is kept, and what of a request is passed on: by policies, or by the older ForwardedValues."""
    for path, behaviour in _behaviors(resource):
        policy, older = at(behaviour, "CachePolicyId"), at(behaviour, "ForwardedValues")
        if policy is not None and older is not None:
            text = "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache"
            yield Refusal(_CREATE, "InvalidArgument", f"{text} behavior.", (*path, "ForwardedValues"))
        elif isinstance(behaviour, dict) and policy is None and older is None:
            yield _refusal("A cache behavior needs a CachePolicyId or ForwardedValues.", path)
        yield from policy_problems(behaviour, path)
        yield from times_out_of_order(behaviour, path, _CREATE)


def _acl(world: World, resource: Resource) -> Iterator[Refusal]:
    path: PropertyPath = (_CONFIG, "WebACLId")
    for reference in resource.references:
        acl = world.own.resources.get(reference.target)
        if reference.path == path and acl is not None and as_text(acl.get("Scope")) == "REGIONAL":
            because = f"Scope of {acl.logical_id} is REGIONAL, and CloudFront's is CLOUDFRONT"
            text = "Web ACL is not accessible by the requester."
            yield Refusal(_CREATE, "InvalidWebACLId", text, path, because=because)


def _refusal(text: str, path: PropertyPath, instead: str = "") -> Refusal:
    return Refusal(_CREATE, "InvalidArgument", text, path, ours=True, instead=instead)
