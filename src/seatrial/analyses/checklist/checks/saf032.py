"""Whether a distribution has the origins that its behaviors send requests to.

Source: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_front import CONFIG, DISTRIBUTION
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at


def _behaviors(inquiry: Inquiry) -> Iterator[Said]:
    """A behavior for an origin that the distribution doesn't have."""
    for distribution in inquiry.system.of_type(DISTRIBUTION):
        origins, groups = (distribution.get(CONFIG, *key) for key in (("Origins",), ("OriginGroups", "Items")))
        ids = [at(item, "Id") for item in (*as_list(origins), *as_list(groups))]
        if not ids or any(not isinstance(item, str) for item in ids):
            continue
        several = enumerate(as_list(distribution.get(CONFIG, "CacheBehaviors")))
        places: list[PropertyPath] = [(CONFIG, "DefaultCacheBehavior")]
        places += [(CONFIG, "CacheBehaviors", index) for index, _ in several]
        for place in places:
            target = distribution.get(*place, "TargetOriginId")
            if isinstance(target, str) and target and target not in ids:
                yield Found(
                    distribution,
                    (*place, "TargetOriginId"),
                    f"{distribution.logical_id} has no origin {target}",
                    f"it has {' and '.join(as_text(item) for item in ids)}: CloudFront refuses the distribution with "
                    "NoSuchOrigin, and the stack is rolled back",
                    f"write TargetOriginId: {as_text(ids[0])}",
                )


CHECK = Check(
    "SAF032",
    Severity.ERROR,
    Question.CREATE,
    "A distribution sends requests to an origin that it doesn't have",
    "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html",
    _behaviors,
)
