"""Whether the task execution role may read the environment files in Amazon S3.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html,
https://github.com/aws/aws-cdk/issues/12720.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_permissions import denied_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA040",
    Severity.ERROR,
    Question.START,
    "The task execution role may not read an environment file in Amazon S3",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html "
    "https://github.com/aws/aws-cdk/issues/12720",
    denied_at(Stage.ENVIRONMENT_FILES),
)
