"""The load balancers behind CloudFront, and the protocol and port by which it speaks to them.

CloudFront speaks to its origin with one protocol on one port.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html (protocol, ports).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

DISTRIBUTION = "AWS::CloudFront::Distribution"
CONFIG = "DistributionConfig"
_DEFAULT_PORTS = {"HTTP": 80, "HTTPS": 443}


def origins(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Value, Resource]]:
    """Each origin that is a load balancer, by its own name or by a record's: the distribution, the place, the origin,
    the load balancer.
    """
    distributions = list(inquiry.system.of_type(DISTRIBUTION))
    balancers = {as_text(item.attributes.get("DNSName")).lower(): item for item in inquiry.system.of_type(BALANCER)}
    for _, _, record in records(inquiry) if distributions and balancers else ():
        led = balancer_of(inquiry, record)
        if led is not None and (name := as_text(record.get("Name")).rstrip(".").lower()):
            balancers.setdefault(name, led)
    for distribution in distributions:
        for index, origin in enumerate(as_list(distribution.get(CONFIG, "Origins"))):
            balancer = balancers.get(as_text(at(origin, "DomainName")).lower())
            if balancer is not None:
                yield distribution, (CONFIG, "Origins", index), origin, balancer


def aim(distribution: Resource, origin: Value) -> tuple[str, int]:
    """The protocol and port that CloudFront speaks to an origin; "" where the viewer's decides, or it isn't known."""
    custom = at(origin, "CustomOriginConfig")
    policy = as_text(at(custom, "OriginProtocolPolicy"))
    protocol = {"http-only": "HTTP", "https-only": "HTTPS"}.get(policy, "")
    if policy == "match-viewer" and _viewers_speak_https(distribution, at(origin, "Id")):
        protocol = "HTTPS"
    given = at(custom, f"{protocol}Port") if protocol else None
    if isinstance(given, Unknown) or not protocol:
        return "", 0
    return protocol, as_number(given) or _DEFAULT_PORTS[protocol]


def _viewers_speak_https(distribution: Resource, origin: Value) -> bool:
    """Whether each behavior for an origin takes HTTPS alone."""
    listed = as_list(distribution.get(CONFIG, "CacheBehaviors"))
    behaviors = [distribution.get(CONFIG, "DefaultCacheBehavior"), *listed]
    policies = [at(item, "ViewerProtocolPolicy") for item in behaviors if at(item, "TargetOriginId") == origin]
    return bool(policies) and all(policy in ("https-only", "redirect-to-https") for policy in policies)
