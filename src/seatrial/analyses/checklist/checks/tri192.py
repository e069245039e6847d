"""Whether the policy of a queue lets a topic in to which nothing subscribes.

A topic sends to its subscriptions alone. Where the template has a topic, a queue and the policy that lets the one send
to the other, the subscription is what was forgotten. It may stand in another stack, so that this is a warning.

Source (read 2026-11-30): https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html (subscribe the
queue, and give the topic permission).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE
from seatrial.analyses.checklist.tri_senders import SNS, SUBSCRIPTION, TOPIC
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, at

_POLICY = "AWS::SQS::QueuePolicy"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    subscribed = {item.logical_id for item in _subscribed(inquiry)}
    for policy in inquiry.system.of_type(_POLICY):
        queues = [inquiry.find(item, QUEUE) for item in as_list(policy.get("Queues"))]
        for index, statement in enumerate(as_list(policy.get("PolicyDocument", "Statement"))):
            topic = _let_in(inquiry, statement)
            if topic is None or topic.logical_id in subscribed or not inquiry.owns(topic) or queues[:1] in ([], [None]):
                continue
            path: PropertyPath = ("PolicyDocument", "Statement", index)
            queue = queues[0]
            assert queue is not None
            yield Found(
                policy,
                path,
                f"{policy.logical_id} lets {topic.logical_id} send to {queue.logical_id}, which isn't subscribed to it",
                f"a topic sends to its subscriptions, and {topic.logical_id} has none here: unless another stack "
                f"subscribes it, {queue.logical_id} gets no message from it",
                f"add an AWS::SNS::Subscription with TopicArn: !Ref {topic.logical_id}, Protocol: sqs and Endpoint: "
                f"!GetAtt {queue.logical_id}.Arn",
            )


def _subscribed(inquiry: Inquiry) -> Iterator[Resource]:
    """Topics with a subscription of whatever kind, in any template of the call."""
    for item in of_type(inquiry.systems, SUBSCRIPTION):
        topic = inquiry.find(item.get("TopicArn"), TOPIC)
        if topic is not None:
            yield topic
    for topic in of_type(inquiry.systems, TOPIC):
        if topic.get("Subscription") is not None:
            yield topic
    # Other types subscribe as well, such as a function's events; whatever names a topic by its ARN may.
    for resource in inquiry.system.resources.values():
        if resource.type.startswith(("AWS::Serverless::", "Custom::", "AWS::CloudFormation::")):
            for reference in resource.references:
                found = inquiry.system.resources.get(reference.target)
                if found is not None and found.type == TOPIC:
                    yield found


def _let_in(inquiry: Inquiry, statement: Value) -> Resource | None:
    """The topic of this statement: SNS may send, on behalf of one topic."""
    if SNS not in as_list(at(statement, "Principal", "Service")) or at(statement, "Effect") != "Allow":
        return None
    tests = at(statement, "Condition")
    for keys in tests.values() if isinstance(tests, dict) else ():
        for key, value in keys.items() if isinstance(keys, dict) else ():
            if key.lower() == "aws:sourcearn" and isinstance(value, str):
                return inquiry.find(value, TOPIC)
    return None


CHECK = Check(
    "TRI192",
    Severity.WARNING,
    Question.TRIGGER,
    "The policy of a queue lets a topic in that nothing subscribes to",
    "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
    _ask,
)
