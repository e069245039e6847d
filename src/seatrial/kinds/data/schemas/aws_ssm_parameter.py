"""AWS::SSM::Parameter, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name"],
    "definitions": {},
    "primaryIdentifier": ["Name"],
    "properties": {
        "AllowedPattern": {"maxLength": 1024, "minLength": 0, "type": "string"},
        "Arn": {"type": "string"},
        "DataType": {"enum": ["text", "aws:ec2:image"], "maxLength": 128, "minLength": 0, "type": "string"},
        "Description": {"maxLength": 1024, "minLength": 0, "type": "string"},
        "Name": {"maxLength": 2048, "minLength": 1, "type": "string"},
        "Policies": {"maxLength": 4096, "minLength": 1, "type": "string"},
        "Tags": {
            "additionalProperties": False,
            "maxItems": 1000,
            "minItems": 0,
            "patternProperties": {"^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$": {"type": "string"}},
            "type": "object",
        },
        "Tier": {"enum": ["Standard", "Advanced", "Intelligent-Tiering"], "type": "string"},
        "Type": {"enum": ["String", "StringList"], "type": "string"},
        "Value": {"type": "string"},
    },
    "readOnlyProperties": ["Arn"],
    "required": ["Value", "Type"],
}
