"""CloudFront refuses a distribution.

Source: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE115",
    Severity.ERROR,
    Question.CREATE,
    "CloudFront refuses a distribution",
    "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html",
    refused_by("cloudfront."),
)
