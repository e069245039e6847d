"""AWS::ECS::TaskSet, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "CapacityProviderStrategy",
        "Cluster",
        "ExternalId",
        "LaunchType",
        "LoadBalancers",
        "NetworkConfiguration",
        "PlatformVersion",
        "Service",
        "ServiceRegistries",
        "TaskDefinition",
    ],
    "definitions": {
        "AwsVpcConfiguration": {
            "additionalProperties": False,
            "properties": {
                "AssignPublicIp": {"enum": ["DISABLED", "ENABLED"], "type": "string"},
                "SecurityGroups": {"items": {"type": "string"}, "maxItems": 5, "type": "array"},
                "Subnets": {"items": {"type": "string"}, "maxItems": 16, "type": "array"},
            },
            "required": ["Subnets"],
            "type": "object",
        },
        "CapacityProviderStrategyItem": {
            "additionalProperties": False,
            "properties": {
                "Base": {"maximum": 100000, "minimum": 0, "type": "integer"},
                "CapacityProvider": {"type": "string"},
                "Weight": {"maximum": 1000, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "LoadBalancer": {
            "additionalProperties": False,
            "properties": {
                "ContainerName": {"type": "string"},
                "ContainerPort": {"type": "integer"},
                "TargetGroupArn": {"type": "string"},
            },
            "type": "object",
        },
        "NetworkConfiguration": {
            "additionalProperties": False,
            "properties": {"AwsVpcConfiguration": {"$ref": "AwsVpcConfiguration"}},
            "type": "object",
        },
        "Scale": {
            "additionalProperties": False,
            "properties": {
                "Unit": {"enum": ["PERCENT"], "type": "string"},
                "Value": {"maximum": 100, "minimum": 0, "type": "number"},
            },
            "type": "object",
        },
        "ServiceRegistry": {
            "additionalProperties": False,
            "properties": {
                "ContainerName": {"type": "string"},
                "ContainerPort": {"type": "integer"},
                "Port": {"type": "integer"},
                "RegistryArn": {"type": "string"},
            },
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["Cluster", "Service", "Id"],
    "properties": {
        "CapacityProviderStrategy": {"items": {"$ref": "CapacityProviderStrategyItem"}, "type": "array"},
        "Cluster": {"type": "string"},
        "ExternalId": {"type": "string"},
        "Id": {"type": "string"},
        "LaunchType": {"enum": ["EC2", "FARGATE"], "type": "string"},
        "LoadBalancers": {"items": {"$ref": "LoadBalancer"}, "type": "array"},
        "NetworkConfiguration": {"$ref": "NetworkConfiguration"},
        "PlatformVersion": {"type": "string"},
        "Scale": {"$ref": "Scale"},
        "Service": {"type": "string"},
        "ServiceRegistries": {"items": {"$ref": "ServiceRegistry"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "minItems": 0, "type": "array"},
        "TaskDefinition": {"type": "string"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["Cluster", "Service", "TaskDefinition"],
}
