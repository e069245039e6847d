"""The other thing of its kind that a variable was meant to name: copied from another task, and not changed.

An application is given one queue and allowed another, which nothing hands to it. Either the variable or the statement
is wrong, and only a third voice says which: the queue that scales the service, or the variable's own name. Without
one, the fault is told at the statement, as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.app_permissions import aws_text, resource_name
from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE, followed
from seatrial.analyses.checklist.uses import Used, allowance
from seatrial.analyses.iam import RoleView
from seatrial.model.resource import Resource

TOPIC = "AWS::SNS::Topic"
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def meant_instead(inquiry: Inquiry, item: Used) -> Resource | None:
    """The one thing of the kind that the role may use, nothing hands out, and a third voice is for."""
    gift, role = item.gift, item.role
    # What stands within a longer text may be there for something else.
    if not isinstance(role, RoleView) or gift.attribute is None:
        return None
    given = {one.logical_id for one in handed_with(inquiry, gift)}
    others = [
        other
        for other in inquiry.system.of_type(item.resource.type)
        if other.logical_id not in given
        and other.arn
        and (_moves(inquiry, gift, other) or named_for(gift.variable, other, item.resource))
    ]
    allowed = [other for other in others if allowance(inquiry, role, item.use, other).anything]
    return allowed[0] if len(allowed) == 1 else None


def named_for(variable: str, other: Resource, given: Resource) -> bool:
    """Whether a variable is called like another thing, and not like the one that it holds."""
    words, own, instead = (set(_words(name)) for name in (variable, given.logical_id, other.logical_id))
    return bool(words & (instead - own)) and not words & (own - instead)


def written(gift: Gift, other: Resource) -> str:
    """What one types to name another thing in the place of the one that is given."""
    return f"!GetAtt {other.logical_id}.{gift.attribute}" if gift.attribute else f"!Ref {other.logical_id}"


def told_of_another(item: Used, role: RoleView, other: Resource, caller: str) -> Found:
    """That a variable names another thing of its kind than the role is for. ``caller`` is who acts as it."""
    gift, given, name = item.gift, item.resource.logical_id, resource_name(role)
    return Found(
        gift.definition,
        gift.path,
        f"{gift.variable} of {gift.definition.logical_id} is {given}, which {name} may not use, and not "
        f"{other.logical_id}",
        f"{caller} calls AWS as {name}, which may use {other.logical_id}, and no variable hands that out: every call "
        f"about {given} is denied",
        f"write {written(gift, other)}",
        aws_text(role, item.use, item.allowance) if item.allowance is not None else "",
    )


def _words(name: str) -> Iterator[str]:
    """The words of a name, each as one and as many alike."""
    for word in _WORDS.findall(name):
        yield word.lower().removesuffix("s")


def handed_with(inquiry: Inquiry, gift: Gift) -> Sequence[Resource]:
    """All that the same application is given."""
    gifts = (*inquiry.gifts, *inquiry.function_gifts)
    return [one.resource for one in gifts if one.definition is gift.definition]


def _moves(inquiry: Inquiry, gift: Gift, other: Resource) -> bool:
    """Whether a service that runs the definition is scaled by another queue, and not by the one that it is given; or
    whether what it would publish to a topic came back to a queue that it takes from, and not from another topic.
    """
    if other.type == TOPIC:
        taken = [item.queue for item in inquiry.consumers if item.gift.definition is gift.definition]
        fed = [
            (inquiry.find(item.get("TopicArn"), TOPIC), inquiry.find(item.get("Endpoint"), QUEUE))
            for item in inquiry.system.of_type("AWS::SNS::Subscription")
        ]
        sources = [topic for topic, queue in fed if queue is not None and queue in taken]
        return gift.resource in sources and other not in sources
    if other.type != QUEUE:
        return False
    for placement in inquiry.placements_of(gift.definition):
        names = {item.logical_id for item in followed(inquiry.systems, inquiry.scaling, placement.by)}
        if other.logical_id in names and gift.resource.logical_id not in names:
            return True
    return False
