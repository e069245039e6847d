"""AWS::EC2::VPCDHCPOptionsAssociation, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["DhcpOptionsId", "VpcId"],
    "definitions": {},
    "primaryIdentifier": ["DhcpOptionsId", "VpcId"],
    "properties": {"DhcpOptionsId": {"type": "string"}, "VpcId": {"type": "string"}},
    "readOnlyProperties": [],
    "required": ["VpcId", "DhcpOptionsId"],
}
