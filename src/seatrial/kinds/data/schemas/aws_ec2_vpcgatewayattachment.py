"""AWS::EC2::VPCGatewayAttachment, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["VpcId"],
    "definitions": {},
    "primaryIdentifier": ["AttachmentType", "VpcId"],
    "properties": {
        "AttachmentType": {"type": "string"},
        "InternetGatewayId": {"type": "string"},
        "VpcId": {"type": "string"},
        "VpnGatewayId": {"type": "string"},
    },
    "readOnlyProperties": ["AttachmentType"],
    "required": ["VpcId"],
}
