"""Whether a dead-letter queue takes what its source queue gives up.

Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html,
https://github.com/aws/aws-cdk/pull/28745 (denyAll: "No source queues can specify this queue as the dead-letter queue";
what SQS answers isn't known; read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE, dead_letter_arn
from seatrial.analyses.refusals.sqs import document
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_text, at


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


CHECK = Check(
    "TRI080",
    Severity.ERROR,
    Question.TRIGGER,
    "A dead-letter queue does not let its source queue in",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
    _sources,
)
