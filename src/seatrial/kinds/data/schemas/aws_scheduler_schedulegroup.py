"""AWS::Scheduler::ScheduleGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name"],
    "definitions": {
        "ScheduleGroupState": {"enum": ["ACTIVE", "DELETING"], "type": "string"},
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 1, "type": "string"},
            },
            "required": ["Key", "Value"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Name"],
    "properties": {
        "Arn": {
            "maxLength": 1224,
            "minLength": 1,
            "pattern": "^arn:aws[a-z-]*:scheduler:[a-z0-9\\-]+:\\d{12}:schedule-group\\/[0-9a-zA-Z-_.]+$",
            "type": "string",
        },
        "CreationDate": {"type": "string"},
        "LastModificationDate": {"type": "string"},
        "Name": {"maxLength": 64, "minLength": 1, "pattern": "^[0-9a-zA-Z-_.]+$", "type": "string"},
        "State": {"$ref": "ScheduleGroupState"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 200, "minItems": 0, "type": "array"},
    },
    "readOnlyProperties": ["Arn", "CreationDate", "LastModificationDate", "State"],
}
