"""What a rule set lets through of a set of addresses: for certain, and at most.

The two differ where something isn't known, and where only some of the ports pass.
"""

from __future__ import annotations

from msgspec import Struct

from seatrial.analyses.reach.addresses import NOTHING, AddressSet
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import HIDDEN, Sensitive, Unknown, Value, as_number, as_text

TCP, UDP, ICMP, ICMPV6, EVERY_PROTOCOL = 6, 17, 1, 58, -1
PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP, "icmpv6": ICMPV6, "all": EVERY_PROTOCOL}
WITH_PORTS = (TCP, UDP, ICMP, ICMPV6)
FIRST_PORT, LAST_PORT = 0, 65535
NAMES = {TCP: "tcp", UDP: "udp", ICMP: "icmp", ICMPV6: "icmpv6", EVERY_PROTOCOL: "all traffic"}


class Place(Struct, frozen=True):
    """Where a rule stands in the text."""

    resource: Resource
    path: PropertyPath = ()


class Crossing(Struct, frozen=True):
    """``doubt`` is why ``may`` is more than ``sure``; "" where only ports make the difference.

    ``by`` is the rule that lets pass or blocks (or may), and ``says`` what it says. ``ports`` are those on which
    anything may pass, where that is asked.
    """

    sure: AddressSet = NOTHING
    may: AddressSet = NOTHING
    doubt: str = ""
    by: Place | None = None
    says: str = ""
    ports: tuple[tuple[int, int], ...] = ()


def protocol_number(value: Value) -> int | None:
    """A protocol's number, -1 for all of them; None for what is no protocol."""
    text = as_text(value).lower()
    if text in PROTOCOLS:
        return PROTOCOLS[text]
    try:
        number = int(text)
    except ValueError:
        return None
    return number if -1 <= number <= 255 else None


def ports_of(protocol: int, first: Value, last: Value) -> tuple[int, int]:
    """The ports of a rule. Without any, and for protocols that have none, it is for all; ICMP's type -1 is every type.

    "If you specify a protocol number other than tcp, udp, icmp, or icmpv6, traffic on all ports is allowed":
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html (read 2026-11-23).
    """
    if protocol not in WITH_PORTS:
        return FIRST_PORT, LAST_PORT
    low = as_number(first, -1)
    high = low if protocol in (ICMP, ICMPV6) else as_number(last, -1)
    return (FIRST_PORT, LAST_PORT) if low < 0 or (high < 0 and first is None) else (low, high)


def ports_text(protocol: int, low: int, high: int) -> str:
    name = NAMES.get(protocol, f"protocol {protocol}")
    if protocol not in WITH_PORTS:
        return name
    if (low, high) == (FIRST_PORT, LAST_PORT):
        return f"{name} on every port" if protocol in (TCP, UDP) else name
    return f"{name} {low}" if low == high else f"{name} {low}-{high}"


def shown(value: Value) -> str:
    """A value in a sentence; what must not be shown is hidden."""
    return HIDDEN if isinstance(value, Sensitive) else as_text(value)


def first_unknown(*values: Value) -> str:
    """The reason of the first value that isn't known; "" where all are."""
    return next((value.reason for value in values if isinstance(value, Unknown)), "")
