"""AWS::EC2::Route, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "DestinationCidrBlock",
        "DestinationIpv6CidrBlock",
        "DestinationPrefixListId",
        "RouteTableId",
    ],
    "definitions": {},
    "primaryIdentifier": ["RouteTableId", "CidrBlock"],
    "properties": {
        "CarrierGatewayId": {"type": "string"},
        "CidrBlock": {"type": "string"},
        "CoreNetworkArn": {"type": "string"},
        "DestinationCidrBlock": {"type": "string"},
        "DestinationIpv6CidrBlock": {"type": "string"},
        "DestinationPrefixListId": {"type": "string"},
        "EgressOnlyInternetGatewayId": {"type": "string"},
        "GatewayId": {"type": "string"},
        "InstanceId": {"type": "string"},
        "LocalGatewayId": {"type": "string"},
        "NatGatewayId": {"type": "string"},
        "NetworkInterfaceId": {"type": "string"},
        "OdbNetworkArn": {"type": "string"},
        "RouteTableId": {"type": "string"},
        "TransitGatewayId": {"type": "string"},
        "VpcEndpointId": {"type": "string"},
        "VpcPeeringConnectionId": {"type": "string"},
    },
    "readOnlyProperties": ["CidrBlock"],
    "required": ["RouteTableId"],
}
