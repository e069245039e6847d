"""A queue that is subscribed twice to a topic, while the queue that was meant lets the topic in and hears nothing.

Sources (read 2026-11-30): https://github.com/getmoto/moto/pull/1418 (a second subscription of an endpoint is the first
one), https://github.com/localstack/localstack/issues/8816 (with other attributes it is refused)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_misdirected import nearest_name, unsent
from seatrial.analyses.checklist.tri_senders import SUBSCRIPTION, is_let_in, senders_of_topics
from seatrial.model.finding import Severity


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    """A topic that one queue subscribes to twice, while another one lets it in and has no subscription."""
    found = [item for item in senders_of_topics(inquiry) if item.by.type == SUBSCRIPTION and not item.gives_up]
    for sender in found:
        same = [one.by for one in found if one.source is sender.source and one.queue is sender.queue]
        meant = unsent(inquiry, sender, found, partial(is_let_in, inquiry)) if len(same) > 1 else None
        if meant is None or nearest_name(meant, same) is not sender.by:
            continue
        other = next(one for one in same if one is not sender.by)
        yield Found(
            sender.by,
            sender.path,
            f"{sender.by.logical_id} and {other.logical_id} both subscribe {sender.queue.logical_id} to "
            f"{sender.source.logical_id}, and {meant.logical_id} is not subscribed",
            f"a queue is subscribed to a topic once, and {meant.logical_id}, which lets {sender.source.logical_id} in, "
            "gets no message from it",
            f"write Endpoint: !GetAtt {meant.logical_id}.Arn in {sender.by.logical_id}",
        )


CHECK = Check(
    "TRI121",
    Severity.ERROR,
    Question.TRIGGER,
    "A queue is subscribed twice to a topic that another queue waits for",
    "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html https://github.com/getmoto/moto/pull/1418",
    _ask,
)
