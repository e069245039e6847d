"""Names and ids as CloudFormation and AWS generate them, the same each time for the same place.

A physical name that the template doesn't give is ``STACK-LOGICALID-SUFFIX``. Load balancers and target groups, whose
names end at 32 characters, get the first five letters of both: ``EC2Co-EcsEl-1TKLTMITMM0EO``.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html;
the short form: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
(the example of ResourceLabel).
"""

from __future__ import annotations

import ipaddress

from msgspec import Struct

from seatrial.kinds.card import Place
from seatrial.model.value import Properties, Unknown, Value, as_text, at

# A generated suffix is a number in base 36: thirteen digits, of which the first is small.
SUFFIX_LENGTH = 13
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MIXED = f"{_ALPHABET}abcdefghijklmnopqrstuvwxyz"

# The twin's public addresses. 198.18.0.0/15 is set aside for tests of networks, so it is nobody's:
# https://www.rfc-editor.org/rfc/rfc2544 appendix C.2.2 (read 2026-11-23).
PUBLIC_ADDRESSES = ipaddress.IPv4Network("198.18.0.0/15")
# The lower half is for what templates allocate; the twin's own endpoints and tasks use the upper half.
ALLOCATED_ADDRESSES = ipaddress.IPv4Network("198.18.0.0/16")


class Name(Struct, frozen=True):
    """A name that an identity is made of. ``unknown`` says why the real one can't be told; ``text`` then stands in."""

    text: str
    unknown: Unknown | None = None

    def known(self, value: Value) -> Value:
        """A value made from this name: Unknown where the name is."""
        return value if self.unknown is None else self.unknown


def text_of(properties: Properties, *path: str | int) -> str:
    """A property that must be text for an identity; "" when it is absent or not known."""
    value: Value = at(dict(properties), *path)
    return as_text(value) if isinstance(value, str | int) else ""


def given_name(properties: Properties, key: str) -> Name | None:
    """The name that a property gives; None where there is none. Its ``text`` is "" where it can't be told."""
    value = properties.get(key)
    match value:
        case None | "":
            return None
        case Unknown():
            return Name("", value)
        case list() | dict():
            return Name("", Unknown(f"its {key} is no text"))
    return Name(as_text(value))


def physical_name(place: Place, properties: Properties, key: str, limit: int = 128) -> Name:
    """The name that a property gives, or the one that CloudFormation generates."""
    given = given_name(properties, key)
    if given is None:
        return Name(generated_name(place, limit))
    return Name(given.text or generated_name(place, limit), given.unknown)


def suffix(place: Place, length: int = SUFFIX_LENGTH, salt: str = "name") -> str:
    """Upper-case letters and digits, the same for the same place."""
    return _letters(place, length, salt, _ALPHABET)


def mixed_suffix(place: Place, length: int, salt: str) -> str:
    """Letters of both cases and digits, the same for the same place."""
    return _letters(place, length, salt, _MIXED)


def _letters(place: Place, length: int, salt: str, alphabet: str) -> str:
    number = int(place.digits(40, salt), 16)
    letters = ""
    for _ in range(length):
        number, index = divmod(number, len(alphabet))
        letters += alphabet[index]
    return letters


def name_suffix(place: Place) -> str:
    """What CloudFormation ends a generated name with."""
    return f"1{suffix(place, SUFFIX_LENGTH - 1)}"


def generated_name(place: Place, limit: int = 128) -> str:
    """The physical name of a resource that the template leaves unnamed, no longer than ``limit`` characters."""
    logical = place.logical_id.replace("/", "-")
    end = name_suffix(place)
    room = limit - len(end) - 2
    stack = place.scope.stack
    if len(stack) + len(logical) > room:
        share = room // 2
        stack = stack[: max(share, room - len(logical))].rstrip("-")
        logical = logical[: room - len(stack)].rstrip("-")
    return f"{stack}-{logical}-{end}"


def short_name(place: Place) -> str:
    """The physical name of a load balancer or target group that the template leaves unnamed."""
    stack = place.scope.stack[:5].strip("-")
    return f"{stack}-{place.logical_id.rsplit('/', 1)[-1][:5]}-{name_suffix(place)}"


def resource_id(place: Place, prefix: str, salt: str = "id") -> str:
    """An EC2 id: a prefix, then 17 hexadecimal digits of which the first is 0."""
    return f"{prefix}-0{place.digits(16, salt)}"


def public_address(place: Place, salt: str = "address") -> str:
    """A public IPv4 address of the twin."""
    usable = ALLOCATED_ADDRESSES.num_addresses - 2
    return str(ALLOCATED_ADDRESSES[1 + int(place.digits(12, salt), 16) % usable])


def uuid_of(place: Place, salt: str = "uuid") -> str:
    """A random UUID's form, version 4."""
    digits = place.digits(32, salt)
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def decimal(place: Place, length: int, salt: str = "decimal") -> str:
    """Decimal digits, the first of them not 0."""
    number = str(int(place.digits(40, salt), 16))[:length]
    return number if number[0] != "0" else f"1{number[1:]}"
