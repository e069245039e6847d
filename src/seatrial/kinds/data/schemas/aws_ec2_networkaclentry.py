"""AWS::EC2::NetworkAclEntry, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Egress", "NetworkAclId", "RuleNumber"],
    "definitions": {
        "Icmp": {
            "additionalProperties": False,
            "properties": {"Code": {"type": "integer"}, "Type": {"type": "integer"}},
            "type": "object",
        },
        "PortRange": {
            "additionalProperties": False,
            "properties": {"From": {"type": "integer"}, "To": {"type": "integer"}},
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "CidrBlock": {"type": "string"},
        "Egress": {"type": "boolean"},
        "Icmp": {"$ref": "Icmp"},
        "Id": {"type": "string"},
        "Ipv6CidrBlock": {"type": "string"},
        "NetworkAclId": {"type": "string"},
        "PortRange": {"$ref": "PortRange"},
        "Protocol": {"type": "integer"},
        "RuleAction": {"type": "string"},
        "RuleNumber": {"type": "integer"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["NetworkAclId", "RuleAction", "RuleNumber", "Protocol"],
}
