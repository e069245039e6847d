"""What SNS refuses about topics, subscriptions and policies of topics.

Texts: reproduced on AWS by cdk-preflight 0.0.143 (Apache-2.0, npm; rules ``pf-sns-*``; read 2026-11-29) unless a
comment names another source. That a FIFO queue can only be subscribed to a FIFO topic:
https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html (read 2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.clashes import refused_by_handler
from seatrial.analyses.refusals.event_patterns import wrong_with_matcher
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, known
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_text, at, parsed_json

TOPIC, QUEUE = "AWS::SNS::Topic", "AWS::SQS::Queue"
FIFO_SUFFIX = ".fifo"
FIFO_ONLY = ("ContentBasedDeduplication", "ArchivePolicy", "FifoThroughputScope")
MOST_KEYS = 5
DEAD_LETTERS = "deadLetterTargetArn"
# Rule ``pf-sns-topic-attribute-values``; read 2026-11-30.
TOPIC_WORDS = (
    ("SignatureVersion", ("1", "2"), "SignatureVersion: Invalid value. Must be 1 or 2."),
    ("TracingConfig", ("PassThrough", "Active"), "Invalid tracing config value: {}"),
)
RAW = ("sqs", "http", "https", "firehose")
PROTOCOLS = ("http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose")
BY_BODY, BY_ATTRIBUTES = "MessageBody", "MessageAttributes"
_INVALID = "Invalid parameter: "
_FILTER = f"{_INVALID}Attributes Reason: FilterPolicy: "

_Said = tuple[str, PropertyPath]


def topic_refused(world: World, resource: Resource) -> Refusal | None:
    fifo = resource.get("FifoTopic")
    name = resource.get("TopicName")
    if not isinstance(fifo, Unknown) and isinstance(name, str) and name:
        # https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html (read 2026-11-29); wording UNVERIFIED
        bare = name.removesuffix(FIFO_SUFFIX)
        fits = re.fullmatch(r"[A-Za-z0-9_-]{1,256}", bare) is not None and (bare != name) is as_flag(fifo)
        if not fits:
            because = (
                "the name of a FIFO topic ends with .fifo, and no other does"
                if (bare != name) is not as_flag(fifo)
                else "a topic's name is up to 256 letters, digits, hyphens and underscores"
            )
            path: PropertyPath = ("TopicName",)
            return Refusal("sns.CreateTopic", "InvalidParameter", f"{_INVALID}Topic Name", path, because=because)
    for key in FIFO_ONLY:
        if fifo in (None, False, "false") and is_given(resource.get(key)) and resource.get(key) not in (False, "false"):
            text = f"{_INVALID}Attributes Reason: Unknown attribute {key}"
            return Refusal("sns.CreateTopic", "InvalidParameter", text, (key,))
    for key, takes, said in TOPIC_WORDS:
        word = resource.get(key)
        if isinstance(word, str | int) and as_text(word) not in ("", *takes):
            text = f"{_INVALID}Attributes Reason: {said.format(word)}"
            near = next((item for item in takes if item.lower() == as_text(word).lower()), "")
            return Refusal("sns.CreateTopic", "InvalidParameter", text, (key,), instead=near)
    for index, one in enumerate(entries(resource.get("Subscription"))):
        endpoint = at(one, "Endpoint")
        if at(one, "Protocol") == "sqs" and isinstance(endpoint, str) and Arn.parse(endpoint) is None:
            queue = world.find(endpoint, QUEUE)
            instead = f"!GetAtt {queue.logical_id}.Arn" if queue is not None else ""
            place: PropertyPath = ("Subscription", index, "Endpoint")
            return Refusal("sns.Subscribe", "InvalidParameter", f"{_INVALID}SQS endpoint ARN", place, instead=instead)
        for message, path in _subscription(world, one, resource, ("Subscription", index)):
            return Refusal("sns.Subscribe", "InvalidParameter", message, path)
    return refused_by_handler(world, resource, "sns.CreateTopic", "TopicName")


def subscription_refused(world: World, resource: Resource) -> Refusal | None:
    topic = world.find(resource.get("TopicArn"), TOPIC)
    for message, path in _subscription(world, dict(resource.properties), topic, ()):
        queue = world.find(at(dict(resource.properties), *path), QUEUE) if path[-1:] == (DEAD_LETTERS,) else None
        instead = f"!GetAtt {queue.logical_id}.Arn" if queue is not None else ""
        return Refusal("sns.Subscribe", "InvalidParameter", message, path, instead=instead)
    return None


def topic_policy_refused(world: World, resource: Resource) -> Refusal | None:
    for index, value in enumerate(entries(resource.get("Topics"))):
        if isinstance(value, str) and value and Arn.parse(value) is None:
            topic = world.find(value, TOPIC)
            alone = len(entries(resource.get("Topics"))) == 1
            instead = f"[!Ref {topic.logical_id}]" if topic is not None and alone else ""
            text = f"{_INVALID}TopicArn Reason: An ARN must have at least 6 elements, not 1"
            path: PropertyPath = ("Topics",) if instead else ("Topics", index)
            because = "a policy is put on topics by their ARNs, which Ref gives"
            return Refusal("sns.SetTopicAttributes", "InvalidParameter", text, path, because=because, instead=instead)
    return None


def _subscription(world: World, one: Value, topic: Resource | None, path: PropertyPath) -> Iterator[_Said]:
    protocol, queue = at(one, "Protocol"), world.find(at(one, "Endpoint"), QUEUE)
    if isinstance(protocol, str) and protocol not in PROTOCOLS:
        yield f"{_INVALID}Amazon SNS does not support this protocol string: {protocol}", (*path, "Protocol")
    if topic is not None and not isinstance(topic.get("FifoTopic"), Unknown):
        fifo = as_flag(topic.get("FifoTopic"))
        if not fifo and protocol == "sqs" and queue is not None and as_text(queue.get("FifoQueue")) == "true":
            yield (
                f"{_INVALID}Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
                (*path, "Endpoint"),
            )
        if fifo and isinstance(protocol, str) and protocol != "sqs":
            yield f"{_INVALID}Invalid protocol type: {protocol}", (*path, "Protocol")
    raw = at(one, "RawMessageDelivery")
    # Where the endpoint is a queue all the same, the protocol is the slip, and told as that.
    if isinstance(protocol, str) and protocol in PROTOCOLS and protocol not in RAW and as_flag(raw) and queue is None:
        text = f"Delivery protocol [{protocol}] does not support raw message delivery."
        yield f"{_INVALID}Attributes Reason: {text}", (*path, "RawMessageDelivery")
    yield from _filter(one, path)
    yield from _redrive(world, one, path)


def _redrive(world: World, one: Value, path: PropertyPath) -> Iterator[_Said]:
    """Where what can't be delivered goes. Texts: https://github.com/ministryofjustice/cloud-platform-environments/pull/11520
    (a field too many), LocalStack's sns/provider.py, whose tests are run against AWS, and cdk-preflight, rule
    ``pf-sns-subscription-redrive`` (what is missing, or no queue; all read 2026-11-30).
    """
    given = at(one, "RedrivePolicy")
    place: PropertyPath = (*path, "RedrivePolicy")
    policy: Value = given
    if isinstance(given, str):
        try:
            policy = parsed_json(given)
        except ValueError:
            yield f"{_INVALID}RedrivePolicy: failed to parse JSON.", place
    if not isinstance(policy, dict):
        return
    where = place if isinstance(given, str) else (*place, DEAD_LETTERS)
    for key in policy:
        if key != DEAD_LETTERS:
            there = place if isinstance(given, str) else (*place, key)
            yield f"{_INVALID}RedrivePolicy: invalid JSON. Attribute {key} is unknown.", there
    target = policy.get(DEAD_LETTERS)
    if target is None and policy.keys() <= {DEAD_LETTERS}:
        yield f"{_INVALID}Attributes Reason: RedrivePolicy: Missing {DEAD_LETTERS} attribute", place
    elif isinstance(target, str) and target and (arn := Arn.parse(target)) is None:
        yield f"{_INVALID}RedrivePolicy: {DEAD_LETTERS} is an invalid arn", where
    elif isinstance(target, str) and target and arn is not None and arn.service != "sqs":
        yield f"{_INVALID}Attributes Reason: RedrivePolicy: {DEAD_LETTERS} must be a SQS queue", where


def _filter(one: Value, path: PropertyPath) -> Iterator[_Said]:
    scope, given = at(one, "FilterPolicyScope"), at(one, "FilterPolicy")
    place: PropertyPath = (*path, "FilterPolicy")
    if isinstance(scope, str) and scope not in (BY_BODY, BY_ATTRIBUTES):
        text = f"Invalid value [{scope}]. Please use either {BY_BODY} or {BY_ATTRIBUTES}"
        yield f"{_INVALID}Attributes Reason: FilterPolicyScope: {text}", (*path, "FilterPolicyScope")
    policy = given
    if isinstance(given, str):
        try:
            policy = parsed_json(given)
        except ValueError:
            return
    if not isinstance(policy, dict) or isinstance(scope, Unknown):
        return
    if len(policy) > MOST_KEYS:
        yield f"{_FILTER}Filter policy can not have more than {MOST_KEYS} keys", place
    for key, value in policy.items():
        # The $or of a policy is a list of policies.
        if not known(value) or key == "$or":
            continue
        where = (*place, key) if isinstance(given, dict) else place
        if isinstance(value, dict):
            if scope in (None, BY_ATTRIBUTES):
                text = "Filter policy scope MessageAttributes does not support nested filter policy"
                yield f"{_INVALID}Attributes Reason: {text}", where
        elif not isinstance(value, list):
            yield f'{_FILTER}"{key}" must be an object or an array', where
        elif not value:
            yield f"{_FILTER}Empty arrays are not allowed", where
        elif any(isinstance(item, list) for item in value):
            yield f"{_FILTER}Match value must be String, number, true, false, or null", where
        else:
            # SNS filters with the engine of EventBridge, as the texts in moto's tests show, which are AWS's (read
            # 2026-11-29).
            wrong = [wrong_with_matcher(item) for item in value]
            yield from ((f"{_FILTER}{text}", where) for text in wrong if text)
