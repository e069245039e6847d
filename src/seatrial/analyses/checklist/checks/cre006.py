"""A log group, secret, parameter or ECR repository is refused.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE006",
    Severity.ERROR,
    Question.CREATE,
    "A log group, secret, parameter or ECR repository is refused",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html",
    refused_by("logs.", "secretsmanager.", "ssm.", "ecr."),
)
