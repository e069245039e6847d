"""AWS::CloudFormation::WaitConditionHandle, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {},
    "primaryIdentifier": ["Id"],
    "properties": {"Id": {"type": "string"}},
    "readOnlyProperties": ["Id"],
}
