"""Whether a name with an alias of type AAAA alone leads to a load balancer that has IPv6 addresses.

Source (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html (IP address type).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text

IPV4 = "ipv4"
ZONE = "AWS::Route53::HostedZone"


def _only_ipv6(inquiry: Inquiry) -> Iterator[Said]:
    """An alias of type AAAA of a load balancer that only has IPv4 addresses."""
    kinds: dict[str, set[str]] = {}
    for _, _, properties in records(inquiry):
        kinds.setdefault(as_text(properties.get("Name")).rstrip(".").lower(), set()).add(
            as_text(properties.get("Type"))
        )
    for resource, path, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        name = as_text(properties.get("Name")).rstrip(".").lower()
        if balancer is None or kinds.get(name) != {"AAAA"} or not name:
            continue
        zone = inquiry.find(properties.get("HostedZoneId") or resource.get("HostedZoneId"), ZONE)
        family = balancer.get("IpAddressType")
        if isinstance(family, Unknown) or (as_text(family) or IPV4) != IPV4:
            continue
        yield Found(
            resource,
            (*path, "Type"),
            f"{name} has no address: {resource.logical_id} is of type AAAA, and {balancer.logical_id} only has IPv4",
            "an alias of type AAAA gives the load balancer's IPv6 addresses, of which it has none: nobody finds it",
            "write Type: A",
            # In a zone that was there before, there may be another record of the name.
            severity=None if zone is not None else Severity.WARNING,
        )


CHECK = Check(
    "ARR049",
    Severity.ERROR,
    Question.ARRIVE,
    "An alias of type AAAA names a load balancer that only has IPv4 addresses",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    _only_ipv6,
)
