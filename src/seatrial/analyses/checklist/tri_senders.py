"""Who sends to a queue or a topic: rules, topics, schedules and pipes that hand work over, or give up.

A topic and a rule send as themselves, so the queue's policy must let them in, and the policy of the key that it is
encrypted with as well; a schedule and a pipe send as their role.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import PIPE
from seatrial.analyses.checklist.queues import QUEUE
from seatrial.analyses.checklist.triggers import EVENTS, PIPES, SCHEDULER
from seatrial.analyses.iam import (
    Decision,
    Policies,
    Policy,
    Request,
    evaluate,
)
from seatrial.analyses.iam.resource_policy import resource_policies
from seatrial.analyses.refusals.sqs import document
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_flag, as_list, as_text, at

SEND, SNS = "sqs:SendMessage", "sns.amazonaws.com"
PUBLISH = "sns:Publish"
RULE, SCHEDULE = "AWS::Events::Rule", "AWS::Scheduler::Schedule"
TOPIC, SUBSCRIPTION = "AWS::SNS::Topic", "AWS::SNS::Subscription"
# Whoever sends encrypts a data key, and SQS reads it back.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
KEY_CALLS = ("kms:GenerateDataKey", "kms:Decrypt")


class Sender(Struct, frozen=True):
    """``source`` sends as ``service``, or as its role (``role_path``), to ``queue``, which may be a topic as well.

    ``path`` is where it names that.
    ``gives_up`` is whether it only sends what it couldn't deliver.
    """

    by: Resource
    path: PropertyPath
    source: Resource
    queue: Resource
    service: str
    role_path: PropertyPath = ()
    gives_up: bool = False

    @property
    def known(self) -> bool:
        """Whether the template has what sends; of a topic elsewhere there is only its subscription."""
        return self.source.type != SUBSCRIPTION


def senders(inquiry: Inquiry) -> Iterator[Sender]:
    """Who sends to the queues and topics of the templates."""
    for rule in inquiry.system.of_type(RULE):
        for index, target in enumerate(as_list(rule.get("Targets"))):
            place: PropertyPath = ("Targets", index)
            queue = inquiry.find(at(target, "Arn"), QUEUE, TOPIC)
            if queue is not None and at(target, "RoleArn") is None:
                yield Sender(rule, (*place, "Arn"), rule, queue, EVENTS)
            dead = inquiry.find(at(target, "DeadLetterConfig", "Arn"), QUEUE)
            if dead is not None:
                yield Sender(rule, (*place, "DeadLetterConfig", "Arn"), rule, dead, EVENTS, gives_up=True)
    for schedule in inquiry.system.of_type(SCHEDULE):
        role: PropertyPath = ("Target", "RoleArn")
        queue = inquiry.find(schedule.get("Target", "Arn"), QUEUE, TOPIC)
        if queue is not None:
            yield Sender(schedule, ("Target", "Arn"), schedule, queue, SCHEDULER, role)
        path: PropertyPath = ("Target", "DeadLetterConfig", "Arn")
        dead = inquiry.find(schedule.get(*path), QUEUE)
        if dead is not None:
            yield Sender(schedule, path, schedule, dead, SCHEDULER, role, gives_up=True)
    yield from _pipes(inquiry)
    yield from senders_of_topics(inquiry)


def _pipes(inquiry: Inquiry) -> Iterator[Sender]:
    """A pipe sends as its role, also what it couldn't deliver from a stream."""
    for pipe in inquiry.system.of_type(PIPE):
        role: PropertyPath = ("RoleArn",)
        queue = inquiry.find(pipe.get("Target"), QUEUE, TOPIC)
        if queue is not None:
            yield Sender(pipe, ("Target",), pipe, queue, PIPES, role)
        for source in ("KinesisStreamParameters", "DynamoDBStreamParameters"):
            path: PropertyPath = ("SourceParameters", source, "DeadLetterConfig", "Arn")
            dead = inquiry.find(pipe.get(*path), QUEUE, TOPIC)
            if dead is not None:
                yield Sender(pipe, path, pipe, dead, PIPES, role, gives_up=True)


def senders_of_topics(inquiry: Inquiry) -> Iterator[Sender]:
    """The topics that a queue of the templates subscribes to."""
    for item in inquiry.system.of_type(SUBSCRIPTION):
        topic, queue = inquiry.find(item.get("TopicArn"), TOPIC), inquiry.find(item.get("Endpoint"), QUEUE)
        # A topic of another stack is known by its subscription alone.
        source = topic if topic is not None else item
        if queue is not None and as_text(item.get("Protocol")) == "sqs":
            yield Sender(item, ("Endpoint",), source, queue, SNS)
        path: PropertyPath = ("RedrivePolicy", "deadLetterTargetArn")
        dead = inquiry.find(at(document(item.get("RedrivePolicy")), path[1]), QUEUE)
        # A queue of the other kind is told as that.
        if dead is not None and dead is not queue and (topic is None or not of_other_order(topic, dead)):
            yield Sender(item, path, source, dead, SNS, gives_up=True)
    for topic in inquiry.system.of_type(TOPIC):
        for index, one in enumerate(as_list(topic.get("Subscription"))):
            queue = inquiry.find(at(one, "Endpoint"), QUEUE)
            if queue is not None and as_text(at(one, "Protocol")) == "sqs":
                yield Sender(topic, ("Subscription", index, "Endpoint"), topic, queue, SNS)


def of_other_order(topic: Resource, queue: Resource) -> bool:
    """Whether one of the two is FIFO and the other is not."""
    fifo, own = topic.get("FifoTopic"), queue.get("FifoQueue")
    return not isinstance(fifo, Unknown) and not isinstance(own, Unknown) and as_flag(fifo) is not as_flag(own)


def is_let_in(inquiry: Inquiry, sender: Sender) -> bool:
    """Whether the policy of what it sends to lets a sender in."""
    return decision_of_policy(inquiry, sender, action_of(sender), sender.queue.arn).allowed is True


def action_of(sender: Sender) -> str:
    """The call that a sender makes: of a topic or of a queue."""
    return PUBLISH if sender.queue.type == TOPIC else SEND


def decision_of_policy(inquiry: Inquiry, sender: Sender, action: str, on: str) -> Decision:
    """What the policies of a resource decide of a sender's call, who has no role."""
    request, policies = request_to(inquiry, sender, action, on)
    return evaluate(request, Policies((), policies))


def request_to(inquiry: Inquiry, sender: Sender, action: str, on: str) -> tuple[Request, tuple[Policy, ...]]:
    """What the policies of a queue, a topic or a key are asked."""
    scope = inquiry.system.scope
    context = {
        **({"aws:SourceArn": sender.source.arn, "aws:SourceAccount": scope.account} if sender.known else {}),
        "aws:RequestedRegion": scope.region,
        "aws:SecureTransport": "true",
        # A service doesn't come through a VPC's endpoint.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (read 2026-11-30)
        "aws:SourceVpce": None,
        "aws:SourceVpc": None,
    }
    policies, tags = resource_policies(inquiry.systems, on)
    return Request(action, on, service=sender.service, context={**tags, **context}), tuple(policies)
