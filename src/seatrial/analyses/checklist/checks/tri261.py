"""Whether the dead-letter queue of a subscription can take what its own queue could not.

SNS gives up to the queue that a subscription's RedrivePolicy names. Where that is the very queue that it can't deliver
to, what fails once fails again, and is lost. A subscription of a FIFO topic needs a FIFO queue for it, and one of a
standard topic a standard queue.

Source (read 2026-11-30): https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html ("FIFO topic
subscriptions use FIFO queues, and standard topic subscriptions use standard queues"). That Subscribe refuses either is
said nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE
from seatrial.analyses.checklist.tri_senders import SUBSCRIPTION, TOPIC, of_other_order
from seatrial.analyses.refusals.sns import DEAD_LETTERS
from seatrial.analyses.refusals.sqs import document
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_flag, at


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for item in inquiry.system.of_type(SUBSCRIPTION):
        given = item.get("RedrivePolicy")
        dead = inquiry.find(at(document(given), DEAD_LETTERS), QUEUE)
        if dead is None or item.logical_id in inquiry.refused:
            continue
        path: PropertyPath = ("RedrivePolicy", DEAD_LETTERS) if isinstance(given, dict) else ("RedrivePolicy",)
        topic, name = inquiry.find(item.get("TopicArn"), TOPIC), dead.logical_id
        if dead is inquiry.find(item.get("Endpoint"), QUEUE):
            # A queue of work has a dead-letter queue of its own.
            wrong: PropertyPath = path if dead.get("RedrivePolicy") is not None else ("Endpoint",)
            yield Found(
                item,
                wrong,
                f"{item.logical_id} gives up to {name}, which is the queue that it delivers to",
                f"what cannot be delivered to {name} cannot be sent there either, and is lost; and what can, comes "
                "back to the consumers as if it had been delivered",
                f"name another queue in {wrong[-1]} of {item.logical_id}",
            )
        elif topic is not None and of_other_order(topic, dead):
            wanted = "a FIFO queue" if as_flag(topic.get("FifoTopic")) else "a standard queue"
            yield Found(
                item,
                path,
                f"{item.logical_id} gives up to {name}, which is not {wanted}",
                f"a subscription of {topic.logical_id} needs {wanted} for what it cannot deliver: that is lost",
                f"name {wanted} in {DEAD_LETTERS} of {item.logical_id}",
            )


CHECK = Check(
    "TRI261",
    Severity.WARNING,
    Question.TRIGGER,
    "A subscription gives up to a queue that cannot take it",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
    _ask,
)
