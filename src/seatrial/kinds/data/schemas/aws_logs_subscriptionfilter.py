"""AWS::Logs::SubscriptionFilter, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["FilterName", "LogGroupName"],
    "definitions": {},
    "primaryIdentifier": ["FilterName", "LogGroupName"],
    "properties": {
        "ApplyOnTransformedLogs": {"type": "boolean"},
        "DestinationArn": {"minLength": 1, "type": "string"},
        "Distribution": {"enum": ["Random", "ByLogStream"], "type": "string"},
        "EmitSystemFields": {"items": {"type": "string"}, "type": "array"},
        "FieldSelectionCriteria": {"maxLength": 2000, "minLength": 0, "type": "string"},
        "FilterName": {"maxLength": 512, "minLength": 1, "pattern": "^[^:*]*$", "type": "string"},
        "FilterPattern": {"maxLength": 1024, "minLength": 0, "type": "string"},
        "LogGroupName": {"maxLength": 512, "minLength": 1, "pattern": "^[\\.\\-_/#A-Za-z0-9]+$", "type": "string"},
        "RoleArn": {"minLength": 1, "type": "string"},
    },
    "readOnlyProperties": [],
    "required": ["DestinationArn", "FilterPattern", "LogGroupName"],
}
