"""Other linters, whose findings join those of ``check``."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from seatrial.api.request import ReadRequest, Refused
from seatrial.model.finding import Finding


class Linter(Struct, frozen=True):
    """A linter whose findings can join a report: whether it can be asked here, and whether it is installed with
    Seatrial, so that people expect its findings.
    """

    name: str
    at_hand: bool
    installed: bool


def linters() -> tuple[Linter, ...]:
    """The linters that Seatrial can ask."""
    from seatrial.runtimes.linters import PACKAGES, at_hand, with_seatrial

    there, installed = at_hand(), with_seatrial()
    return tuple(Linter(name, name in there, name in installed) for name in PACKAGES)


def by_linters(requests: Sequence[ReadRequest], linters: tuple[str, ...]) -> list[tuple[list[Finding], ...]]:
    """What each linter says of each request's template: by request, then by linter.

    Raises Refused where one gives no answer.
    """
    if not linters:
        return []
    from seatrial.runtimes.linters import Asked, LinterFailed, found_by

    try:
        found = found_by(linters, [Asked(item.file, item.settled().region) for item in requests])
    except LinterFailed as error:
        raise Refused(str(error)) from None
    return list(zip(*found, strict=True))
