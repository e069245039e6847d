"""Whether tasks that start reach the secrets and parameters that their containers are given.

Sources: https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_network import blocked_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA002",
    Severity.ERROR,
    Question.START,
    "Tasks cannot reach the secrets or parameters that their containers are given",
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html",
    blocked_at(Stage.SECRET, Stage.PARAMETERS),
)
