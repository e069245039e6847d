"""Whether a worker's queue has a dead-letter queue for messages that always fail.

Source (read 2026-11-23):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity


def _redrive(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for consumer in inquiry.consumers:
        queue = consumer.queue
        if queue.get("RedrivePolicy") is not None or queue.logical_id in seen:
            continue
        seen.add(queue.logical_id)
        yield Found(
            queue,
            ("RedrivePolicy",),
            f"{queue.logical_id} has no dead-letter queue",
            f"a message that {consumer.service.logical_id} cannot handle comes back until its retention period ends, "
            "and is then lost without a trace",
            "create a second queue and add RedrivePolicy: { deadLetterTargetArn: !GetAtt DeadLetters.Arn, "
            "maxReceiveCount: 5 }",
        )


CHECK = Check(
    "TRI012",
    Severity.WARNING,
    Question.TRIGGER,
    "A worker's queue has no dead-letter queue",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    _redrive,
)
