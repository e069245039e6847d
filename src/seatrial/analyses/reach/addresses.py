"""Sets of IPv4 addresses, as sorted ranges of numbers.

A rule speaks about a block, a question about a subnet or the whole internet. With sets one evaluation answers for all
addresses at once, and says for which it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from seatrial.model.value import Value

LAST = 2**32 - 1
EVERYBODY = "0.0.0.0/0"
MOST_SHOWN = 4

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AddressSet:
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
        if mine == others or other is ALL:
            return self
        if self is ALL:
            return other
        found: list[Range] = []
        left = right = 0
        while left < len(mine) and right < len(others):
            low = max(mine[left][0], others[right][0])
            high = min(mine[left][1], others[right][1])
            if low <= high:
                found.append((low, high))
            if mine[left][1] < others[right][1]:
                left += 1
            else:
                right += 1
        return AddressSet(tuple(found))

    def __or__(self, other: AddressSet) -> AddressSet:
        if not other.ranges or self is ALL:
            return self
        if not self.ranges or other is ALL:
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
        if following <= LAST:
            found.append((following, LAST))
        return AddressSet(tuple(found))

    def __le__(self, other: AddressSet) -> bool:
        """Whether every address of this set is in the other."""
        return (self & other).ranges == self.ranges

    def __contains__(self, address: int) -> bool:
        return any(low <= address <= high for low, high in self.ranges)

    def __len__(self) -> int:
        return sum(high - low + 1 for low, high in self.ranges)

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


def block(value: Value) -> AddressSet | None:
    """The block that a property holds; None where it is none or not known."""
    return block_of(str.__str__(value)) if isinstance(value, str) else None


def text_of(address: int) -> str:
    return f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"


def _range_text(low: int, high: int) -> str:
    """A range as the block that it is, else by its ends."""
    span = high - low + 1
    if low == high:
        return text_of(low)
    if span & (span - 1) == 0 and low % span == 0:
        return f"{text_of(low)}/{33 - span.bit_length()}"
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


def _blocks(ranges: Iterable[Range]) -> Iterator[str]:
    for low, high in ranges:
        while low <= high:
            span = low & -low or LAST + 1
            while span > high - low + 1:
                span >>= 1
            yield f"{text_of(low)}/{32 - span.bit_length() + 1}"
            low += span


NOTHING = AddressSet()
ALL = AddressSet(((0, LAST),))
# What no router of the internet carries: https://www.iana.org/assignments/iana-ipv4-special-registry
# (read 2026-11-23). Internet gateways turn these away in both directions.
SPECIAL = AddressSet.of(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3",
)  # fmt: skip
EVERYWHERE = ALL - SPECIAL
"""Every address of the internet."""
