"""Whether a queue or a topic is encrypted with a key that can't be: another service's, or none by that name.

SQS and SNS take any text for a key and look at it when a message comes. The key that AWS keeps for one service lets
only that service use it; and a name without ``alias/`` is taken for a key's id.

Sources (read 2026-11-30): https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key (for one
service), https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html and
https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html (KmsMasterKeyId: the key's id, ARN or alias),
https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id (what an id looks like).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import ALIAS, KEY, QUEUE
from seatrial.analyses.checklist.tri_senders import TOPIC
from seatrial.model.edit import Edit, set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Sensitive

_AWS = "alias/aws/"
_OWN = {QUEUE: "sqs", TOPIC: "sns"}
_ID = re.compile(r"(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z", re.IGNORECASE)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.of_type(QUEUE, TOPIC):
        value, own = resource.get("KmsMasterKeyId"), _OWN[resource.type]
        if not isinstance(value, str) or isinstance(value, Sensitive) or not value:
            continue
        # A logical id as plain text is told as one.
        if resource.logical_id in inquiry.refused or value in inquiry.system.resources:
            continue
        if value.startswith(_AWS) and value != f"{_AWS}{own}":
            yield _found(
                resource,
                f"{resource.logical_id} is encrypted with {value}, the key that AWS keeps for another service",
                f"only {value.removeprefix(_AWS)} may use that key",
                f"write KmsMasterKeyId: {_AWS}{own}, or name a key of your own",
                (set_property(resource.logical_id, "KmsMasterKeyId", to=f"{_AWS}{own}"),),
            )
        elif not value.startswith(("arn:", "alias/")) and not _ID.match(value):
            alias = inquiry.find(f"alias/{value}", ALIAS, KEY)
            mend = (
                f"write alias/ before it, as {alias.logical_id} is called" if alias else "write alias/ before the name"
            )
            yield _found(
                resource,
                f"{resource.logical_id} is encrypted with {value}, which is neither a key's id, nor an ARN or an alias",
                "it is taken for a key's id, and there is none like it",
                mend,
            )


def _found(resource: Resource, what: str, why: str, mend: str, fix: tuple[Edit, ...] = ()) -> Found:
    then = f"{why}: {resource.logical_id} is created, but nothing can be sent to it"
    return Found(resource, ("KmsMasterKeyId",), what, then, mend, fix=fix)


CHECK = Check(
    "TRI191",
    Severity.ERROR,
    Question.TRIGGER,
    "A queue or a topic is encrypted with a key that it can't use",
    "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html "
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
    _ask,
)
