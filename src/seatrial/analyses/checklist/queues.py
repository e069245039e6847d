"""Which services take their work from which queues.

A template doesn't say it. A service that is scaled by a queue's depth and is given that queue surely takes from it; one
that calls itself a worker, takes no requests, and is given one queue is taken to do so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.across import find, of_type
from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.checklist.scaling import Scaling
from seatrial.analyses.refusals.sqs import document
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Value, as_list, as_text, at

QUEUE = "AWS::SQS::Queue"
KEY, ALIAS = "AWS::KMS::Key", "AWS::KMS::Alias"
_WORKERS = re.compile(r"worker|consumer|processor|poller|subscriber|handler", re.IGNORECASE)
OUTWARD = re.compile(r"out|dead|dlq|dlx|fail|result|reply|response|target|dest|publish|notif|send", re.IGNORECASE)


class Consumer(Struct, frozen=True):
    """``scaled`` is whether its number follows the queue's depth, which makes it certain."""

    queue: Resource
    placement: Placement
    gift: Gift
    scaled: bool

    @property
    def service(self) -> Resource:
        return self.placement.by

    @property
    def key(self) -> tuple[str, str]:
        """Task definition and queue, by logical ids."""
        return self.gift.definition.logical_id, self.queue.logical_id


def consumers(
    systems: Sequence[System], placements: Sequence[Placement], gifts: Sequence[Gift], scaling: Scaling
) -> tuple[Consumer, ...]:
    """Every pair of a queue and a service that takes from it, once."""
    dead = dead_letter_queues(systems)
    found: dict[tuple[str, str], Consumer] = {}
    for placement in placements:
        if placement.by.type != SERVICE or placement.definition is None:
            continue
        given = [item for item in gifts if item.definition is placement.definition and item.resource.type == QUEUE]
        moving = {item.logical_id for item in followed(systems, scaling, placement.by)}
        inward = [item for item in given if not OUTWARD.search(item.variable) and item.resource.logical_id not in dead]
        alone = len({item.resource.logical_id for item in inward}) == 1
        for gift in given:
            scaled = gift.resource.logical_id in moving
            named = alone and gift in inward and not moving and _is_worker(placement)
            if scaled or named:
                key = (placement.by.logical_id, gift.resource.logical_id)
                found.setdefault(key, Consumer(gift.resource, placement, gift, scaled))
    return tuple(found.values())


def dead_letter_queues(systems: Sequence[System]) -> set[str]:
    """Logical ids of queues that others give up to."""
    arns = {
        as_text(dead_letter_arn(item)) for item in of_type(systems, QUEUE)
    } - {""}  # fmt: skip
    return {item.logical_id for item in of_type(systems, QUEUE) if item.arn in arns}


def dead_letter_arn(queue: Resource) -> Value:
    """Where a queue gives up to. Its redrive policy may be given as text."""
    return at(document(queue.get("RedrivePolicy")), "deadLetterTargetArn")


def key_of(systems: Sequence[System], queue: Resource) -> Resource | None:
    """The key of the templates that a queue or a topic is encrypted with, by itself or by its alias."""
    found = find(systems, queue.get("KmsMasterKeyId"), KEY, ALIAS)
    return find(systems, found.get("TargetKeyId"), KEY) if found is not None and found.type == ALIAS else found


def followed(systems: Sequence[System], scaling: Scaling, service: Resource) -> Iterator[Resource]:
    """The queues whose metrics move a service's desired count."""
    names = {
        as_text(metric.dimensions.get("QueueName"))
        for policy in scaling.policies_of(service)
        for metric in policy.metrics
        if as_text(metric.namespace) == "AWS/SQS"
    } - {""}
    if names:
        yield from (item for item in of_type(systems, QUEUE) if as_text(item.attributes.get("QueueName")) in names)


def _is_worker(placement: Placement) -> bool:
    if as_list(placement.by.get("LoadBalancers")) or placement.definition is None:
        return False
    names = [placement.by.logical_id, as_text(placement.by.get("ServiceName"))]
    names += [as_text(at(item, "Name")) for item in as_list(placement.definition.get("ContainerDefinitions"))]
    return any(_WORKERS.search(name) for name in names)
