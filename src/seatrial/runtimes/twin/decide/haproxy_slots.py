"""Which HAProxy server slot stands for which target.

HAProxy's configuration holds a number of server slots for every target group. A target takes a slot when it first gets
requests and keeps it for as long as it is registered, so that what is in flight to it ends in peace; filling and
emptying slots needs no reload. Only a group that outgrows its slots does.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from seatrial.runtimes.twin.decide.elbv2_target_group import TargetGroupSpec
from seatrial.runtimes.twin.decide.target_health import Share, State, Targets, traffic

# Room for a rolling update of a usual service without a reload.
SMALLEST_TABLE = 32


class Slot(Struct, frozen=True):
    """``id`` is "" where no target has the slot. A slot that is not ``ready`` gets no new requests."""

    id: str = ""
    port: int = 0
    weight: int = 1
    ready: bool = False

    @property
    def key(self) -> tuple[str, int]:
        return self.id, self.port


Slots = tuple[Slot, ...]


class ServedGroup(Struct, frozen=True):
    """A target group and its targets: who gets requests, and who may have some in flight."""

    spec: TargetGroupSpec
    shares: tuple[Share, ...] = ()
    registered: frozenset[tuple[str, int]] = frozenset()


def served(group: TargetGroupSpec, targets: Targets, now: float) -> ServedGroup:
    """A group as its targets stand now."""
    registered = frozenset(target.key for target in targets if target.state is not State.UNUSED)
    return ServedGroup(group, traffic(group, targets, now), registered)


def assign(slots: Sequence[Slot], group: ServedGroup) -> Slots:
    """The slots for these targets: as they are where nothing changes, longer where there are too few."""
    shares = {(share.id, share.port): share.weight for share in group.shares}
    kept = [_kept(slot, shares, group) for slot in slots]
    placed = {slot.key for slot in kept if slot.id}
    new = [Slot(id, port, weight, True) for (id, port), weight in sorted(shares.items()) if (id, port) not in placed]
    size = max(len(kept), SMALLEST_TABLE)
    while size < len(placed) + len(new):
        size *= 2
    table = kept + [Slot()] * (size - len(kept))
    for slot, number in zip(new, _free(table), strict=False):
        table[number] = slot
    return tuple(table)


def _kept(slot: Slot, shares: dict[tuple[str, int], int], group: ServedGroup) -> Slot:
    if slot.key in shares:
        return replace(slot, weight=shares[slot.key], ready=True)
    return replace(slot, ready=False) if slot.key in group.registered else Slot()


def _free(table: Sequence[Slot]) -> list[int]:
    """Free slots, beginning behind the last one taken: a slot and its cookie rest before they are used again."""
    last = max((number for number, slot in enumerate(table) if slot.id), default=-1)
    order = [*range(last + 1, len(table)), *range(last + 1)]
    return [number for number in order if not table[number].id]
