"""Whether the task execution role may read and decrypt the secrets of its containers.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.sta_permissions import denied_at
from seatrial.analyses.launch import Stage
from seatrial.model.finding import Severity

CHECK = Check(
    "STA007",
    Severity.ERROR,
    Question.START,
    "The task execution role may not read or decrypt a secret",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
    denied_at(Stage.SECRET),
)
