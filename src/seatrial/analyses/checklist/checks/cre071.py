"""A database, a cache, a search domain or a table is refused.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE071",
    Severity.ERROR,
    Question.CREATE,
    "A database, a cache, a search domain or a table is refused",
    "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    refused_by("rds.", "elasticache.", "opensearch.", "dynamodb."),
)
