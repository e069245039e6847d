"""AWS::IAM::ManagedPolicy, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Description", "ManagedPolicyName", "Path"],
    "definitions": {},
    "primaryIdentifier": ["PolicyArn"],
    "properties": {
        "AttachmentCount": {"type": "integer"},
        "CreateDate": {"type": "string"},
        "DefaultVersionId": {"type": "string"},
        "Description": {"maxLength": 1000, "minLength": 0, "type": "string"},
        "Groups": {"items": {"type": "string"}, "type": "array"},
        "IsAttachable": {"type": "boolean"},
        "ManagedPolicyName": {"type": "string"},
        "Path": {"maxLength": 512, "minLength": 1, "type": "string"},
        "PermissionsBoundaryUsageCount": {"type": "integer"},
        "PolicyArn": {"type": "string"},
        "PolicyDocument": {"maxLength": 131072, "minLength": 1, "pattern": "^[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+$"},
        "PolicyId": {"type": "string"},
        "Roles": {"items": {"type": "string"}, "type": "array"},
        "UpdateDate": {"type": "string"},
        "Users": {"items": {"type": "string"}, "type": "array"},
    },
    "readOnlyProperties": [
        "AttachmentCount",
        "CreateDate",
        "DefaultVersionId",
        "IsAttachable",
        "PermissionsBoundaryUsageCount",
        "PolicyArn",
        "PolicyId",
        "UpdateDate",
    ],
    "required": ["PolicyDocument"],
}
