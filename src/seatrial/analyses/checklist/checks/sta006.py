"""Whether the task execution role may pull the image from Amazon ECR.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_permissions import denied_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA006",
    Severity.ERROR,
    Question.START,
    "The task execution role may not pull the image from Amazon ECR",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
    denied_at(Stage.REGISTRY_AUTH, Stage.IMAGE),
)
