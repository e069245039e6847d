"""The queues that give up messages to a dead-letter queue, with that."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE, dead_letter_arn
from seatrial.model.resource import Resource


def dead_letter_pairs(inquiry: Inquiry) -> Iterator[tuple[Resource, Resource]]:
    """Queues with where they give up to."""
    for queue in inquiry.system.of_type(QUEUE):
        dead = inquiry.find(dead_letter_arn(queue), QUEUE)
        if dead is not None:
            yield queue, dead
