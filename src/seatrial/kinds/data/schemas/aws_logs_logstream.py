"""AWS::Logs::LogStream, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["LogGroupName", "LogStreamName"],
    "definitions": {},
    "primaryIdentifier": ["LogGroupName", "LogStreamName"],
    "properties": {
        "LogGroupName": {"maxLength": 512, "minLength": 1, "pattern": "^[\\.\\-_/#A-Za-z0-9]+$", "type": "string"},
        "LogStreamName": {"maxLength": 512, "minLength": 1, "pattern": "^[^:*]*$", "type": "string"},
    },
    "readOnlyProperties": [],
    "required": ["LogGroupName"],
}
