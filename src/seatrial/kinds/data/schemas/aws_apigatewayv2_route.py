"""AWS::ApiGatewayV2::Route, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ApiId"],
    "definitions": {
        "ParameterConstraints": {
            "additionalProperties": False,
            "properties": {"Required": {"type": "boolean"}},
            "required": ["Required"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["ApiId", "RouteId"],
    "properties": {
        "ApiId": {"type": "string"},
        "ApiKeyRequired": {"type": "boolean"},
        "AuthorizationScopes": {"items": {"type": "string"}, "type": "array"},
        "AuthorizationType": {"type": "string"},
        "AuthorizerId": {"type": "string"},
        "ModelSelectionExpression": {"type": "string"},
        "OperationName": {"type": "string"},
        "RequestModels": {"type": ["object", "string"]},
        "RequestParameters": {"items": {"$ref": "ParameterConstraints"}, "type": "object"},
        "RouteId": {"type": "string"},
        "RouteKey": {"type": "string"},
        "RouteResponseSelectionExpression": {"type": "string"},
        "Target": {"type": "string"},
    },
    "readOnlyProperties": ["RouteId"],
    "required": ["RouteKey", "ApiId"],
}
