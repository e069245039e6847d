"""AWS Lambda refuses a function, or what it is to read from.

Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE111",
    Severity.ERROR,
    Question.CREATE,
    "AWS Lambda refuses a function, or what it is to read from",
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
    refused_by("lambda."),
)
