"""AWS::EC2::SecurityGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["GroupDescription", "GroupName", "VpcId"],
    "definitions": {
        "Egress": {
            "additionalProperties": False,
            "properties": {
                "CidrIp": {"type": "string"},
                "CidrIpv6": {"type": "string"},
                "Description": {"type": "string"},
                "DestinationPrefixListId": {"type": "string"},
                "DestinationSecurityGroupId": {"type": "string"},
                "FromPort": {"minimum": -1, "type": "integer"},
                "IpProtocol": {"type": "string"},
                "ToPort": {"minimum": -1, "type": "integer"},
            },
            "required": ["IpProtocol"],
            "type": "object",
        },
        "Ingress": {
            "additionalProperties": False,
            "properties": {
                "CidrIp": {"type": "string"},
                "CidrIpv6": {"type": "string"},
                "Description": {"type": "string"},
                "FromPort": {"minimum": -1, "type": "integer"},
                "IpProtocol": {"type": "string"},
                "SourcePrefixListId": {"type": "string"},
                "SourceSecurityGroupId": {"type": "string"},
                "SourceSecurityGroupName": {"type": "string"},
                "SourceSecurityGroupOwnerId": {"type": "string"},
                "ToPort": {"minimum": -1, "type": "integer"},
            },
            "required": ["IpProtocol"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "GroupDescription": {
            "maxLength": 255,
            "minLength": 0,
            "pattern": "^([a-z,A-Z,0-9,. _\\-:/()#,@[\\]+=&;\\{\\}!$*])*$",
            "type": "string",
        },
        "GroupId": {"type": "string"},
        "GroupName": {"type": "string"},
        "Id": {"type": "string"},
        "SecurityGroupEgress": {"items": {"$ref": "Egress"}, "type": "array"},
        "SecurityGroupIngress": {"items": {"$ref": "Ingress"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["GroupId", "Id"],
    "required": ["GroupDescription"],
}
