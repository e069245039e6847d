"""Whether a distribution is switched off, or its root object begins with a slash.

Source: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_front import CONFIG, DISTRIBUTION
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity


def _switched_off(inquiry: Inquiry) -> Iterator[Said]:
    for distribution in inquiry.system.of_type(DISTRIBUTION):
        if distribution.get(CONFIG, "Enabled") in (False, "false"):
            yield Found(
                distribution,
                (CONFIG, "Enabled"),
                f"{distribution.logical_id} is switched off",
                "a distribution that is not enabled takes no requests from viewers",
                "write Enabled: true",
            )
        root = distribution.get(CONFIG, "DefaultRootObject")
        if isinstance(root, str) and root.startswith("/"):
            # CloudFront takes it: https://github.com/HHS/simpler-grants-gov/pull/3139 (read 2026-11-30)
            yield Found(
                distribution,
                (CONFIG, "DefaultRootObject"),
                f"the DefaultRootObject of {distribution.logical_id} begins with a slash: {root}",
                "it is the name of an object, before which CloudFront puts a slash of its own: the origin is asked for "
                f"/{root}, which it may not have or redirect without end",
                f"write DefaultRootObject: {root.lstrip('/')}" if root.strip("/") else "leave DefaultRootObject out",
            )


CHECK = Check(
    "ARR153",
    Severity.WARNING,
    Question.ARRIVE,
    "A distribution is switched off, or its root object begins with a slash",
    "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html",
    _switched_off,
)
