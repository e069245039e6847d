"""What Route 53 refuses about health checks.

Texts: reproduced on AWS by cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rules
``pf-route53-healthcheck-*``: CloudFormation itself only says "Invalid request provided", the API says what);
https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (read 2026-11-30).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text, at

_CONFIG, _ADDRESS, _PATH = "HealthCheckConfig", "IPAddress", "ResourcePath"
_MATCHING = ("HTTP_STR_MATCH", "HTTPS_STR_MATCH")
_OF_ENDPOINTS = ("HTTP", "HTTPS", *_MATCHING, "TCP")


def health_check_refused(world: World, resource: Resource) -> Refusal | None:
    for text, path in _config(resource):
        return Refusal("route53.CreateHealthCheck", "InvalidInput", text, (_CONFIG, *path))
    return None


def _config(resource: Resource) -> Iterator[tuple[str, PropertyPath]]:
    config = resource.get(_CONFIG)
    kind, address = as_text(at(config, "Type")), at(config, _ADDRESS)
    if kind in _OF_ENDPOINTS and address is None and at(config, "FullyQualifiedDomainName") is None:
        yield "Invalid parameter : IP address and fully qualified domain name can not be both empty.", ()
    if kind in _MATCHING and at(config, "SearchString") is None:
        yield "String match health checks must have a search string specified.", ()
    if kind == "TCP" and is_given(at(config, _PATH)):
        yield "TCP health checks must not have a resource path specified.", (_PATH,)
    if isinstance(address, str) and _is_private(address):
        yield f"IPv4 address {address} is forbidden.", (_ADDRESS,)


def _is_private(text: str) -> bool:
    try:
        found = ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return not found.is_global
