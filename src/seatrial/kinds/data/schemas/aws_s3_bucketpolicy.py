"""AWS::S3::BucketPolicy, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Bucket"],
    "definitions": {},
    "primaryIdentifier": ["Bucket"],
    "properties": {"Bucket": {"type": "string"}, "PolicyDocument": {"type": ["object", "string"]}},
    "readOnlyProperties": [],
    "required": ["Bucket", "PolicyDocument"],
}
