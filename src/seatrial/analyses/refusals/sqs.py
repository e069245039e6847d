"""What SQS refuses about queues and their policies.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-sqs-*``; read 2026-11-23) unless a comment
names another source. Limits: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
(read 2026-11-23).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from seatrial.analyses.refusals.clashes import refused_by_handler
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_number, as_text, parsed_json

QUEUE = "AWS::SQS::Queue"
API = "sqs.CreateQueue"
INVALID = "InvalidParameterValue"
FIFO_SUFFIX = ".fifo"
LONGEST_NAME = 80
MOST_RECEIVES = 1000
FIFO_ONLY = ("ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit")
_PERMISSIONS = ("allowAll", "denyAll", "byQueue")
MOST_SOURCES = 10

_Said = tuple[str, PropertyPath]


def queue_refused(world: World, resource: Resource) -> Refusal | None:
    for ask in (_name, _fifo, _encryption, _redrive, _redrive_allow):
        for message, path in ask(world, resource):
            return Refusal(API, INVALID, message, path)
    return refused_by_handler(world, resource, API, "QueueName")


def queue_policy_refused(world: World, resource: Resource) -> Refusal | None:
    for index, value in enumerate(entries(resource.get("Queues"))):
        if isinstance(value, str) and value and "://" not in value:
            queue = world.find(value, QUEUE)
            instead = (
                f"[!Ref {queue.logical_id}]" if queue is not None and len(entries(resource.get("Queues"))) == 1 else ""
            )
            text = f"The address {value} is not valid for this endpoint."
            return Refusal(
                "sqs.SetQueueAttributes",
                "InvalidAddress",
                text,
                ("Queues",) if instead else ("Queues", index),
                because="a policy is put on queues by their URLs, which Ref gives",
                instead=instead,
            )
    return None


def _name(world: World, resource: Resource) -> Iterator[_Said]:
    name, fifo = resource.get("QueueName"), resource.get("FifoQueue")
    if not isinstance(name, str) or not name or isinstance(fifo, Unknown):
        return
    bare = name.removesuffix(FIFO_SUFFIX)
    plain = re.fullmatch(r"[A-Za-z0-9_-]+", bare) is not None and len(name) <= LONGEST_NAME
    if as_flag(fifo):
        if not plain or bare == name:
            # As quoted by many users of the SDKs (read 2026-11-23).
            yield (
                "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end "
                "with .fifo suffix and be 1 to 80 in length.",
                ("QueueName",),
            )
    elif not plain or bare != name:
        text = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        yield text, ("FifoQueue",) if plain and fifo is not None else ("QueueName",)


def _fifo(world: World, resource: Resource) -> Iterator[_Said]:
    fifo = resource.get("FifoQueue")
    if isinstance(fifo, Unknown):
        return
    for key in FIFO_ONLY:
        value = resource.get(key)
        if not as_flag(fifo) and is_given(value) and (key != "ContentBasedDeduplication" or as_flag(value)):
            # As quoted by many users of CloudFormation and the CLI (read 2026-11-23).
            yield f"Unknown Attribute {key}.", (key,)
    limit, scope = resource.get("FifoThroughputLimit"), resource.get("DeduplicationScope")
    if limit == "perMessageGroupId" and not isinstance(scope, Unknown) and scope != "messageGroup":
        yield (
            "Invalid value for the parameter FifoThroughputLimit. Reason: To set FifoThroughputLimit to "
            "perMessageGroupId, the DeduplicationScope must be messageGroup.",
            ("FifoThroughputLimit",),
        )


def _encryption(world: World, resource: Resource) -> Iterator[_Said]:
    if as_flag(resource.get("SqsManagedSseEnabled")) and is_given(resource.get("KmsMasterKeyId")):
        yield (
            "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS "
            "SSE.",
            ("SqsManagedSseEnabled",),
        )


def _redrive(world: World, resource: Resource) -> Iterator[_Said]:
    given = resource.get("RedrivePolicy")
    policy = document(given)
    if isinstance(given, str) and given.strip() and not isinstance(policy, dict):
        # As quoted by many users of Terraform and the CLI (read 2026-11-29).
        text = "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map."
        yield text, ("RedrivePolicy",)
    if not isinstance(policy, dict):
        return
    path: PropertyPath = ("RedrivePolicy",)
    for key in ("deadLetterTargetArn", "maxReceiveCount"):
        if policy.get(key) in (None, ""):
            yield (
                f"Value {json.dumps(_shown(policy))} for parameter RedrivePolicy is invalid. Reason: Redrive policy "
                f"does not contain mandatory attribute: {key}.",
                path,
            )
    count, target = policy.get("maxReceiveCount"), policy.get("deadLetterTargetArn")
    if not isinstance(count, Unknown) and not 1 <= as_number(count, 1) <= MOST_RECEIVES:
        yield (
            f"Value {json.dumps(_shown(policy))} for parameter RedrivePolicy is invalid. Reason: Invalid value for "
            f"maxReceiveCount: {as_text(count)}, valid values are from 1 to {MOST_RECEIVES} both inclusive.",
            (*path, "maxReceiveCount"),
        )
    if not isinstance(target, str):
        return
    arn = Arn.parse(target)
    if arn is None or arn.service != "sqs":
        text = "Only SQS queues are valid resources for deadLetterTargetArn"
        yield text, (*path, "deadLetterTargetArn")
    elif arn.region != world.scope.region:
        yield "Dead-letter target must be in same region as the source.", (*path, "deadLetterTargetArn")
    elif world.lacks(target, QUEUE) and any(other.arn == target for other in world.taken(QUEUE)):
        # It is only being made. As quoted by many users of the CLI (read 2026-11-23).
        text = (
            f"Value {json.dumps(_shown(policy))} for parameter RedrivePolicy is invalid. Reason: Dead letter target "
            "does not exist."
        )
        yield text, (*path, "deadLetterTargetArn")


def _redrive_allow(world: World, resource: Resource) -> Iterator[_Said]:
    policy = document(resource.get("RedriveAllowPolicy"))
    if not isinstance(policy, dict):
        return
    path: PropertyPath = ("RedriveAllowPolicy",)
    permission, sources = policy.get("redrivePermission"), policy.get("sourceQueueArns")
    if isinstance(permission, Unknown) or isinstance(sources, Unknown):
        return
    begin = f"Value {json.dumps(_shown(policy))} for parameter RedriveAllowPolicy is invalid. Reason: "
    if permission not in _PERMISSIONS:
        # UNVERIFIED wording.
        yield f"{begin}redrivePermission must be one of {', '.join(_PERMISSIONS)}.", path
    elif permission == "byQueue" and not 1 <= len(entries(sources)) <= MOST_SOURCES:
        yield (
            f"{begin}When you specify the byQueue permission type, you must also specify between 1 and {MOST_SOURCES} "
            "source queue ARNs.",
            path,
        )
    elif permission != "byQueue" and sources is not None:
        text = "You can specify source queue ARNs only when the permission type is byQueue."
        yield f"{begin}{text}", (*path, "sourceQueueArns")


def document(value: Value) -> Value:
    """A redrive policy given as it is or as its text; None where the text is no JSON."""
    if not isinstance(value, str):
        return value
    try:
        found: Value = parsed_json(value)
    except ValueError:
        return None
    return found


def _shown(value: Value) -> object:
    if isinstance(value, Unknown):
        return "..."
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list) else value
