"""IAM refuses a role or a policy.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE005",
    Severity.ERROR,
    Question.CREATE,
    "IAM refuses a role or a policy",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html",
    refused_by("iam."),
)
