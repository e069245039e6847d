"""Whether a queue and its dead-letter queue are of the same type.

Source (read 2026-11-23):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_queues import dead_letter_pairs
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_flag


def _kinds(inquiry: Inquiry) -> Iterator[Said]:
    for queue, dead in dead_letter_pairs(inquiry):
        flags = [item.get("FifoQueue") for item in (queue, dead)]
        if any(isinstance(item, Unknown) for item in flags) or queue.logical_id in inquiry.refused:
            continue
        first, second = (as_flag(item) for item in flags)
        if first != second:
            kinds = {True: "a FIFO queue", False: "a standard queue"}
            yield Found(
                queue,
                ("RedrivePolicy", "deadLetterTargetArn"),
                f"{queue.logical_id} is {kinds[first]}, but its dead-letter queue {dead.logical_id} is {kinds[second]}",
                "both must be of the same type: SQS refuses the queue, and the stack is rolled back",
                f"set FifoQueue: {'true' if first else 'false'} in {dead.logical_id}"
                if first
                else f"leave FifoQueue out of {dead.logical_id}",
                "Dead-letter queue must be same type of queue as the source.",
            )


CHECK = Check(
    "TRI014",
    Severity.ERROR,
    Question.TRIGGER,
    "A queue and its dead-letter queue are of different types",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    _kinds,
)
