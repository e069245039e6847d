"""Amazon EC2 refuses a network resource.

Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE001",
    Severity.ERROR,
    Question.CREATE,
    "Amazon EC2 refuses a network resource",
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    refused_by("ec2."),
)
