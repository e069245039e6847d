"""AWS::EC2::VPCEndpoint, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "DnsOptions/PrivateDnsPreference",
        "DnsOptions/PrivateDnsSpecifiedDomains",
        "ResourceConfigurationArn",
        "ServiceName",
        "ServiceNetworkArn",
        "ServiceRegion",
        "VpcEndpointType",
        "VpcId",
    ],
    "definitions": {
        "DnsOptionsSpecification": {
            "additionalProperties": False,
            "properties": {
                "DnsRecordIpType": {
                    "enum": ["ipv4", "ipv6", "dualstack", "service-defined", "not-specified"],
                    "type": "string",
                },
                "PrivateDnsOnlyForInboundResolverEndpoint": {
                    "enum": ["OnlyInboundResolver", "AllResolvers", "NotSpecified"],
                    "type": "string",
                },
                "PrivateDnsPreference": {
                    "enum": [
                        "VERIFIED_DOMAINS_ONLY",
                        "ALL_DOMAINS",
                        "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS",
                        "SPECIFIED_DOMAINS_ONLY",
                    ],
                    "type": "string",
                },
                "PrivateDnsSpecifiedDomains": {
                    "items": {"maxLength": 255, "minLength": 1, "type": "string"},
                    "maxItems": 10,
                    "minItems": 1,
                    "type": "array",
                },
            },
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
        "CreationTimestamp": {"type": "string"},
        "DnsEntries": {"items": {"type": "string"}, "type": "array"},
        "DnsOptions": {"$ref": "DnsOptionsSpecification"},
        "Id": {"type": "string"},
        "IpAddressType": {"enum": ["ipv4", "ipv6", "dualstack", "not-specified"], "type": "string"},
        "NetworkInterfaceIds": {"items": {"type": "string"}, "type": "array"},
        "PolicyDocument": {"type": ["string", "object"]},
        "PrivateDnsEnabled": {"type": "boolean"},
        "ResourceConfigurationArn": {"type": "string"},
        "RouteTableIds": {"items": {"type": "string"}, "type": "array"},
        "SecurityGroupIds": {"items": {"type": "string"}, "type": "array"},
        "ServiceName": {"type": "string"},
        "ServiceNetworkArn": {"type": "string"},
        "ServiceRegion": {"type": "string"},
        "SubnetIds": {"items": {"type": "string"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "VpcEndpointType": {
            "enum": ["Interface", "Gateway", "GatewayLoadBalancer", "ServiceNetwork", "Resource", "Tunnel"],
            "type": "string",
        },
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["CreationTimestamp", "DnsEntries", "Id", "NetworkInterfaceIds"],
    "required": ["VpcId"],
}
