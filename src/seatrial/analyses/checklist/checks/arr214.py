"""A route of an HTTP API that names an authorizer and doesn't ask it.

Without AuthorizationType a route has NONE, and everybody gets through.

Source (read 2026-11-30): https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
(authorizationType).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

AUTHORIZER, ROUTE = "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGatewayV2::Route"
_TYPES = {"JWT": "JWT", "REQUEST": "CUSTOM"}


def _open(inquiry: Inquiry) -> Iterator[Said]:
    for route in inquiry.system.of_type(ROUTE):
        if route.get("AuthorizerId") is None or route.get("AuthorizationType") not in (None, "NONE"):
            continue
        authorizer = inquiry.find(route.get("AuthorizerId"), AUTHORIZER)
        name = authorizer.logical_id if authorizer is not None else "an authorizer"
        kind = _TYPES.get(as_text(authorizer.get("AuthorizerType")), "JWT") if authorizer is not None else "JWT"
        yield Found(
            route,
            ("AuthorizationType",) if route.get("AuthorizationType") is not None else (),
            f"{route.logical_id} names {name}, and takes requests without asking it",
            "AuthorizationType is NONE where it isn't given: everybody may call the route",
            f"add AuthorizationType: {kind} to {route.logical_id}",
        )


CHECK = Check(
    "ARR214",
    Severity.WARNING,
    Question.ARRIVE,
    "A route names an authorizer and does not ask it",
    "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html",
    _open,
)
