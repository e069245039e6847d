"""Whether a dead-letter queue keeps messages as long as its source queue.

A message's age counts from when it was first sent.

Source (read 2026-11-23):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_queues import dead_letter_pairs
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_flag, as_number

# The default: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
RETENTION_SECONDS = 345600


def _retention(inquiry: Inquiry) -> Iterator[Said]:
    for queue, dead in dead_letter_pairs(inquiry):
        kept = [item.get("MessageRetentionPeriod") for item in (queue, dead)]
        if any(isinstance(item, Unknown) for item in kept) or as_flag(queue.get("FifoQueue")):
            continue
        here, there = (as_number(item, RETENTION_SECONDS) for item in kept)
        if there < here:
            yield Found(
                dead,
                ("MessageRetentionPeriod",),
                f"{dead.logical_id} keeps messages for {there} s, and {queue.logical_id} for {here} s",
                "a message's age counts from when it was first sent: one that has waited long is deleted from the "
                "dead-letter queue as soon as it gets there",
                f"write MessageRetentionPeriod: 1209600 in {dead.logical_id}",
            )


CHECK = Check(
    "TRI013",
    Severity.WARNING,
    Question.TRIGGER,
    "A dead-letter queue keeps messages for less time than its source queue",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    _retention,
)
