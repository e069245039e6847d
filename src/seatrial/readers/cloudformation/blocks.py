"""Fn::Cidr: a block cut into smaller ones.

The third argument counts host bits, not the prefix length: 8 gives /24 of IPv4. A block with host bits set is taken by
its network address. All three arguments are required; AWS's cloudformation-validate and AWS support say so, and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html (read
2026-11-23) shows no other form.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from seatrial.model.value import BlockPart, Unknown, Value
from seatrial.readers.cloudformation.problems import shown

# "The number of CIDRs to generate. Valid range is between 1 and 256."
MOST_BLOCKS = 256
# An address of IPv6.
_MOST_BITS = 128
_NUMBER = re.compile(r"\d{1,3}\Z")


class CidrMistake(ValueError):
    """What is wrong with an argument; ``argument`` is which of the three, ``mend`` what to write."""

    def __init__(self, what: str, argument: int, mend: str = "") -> None:
        super().__init__(what)
        self.argument = argument
        self.mend = mend


def blocks(block: str, count: str, host_bits: str) -> Iterator[str]:
    """The first ``count`` blocks of ``host_bits`` inside ``block``. Raises CidrMistake."""
    try:
        network = ipaddress.ip_network(block, strict=False)
    except ValueError:
        raise CidrMistake(f"{shown(block)} is no CIDR block", 0) from None
    if "/" not in block:
        raise CidrMistake(f"{shown(block)} has no prefix length", 0, f"write {block}/16, or how long its prefix is")
    if not (_NUMBER.match(count) and 1 <= int(count) <= MOST_BLOCKS):
        raise CidrMistake(f"the count is {shown(count)} and not 1 to {MOST_BLOCKS}", 1, f"write 1 to {MOST_BLOCKS}")
    if not _NUMBER.match(host_bits) or not network.prefixlen <= network.max_prefixlen - int(host_bits):
        longest = network.max_prefixlen
        most = f"write at most {longest - network.prefixlen}"
        mend = f"{most}: it is the number of host bits, so that 8 makes blocks of /{longest - 8}"
        raise CidrMistake(f"blocks of {shown(host_bits)} host bits do not fit into the block", 2, mend)
    prefix = network.max_prefixlen - int(host_bits)
    if int(count) > 2 ** (prefix - network.prefixlen):
        most = 2 ** (prefix - network.prefixlen)
        mend = f"write at most {most}, or fewer host bits"
        raise CidrMistake(f"the block has {most} blocks of /{prefix}, not {count}", 1, mend)
    first, step = int(network.network_address), 2 ** int(host_bits)
    address = type(network.network_address)
    return (f"{address(first + index * step)}/{prefix}" for index in range(int(count)))


def unknown_blocks(block: Unknown, count: str, host_bits: str) -> Value:
    """The same of a block that isn't known: of each part it is known which it is, and how long."""
    numbers = [int(text) for text in (count, host_bits) if _NUMBER.match(text)]
    if len(numbers) != 2 or not 1 <= numbers[0] <= MOST_BLOCKS or numbers[1] > _MOST_BITS:
        return block
    return [BlockPart(block.reason, block.text, index, numbers[1]) for index in range(numbers[0])]
