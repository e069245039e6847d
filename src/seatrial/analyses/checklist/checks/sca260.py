"""Whether an alarm on a dead-letter queue counts what gets there.

SQS moves what fails too often to the dead-letter queue by itself, and doesn't count that as sent: an alarm on
NumberOfMessagesSent stays quiet while the queue fills. What is sent there by hand, or by a rule or a topic that gives
up, is counted.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
#sqs-dlq-number-of-messages ("if a message is sent to a dead-letter queue as a result of a failed processing attempt, it
isn't captured by this metric").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE, dead_letter_queues
from seatrial.analyses.checklist.sca_metrics import watchers
from seatrial.analyses.checklist.tri_senders import senders
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

SENT, WAITING = "NumberOfMessagesSent", "ApproximateNumberOfMessagesVisible"


def _quiet(inquiry: Inquiry) -> Iterator[Said]:
    dead: set[str] | None = None
    for watcher in watchers(inquiry):
        metric = watcher.metric
        if as_text(metric.name) != SENT or as_text(metric.namespace) != "AWS/SQS":
            continue
        queue = inquiry.find(metric.dimensions.get("QueueName"), QUEUE)
        dead = dead_letter_queues(inquiry.systems) if dead is None else dead
        if queue is None or queue.logical_id not in dead or watcher.resource.logical_id in inquiry.refused:
            continue
        given = (*inquiry.gifts, *inquiry.function_gifts)
        if any(item.resource is queue for item in given) or any(item.queue is queue for item in senders(inquiry)):
            continue
        yield Found(
            watcher.resource,
            (*metric.path, "MetricName"),
            f"{watcher.resource.logical_id} watches {SENT} of {queue.logical_id}, which only gets what others give up",
            f"what SQS moves to a dead-letter queue isn't counted as sent: {watcher.resource.logical_id} stays quiet "
            f"while {queue.logical_id} fills",
            f"write MetricName: {WAITING}",
        )


CHECK = Check(
    "SCA260",
    Severity.WARNING,
    Question.SCALE,
    "An alarm on a dead-letter queue counts what is sent, and not what is moved there",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    _quiet,
)
