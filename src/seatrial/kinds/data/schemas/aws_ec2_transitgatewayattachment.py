"""AWS::EC2::TransitGatewayAttachment, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["TransitGatewayId", "VpcId"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "Id": {"type": "string"},
        "Options": {
            "additionalProperties": False,
            "properties": {
                "ApplianceModeSupport": {"enum": ["disable", "enable"], "type": "string"},
                "DnsSupport": {"enum": ["disable", "enable"], "type": "string"},
                "Ipv6Support": {"enum": ["disable", "enable"], "type": "string"},
                "SecurityGroupReferencingSupport": {"enum": ["disable", "enable"], "type": "string"},
            },
            "type": "object",
        },
        "SubnetIds": {"items": {"type": "string"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "TransitGatewayId": {"type": "string"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["VpcId", "SubnetIds", "TransitGatewayId"],
}
