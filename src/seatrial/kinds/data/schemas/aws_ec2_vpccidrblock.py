"""AWS::EC2::VPCCidrBlock, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "AmazonProvidedIpv6CidrBlock",
        "CidrBlock",
        "Ipv4IpamPoolId",
        "Ipv4NetmaskLength",
        "Ipv6CidrBlock",
        "Ipv6CidrBlockNetworkBorderGroup",
        "Ipv6IpamPoolId",
        "Ipv6NetmaskLength",
        "Ipv6Pool",
        "VpcId",
    ],
    "definitions": {},
    "primaryIdentifier": ["Id", "VpcId"],
    "properties": {
        "AmazonProvidedIpv6CidrBlock": {"type": "boolean"},
        "CidrBlock": {"type": "string"},
        "Id": {"type": "string"},
        "IpSource": {"type": "string"},
        "Ipv4IpamPoolId": {"type": "string"},
        "Ipv4NetmaskLength": {"type": "integer"},
        "Ipv6AddressAttribute": {"type": "string"},
        "Ipv6CidrBlock": {"type": "string"},
        "Ipv6CidrBlockNetworkBorderGroup": {"type": "string"},
        "Ipv6IpamPoolId": {"type": "string"},
        "Ipv6NetmaskLength": {"type": "integer"},
        "Ipv6Pool": {"type": "string"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["Id", "IpSource", "Ipv6AddressAttribute"],
    "required": ["VpcId"],
}
