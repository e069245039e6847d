"""Whether a subscription's filter lets through what S3 publishes to its topic.

S3 publishes an event as the body of a message: JSON with ``Records``, in which ``eventName`` is ``ObjectCreated:Put``,
without the ``s3:`` that a notification is configured with. It gives no message attributes along, and those are what a
filter looks at unless FilterPolicyScope says otherwise. A filter that nothing passes is accepted, and nobody is told.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html (MessageAttributes is the default),
https://aws.amazon.com/blogs/compute/introducing-payload-based-message-filtering-for-amazon-sns/.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.patterns_of_objects import may_lack
from seatrial.analyses.checklist.tri_notifications import given_notifications
from seatrial.analyses.checklist.tri_senders import SUBSCRIPTION, TOPIC, senders
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.analyses.refusals.s3_notifications import S3
from seatrial.analyses.refusals.sns import BY_ATTRIBUTES, BY_BODY
from seatrial.analyses.refusals.sqs import document
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

RECORDS, PREFIX = "Records", "s3:"
_FIELDS = ("eventVersion", "eventSource", "awsRegion", "eventTime", "eventName", "userIdentity", "s3")
# Where it stands, what it asks for, why no message has it, and the mend.
_Wrong = tuple[PropertyPath, str, str, str]


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    buckets: dict[str, str] = {}
    for bucket, item in given_notifications(inquiry):
        topic = inquiry.find(item.to, TOPIC)
        if topic is not None:
            buckets.setdefault(topic.logical_id, bucket.logical_id)
    if not buckets:
        return
    for subscription in inquiry.system.of_type(SUBSCRIPTION):
        topic = inquiry.find(subscription.get("TopicArn"), TOPIC)
        if topic is None or topic.logical_id not in buckets or subscription.logical_id in inquiry.refused:
            continue
        wrong = _wrong(subscription)
        if wrong is None:
            continue
        path, asks, why, mend = wrong
        alone = _nobody_else_publishes(inquiry, topic)
        yield Found(
            subscription,
            path,
            f"{subscription.logical_id} lets nothing through that {buckets[topic.logical_id]} publishes to "
            f"{topic.logical_id}",
            f"its FilterPolicy asks for {asks}, and {why}: no message of the bucket arrives, without any error",
            mend,
            severity=Severity.ERROR if alone else Severity.WARNING,
        )


def _wrong(subscription: Resource) -> _Wrong | None:
    given, scope = subscription.get("FilterPolicy"), subscription.get("FilterPolicyScope")
    policy = document(given)
    if not isinstance(policy, dict) or isinstance(scope, Unknown):
        return None
    place: PropertyPath = ("FilterPolicy",)
    written = isinstance(given, dict)
    if scope in (None, "", BY_ATTRIBUTES):
        asked = next((key for key, value in policy.items() if key != "$or" and not may_lack(value)), "")
        path = place if scope in (None, "") else ("FilterPolicyScope",)
        why = "S3 gives its messages no attributes"
        mend = f"write FilterPolicyScope: {BY_BODY}, and a filter of what is below Records in a message"
        return (path, f"the attribute {asked}", why, mend) if asked else None
    for key, value in policy.items():
        if key not in (RECORDS, "$or") and not may_lack(value):
            where = (*place, key) if written else place
            return where, f"a field {key}", f"a message of S3 has {RECORDS} and nothing else", f"put it below {RECORDS}"
    return _record(policy.get(RECORDS), place, written=written)


def _record(record: Value, place: PropertyPath, *, written: bool) -> _Wrong | None:
    """What no record of an event has: a field in other capitals, or a name of an event as buckets are told it."""
    for key, value in record.items() if isinstance(record, dict) else ():
        where: PropertyPath = (*place, RECORDS, key) if written else place
        meant = next((name for name in _FIELDS if name.lower() == key.lower()), key)
        if meant != key and not may_lack(value):
            return where, f"a field {key}", f"a record of S3 has {meant}", f"write {meant}"
        if key != "eventName":
            continue
        names = [as_text(item) if isinstance(item, str) else as_text(at(item, "prefix")) for item in as_list(value)]
        if names and all(name.startswith(PREFIX) for name in names):
            why = "a record of S3 has the name of its event without s3:"
            return where, f"an eventName with {names[0]}", why, f"write {names[0].removeprefix(PREFIX)}"
    return None


def _nobody_else_publishes(inquiry: Inquiry, topic: Resource) -> bool:
    """Whether nothing of the templates but S3 publishes to a topic, and its policy lets nobody else in."""
    gifts = (*inquiry.gifts, *inquiry.function_gifts)
    if any(item.resource is topic for item in gifts) or any(item.queue is topic for item in senders(inquiry)):
        return False
    policies, _ = resource_policies(inquiry.systems, topic.arn)
    allowed = [item.content for policy in policies for item in policy.statements() if not item.denies]
    return all(as_list(at(item, "Principal", "Service")) == [S3] for item in allowed)


CHECK = Check(
    "TRI260",
    Severity.ERROR,
    Question.TRIGGER,
    "A subscription filters out what S3 publishes",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html "
    "https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html",
    _ask,
)
