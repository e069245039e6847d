"""The checklist that people carry in their heads, by layer: what is there, what is wrong, what isn't needed and why."""

from __future__ import annotations

from collections.abc import Sequence

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Finding
from seatrial.model.report import Row, Unsettled


def rows(inquiry: Inquiry, findings: Sequence[Finding], unsettled: Sequence[Unsettled]) -> tuple[Row, ...]:
    """The rows of a system, layer by layer."""
    return ()
