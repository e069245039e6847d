"""AWS::EC2::SecurityGroupIngress, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "CidrIp",
        "CidrIpv6",
        "FromPort",
        "GroupId",
        "GroupName",
        "IpProtocol",
        "SourcePrefixListId",
        "SourceSecurityGroupId",
        "SourceSecurityGroupName",
        "SourceSecurityGroupOwnerId",
        "ToPort",
    ],
    "definitions": {},
    "primaryIdentifier": ["Id"],
    "properties": {
        "CidrIp": {"type": "string"},
        "CidrIpv6": {"type": "string"},
        "Description": {"type": "string"},
        "FromPort": {"minimum": -1, "type": "integer"},
        "GroupId": {"type": "string"},
        "GroupName": {"type": "string"},
        "Id": {"type": "string"},
        "IpProtocol": {"type": "string"},
        "SourcePrefixListId": {"type": "string"},
        "SourceSecurityGroupId": {"type": "string"},
        "SourceSecurityGroupName": {"type": "string"},
        "SourceSecurityGroupOwnerId": {"type": "string"},
        "ToPort": {"minimum": -1, "type": "integer"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["IpProtocol"],
}
