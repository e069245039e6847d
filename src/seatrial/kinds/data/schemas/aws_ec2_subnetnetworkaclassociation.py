"""AWS::EC2::SubnetNetworkAclAssociation, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["NetworkAclId", "SubnetId"],
    "definitions": {},
    "primaryIdentifier": ["AssociationId"],
    "properties": {
        "AssociationId": {"type": "string"},
        "NetworkAclId": {"type": "string"},
        "SubnetId": {"type": "string"},
    },
    "readOnlyProperties": ["AssociationId"],
    "required": ["NetworkAclId", "SubnetId"],
}
