"""Values of condition keys that nobody knows, and of which enough is known for some tests: a time that is no earlier
than today, an address that is a public one.

A policy that ended years ago allows nothing whenever it is asked, and a call that leaves a VPC by a NAT gateway never
comes from a private address.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (aws:CurrentTime,
aws:EpochTime, aws:TokenIssueTime, aws:SourceIp; read 2026-11-29).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from seatrial.analyses.iam.answer import NO, YES, Answer, cannot_tell

LATER = "2026-11-29 or later"
PUBLIC_ADDRESS = "a public address"
BOUNDS = (LATER, PUBLIC_ADDRESS)
# The beginning of that day, and a day that is later than any in a policy, in seconds since 1970.
_FROM, _TO = "1795910400", "253402300799"
# https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc6598 and rfc4193 (read 2026-11-29)
_PRIVATE = tuple(
    ipaddress.IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
_PRIVATE_SIX = ipaddress.IPv6Network("fc00::/7")


def fits(operator: str, compare: Callable[[str, str], bool], wanted: str, given: str) -> Answer:
    """Whether whatever a bound stands for fits a policy's value. ``operator`` is in lower case."""
    if given == LATER and operator.startswith(("date", "numeric")):
        first, last = compare(wanted, _FROM), compare(wanted, _TO)
        if first == last:
            return YES if first else NO
    if given == PUBLIC_ADDRESS and operator.endswith("ipaddress"):
        holds = _holds_public(wanted)
        if holds is not None:
            return YES if holds else NO
    return cannot_tell(f"it is {given}, and nobody knows which")


def _holds_public(wanted: str) -> bool | None:
    """Whether a block has all public addresses (True) or none (False)."""
    try:
        block = ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False
    if isinstance(block, ipaddress.IPv6Network):
        return False if block.subnet_of(_PRIVATE_SIX) else None
    if block.prefixlen == 0:
        return True
    return False if any(block.subnet_of(item) for item in _PRIVATE) else None
