"""Whether a worker may receive and delete the messages of its queue.

Who takes work from a queue calls both. Where a service is scaled by the queue's depth, it is certain that it does; for
others it is a warning.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import TASK_ID, after_because, resource_name, role_place
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.queues import Consumer
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.uses import Used, ask, asked
from seatrial.analyses.iam import RoleView, access_denied_text, request_of
from seatrial.model.finding import Severity


def _receiving(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for consumer in inquiry.consumers:
        item = _used_by(inquiry, consumer)
        if item is None or not isinstance(item.role, RoleView) or item.allowance is None or not item.allowance.anything:
            continue
        key = (item.role.name, consumer.queue.logical_id)
        if key in seen:
            continue
        seen.add(key)
        yield from _receiving_of(inquiry, consumer, item, item.role)


def _receiving_of(inquiry: Inquiry, consumer: Consumer, item: Used, role: RoleView) -> Iterator[Said]:
    queue = consumer.queue
    answers = {name: ask(inquiry, role, f"sqs:{name}", queue.arn) for name in ("ReceiveMessage", "DeleteMessage")}
    missing = [name for name, decision in answers.items() if decision.allowed is False]
    for name, decision in answers.items():
        if decision.allowed is None:
            what = f"whether {resource_name(role)} may call sqs:{name} on {queue.logical_id}"
            yield Doubt(item.gift.definition, item.gift.path, what, after_because(decision.reason))
    if not missing:
        return
    resource, path = role_place(inquiry, role, item.gift.definition)
    certain = consumer.scaled and "ReceiveMessage" in missing
    what = " and ".join(f"sqs:{name}" for name in missing)
    then = (
        "no message is ever received"
        if "ReceiveMessage" in missing
        else "a processed message is not deleted, and is received again and again"
    )
    sign = "is scaled by the depth of" if consumer.scaled else "takes its work from"
    decision = answers[missing[0]]
    says, mend = decision.reason, f"allow {what} on {typed(inquiry, queue.arn)} in a policy of {resource_name(role)}"
    near = told(inquiry, asked(inquiry, role, f"sqs:{missing[0]}", queue.arn), decision, role)
    if near is not None:
        resource, path, says = near.resource, near.path, near.says
        mend = near.mend.replace(f"sqs:{missing[0]}", what)
    yield Found(
        resource,
        path,
        f"{resource_name(role)} may not call {what} on {queue.logical_id}",
        f"{consumer.service.logical_id} {sign} {queue.logical_id}, and {says}: {then}",
        mend,
        access_denied_text(request_of(role, f"sqs:{missing[0]}", queue.arn, session=TASK_ID), decision),
        severity=Severity.ERROR if certain else None,
    )


def _used_by(inquiry: Inquiry, consumer: Consumer) -> Used | None:
    return next((item for item in inquiry.used if item.key == consumer.key), None)


CHECK = Check(
    "APP003",
    Severity.WARNING,
    Question.REACH,
    "A worker may not receive or delete the messages of its queue",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html "
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
    "sqs-api-permissions-reference.html",
    _receiving,
    gravest=Severity.ERROR,
)
