"""AWS::ElasticLoadBalancingV2::LoadBalancer, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name", "Scheme", "Type"],
    "definitions": {
        "LoadBalancerAttribute": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "type": "object",
        },
        "MinimumLoadBalancerCapacity": {
            "additionalProperties": False,
            "properties": {"CapacityUnits": {"type": "integer"}},
            "required": ["CapacityUnits"],
            "type": "object",
        },
        "SubnetMapping": {
            "additionalProperties": False,
            "properties": {
                "AllocationId": {"type": "string"},
                "IPv6Address": {"type": "string"},
                "PrivateIPv4Address": {"type": "string"},
                "SourceNatIpv6Prefix": {"type": "string"},
                "SubnetId": {"type": "string"},
            },
            "required": ["SubnetId"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["LoadBalancerArn"],
    "properties": {
        "CanonicalHostedZoneID": {"type": "string"},
        "DNSName": {"type": "string"},
        "EnableCapacityReservationProvisionStabilize": {"type": "boolean"},
        "EnablePrefixForIpv6SourceNat": {"enum": ["off", "on"], "type": "string"},
        "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": {"type": "string"},
        "IpAddressType": {"enum": ["dualstack", "dualstack-without-public-ipv4", "ipv4"], "type": "string"},
        "Ipv4IpamPoolId": {"type": "string"},
        "LoadBalancerArn": {"type": "string"},
        "LoadBalancerAttributes": {"items": {"$ref": "LoadBalancerAttribute"}, "type": "array"},
        "LoadBalancerFullName": {"type": "string"},
        "LoadBalancerName": {"type": "string"},
        "MinimumLoadBalancerCapacity": {"$ref": "MinimumLoadBalancerCapacity", "type": "object"},
        "Name": {"type": "string"},
        "Scheme": {"enum": ["internal", "internet-facing"], "type": "string"},
        "SecurityGroups": {"items": {"type": "string"}, "type": "array"},
        "SubnetMappings": {"items": {"$ref": "SubnetMapping"}, "type": "array"},
        "Subnets": {"items": {"type": "string"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "Type": {"enum": ["application", "gateway", "network"], "type": "string"},
    },
    "readOnlyProperties": [
        "CanonicalHostedZoneID",
        "DNSName",
        "LoadBalancerArn",
        "LoadBalancerFullName",
        "LoadBalancerName",
    ],
}
