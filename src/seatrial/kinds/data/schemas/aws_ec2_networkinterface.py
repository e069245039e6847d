"""AWS::EC2::NetworkInterface, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": ["ConnectionTrackingSpecification", "EnablePrimaryIpv6", "PrivateIpAddresses"],
    "createOnlyProperties": ["InterfaceType", "PrivateIpAddress", "SubnetId"],
    "definitions": {
        "ConnectionTrackingSpecification": {
            "additionalProperties": False,
            "properties": {
                "TcpEstablishedTimeout": {"type": "integer"},
                "UdpStreamTimeout": {"type": "integer"},
                "UdpTimeout": {"type": "integer"},
            },
            "type": "object",
        },
        "InstanceIpv6Address": {
            "additionalProperties": False,
            "properties": {"Ipv6Address": {"type": "string"}},
            "required": ["Ipv6Address"],
            "type": "object",
        },
        "Ipv4PrefixSpecification": {
            "additionalProperties": False,
            "properties": {"Ipv4Prefix": {"type": "string"}},
            "required": ["Ipv4Prefix"],
            "type": "object",
        },
        "Ipv6PrefixSpecification": {
            "additionalProperties": False,
            "properties": {"Ipv6Prefix": {"type": "string"}},
            "required": ["Ipv6Prefix"],
            "type": "object",
        },
        "PrivateIpAddressSpecification": {
            "additionalProperties": False,
            "properties": {"Primary": {"type": "boolean"}, "PrivateIpAddress": {"type": "string"}},
            "required": ["PrivateIpAddress", "Primary"],
            "type": "object",
        },
        "PublicIpDnsNameOptions": {
            "additionalProperties": False,
            "properties": {
                "DnsHostnameType": {"type": "string"},
                "PublicDualStackDnsName": {"type": "string"},
                "PublicIpv4DnsName": {"type": "string"},
                "PublicIpv6DnsName": {"type": "string"},
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
        "ConnectionTrackingSpecification": {"$ref": "ConnectionTrackingSpecification"},
        "Description": {"type": "string"},
        "EnablePrimaryIpv6": {"type": "boolean"},
        "GroupSet": {"items": {"type": "string"}, "type": "array"},
        "Id": {"type": "string"},
        "InterfaceType": {"type": "string"},
        "Ipv4PrefixCount": {"type": "integer"},
        "Ipv4Prefixes": {"items": {"$ref": "Ipv4PrefixSpecification"}, "type": "array"},
        "Ipv6AddressCount": {"type": "integer"},
        "Ipv6Addresses": {"items": {"$ref": "InstanceIpv6Address"}, "type": "array"},
        "Ipv6PrefixCount": {"type": "integer"},
        "Ipv6Prefixes": {"items": {"$ref": "Ipv6PrefixSpecification"}, "type": "array"},
        "PrimaryIpv6Address": {"type": "string"},
        "PrimaryPrivateIpAddress": {"type": "string"},
        "PrivateIpAddress": {"type": "string"},
        "PrivateIpAddresses": {"items": {"$ref": "PrivateIpAddressSpecification"}, "type": "array"},
        "PublicIpDnsHostnameTypeSpecification": {
            "enum": ["public-dual-stack-dns-name", "public-ipv4-dns-name", "public-ipv6-dns-name"],
            "type": "string",
        },
        "PublicIpDnsNameOptions": {"$ref": "PublicIpDnsNameOptions"},
        "SecondaryPrivateIpAddressCount": {"type": "integer"},
        "SecondaryPrivateIpAddresses": {"items": {"type": "string"}, "type": "array"},
        "SourceDestCheck": {"type": "boolean"},
        "SubnetId": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": [
        "Id",
        "PrimaryIpv6Address",
        "PrimaryPrivateIpAddress",
        "PublicIpDnsNameOptions",
        "SecondaryPrivateIpAddresses",
        "VpcId",
    ],
    "required": ["SubnetId"],
}
