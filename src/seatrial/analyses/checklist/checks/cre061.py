"""SNS refuses a topic, a subscription or a topic's policy.

Source: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE061",
    Severity.ERROR,
    Question.CREATE,
    "SNS refuses a topic, a subscription or a topic's policy",
    "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
    refused_by("sns."),
)
