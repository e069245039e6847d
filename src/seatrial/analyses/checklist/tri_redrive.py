"""Whether a queue can be used as it is meant: its dead-letter queue takes what it gives up, and its key can be used.

So must the keys of whatever else is encrypted: topics, streams, buckets, tables, secrets, databases, file systems.

Sources (read 2026-11-29): https://github.com/aws/aws-cdk/pull/28745 (denyAll: "No source queues can specify this queue
as the dead-letter queue"; what SQS answers isn't known),
https://docs.amazonaws.cn/en_us/kms/latest/developerguide/symm-asymm-compare.md
(only symmetric keys generate data keys), and of keys of queues sqs-key-management.html as in ``tri_senders``. That KMS
refuses what is asked of a disabled key is from its page on enabling keys, which was not read again; keys without
material: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html (read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import key_behind
from seatrial.analyses.checklist.queues import QUEUE, dead_letter_arn
from seatrial.analyses.checklist.use_table import USES
from seatrial.analyses.refusals.sqs import document
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_text, at

TOPIC = "AWS::SNS::Topic"
# What is encrypted with a key, and the property that names it.
ENCRYPTED: Mapping[str, PropertyPath] = {
    **{type: use.key for type, use in USES.items() if use.key},
    "AWS::EFS::FileSystem": ("KmsKeyId",),
    "AWS::RDS::DBCluster": ("KmsKeyId",),
    "AWS::RDS::DBInstance": ("KmsKeyId",),
}
SYMMETRIC = "SYMMETRIC_DEFAULT"


def _sources(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for queue in inquiry.system.of_type(QUEUE):
        dead = inquiry.find(dead_letter_arn(queue), QUEUE)
        if dead is None or dead is queue or {queue.logical_id, dead.logical_id} & inquiry.refused:
            continue
        policy = document(dead.get("RedriveAllowPolicy"))
        permission, listed = as_text(at(policy, "redrivePermission")), at(policy, "sourceQueueArns")
        if dead.logical_id in told or not inquiry.owns(dead) or not _excluded(queue, permission, listed):
            continue
        told.add(dead.logical_id)
        by_queue = permission == "byQueue"
        yield Found(
            dead,
            ("RedriveAllowPolicy",),
            f"{dead.logical_id} does not take what {queue.logical_id} gives up",
            "its RedriveAllowPolicy "
            + ("names other queues" if by_queue else "lets no queue name it as its dead-letter queue")
            + f": {queue.logical_id} may not be made with it, and no message that always fails ever leaves "
            f"{queue.logical_id}",
            f"leave RedriveAllowPolicy out of {dead.logical_id}, or add the ARN of {queue.logical_id} to "
            "sourceQueueArns with redrivePermission: byQueue",
        )


def _excluded(queue: Resource, permission: str, listed: Value) -> bool:
    """Whether a dead-letter queue surely doesn't let a queue name it."""
    if permission == "denyAll":
        return True
    if permission != "byQueue" or not isinstance(listed, list) or not listed:
        return False
    texts = [item for item in listed if isinstance(item, str)]
    if len(texts) < len(listed):
        return False
    # A queue without a name of its own gets one that begins with the stack's, which somebody may have looked up.
    made_up = queue.get("QueueName") is None and any(f"-{queue.logical_id}-" in item for item in texts)
    return queue.arn not in texts and not made_up and not isinstance(queue.get("QueueName"), Unknown)


def _keys(inquiry: Inquiry) -> Iterator[Said]:
    encrypted: dict[str, tuple[Resource, list[Resource]]] = {}
    for item in of_type(inquiry.systems, *ENCRYPTED):
        key = key_behind(inquiry, item, ENCRYPTED[item.type])
        if key is not None and inquiry.owns(key) and key.logical_id not in inquiry.refused:
            encrypted.setdefault(key.logical_id, (key, []))[1].append(item)
    for key, items in encrypted.values():
        enabled, spec, origin = (key.get(name) for name in ("Enabled", "KeySpec", "Origin"))
        names = inquiry.names(items)
        sent = all(item.type in (QUEUE, TOPIC) for item in items)
        nothing = "nothing can be sent or received" if sent else "nothing can be written or read"
        if isinstance(enabled, (bool, str)) and not as_flag(enabled, True):
            yield Found(
                key,
                ("Enabled",),
                f"{key.logical_id} is disabled, and {names} {_are(items)} encrypted with it",
                f"KMS refuses every use of a disabled key: {nothing}",
                f"leave Enabled out of {key.logical_id}, or write Enabled: true",
            )
        elif isinstance(spec, str) and spec and spec != SYMMETRIC:
            yield Found(
                key,
                ("KeySpec",),
                f"{key.logical_id} is a key of the kind {spec}, and {names} {_are(items)} encrypted with it",
                f"only a symmetric key generates the data keys that they are encrypted with: {nothing}",
                f"leave KeySpec and KeyUsage out of {key.logical_id}, or write KeySpec: {SYMMETRIC}",
            )
        elif isinstance(origin, str) and origin == "EXTERNAL":
            yield Found(
                key,
                ("Origin",),
                f"{key.logical_id} is made without key material, and {names} {_are(items)} encrypted with it",
                f"such a key can't be used before somebody imports its material: until then {nothing}",
                f"leave Origin out of {key.logical_id}, or make it and import its material before this stack",
                severity=Severity.WARNING,
            )


def _are(items: list[Resource]) -> str:
    return "are" if len(items) > 1 else "is"


_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/"
CHECKS = (
    Check(
        "TRI080",
        Severity.ERROR,
        Question.TRIGGER,
        "A dead-letter queue does not let its source queue in",
        f"{_SQS}APIReference/API_SetQueueAttributes.html",
        _sources,
    ),
    Check(
        "TRI081",
        Severity.ERROR,
        Question.TRIGGER,
        "A queue, a topic or another store is encrypted with a key that cannot be used",
        f"{_SQS}SQSDeveloperGuide/sqs-key-management.html "
        "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
        _keys,
    ),
)
