"""Whether a worker may read the objects that its queue tells it of.

A bucket announces what is put below a prefix, to a queue or by a topic; the task role may read below a prefix as well.
Where these are two different ones, every object that the worker is told of is denied to it. A worker may do without the
object, so it is a warning.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html (resources of GetObject).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_permissions import resource_name, role_place
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import told
from seatrial.analyses.checklist.queues import QUEUE, Consumer
from seatrial.analyses.checklist.tri_notifications import given_notifications
from seatrial.analyses.checklist.tri_senders import TOPIC, senders_of_topics
from seatrial.analyses.checklist.use_table import OBJECTS
from seatrial.analyses.checklist.uses import ask, asked, subjects
from seatrial.analyses.iam import RoleView, evaluate
from seatrial.analyses.refusals.s3_notifications import BUCKET, Notification
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

GET = "s3:GetObject"


def _reads(inquiry: Inquiry) -> Iterator[Said]:
    announced = _announced(inquiry) if inquiry.consumers else {}
    seen: set[tuple[str, str]] = set()
    for consumer in inquiry.consumers:
        role = inquiry.role(consumer.gift.definition.get("TaskRoleArn"))
        for bucket, keys in announced.get(consumer.queue.logical_id, {}).values():
            if not isinstance(role, RoleView) or (role.name, bucket.logical_id) in seen:
                continue
            seen.add((role.name, bucket.logical_id))
            yield from _denied(inquiry, consumer, role, bucket, keys)


def _denied(
    inquiry: Inquiry, consumer: Consumer, role: RoleView, bucket: Resource, keys: list[tuple[str, str]]
) -> Iterator[Found]:
    """Where a role may read something of a bucket, and nothing of what is announced."""
    if any(ask(inquiry, role, GET, f"{bucket.arn}/{key}").allowed is not False for key, _ in keys):
        return
    if not any(ask(inquiry, role, GET, on).allowed for on in subjects(role, bucket.arn, OBJECTS)):
        return
    key, written = keys[0]
    question = asked(inquiry, role, GET, f"{bucket.arn}/{key}")
    near = told(inquiry, question, evaluate(*question), role)
    resource, path = role_place(inquiry, role, consumer.gift.definition)
    if near is not None:
        resource, path = near.resource, near.path
    yield Found(
        resource,
        path,
        f"{resource_name(role)} may not read what {bucket.logical_id} announces to {consumer.queue.logical_id}",
        f"{consumer.service.logical_id} is told of objects {written}, and may only read others: each is denied to it",
        f"allow {GET} on objects of {bucket.logical_id} {written} in a policy of {resource_name(role)}",
    )


def _announced(inquiry: Inquiry) -> dict[str, dict[str, tuple[Resource, list[tuple[str, str]]]]]:
    """By queue, the buckets that announce objects to it: a key as they have it, and how such keys are called."""
    by_topic: dict[str, list[Resource]] = {}
    for sender in senders_of_topics(inquiry):
        if not sender.gives_up:
            by_topic.setdefault(sender.source.logical_id, []).append(sender.queue)
    found: dict[str, dict[str, tuple[Resource, list[tuple[str, str]]]]] = {}
    for bucket, item in given_notifications(inquiry):
        if bucket.type != BUCKET or not bucket.arn:
            continue
        queue, topic = inquiry.find(item.to, QUEUE), inquiry.find(item.to, TOPIC)
        queues = [queue] if queue is not None else by_topic.get(topic.logical_id, []) if topic is not None else []
        if (key := _key(item)) is None:
            continue
        for one in queues:
            found.setdefault(one.logical_id, {}).setdefault(bucket.logical_id, (bucket, []))[1].append(key)
    return found


def _key(item: Notification) -> tuple[str, str] | None:
    """A key that a notification is for, and how such keys are called; None where its filter isn't known."""
    if isinstance(item.rules, Unknown):
        return None
    given = {as_text(at(rule, "Name")).lower(): at(rule, "Value") for rule in as_list(item.rules)}
    if any(not isinstance(value, str) for value in given.values()):
        return None
    prefix, suffix = as_text(given.get("prefix")), as_text(given.get("suffix"))
    return f"{prefix}any{suffix}", f"below {prefix}" if prefix else "of any name"


CHECK = Check(
    "APP261",
    Severity.WARNING,
    Question.REACH,
    "A worker may not read the objects that its queue tells it of",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html",
    _reads,
)
