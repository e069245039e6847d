"""Whether the policy of a queue or a topic lets a bucket in that tells it nothing.

A bucket sends what its notification configuration names. Where the template has a bucket, a queue and the policy that
lets the one send to the other, the notification is what was forgotten. It may be configured elsewhere, so that this is
a warning.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE
from seatrial.analyses.checklist.tri_senders import TOPIC
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, at

_BUCKET, _S3 = "AWS::S3::Bucket", "s3.amazonaws.com"
_POLICIES = {"AWS::SQS::QueuePolicy": ("Queues", QUEUE), "AWS::SNS::TopicPolicy": ("Topics", TOPIC)}
# What configures a bucket's notifications besides itself.
_OTHERS = ("Custom::", "AWS::CloudFormation::CustomResource", "AWS::Serverless::")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    system = inquiry.system
    if any(item.type.startswith(_OTHERS) for item in system.resources.values()):
        return
    for policy in system.of_type(*_POLICIES):
        key, kind = _POLICIES[policy.type]
        ends = [inquiry.find(item, kind) for item in as_list(policy.get(key))]
        for index, statement in enumerate(as_list(policy.get("PolicyDocument", "Statement"))):
            bucket = _let_in(inquiry, statement)
            end = next((item for item in ends if item is not None), None)
            if bucket is None or end is None or (bucket.get("NotificationConfiguration") and _tells(bucket)):
                continue
            yield Found(
                policy,
                ("PolicyDocument", "Statement", index),
                f"{policy.logical_id} lets {bucket.logical_id} send to {end.logical_id}, and {bucket.logical_id} "
                "notifies nothing",
                f"a bucket sends what its NotificationConfiguration names: unless that is set elsewhere, "
                f"{end.logical_id} gets nothing from it",
                f"add NotificationConfiguration with {end.logical_id} to {bucket.logical_id}",
            )


def _tells(bucket: Resource) -> bool:
    """Whether a bucket notifies anything, or that isn't known."""
    told = bucket.get("NotificationConfiguration")
    return not isinstance(told, dict) or any(item not in ([], {}, None) for item in told.values())


def _let_in(inquiry: Inquiry, statement: Value) -> Resource | None:
    """The bucket of this statement: S3 may send, on behalf of one bucket of the template."""
    if _S3 not in as_list(at(statement, "Principal", "Service")) or at(statement, "Effect") != "Allow":
        return None
    tests = at(statement, "Condition")
    for keys in tests.values() if isinstance(tests, dict) else ():
        for key, value in keys.items() if isinstance(keys, dict) else ():
            found = inquiry.find(value, _BUCKET) if key.lower() == "aws:sourcearn" and isinstance(value, str) else None
            if found is not None and inquiry.owns(found):
                return found
    return None


CHECK = Check(
    "TRI281",
    Severity.WARNING,
    Question.TRIGGER,
    "The policy of a queue or a topic lets a bucket in that notifies nothing",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
    _ask,
)
