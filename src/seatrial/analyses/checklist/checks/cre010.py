"""Application Auto Scaling or CloudWatch refuses a target, a policy or an alarm.

Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE010",
    Severity.ERROR,
    Question.CREATE,
    "Application Auto Scaling or CloudWatch refuses a target, a policy or an alarm",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
    refused_by("application-autoscaling.", "cloudwatch."),
)
