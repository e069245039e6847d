"""Whether the task execution role trusts ecs-tasks.amazonaws.com.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_roles import untrusted_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA004",
    Severity.ERROR,
    Question.START,
    "The task execution role does not trust ecs-tasks.amazonaws.com",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
    untrusted_at(Stage.EXECUTION_ROLE, "ExecutionRoleArn", "task execution role"),
)
