"""Whether a function that is called by a queue was meant for another: the one that gives up to it, or one that nobody
takes from.

The messages of that one wait until they expire: they are never received, and so never given up.

Source (read 2026-11-30): https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html ("after a message
has been received maxReceiveCount times").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import PIPE
from seatrial.analyses.checklist.queues import QUEUE, dead_letter_arn, dead_letter_queues
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

MAPPING, SOURCE = "AWS::Lambda::EventSourceMapping", ("EventSourceArn",)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    mappings = list(inquiry.system.of_type(MAPPING))
    for mapping in mappings:
        dead = inquiry.find(mapping.get(*SOURCE), QUEUE)
        if dead is None:
            continue
        if (found := _of_a_service(inquiry, mapping, dead, mappings)) is not None:
            yield found
            continue
        giving = [item for item in inquiry.system.of_type(QUEUE) if dead_letter_arn(item) == dead.arn]
        if len(giving) != 1 or _is_taken_from(inquiry, giving[0], mappings):
            continue
        queue = giving[0].logical_id
        yield Found(
            mapping,
            SOURCE,
            f"{mapping.logical_id} takes from {dead.logical_id}, the dead-letter queue of {queue}, and nothing takes "
            f"from {queue}",
            f"a message is only given up after it was received too often, and nobody receives those of {queue}: they "
            "wait until they expire",
            f"name !GetAtt {queue}.Arn as the queue",
        )


def _of_a_service(inquiry: Inquiry, mapping: Resource, queue: Resource, mappings: list[Resource]) -> Found | None:
    """A function on the queue by which a service is scaled, where one other queue is taken from by nobody."""
    taking = [item.service for item in inquiry.consumers if item.queue is queue and item.scaled]
    given_up = dead_letter_queues(inquiry.systems)
    idle = [
        item
        for item in inquiry.system.of_type(QUEUE)
        if item.logical_id not in given_up
        and not _is_taken_from(inquiry, item, mappings)
        and any(gift.resource is item for gift in inquiry.function_gifts)
    ]
    if not taking or len(idle) != 1:
        return None
    other, service = idle[0].logical_id, taking[0].logical_id
    return Found(
        mapping,
        SOURCE,
        f"{mapping.logical_id} takes from {queue.logical_id}, as {service} does, and nothing takes from {other}",
        f"each message goes to one of the two, and {service} is scaled by that queue; those of {other} wait until they "
        "expire",
        f"name !GetAtt {other}.Arn as the queue",
    )


def _is_taken_from(inquiry: Inquiry, queue: Resource, mappings: list[Resource]) -> bool:
    """Whether anything of the stack may take messages from a queue: a function, a pipe, or who is told of it."""
    if any(item.get(*SOURCE) == queue.arn for item in mappings):
        return True
    if any(item.get("Source") == queue.arn for item in inquiry.system.of_type(PIPE)):
        return True
    # A function that is told of it is mostly one that sends.
    told = [gift for gift in inquiry.gifts if gift.resource is queue]
    names = (queue.arn, queue.physical_id, *queue.attributes.values())
    # Another stack may take from what is exported.
    exported = any(output.export_name and output.value in names for output in inquiry.system.outputs.values())
    return bool(told) or exported


CHECK = Check(
    "TRI233",
    Severity.WARNING,
    Question.TRIGGER,
    "A function is called by the queue of another, and nothing takes from its own",
    "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html",
    _ask,
)
