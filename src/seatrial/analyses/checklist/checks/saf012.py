"""Whether a queue stores its messages unencrypted.

Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_flag


def _queues(inquiry: Inquiry) -> Iterator[Said]:
    for queue in inquiry.system.of_type("AWS::SQS::Queue"):
        if as_flag(queue.get("SqsManagedSseEnabled"), True) or queue.get("KmsMasterKeyId") not in (None, ""):
            continue
        yield Found(
            queue,
            ("SqsManagedSseEnabled",),
            f"{queue.logical_id} stores its messages unencrypted",
            "SQS uses SSE-SQS by default; SqsManagedSseEnabled: false turns it off",
            f"leave SqsManagedSseEnabled out of {queue.logical_id}, or name a KmsMasterKeyId",
        )


CHECK = Check(
    "SAF012",
    Severity.WARNING,
    Question.SEEMLY,
    "A queue stores its messages unencrypted",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    _queues,
)
