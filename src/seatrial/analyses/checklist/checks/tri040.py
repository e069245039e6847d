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
from seatrial.analyses.checklist.tri_patterns import NEVER_MATCHES, of_s3, waiting_rules
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
        yield Found(
            bucket,
            ("NotificationConfiguration",),
            f"{bucket.logical_id} does not send its events to EventBridge, but {rule.logical_id} waits for them",
            f"a bucket sends none unless its NotificationConfiguration says so, {NEVER_MATCHES}",
            f"add NotificationConfiguration: {{ EventBridgeConfiguration: {{ EventBridgeEnabled: true }} }} to "
            f"{bucket.logical_id}",
        )


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
