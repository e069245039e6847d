"""AWS::CloudFormation::WaitCondition, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {},
    "primaryIdentifier": ["Id"],
    "properties": {
        "Count": {"type": "integer"},
        "Data": {"type": ["object"]},
        "Handle": {"type": "string"},
        "Id": {"type": "string"},
        "Timeout": {"maximum": 43200, "minimum": 0, "type": "string"},
    },
    "readOnlyProperties": ["Data", "Id"],
}
