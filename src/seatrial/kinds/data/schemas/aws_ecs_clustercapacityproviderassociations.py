"""AWS::ECS::ClusterCapacityProviderAssociations, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Cluster"],
    "definitions": {
        "CapacityProvider": {"type": "string"},
        "CapacityProviderStrategy": {
            "additionalProperties": False,
            "properties": {
                "Base": {"maximum": 100000, "minimum": 0, "type": "integer"},
                "CapacityProvider": {"$ref": "CapacityProvider"},
                "Weight": {"maximum": 1000, "minimum": 0, "type": "integer"},
            },
            "required": ["CapacityProvider"],
            "type": "object",
        },
        "CapacityProviders": {"items": {"$ref": "CapacityProvider"}, "type": "array"},
        "Cluster": {"maxLength": 2048, "minLength": 1, "type": "string"},
        "DefaultCapacityProviderStrategy": {"items": {"$ref": "CapacityProviderStrategy"}, "type": "array"},
    },
    "primaryIdentifier": ["Cluster"],
    "properties": {
        "CapacityProviders": {"$ref": "CapacityProviders"},
        "Cluster": {"$ref": "Cluster"},
        "DefaultCapacityProviderStrategy": {"$ref": "DefaultCapacityProviderStrategy"},
    },
    "readOnlyProperties": [],
    "required": ["Cluster", "DefaultCapacityProviderStrategy"],
}
