"""AWS::ApiGatewayV2::Stage, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ApiId", "StageName"],
    "definitions": {
        "AccessLogSettings": {
            "additionalProperties": False,
            "properties": {"DestinationArn": {"type": "string"}, "Format": {"type": "string"}},
            "type": "object",
        },
        "RouteSettings": {
            "additionalProperties": False,
            "properties": {
                "DataTraceEnabled": {"type": "boolean"},
                "DetailedMetricsEnabled": {"type": "boolean"},
                "LoggingLevel": {"type": "string"},
                "ThrottlingBurstLimit": {"type": "integer"},
                "ThrottlingRateLimit": {"type": "number"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["ApiId", "StageName"],
    "properties": {
        "AccessLogSettings": {"$ref": "AccessLogSettings"},
        "ApiId": {"type": "string"},
        "AutoDeploy": {"type": "boolean"},
        "ClientCertificateId": {"type": "string"},
        "DefaultRouteSettings": {"$ref": "RouteSettings"},
        "DeploymentId": {"type": "string"},
        "Description": {"type": "string"},
        "RouteSettings": {"type": ["object", "string"]},
        "StageName": {"type": "string"},
        "StageVariables": {"type": ["object", "string"]},
        "Tags": {"additionalProperties": False, "patternProperties": {".*": {"type": "string"}}, "type": "object"},
    },
    "readOnlyProperties": [],
    "required": ["StageName", "ApiId"],
}
