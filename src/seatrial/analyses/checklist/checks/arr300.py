"""Whether CloudFront speaks HTTPS to a load balancer by the name that AWS gave that.

CloudFront holds the certificate of its origin against the origin's domain name, or against the Host header that it
passes on. No certificate is for a name below elb.amazonaws.com, so the first never fits; where the Host header isn't
passed on either, no connection comes about.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html#ssl-negotitation-failure
("must contain a domain name that matches either the Origin Domain ... or the Host header of the origin request"),
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html and
using-managed-cache-policies.html (which of them have the Host header).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.arr_front import CONFIG, aim, origins
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.cloudfront_policies import CACHE, REQUEST
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, as_text, at

# AWS's policies that pass the Host header of viewers on.
_OWN = ("AWS::CloudFront::CachePolicy", "AWS::CloudFront::OriginRequestPolicy")
_WITH_HOST = (
    *("AllViewer", "AllViewerAndCloudFrontHeaders-2022-06", "HostHeaderOnly", "Amplify"),
    *("UseOriginCacheControlHeaders", "UseOriginCacheControlHeaders-QueryStrings"),
)


def _names(inquiry: Inquiry) -> Iterator[Said]:
    for distribution, path, origin, balancer in origins(inquiry):
        own = as_text(at(origin, "DomainName")).lower() == as_text(balancer.attributes.get("DNSName")).lower()
        protocol, port = aim(distribution, origin)
        there = any(
            item.balancer is balancer and (item.protocol, item.port) == (protocol, port)
            for item in inquiry.arrivals.listeners
        )
        if not own or protocol != "HTTPS" or not there or not _keeps_host(inquiry, distribution, at(origin, "Id")):
            continue
        yield Found(
            distribution,
            (*path, "DomainName"),
            f"{distribution.logical_id} speaks HTTPS to {balancer.logical_id} by a name that no certificate is for",
            f"CloudFront looks for DNSName of {balancer.logical_id} in the certificate, which is for a domain of "
            "yours, and doesn't pass on the Host header that it would be held against otherwise: it answers with 502",
            f"write a name there that the certificate covers and a record leads to {balancer.logical_id}, or pass the "
            "Host header on (OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3, AllViewer)",
        )


def _keeps_host(inquiry: Inquiry, distribution: Resource, origin: Value) -> bool:
    """Whether a behavior for an origin is known not to pass the Host header on."""
    behaviors = [distribution.get(CONFIG, "DefaultCacheBehavior"), *as_list(distribution.get(CONFIG, "CacheBehaviors"))]
    used = [item for item in behaviors if at(item, "TargetOriginId") == origin]
    return any(
        _is_without(inquiry, at(item, "CachePolicyId"), CACHE)
        and ((passed := at(item, "OriginRequestPolicyId")) is None or _is_without(inquiry, passed, REQUEST))
        for item in used
    )


def _is_without(inquiry: Inquiry, policy: Value, managed: Mapping[str, str]) -> bool:
    """Whether a policy, one of AWS's or of the template, is known to have no Host header."""
    if name := managed.get(as_text(policy)):
        return name not in _WITH_HOST
    own = inquiry.find(policy, *_OWN)
    if own is None:
        return False
    config = own.get("CachePolicyConfig", "ParametersInCacheKeyAndForwardedToOrigin")
    headers = at(config if config is not None else own.get("OriginRequestPolicyConfig"), "HeadersConfig")
    listed = [as_text(item).lower() for item in as_list(at(headers, "Headers"))]
    behavior = at(headers, "HeaderBehavior")
    return behavior == "none" or (behavior == "whitelist" and all(listed) and "host" not in listed)


CHECK = Check(
    "ARR300",
    Severity.ERROR,
    Question.ARRIVE,
    "CloudFront speaks HTTPS to a load balancer by the name that AWS gave that",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html",
    _names,
)
