"""Sets of addresses, as sorted ranges of numbers.

A rule speaks about a block, a question about a subnet or the whole internet. With sets one evaluation answers for all
addresses at once, and says for which it holds. The numbers of IPv6 come after those of IPv4, so that a rule for one
family has nothing in common with what comes from the other.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from seatrial.model.value import Value

LAST = 2**32 - 1
# The number of the address :: of IPv6, and of the last one.
SIX = 2**32
LAST_OF_SIX = SIX + 2**128 - 1
EVERYBODY, EVERYBODY_SIX = "0.0.0.0/0", "::/0"
MOST_SHOWN = 4

Range = tuple[int, int]


class AddressSet(Struct, frozen=True):
    """``ranges`` are first and last addresses: sorted, apart from each other."""

    ranges: tuple[Range, ...] = ()

    @classmethod
    def of(cls, *blocks: str) -> AddressSet:
        """The addresses of CIDR blocks. What is none of them adds nothing."""
        found = (block_of(block) for block in blocks)
        return _joined(block.ranges[0] for block in found if block is not None)

    @classmethod
    def union(cls, sets: Iterable[AddressSet]) -> AddressSet:
        """What is in any of these sets."""
        return _joined(part for item in sets for part in item.ranges)

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __and__(self, other: AddressSet) -> AddressSet:
        mine, others = self.ranges, other.ranges
        if mine == others or (other is ALL and (not mine or mine[-1][1] <= LAST)):
            return self
        if self is ALL and (not others or others[-1][1] <= LAST):
            return other
        found: list[Range] = []
        left, right, ends, others_end = 0, 0, len(mine), len(others)
        # Written out: a system's ways are made of thousands of these.
        while left < ends and right < others_end:
            low, high = mine[left]
            other_low, other_high = others[right]
            if high < other_high:
                left += 1
            else:
                right += 1
                high = other_high
            if low < other_low:
                low = other_low
            if low <= high:
                found.append((low, high))
        return AddressSet(tuple(found))

    def __or__(self, other: AddressSet) -> AddressSet:
        if not other.ranges:
            return self
        if not self.ranges:
            return other
        return _joined((*self.ranges, *other.ranges))

    def __sub__(self, other: AddressSet) -> AddressSet:
        return self & other.complement if other.ranges else self

    @property
    def complement(self) -> AddressSet:
        found: list[Range] = []
        following = 0
        for low, high in self.ranges:
            if low > following:
                found.append((following, low - 1))
            following = high + 1
        if following <= LAST_OF_SIX:
            found.append((following, LAST_OF_SIX))
        return AddressSet(tuple(found))

    def __le__(self, other: AddressSet) -> bool:
        """Whether every address of this set is in the other."""
        return (self & other).ranges == self.ranges

    def __contains__(self, address: int) -> bool:
        return any(low <= address <= high for low, high in self.ranges)

    @property
    def size(self) -> int:
        """How many addresses there are: more than ``len`` may say."""
        return sum(high - low + 1 for low, high in self.ranges)

    @property
    def is_six(self) -> bool:
        """Whether these are addresses of IPv6, without any of IPv4."""
        return bool(self.ranges) and self.ranges[0][0] >= SIX

    @property
    def blocks(self) -> tuple[str, ...]:
        """The fewest CIDR blocks that make up this set."""
        return tuple(_blocks(self.ranges))

    def __str__(self) -> str:
        shown = [_range_text(low, high) for low, high in self.ranges[:MOST_SHOWN]]
        return ", ".join(shown) + (" and more" if len(self.ranges) > MOST_SHOWN else "") or "no address"


@lru_cache(maxsize=4096)
def block_of(text: str) -> AddressSet | None:
    """The addresses of a CIDR block (bits of the host are passed over, as EC2 does); None where the text is none."""
    if ":" in text:
        return _block_of_six(text)
    address, slash, length = text.partition("/")
    parts = address.split(".")
    if len(parts) != 4 or not all(part.isdecimal() and part.isascii() and len(part) <= 3 for part in parts):
        return None
    if slash and not (length.isdecimal() and length.isascii() and len(length) <= 2):
        return None
    octets = [int(part) for part in parts]
    bits = int(length) if slash else 32
    if max(octets) > 255 or bits > 32:
        return None
    span = 1 << (32 - bits)
    low = (octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3]) // span * span
    return ALL if bits == 0 else AddressSet(((low, low + span - 1),))


def _block_of_six(text: str) -> AddressSet | None:
    try:
        found = ipaddress.IPv6Network(text, strict=False)
    except ValueError:
        return None
    low = SIX + int(found.network_address)
    return ALL_SIX if found.prefixlen == 0 else AddressSet(((low, low + found.num_addresses - 1),))


def block(value: Value) -> AddressSet | None:
    """The block that a property holds; None where it is none or not known."""
    return block_of(str.__str__(value)) if isinstance(value, str) else None


def text_of(address: int) -> str:
    if address >= SIX:
        return str(ipaddress.IPv6Address(address - SIX))
    return f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"


def _range_text(low: int, high: int) -> str:
    """A range as the block that it is, else by its ends."""
    span = high - low + 1
    if low == high:
        return text_of(low)
    if span & (span - 1) == 0 and (low - SIX if low >= SIX else low) % span == 0:
        return f"{text_of(low)}/{_bits(low) + 1 - span.bit_length()}"
    return f"{text_of(low)}-{text_of(high)}"


def _joined(ranges: Iterable[Range]) -> AddressSet:
    found: list[Range] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            if high > found[-1][1]:
                found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return AddressSet(tuple(found))


def _bits(address: int) -> int:
    return 128 if address >= SIX else 32


def _blocks(ranges: Iterable[Range]) -> Iterator[str]:
    for first, last in ranges:
        for low, high in ((first, min(last, LAST)), (max(first, SIX), last)):
            while low <= high:
                own = low - SIX if low >= SIX else low
                span = own & -own or 1 << _bits(low)
                while span > high - low + 1:
                    span >>= 1
                yield f"{text_of(low)}/{_bits(low) - span.bit_length() + 1}"
                low += span


NOTHING = AddressSet()
ALL = AddressSet(((0, LAST),))
ALL_SIX = AddressSet(((SIX, LAST_OF_SIX),))
ANY = AddressSet(((0, LAST_OF_SIX),))
"""Every address of both families."""
# What no router of the internet carries: https://www.iana.org/assignments/iana-ipv4-special-registry
# (read 2026-11-23). Internet gateways turn these away in both directions.
SPECIAL = AddressSet.of(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3",
)  # fmt: skip
EVERYWHERE = ALL - SPECIAL
"""Every address of the internet."""
# The addresses of IPv6 that the internet has: https://www.iana.org/assignments/ipv6-unicast-address-assignments
# (read 2026-11-30).
EVERYWHERE_SIX = AddressSet.of("2000::/3")
# Where NAT64 has the addresses of IPv4: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
# (read 2026-11-30).
NAT64 = AddressSet.of("64:ff9b::/96")
