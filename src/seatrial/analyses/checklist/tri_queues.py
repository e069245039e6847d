"""Queues that work waits in: how long a message is hidden, and what becomes of one that always fails.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE, Consumer, dead_letter_arn
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_number

# Defaults: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html and
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (stopTimeout)
VISIBILITY_SECONDS, RETENTION_SECONDS, STOP_SECONDS = 30, 345600, 30


def _visibility(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[str] = set()
    for consumer in inquiry.consumers:
        queue = consumer.queue
        given = queue.get("VisibilityTimeout")
        stop = _stop_timeout(inquiry, consumer)
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


def _stop_timeout(inquiry: Inquiry, consumer: Consumer) -> int | None:
    """How long the container has after SIGTERM; None where that isn't known."""
    definition, index = consumer.gift.definition, consumer.gift.container
    value = definition.get("ContainerDefinitions", index, "StopTimeout")
    return None if isinstance(value, Unknown) else as_number(value, STOP_SECONDS)


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
            "and is then "
            "lost without a trace",
            "create a second queue and add RedrivePolicy: { deadLetterTargetArn: !GetAtt DeadLetters.Arn, "
            "maxReceiveCount: 5 }",
        )


def _pairs(inquiry: Inquiry) -> Iterator[tuple[Resource, Resource]]:
    """Queues with where they give up to."""
    for queue in inquiry.system.of_type(QUEUE):
        dead = inquiry.find(dead_letter_arn(queue), QUEUE)
        if dead is not None:
            yield queue, dead


def _retention(inquiry: Inquiry) -> Iterator[Said]:
    for queue, dead in _pairs(inquiry):
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


def _kinds(inquiry: Inquiry) -> Iterator[Said]:
    for queue, dead in _pairs(inquiry):
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


_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
CHECKS = (
    Check(
        "TRI011",
        Severity.WARNING,
        Question.TRIGGER,
        "Messages become visible again before a worker that is stopping has finished them",
        f"{_SQS}sqs-visibility-timeout.html",
        _visibility,
    ),
    Check(
        "TRI012",
        Severity.WARNING,
        Question.TRIGGER,
        "A worker's queue has no dead-letter queue",
        f"{_SQS}sqs-dead-letter-queues.html",
        _redrive,
    ),
    Check(
        "TRI013",
        Severity.WARNING,
        Question.TRIGGER,
        "A dead-letter queue keeps messages for less time than its source queue",
        f"{_SQS}sqs-dead-letter-queues.html",
        _retention,
    ),
    Check(
        "TRI014",
        Severity.ERROR,
        Question.TRIGGER,
        "A queue and its dead-letter queue are of different types",
        f"{_SQS}sqs-dead-letter-queues.html",
        _kinds,
    ),
)
