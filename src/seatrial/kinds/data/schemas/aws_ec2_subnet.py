"""AWS::EC2::Subnet, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": ["Ipv6CidrBlock"],
    "createOnlyProperties": [
        "AvailabilityZone",
        "AvailabilityZoneId",
        "CidrBlock",
        "Ipv4IpamPoolId",
        "Ipv4NetmaskLength",
        "Ipv6IpamPoolId",
        "Ipv6Native",
        "Ipv6NetmaskLength",
        "OutpostArn",
        "VpcId",
    ],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["SubnetId"],
    "properties": {
        "AssignIpv6AddressOnCreation": {"type": "boolean"},
        "AvailabilityZone": {"type": "string"},
        "AvailabilityZoneId": {"type": "string"},
        "BlockPublicAccessStates": {
            "additionalProperties": False,
            "properties": {"InternetGatewayBlockMode": {"type": "string"}},
            "type": "object",
        },
        "CidrBlock": {"type": "string"},
        "EnableDns64": {"type": "boolean"},
        "EnableLniAtDeviceIndex": {"type": "integer"},
        "Ipv4IpamPoolId": {"type": "string"},
        "Ipv4NetmaskLength": {"type": "integer"},
        "Ipv6CidrBlock": {"type": "string"},
        "Ipv6CidrBlocks": {"items": {"type": "string"}, "type": "array"},
        "Ipv6IpamPoolId": {"type": "string"},
        "Ipv6Native": {"type": "boolean"},
        "Ipv6NetmaskLength": {"type": "integer"},
        "MapPublicIpOnLaunch": {"type": "boolean"},
        "NetworkAclAssociationId": {"type": "string"},
        "OutpostArn": {"type": "string"},
        "PrivateDnsNameOptionsOnLaunch": {
            "additionalProperties": False,
            "properties": {
                "EnableResourceNameDnsAAAARecord": {"type": "boolean"},
                "EnableResourceNameDnsARecord": {"type": "boolean"},
                "HostnameType": {"type": "string"},
            },
            "type": "object",
        },
        "SubnetId": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["BlockPublicAccessStates", "Ipv6CidrBlocks", "NetworkAclAssociationId", "SubnetId"],
    "required": ["VpcId"],
}
