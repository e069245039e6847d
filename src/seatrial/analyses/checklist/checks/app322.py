"""Whether two variables of a container have each other's values, by the names of what they are given.

A variable that is called like one resource and holds another may be meant so. Where that other one's variable holds the
first, and both names are exactly those of the resources, the two are exchanged: reads go where writes should.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity

# What people add to the name of a thing, for its kind and for what stands there.
_KINDS = re.compile(r"_(?:URL|URI|ARN|NAME|ID|BUCKET|QUEUE|TABLE|TOPIC)$")


def _exchanged(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, int, str]] = set()
    by_container: dict[tuple[str, int], list[Gift]] = {}
    for gift in inquiry.gifts:
        if not gift.secret:
            by_container.setdefault((gift.definition.logical_id, gift.container), []).append(gift)
    for (definition, container), gifts in by_container.items():
        named = {_name(gift.variable): gift for gift in gifts}
        for gift in gifts:
            other = named.get(gift.resource.logical_id.lower())
            if other is None or other.resource is gift.resource or other.resource.type != gift.resource.type:
                continue
            if other.resource.logical_id.lower() != _name(gift.variable) or gift.attribute != other.attribute:
                continue
            pair = "".join(sorted((gift.variable, other.variable)))
            if (definition, container, pair) in told:
                continue
            told.add((definition, container, pair))
            first, second = gift.resource.logical_id, other.resource.logical_id
            yield Found(
                gift.definition,
                gift.path,
                f"{gift.variable} of {definition} is {first}, and {other.variable} is {second}",
                "each is called like what the other one is: what the application means for one of them goes to the "
                "other",
                f"exchange the values of {gift.variable} and {other.variable}",
            )


def _name(variable: str) -> str:
    """What a variable is called, without what its name says of the kind of thing."""
    name = variable
    while (shorter := _KINDS.sub("", name)) != name:
        name = shorter
    return name.replace("_", "").lower()


CHECK = Check(
    "APP322",
    Severity.WARNING,
    Question.REACH,
    "Two variables of a container have each other's values",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html",
    _exchanged,
)
