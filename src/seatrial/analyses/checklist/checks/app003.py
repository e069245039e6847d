"""Whether a worker may receive and delete the messages of its queue.

Who takes work from a queue calls both. Where a service is scaled by the queue's depth, it is certain that it does; for
others it is a warning. So it is for whoever else may receive: what is done and not deleted comes again.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.app_permissions import TASK_ID, after_because, resource_name, role_place
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.queues import Consumer
from seatrial.analyses.checklist.sta_permissions import role_refused
from seatrial.analyses.checklist.typed import typed
from seatrial.analyses.checklist.uses import Used, ask, asked
from seatrial.analyses.iam import Decision, RoleView, access_denied_text, request_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource


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
    taken = {consumer.key for consumer in inquiry.consumers}
    for item in inquiry.used:
        role, key = item.role, (item.role.name if isinstance(item.role, RoleView) else "", item.resource.logical_id)
        if item.use.service != "sqs" or item.key in taken or key in seen or not isinstance(role, RoleView):
            continue
        seen.add(key)
        answers = _answers(inquiry, role, item.resource)
        receives, deletes = answers["ReceiveMessage"].allowed, answers["DeleteMessage"].allowed
        if receives and deletes is False and not role_refused(inquiry, role):
            name = item.gift.definition.logical_id
            yield _lacking(inquiry, item, role, answers, f"{name} is given {item.gift.variable} and may receive")


def _answers(inquiry: Inquiry, role: RoleView, queue: Resource) -> dict[str, Decision]:
    return {name: ask(inquiry, role, f"sqs:{name}", queue.arn) for name in ("ReceiveMessage", "DeleteMessage")}


def _receiving_of(inquiry: Inquiry, consumer: Consumer, item: Used, role: RoleView) -> Iterator[Said]:
    queue = consumer.queue
    answers = _answers(inquiry, role, queue)
    missing = [name for name, decision in answers.items() if decision.allowed is False]
    for name, decision in answers.items():
        if decision.allowed is None:
            what = f"whether {resource_name(role)} may call sqs:{name} on {queue.logical_id}"
            yield Doubt(item.gift.definition, item.gift.path, what, after_because(decision.reason))
    if missing:
        sign = "is scaled by the depth of" if consumer.scaled else "takes its work from"
        certain = consumer.scaled and "ReceiveMessage" in missing
        does = f"{consumer.service.logical_id} {sign} {queue.logical_id}"
        yield _lacking(inquiry, item, role, answers, does, Severity.ERROR if certain else None)


def _lacking(
    inquiry: Inquiry,
    item: Used,
    role: RoleView,
    answers: Mapping[str, Decision],
    does: str,
    severity: Severity | None = None,
) -> Found:
    """That a role may not make some of the calls; ``does`` says who is to make them."""
    queue, missing = item.resource, [name for name, decision in answers.items() if decision.allowed is False]
    resource, path = role_place(inquiry, role, item.gift.definition)
    what = " and ".join(f"sqs:{name}" for name in missing)
    then = (
        "no message is ever received"
        if "ReceiveMessage" in missing
        else "a processed message is not deleted, and is received again and again"
    )
    decision = answers[missing[0]]
    says, mend = decision.reason, f"allow {what} on {typed(inquiry, queue.arn)} in a policy of {resource_name(role)}"
    near = told(inquiry, asked(inquiry, role, f"sqs:{missing[0]}", queue.arn), decision, role)
    if near is not None:
        resource, path, says = near.resource, near.path, near.says
        mend = near.mend.replace(f"sqs:{missing[0]}", what)
    return Found(
        resource,
        path,
        f"{resource_name(role)} may not call {what} on {queue.logical_id}",
        f"{does}, and {says}: {then}",
        mend,
        access_denied_text(request_of(role, f"sqs:{missing[0]}", queue.arn, session=TASK_ID), decision),
        severity=severity,
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
    "sqs-api-permissions-reference.html "
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
    _receiving,
    gravest=Severity.ERROR,
)
