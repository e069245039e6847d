"""Whether the bucket for whose events a rule waits sends them to EventBridge.

One that doesn't makes a rule that never matches, and nobody is told.

Source (read 2026-11-29):
https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.patterns_of_objects import BUCKET, plain
from seatrial.analyses.checklist.placements import RULE
from seatrial.analyses.checklist.tri_patterns import NEVER_MATCHES, of_s3, waiting_rules
from seatrial.analyses.refusals.event_patterns import pattern_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_flag, at

# The custom resource with which the CDK sets a bucket's notifications, and those that do something else with a bucket.
NOTIFICATIONS = "Custom::S3BucketNotifications"
_ELSE = ("Custom::S3AutoDeleteObjects", "Custom::CDKBucketDeployment")


def _silent(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for rule, pattern in waiting_rules(inquiry):
        names = plain(at(pattern, "detail", "bucket", "name")) if of_s3(pattern) else None
        buckets = [inquiry.find(name, BUCKET) for name in names or ()]
        if not buckets or any(item is None or _sends(inquiry, item) for item in buckets):
            continue
        bucket = buckets[0]
        if bucket is None or bucket.logical_id in told or not inquiry.owns(bucket):
            continue
        told.add(bucket.logical_id)
        if (meant := _meant(inquiry, bucket)) is not None and len(buckets) == 1:
            yield Found(
                rule,
                ("EventPattern", "detail", "bucket", "name", 0) if isinstance(rule.get("EventPattern"), dict) else (),
                f"{rule.logical_id} waits for events of {bucket.logical_id}, and not of {meant.logical_id}",
                f"{bucket.logical_id} sends none to EventBridge; {meant.logical_id} does, and no rule waits for them",
                f"write name: [!Ref {meant.logical_id}]",
            )
            continue
        yield Found(
            bucket,
            ("NotificationConfiguration",),
            f"{bucket.logical_id} does not send its events to EventBridge, but {rule.logical_id} waits for them",
            f"a bucket sends none unless its NotificationConfiguration says so, {NEVER_MATCHES}",
            f"add NotificationConfiguration: {{ EventBridgeConfiguration: {{ EventBridgeEnabled: true }} }} to "
            f"{bucket.logical_id}",
        )


def _meant(inquiry: Inquiry, other: Resource) -> Resource | None:
    """The one bucket that sends its events to EventBridge where no rule waits for them."""
    heard: set[str] = set()
    for rule in inquiry.system.of_type(RULE):
        names = plain(at(pattern_of(rule.get("EventPattern")), "detail", "bucket", "name"))
        # Without a name a rule may wait for those of any bucket.
        if names is None and not rule.get("ScheduleExpression"):
            return None
        heard |= {found.logical_id for name in names or () if (found := inquiry.find(name, BUCKET)) is not None}
    sending = [
        item
        for item in inquiry.system.of_type(BUCKET)
        if item is not other
        and item.get("NotificationConfiguration", "EventBridgeConfiguration") is not None
        and item.logical_id not in heard
        and _sends(inquiry, item)
    ]
    return sending[0] if len(sending) == 1 else None


def _sends(inquiry: Inquiry, bucket: Resource) -> bool:
    """Whether a bucket sends its events to EventBridge, or may: a custom resource may switch it on."""
    given = bucket.get("NotificationConfiguration", "EventBridgeConfiguration")
    if isinstance(given, Unknown) or (given is not None and not _switched_off(at(given, "EventBridgeEnabled"))):
        return True
    for item in inquiry.system.resources.values():
        custom = item.type.startswith("Custom::") or item.type == "AWS::CloudFormation::CustomResource"
        if not custom or item.type in _ELSE or not _names(item, bucket):
            continue
        if item.type != NOTIFICATIONS:
            return True
        if at(item.get("NotificationConfiguration"), "EventBridgeConfiguration") is not None:
            return True
    return False


def _switched_off(value: Value) -> bool:
    return isinstance(value, (bool, str)) and not as_flag(value, True)


def _names(item: Resource, bucket: Resource) -> bool:
    return any(reference.target == bucket.logical_id for reference in item.references)


CHECK = Check(
    "TRI040",
    Severity.ERROR,
    Question.TRIGGER,
    "A rule waits for events of a bucket that sends none to EventBridge",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html",
    _silent,
)
