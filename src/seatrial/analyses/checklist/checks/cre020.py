"""Which ids and ARNs the template names that must be there before the stack is made.

An id or an ARN was copied from the account, so all of them are told once, as a note.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_logical_ids import meant_by
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.outside import kind_mistaken
from seatrial.model.finding import Severity

# More are counted, not named.
NAMED = 6


def _ids(inquiry: Inquiry) -> Iterator[Said]:
    found = [
        item
        for item in inquiry.outside
        if not item.by_name and meant_by(inquiry, item.value) is None and kind_mistaken(item) is None
    ]
    if not found:
        return
    values = tuple(dict.fromkeys(item.value for item in found))
    more = f" and {len(values) - NAMED} more" if len(values) > NAMED else ""
    scope = inquiry.system.scope
    yield Found(
        found[0].resource,
        found[0].path,
        f"the template refers to what it does not create: {', '.join(values[:NAMED])}{more}",
        f"each must exist in {scope.region} (and in the account that its ARN names) before the stack is created; "
        "what depends on them cannot be told from the template",
        "nothing, if they exist; to check more, add the template that creates them to this command",
    )


CHECK = Check(
    "CRE020",
    Severity.NOTE,
    Question.CREATE,
    "Something must exist before the stack is created",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html",
    _ids,
)
