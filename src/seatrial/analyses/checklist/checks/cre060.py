"""S3 refuses the notifications of a bucket.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Doubt, Question, Said
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity

_refused = refused_by("s3.")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for said in _refused(inquiry):
        if isinstance(said, Doubt):
            yield said
            continue
        # Only a system with a bucket that is refused pays for loading it.
        from seatrial.analyses.checklist.cre_destinations import where_kept_out

        yield where_kept_out(inquiry, said)


CHECK = Check(
    "CRE060",
    Severity.ERROR,
    Question.CREATE,
    "S3 refuses the notifications of a bucket",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
    _ask,
)
