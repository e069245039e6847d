"""Names and ids as CloudFormation and AWS generate them, the same each time for the same place.

A physical name that the template doesn't give is ``STACK-LOGICALID-SUFFIX``; a service with a short limit gets the first
letters of both. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
("Physical ID"; read 2026-11-23); the shortened form is as seen on load balancers and target groups.
"""

from __future__ import annotations

import ipaddress

from seatrial.kinds.card import Place
from seatrial.model.value import Properties, Value, at

SUFFIX_LENGTH = 12
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# The twin's public addresses. 198.18.0.0/15 is set aside for tests of networks, so it is nobody's:
# https://www.rfc-editor.org/rfc/rfc2544 appendix C.2.2 (read 2026-11-23).
PUBLIC_ADDRESSES = ipaddress.IPv4Network("198.18.0.0/15")
# The lower half is for what templates allocate; the twin's own endpoints and tasks use the upper half.
ALLOCATED_ADDRESSES = ipaddress.IPv4Network("198.18.0.0/16")


def text_of(properties: Properties, *path: str | int) -> str:
    """A property that must be text for an identity; "" when it is absent or not known."""
    value: Value = at(dict(properties), *path)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def suffix(place: Place, length: int = SUFFIX_LENGTH, salt: str = "name") -> str:
    """Upper-case letters and digits, as CloudFormation ends a generated name."""
    number = int(place.digits(40, salt), 16)
    letters = ""
    for _ in range(length):
        number, index = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[index]
    return letters


def generated_name(place: Place, limit: int = 128) -> str:
    """The physical name of a resource that the template leaves unnamed."""
    logical = place.logical_id.replace("/", "-")
    end = suffix(place)
    room = limit - len(end) - 2
    stack = place.scope.stack
    if len(stack) + len(logical) > room:
        share = room // 2
        stack = stack[: max(share, room - len(logical))].rstrip("-")
        logical = logical[: room - len(stack)].rstrip("-")
    return f"{stack}-{logical}-{end}"


def short_name(place: Place) -> str:
    """The physical name where 32 characters are the limit: load balancers and target groups."""
    return f"{place.scope.stack[:6].rstrip('-')}-{place.logical_id.rsplit('/', 1)[-1][:5]}-{suffix(place)}"


def resource_id(place: Place, prefix: str, salt: str = "id") -> str:
    """An EC2 id: a prefix, then 17 hexadecimal digits of which the first is 0."""
    return f"{prefix}-0{place.digits(16, salt)}"


def public_address(place: Place, salt: str = "address") -> str:
    """A public IPv4 address of the twin."""
    usable = ALLOCATED_ADDRESSES.num_addresses - 2
    return str(ALLOCATED_ADDRESSES[1 + int(place.digits(12, salt), 16) % usable])


def uuid_of(place: Place, salt: str = "uuid") -> str:
    digits = place.digits(32, salt)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def decimal(place: Place, length: int, salt: str = "decimal") -> str:
    """Decimal digits, the first of them not 0."""
    number = str(int(place.digits(40, salt), 16))[:length]
    return number if number[0] != "0" else f"1{number[1:]}"
