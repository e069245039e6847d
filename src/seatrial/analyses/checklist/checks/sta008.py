"""Whether the task execution role may read the Parameter Store parameters of its containers.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_permissions import denied_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA008",
    Severity.ERROR,
    Question.START,
    "The task execution role may not read a Parameter Store parameter",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html",
    denied_at(Stage.PARAMETERS),
)
