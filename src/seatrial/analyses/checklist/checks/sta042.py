"""Whether tasks that start reach Amazon S3, where the environment files of their containers lie.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_network import blocked_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA042",
    Severity.ERROR,
    Question.START,
    "Tasks cannot reach Amazon S3, where the environment files of their containers lie",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html",
    blocked_at(Stage.ENVIRONMENT_FILES),
)
