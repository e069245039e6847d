"""AWS::ApiGatewayV2::Integration, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ApiId"],
    "definitions": {
        "ResponseParameter": {
            "additionalProperties": False,
            "properties": {"Destination": {"type": "string"}, "Source": {"type": "string"}},
            "type": "object",
        },
        "ResponseParameterList": {"items": {"$ref": "ResponseParameter"}, "type": "array"},
        "ResponseParameterMap": {
            "additionalProperties": False,
            "properties": {"ResponseParameters": {"$ref": "ResponseParameterList"}},
            "type": "object",
        },
        "TlsConfig": {
            "additionalProperties": False,
            "properties": {"ServerNameToVerify": {"type": "string"}},
            "type": "object",
        },
    },
    "primaryIdentifier": ["ApiId", "IntegrationId"],
    "properties": {
        "ApiId": {"type": "string"},
        "ConnectionId": {"type": "string"},
        "ConnectionType": {"type": "string"},
        "ContentHandlingStrategy": {"type": "string"},
        "CredentialsArn": {
            "pattern": "arn:(aws|aws-cn|aws-us-gov):iam::[0-9]*:(role|user|group)\\/.*",
            "type": "string",
        },
        "Description": {"type": "string"},
        "IntegrationId": {"type": "string"},
        "IntegrationMethod": {"type": "string"},
        "IntegrationSubtype": {"type": "string"},
        "IntegrationType": {"type": "string"},
        "IntegrationUri": {"type": "string"},
        "PassthroughBehavior": {"type": "string"},
        "PayloadFormatVersion": {"type": "string"},
        "RequestParameters": {
            "additionalProperties": False,
            "patternProperties": {"[a-zA-Z0-9]+": {"type": "string"}},
            "type": "object",
        },
        "RequestTemplates": {
            "additionalProperties": False,
            "patternProperties": {"[a-zA-Z0-9]+": {"type": "string"}},
            "type": "object",
        },
        "ResponseParameters": {
            "additionalProperties": False,
            "patternProperties": {"[a-zA-Z0-9]+": {"$ref": "ResponseParameterMap"}},
            "type": "object",
        },
        "TemplateSelectionExpression": {"type": "string"},
        "TimeoutInMillis": {"type": "integer"},
        "TlsConfig": {"$ref": "TlsConfig"},
    },
    "readOnlyProperties": ["IntegrationId"],
    "required": ["ApiId", "IntegrationType"],
}
