"""API Gateway refuses an integration, a route, an authorizer or a stage of an HTTP API.

Source: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE112",
    Severity.ERROR,
    Question.CREATE,
    "API Gateway refuses an integration, a route, an authorizer or a stage of an HTTP API",
    "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
    refused_by("apigateway."),
)
