"""AWS::Lambda::Alias, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["FunctionName", "Name"],
    "definitions": {
        "AliasRoutingConfiguration": {
            "additionalProperties": False,
            "properties": {"AdditionalVersionWeights": {"items": {"$ref": "VersionWeight"}, "type": "array"}},
            "type": "object",
        },
        "ProvisionedConcurrencyConfiguration": {
            "additionalProperties": False,
            "properties": {"ProvisionedConcurrentExecutions": {"type": "integer"}},
            "required": ["ProvisionedConcurrentExecutions"],
            "type": "object",
        },
        "VersionWeight": {
            "additionalProperties": False,
            "properties": {"FunctionVersion": {"type": "string"}, "FunctionWeight": {"type": "number"}},
            "required": ["FunctionVersion", "FunctionWeight"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["AliasArn"],
    "properties": {
        "AliasArn": {"type": "string"},
        "Description": {"maxLength": 256, "minLength": 0, "type": "string"},
        "FunctionName": {"type": "string"},
        "FunctionVersion": {
            "maxLength": 1024,
            "minLength": 0,
            "pattern": "^(\\$LATEST(\\.PUBLISHED)?|[0-9]*)$",
            "type": "string",
        },
        "Name": {"maxLength": 128, "minLength": 1, "pattern": "^(?!^[0-9]+$)([a-zA-Z0-9-_]+)$", "type": "string"},
        "ProvisionedConcurrencyConfig": {"$ref": "ProvisionedConcurrencyConfiguration"},
        "RoutingConfig": {"$ref": "AliasRoutingConfiguration"},
    },
    "readOnlyProperties": ["AliasArn"],
    "required": ["FunctionName", "FunctionVersion", "Name"],
}
