"""AWS::EC2::SecurityGroupEgress, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "CidrIp",
        "CidrIpv6",
        "DestinationPrefixListId",
        "DestinationSecurityGroupId",
        "FromPort",
        "GroupId",
        "IpProtocol",
        "ToPort",
    ],
    "definitions": {},
    "primaryIdentifier": ["Id"],
    "properties": {
        "CidrIp": {"type": "string"},
        "CidrIpv6": {"type": "string"},
        "Description": {"type": "string"},
        "DestinationPrefixListId": {"type": "string"},
        "DestinationSecurityGroupId": {"type": "string"},
        "FromPort": {"minimum": -1, "type": "integer"},
        "GroupId": {"type": "string"},
        "Id": {"type": "string"},
        "IpProtocol": {"type": "string"},
        "ToPort": {"minimum": -1, "type": "integer"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["IpProtocol", "GroupId"],
}
