"""Whether a message stays hidden as long as a worker that is stopping may take to finish it.

Source (read 2026-11-23):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import Consumer
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_number

# Defaults: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html and
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (stopTimeout)
VISIBILITY_SECONDS, STOP_SECONDS = 30, 30


def _visibility(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for consumer in inquiry.consumers:
        queue = consumer.queue
        given = queue.get("VisibilityTimeout")
        stop = _stop_timeout(consumer)
        if queue.logical_id in seen or isinstance(given, Unknown) or stop is None:
            continue
        hidden = as_number(given, VISIBILITY_SECONDS)
        if hidden >= stop:
            continue
        seen.add(queue.logical_id)
        yield Found(
            queue,
            ("VisibilityTimeout",),
            f"messages of {queue.logical_id} become visible again after {hidden} s, while a worker of "
            f"{consumer.service.logical_id} may take {stop} s to finish one",
            f"a worker that gets SIGTERM has StopTimeout, {stop} s, to finish its message; meanwhile another one "
            "receives it, and the work is done twice",
            f"write VisibilityTimeout: {max(6 * stop, 6 * VISIBILITY_SECONDS)}, or several times what the slowest "
            "message takes",
        )


def _stop_timeout(consumer: Consumer) -> int | None:
    """How long the container has after SIGTERM; None where that isn't known."""
    definition, index = consumer.gift.definition, consumer.gift.container
    value = definition.get("ContainerDefinitions", index, "StopTimeout")
    return None if isinstance(value, Unknown) else as_number(value, STOP_SECONDS)


CHECK = Check(
    "TRI011",
    Severity.WARNING,
    Question.TRIGGER,
    "Messages become visible again before a worker that is stopping has finished them",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
    _visibility,
)
