"""Whether the task execution role may make the log streams of its containers.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_permissions import denied_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA009",
    Severity.ERROR,
    Question.START,
    "The task execution role may not write logs",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
    denied_at(Stage.LOGS),
)
