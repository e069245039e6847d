"""AWS::ApiGatewayV2::Api, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ProtocolType"],
    "definitions": {
        "BodyS3Location": {
            "additionalProperties": False,
            "properties": {
                "Bucket": {"type": "string"},
                "Etag": {"type": "string"},
                "Key": {"type": "string"},
                "Version": {"type": "string"},
            },
            "type": "object",
        },
        "Cors": {
            "additionalProperties": False,
            "properties": {
                "AllowCredentials": {"type": "boolean"},
                "AllowHeaders": {"items": {"type": "string"}, "type": "array"},
                "AllowMethods": {"items": {"type": "string"}, "type": "array"},
                "AllowOrigins": {"items": {"type": "string"}, "type": "array"},
                "ExposeHeaders": {"items": {"type": "string"}, "type": "array"},
                "MaxAge": {"type": "integer"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["ApiId"],
    "properties": {
        "ApiEndpoint": {"type": "string"},
        "ApiId": {"type": "string"},
        "ApiKeySelectionExpression": {"type": "string"},
        "BasePath": {"type": "string"},
        "Body": {"type": ["object", "string"]},
        "BodyS3Location": {"$ref": "BodyS3Location"},
        "CorsConfiguration": {"$ref": "Cors"},
        "CredentialsArn": {"type": "string"},
        "Description": {"type": "string"},
        "DisableExecuteApiEndpoint": {"type": "boolean"},
        "DisableSchemaValidation": {"type": "boolean"},
        "ExecuteApiArn": {"type": "string"},
        "FailOnWarnings": {"type": "boolean"},
        "IpAddressType": {"type": "string"},
        "Name": {"type": "string"},
        "ProtocolType": {"type": "string"},
        "RouteKey": {"type": "string"},
        "RouteSelectionExpression": {"type": "string"},
        "Tags": {"additionalProperties": False, "patternProperties": {".*": {"type": "string"}}, "type": "object"},
        "Target": {"type": "string"},
        "Version": {"type": "string"},
    },
    "readOnlyProperties": ["ApiEndpoint", "ApiId", "ExecuteApiArn"],
}
