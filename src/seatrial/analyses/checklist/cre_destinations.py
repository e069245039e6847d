"""Where S3 is kept out: at the statement, the key or the policy that was meant to let a bucket's notifications in.

S3 refuses the bucket, but nothing is wrong with that: what its queue's policy says is. So the refusal is told there, as
for a rule or a topic that sends (TRI015), and of a key that keeps both out it is one finding.
"""

from __future__ import annotations

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.nearly import let_in
from seatrial.analyses.checklist.queues import QUEUE, key_of
from seatrial.analyses.checklist.tri_misdirected import misdirected
from seatrial.analyses.checklist.tri_senders import (
    KEY_CALLS,
    TOPIC,
    Sender,
    action_of,
    decision_of_policy,
    is_let_in,
    request_to,
)
from seatrial.analyses.iam import Policies, evaluate
from seatrial.analyses.refusals.s3_notifications import BUCKET, NOT_VALIDATED, S3, may_send
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

_CALLS = "CloudFormation calls "


def where_kept_out(inquiry: Inquiry, found: Found) -> Found:
    """A refusal of S3's, at the place that keeps it out; as it is where that is the bucket itself."""
    if NOT_VALIDATED not in found.what:
        return found
    by = found.resource
    bucket = by if by.type == BUCKET else inquiry.find(by.get("BucketName"), BUCKET)
    queue = inquiry.find(by.get(*found.path), QUEUE, TOPIC)
    if bucket is None or queue is None or not queue.arn:
        return found
    if "true" in (_text(queue, "FifoQueue"), _text(queue, "FifoTopic")):
        return found
    sender = Sender(by, found.path, bucket, queue, S3)
    if may_send(inquiry.systems, bucket, action_of(sender), queue.arn).allowed is False:
        return _by_policy(inquiry, found, sender)
    key = key_of(inquiry.systems, queue)
    denied = [decision_of_policy(inquiry, sender, call, key.arn).allowed is False for call in KEY_CALLS] if key else []
    if key is not None and any(denied):
        mend = f"allow kms:GenerateDataKey and kms:Decrypt to Principal: {{ Service: {S3} }} in KeyPolicy of"
        return replace(found, resource=key, path=("KeyPolicy",), mend=f"{mend} {key.logical_id}")
    if _text(queue, "KmsMasterKeyId").startswith("alias/aws/"):
        mend = f"use a key of your own whose policy lets {S3} in"
        if queue.type == QUEUE:
            mend = f"set SqsManagedSseEnabled: true in {queue.logical_id} instead, or {mend}"
        return replace(found, resource=queue, path=("KmsMasterKeyId",), mend=mend)
    return found


def _by_policy(inquiry: Inquiry, found: Found, sender: Sender) -> Found:
    request, policies = request_to(inquiry, sender, action_of(sender), sender.queue.arn)
    near = let_in(inquiry, request, policies, evaluate(request, Policies((), policies)))
    # What the API's refusal comes to, without S3's reason.
    then = found.why[max(found.why.find(_CALLS), 0) :]
    if near is not None:
        why = (
            f"{S3} sends to {sender.queue.logical_id} on behalf of {sender.source.logical_id}, and {near.says}; {then}"
        )
        return replace(found, resource=near.resource, path=near.path, why=why, mend=near.mend)
    wrong = misdirected(inquiry, sender, [sender], lambda item: is_let_in(inquiry, item))
    if wrong is not None:
        return replace(found, resource=wrong.resource, path=wrong.path, why=f"{wrong.why}; {then}", mend=wrong.mend)
    return found


def _text(resource: Resource, key: str) -> str:
    return as_text(resource.get(key))
