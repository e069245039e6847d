"""Whether the task role trusts ecs-tasks.amazonaws.com.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_roles import untrusted_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA005",
    Severity.ERROR,
    Question.START,
    "The task role does not trust ecs-tasks.amazonaws.com",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    untrusted_at(Stage.TASK_ROLE, "TaskRoleArn", "task role"),
)
