"""Amazon Cognito refuses a user pool, its client or its domain.

Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE110",
    Severity.ERROR,
    Question.CREATE,
    "Amazon Cognito refuses a user pool, its client or its domain",
    "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
    refused_by("cognito-idp."),
)
