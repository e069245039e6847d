"""Policies of which one replaces the other: a queue and a topic have one policy, and the last one that is set stays.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
("Policy": the queue's policy), https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list

# Each type of policy: what it names, and of which type that is.
_OF: Mapping[str, tuple[str, str]] = {
    "AWS::SNS::TopicPolicy": ("Topics", "AWS::SNS::Topic"),
    "AWS::SQS::QueuePolicy": ("Queues", "AWS::SQS::Queue"),
}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    first: dict[str, Resource] = {}
    for policy in inquiry.system.of_type(*_OF):
        key, kind = _OF[policy.type]
        for index, value in enumerate(as_list(policy.get(key))):
            target = inquiry.find(value, kind)
            if target is None or policy.logical_id in inquiry.refused:
                continue
            other = first.setdefault(target.logical_id, policy)
            # The same statements twice lose nothing.
            if other is policy or other.get("PolicyDocument") == policy.get("PolicyDocument"):
                continue
            yield Found(
                policy,
                (key, index),
                f"{other.logical_id} and {policy.logical_id} are both the policy of {target.logical_id}",
                f"{target.logical_id} has one policy: whichever CloudFormation sets last replaces the other, and "
                "what that allowed is denied",
                f"put the statements of {policy.logical_id} into {other.logical_id}",
            )


CHECK = Check(
    "CRE063",
    Severity.WARNING,
    Question.CREATE,
    "Two policies are put on one queue or topic",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html "
    "https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html",
    _ask,
)
