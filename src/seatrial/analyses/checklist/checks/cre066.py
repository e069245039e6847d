"""CodeDeploy refuses a deployment group.

Source: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE066",
    Severity.ERROR,
    Question.CREATE,
    "CodeDeploy refuses a deployment group",
    "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html",
    refused_by("codedeploy."),
)
