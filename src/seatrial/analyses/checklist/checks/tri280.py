"""A queue that keeps what failed, and gets work as well.

What a dead-letter queue gets isn't handled any more: that is what it is for, and whoever looks at it looks for
failures. A rule, a schedule or a subscription that sends to it, or a queue of work that is named as the one for failed
messages, is mostly the wrong one of two queues. Both work, so that this is a warning.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/
sqs-dead-letter-queues.html ("isolate unconsumed messages to determine why processing did not succeed") and
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE
from seatrial.model.finding import Severity
from seatrial.model.resource import Reference, Resource

_SUBSCRIPTION = "AWS::SNS::Subscription"
_SENDERS = {
    "AWS::Events::Rule": "Targets",
    "AWS::Scheduler::Schedule": "Target",
    _SUBSCRIPTION: "Endpoint",
}
_FAILED = ("deadLetterTargetArn", "DeadLetterConfig")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    failed: dict[str, Reference] = {}
    works: dict[str, Reference] = {}
    queues = {item.logical_id for item in inquiry.system.of_type(QUEUE)}
    for one in inquiry.system.references if len(queues) > 1 else ():
        if one.target not in queues or not one.path:
            continue
        if not any(key in one.path for key in _FAILED):
            if _is_sent(inquiry, one):
                works.setdefault(one.target, one)
        elif one.source != one.target:
            failed.setdefault(one.target, one)
    for name, one in works.items():
        # A subscription that gives up to its own queue is told as that (TRI261).
        same = name in failed and failed[name].source == one.source
        if name in failed and not (same and inquiry.system.resources[one.source].type == _SUBSCRIPTION):
            yield _found(inquiry, inquiry.system.resources[name], failed[name], one)


def _is_sent(inquiry: Inquiry, one: Reference) -> bool:
    source = inquiry.system.resources.get(one.source)
    return source is not None and one.path[0] == _SENDERS.get(source.type) and _is_end(one)


def _is_end(one: Reference) -> bool:
    return one.path[-1] in ("Arn", "Endpoint")


def _found(inquiry: Inquiry, queue: Resource, failed: Reference, work: Reference) -> Found:
    # A queue of work has a dead-letter queue of its own.
    wrong, right = (failed, work) if queue.get("RedrivePolicy") is not None else (work, failed)
    name = queue.logical_id
    return Found(
        inquiry.system.resources[wrong.source],
        wrong.path,
        f"{name} keeps what fails of {failed.source}, and gets the work of {work.source}",
        f"what {right.source} leads there is mixed with that of {wrong.source}: work is taken for failures, or "
        "failures for work",
        f"name another queue in {wrong.source}",
    )


CHECK = Check(
    "TRI280",
    Severity.WARNING,
    Question.TRIGGER,
    "A dead-letter queue gets work as well",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    _ask,
)
