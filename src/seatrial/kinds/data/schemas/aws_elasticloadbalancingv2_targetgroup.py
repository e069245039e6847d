"""AWS::ElasticLoadBalancingV2::TargetGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["IpAddressType", "Name", "Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId"],
    "definitions": {
        "Matcher": {
            "additionalProperties": False,
            "properties": {"GrpcCode": {"type": "string"}, "HttpCode": {"type": "string"}},
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        },
        "TargetDescription": {
            "additionalProperties": False,
            "properties": {
                "AvailabilityZone": {"type": "string"},
                "Id": {"type": "string"},
                "Port": {"maximum": 65535, "minimum": 1, "type": "integer"},
                "QuicServerId": {"maxLength": 256, "minLength": 1, "type": "string"},
            },
            "required": ["Id"],
            "type": "object",
        },
        "TargetGroupAttribute": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "type": "object",
        },
    },
    "primaryIdentifier": ["TargetGroupArn"],
    "properties": {
        "HealthCheckEnabled": {"type": "boolean"},
        "HealthCheckIntervalSeconds": {"maximum": 300, "minimum": 5, "type": "integer"},
        "HealthCheckPath": {"maxLength": 1024, "minLength": 1, "type": "string"},
        "HealthCheckPort": {"type": "string"},
        "HealthCheckProtocol": {
            "enum": ["GENEVE", "HTTP", "HTTPS", "QUIC", "TCP", "TCP_QUIC", "TCP_UDP", "TLS", "UDP"],
            "type": "string",
        },
        "HealthCheckTimeoutSeconds": {"maximum": 120, "minimum": 2, "type": "integer"},
        "HealthyThresholdCount": {"maximum": 10, "minimum": 2, "type": "integer"},
        "IpAddressType": {"enum": ["ipv4", "ipv6"], "type": "string"},
        "LoadBalancerArns": {"items": {"type": "string"}, "type": "array"},
        "Matcher": {"$ref": "Matcher"},
        "Name": {"type": "string"},
        "Port": {"maximum": 65535, "minimum": 1, "type": "integer"},
        "Protocol": {
            "enum": ["GENEVE", "HTTP", "HTTPS", "QUIC", "TCP", "TCP_QUIC", "TCP_UDP", "TLS", "UDP"],
            "type": "string",
        },
        "ProtocolVersion": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "TargetControlPort": {"maximum": 65535, "minimum": 1, "type": "integer"},
        "TargetGroupArn": {"type": "string"},
        "TargetGroupAttributes": {"items": {"$ref": "TargetGroupAttribute"}, "type": "array"},
        "TargetGroupFullName": {"type": "string"},
        "TargetGroupName": {"type": "string"},
        "TargetType": {"enum": ["alb", "instance", "ip", "lambda"], "type": "string"},
        "Targets": {"items": {"$ref": "TargetDescription"}, "type": "array"},
        "UnhealthyThresholdCount": {"maximum": 10, "minimum": 2, "type": "integer"},
        "VpcId": {"type": "string"},
    },
    "readOnlyProperties": ["LoadBalancerArns", "TargetGroupArn", "TargetGroupFullName", "TargetGroupName"],
}
