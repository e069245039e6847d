"""Whether a queue, or whatever else is encrypted, can be used with its key.

That may be a topic, a stream, a bucket, a table, a secret, a database or a file system.

That KMS refuses what is asked of a disabled key is from its page on enabling keys, which was not read again.

Sources: https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html (keys of queues, as
in TRI015; read 2026-11-23), https://docs.amazonaws.cn/en_us/kms/latest/developerguide/symm-asymm-compare.md (only
symmetric keys generate data keys; read 2026-11-29),
https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html (keys without material; read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import ENCRYPTED, key_behind
from seatrial.analyses.checklist.queues import QUEUE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_flag

TOPIC = "AWS::SNS::Topic"
SYMMETRIC = "SYMMETRIC_DEFAULT"


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


CHECK = Check(
    "TRI081",
    Severity.ERROR,
    Question.TRIGGER,
    "A queue, a topic or another store is encrypted with a key that cannot be used",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html "
    "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
    _keys,
)
