"""AWS::ApiGatewayV2::VpcLink, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["SecurityGroupIds", "SubnetIds"],
    "definitions": {},
    "primaryIdentifier": ["VpcLinkId"],
    "properties": {
        "Name": {"type": "string"},
        "SecurityGroupIds": {"items": {"type": "string"}, "type": "array"},
        "SubnetIds": {"items": {"type": "string"}, "type": "array"},
        "Tags": {"additionalProperties": False, "patternProperties": {".*": {"type": "string"}}, "type": "object"},
        "VpcLinkId": {"type": "string"},
    },
    "readOnlyProperties": ["VpcLinkId"],
    "required": ["SubnetIds", "Name"],
}
