"""What a sender, or the policy that lets it in, was meant for: the name of another queue or topic stands there.

Where a queue has no policy that lets a topic in, one may be written for just that and belong to another queue; or the
topic sends to a queue while another one lets it in and gets nothing. Then the fault is the name, and not a right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from difflib import SequenceMatcher

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_senders import SUBSCRIPTION, TOPIC, Sender, action_of, request_to
from seatrial.analyses.iam import Policies, Policy, PolicyKind, evaluate
from seatrial.model.resource import Resource

_POLICIES = {"AWS::SQS::QueuePolicy": "Queues", "AWS::SNS::TopicPolicy": "Topics"}


def misdirected(
    inquiry: Inquiry, sender: Sender, all: Collection[Sender], lets_in: Callable[[Sender], bool]
) -> Found | None:
    """The name that is wrong; None where a right is missing. ``lets_in`` says whether a queue takes what is sent."""
    name, queue = sender.source.logical_id, sender.queue.logical_id
    policy = _of_another(inquiry, sender)
    elsewhere = _not_put_on(inquiry, sender) if policy is None else None
    if policy is not None:
        key = _POLICIES[policy.type]
        why = (
            f"{policy.logical_id} is written for {queue}, and {key} names another: {queue} has no policy that lets "
            f"{sender.service} in"
        )
        mend = f"write {key}: [!Ref {queue}] in {policy.logical_id}"
        return Found(policy, (key,), f"{name} may not send to {queue}", why, mend)
    if elsewhere is not None:
        key = _POLICIES[elsewhere.type]
        why = f"{elsewhere.logical_id} lets it in, and is not put on {queue}: {key} doesn't name that"
        mend = f"add !Ref {queue} to {key} of {elsewhere.logical_id}"
        return Found(elsewhere, (key,), f"{name} may not send to {queue}", why, mend)
    return wrong_end(inquiry, sender, all, lets_in)


def wrong_end(
    inquiry: Inquiry, sender: Sender, all: Collection[Sender], lets_in: Callable[[Sender], bool]
) -> Found | None:
    """The end of a way that names another: a queue that lets the source in gets nothing, or a topic that the queue lets
    in has no subscription.
    """
    if sender.gives_up:
        return None
    meant = unsent(inquiry, sender, all, lets_in)
    if meant is None:
        return _wrong_topic(inquiry, sender, all, lets_in)
    name, value = meant.logical_id, sender.by.get(*sender.path)
    written = f"!GetAtt {name}.Arn" if meant.arn != meant.physical_id else f"!Ref {name}"
    return Found(
        sender.by,
        sender.path,
        f"{sender.source.logical_id} may not send to {sender.queue.logical_id}",
        f"{name} lets {sender.source.logical_id} in and gets nothing from it, and {sender.queue.logical_id} does not",
        f"write {sender.path[-1]}: {written}" if value is not None else f"name {name} there",
    )


def _wrong_topic(
    inquiry: Inquiry, sender: Sender, all: Collection[Sender], lets_in: Callable[[Sender], bool]
) -> Found | None:
    """A subscription of a topic that has others, to a queue that lets in a topic without any."""
    if sender.by.type != SUBSCRIPTION or not sender.known:
        return None
    busy = {item.source.logical_id for item in all if item.by is not sender.by}
    idle = [item for item in inquiry.system.of_type(TOPIC) if item.logical_id not in busy and item is not sender.source]
    meant = [item for item in idle if lets_in(replace(sender, source=item))]
    if sender.source.logical_id not in busy or len(meant) != 1:
        return None
    name = meant[0].logical_id
    return Found(
        sender.by,
        ("TopicArn",),
        f"{sender.source.logical_id} may not send to {sender.queue.logical_id}",
        f"{sender.queue.logical_id} lets {name} in, which no subscription is for, and not {sender.source.logical_id}",
        f"write TopicArn: !Ref {name}",
    )


def unsent(
    inquiry: Inquiry, sender: Sender, all: Collection[Sender], lets_in: Callable[[Sender], bool]
) -> Resource | None:
    """The only queue or topic that lets a source in and that it doesn't send to."""
    taken = {item.queue.logical_id for item in all if item.source is sender.source}
    others = [item for item in inquiry.system.of_type(sender.queue.type) if item.logical_id not in taken and item.arn]
    meant = [item for item in others if lets_in(replace(sender, queue=item))]
    return meant[0] if len(meant) == 1 else None


def nearest_name(target: Resource, items: Sequence[Resource]) -> Resource:
    """Which of several is called most like another resource."""
    return max(items, key=lambda item: SequenceMatcher(None, item.logical_id, target.logical_id).ratio())


def _not_put_on(inquiry: Inquiry, sender: Sender) -> Resource | None:
    """A policy that would let a sender in, is put on others, and not on what it sends to."""
    name = sender.queue.logical_id
    for policy in inquiry.system.of_type(*_POLICIES):
        owned = {item.target for item in policy.references if item.path[:1] == (_POLICIES[policy.type],)}
        about = {item.target for item in policy.references if "Resource" in item.path}
        if name not in about or name in owned or policy.get(_POLICIES[policy.type]) is None:
            continue
        request, _ = request_to(inquiry, sender, action_of(sender), sender.queue.arn)
        own = Policy(policy.logical_id, policy.get("PolicyDocument"), PolicyKind.RESOURCE, policy, ("PolicyDocument",))
        if evaluate(request, Policies((), (own,))).allowed is True:
            return policy
    return None


def _of_another(inquiry: Inquiry, sender: Sender) -> Resource | None:
    """A policy whose statements are about the queue, and that belongs to another one."""
    name = sender.queue.logical_id
    for policy in inquiry.system.of_type(*_POLICIES):
        owned = {item.target for item in policy.references if item.path[:1] == (_POLICIES[policy.type],)}
        about = {item.target for item in policy.references if item.path[:1] == ("PolicyDocument",)}
        if name in about and name not in owned and owned.isdisjoint(about):
            return policy
    return None
