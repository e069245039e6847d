"""Whether a FIFO queue that a rule or a schedule sends to has content-based deduplication, which it needs.

EventBridge gives messages no deduplication id, so that the queue has to make one of the content.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-events-rule-sqsparameters.html,
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_SqsParameters.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE
from seatrial.analyses.checklist.tri_senders import RULE, SCHEDULE, senders
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_flag


def _dedup(inquiry: Inquiry) -> Iterator[Said]:
    """EventBridge gives messages no deduplication id, so that the queue has to make one of the content."""
    for sender in senders(inquiry):
        queue, by_event = sender.queue, sender.by.type in (RULE, SCHEDULE)
        known = isinstance(queue.get("FifoQueue"), (bool, str)) and queue.type == QUEUE
        given = queue.get("ContentBasedDeduplication")
        if not by_event or sender.gives_up or not known or not as_flag(queue.get("FifoQueue")):
            continue
        if isinstance(given, Unknown) or as_flag(given) or sender.by.logical_id in inquiry.refused:
            continue
        yield Found(
            queue,
            ("ContentBasedDeduplication",),
            f"{sender.by.logical_id} sends to {queue.logical_id}, which has no content-based deduplication",
            "EventBridge gives its messages no deduplication id, so a FIFO queue refuses them unless it makes one of "
            "the content: no message from it ever arrives, without any error",
            f"set ContentBasedDeduplication: true in {queue.logical_id}",
            "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
            "explicitly",
            fix=(set_property(queue.logical_id, "ContentBasedDeduplication", to=True),),
        )


CHECK = Check(
    "TRI044",
    Severity.ERROR,
    Question.TRIGGER,
    "A rule or a schedule sends to a FIFO queue without content-based deduplication",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-properties-events-rule-sqsparameters.html "
    "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_SqsParameters.html",
    _dedup,
)
