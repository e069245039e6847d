"""Whether the work of a service comes at all: what sends to its queue may be switched off.

Source (read 2026-11-29): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-delete-rule.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_senders import Sender, senders
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_text


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    sending = [item for item in senders(inquiry) if not item.gives_up]
    for consumer in inquiry.consumers:
        queue = consumer.queue
        own = [item for item in sending if item.queue is queue]
        if not own or queue.logical_id in told or not all(_is_off(item) for item in own) or _is_given(inquiry, queue):
            continue
        told.add(queue.logical_id)
        rules = [item.by for item in own]
        yield Found(
            rules[0],
            ("State",),
            f"{inquiry.names(rules)}, which {'sends' if len(rules) == 1 else 'send'} to {queue.logical_id}, "
            f"{'is' if len(rules) == 1 else 'are'} disabled",
            f"nothing else in the templates sends to {queue.logical_id}: {consumer.service.logical_id} has nothing to "
            "do",
            "write State: ENABLED",
        )


def _is_off(sender: Sender) -> bool:
    return as_text(sender.by.get("State")) == "DISABLED"


def _is_given(inquiry: Inquiry, queue: Resource) -> bool:
    """Whether other tasks than those that take from it are given a queue, which may send to it."""
    taking = {item.gift.definition.logical_id for item in inquiry.consumers if item.queue is queue}
    return any(item.resource is queue and item.definition.logical_id not in taking for item in inquiry.gifts)


CHECK = Check(
    "TRI082",
    Severity.NOTE,
    Question.TRIGGER,
    "What sends work to a service's queue is disabled",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-delete-rule.html",
    _ask,
)
