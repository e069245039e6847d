"""AWS::ServiceDiscovery::Service, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["HealthCheckCustomConfig", "Name", "NamespaceId", "Type"],
    "definitions": {
        "DnsConfig": {
            "additionalProperties": False,
            "properties": {
                "DnsRecords": {"items": {"$ref": "DnsRecord"}, "type": "array"},
                "NamespaceId": {"maxLength": 64, "minLength": 0, "type": "string"},
                "RoutingPolicy": {"enum": ["MULTIVALUE", "WEIGHTED"], "type": "string"},
            },
            "required": ["DnsRecords"],
            "type": "object",
        },
        "DnsRecord": {
            "additionalProperties": False,
            "properties": {
                "TTL": {"maximum": 2147483647, "minimum": 0, "type": "number"},
                "Type": {"enum": ["A", "AAAA", "CNAME", "SRV"], "type": "string"},
            },
            "required": ["Type", "TTL"],
            "type": "object",
        },
        "HealthCheckConfig": {
            "additionalProperties": False,
            "properties": {
                "FailureThreshold": {"maximum": 10, "minimum": 1, "type": "number"},
                "ResourcePath": {"maxLength": 255, "minLength": 0, "type": "string"},
                "Type": {"enum": ["HTTP", "HTTPS", "TCP"], "type": "string"},
            },
            "required": ["Type"],
            "type": "object",
        },
        "HealthCheckCustomConfig": {
            "additionalProperties": False,
            "properties": {"FailureThreshold": {"maximum": 10, "minimum": 1, "type": "number"}},
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
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "Arn": {
            "pattern": "^arn:[a-zA-Z0-9-]+:servicediscovery:[a-zA-Z0-9-]+:[0-9]{12}:(service|service/[a-zA-Z0-9-_]+|service:[a-zA-Z0-9-_]+)$",
            "type": "string",
        },
        "Description": {"maxLength": 1024, "minLength": 0, "type": "string"},
        "DnsConfig": {"$ref": "DnsConfig"},
        "HealthCheckConfig": {"$ref": "HealthCheckConfig"},
        "HealthCheckCustomConfig": {"$ref": "HealthCheckCustomConfig"},
        "Id": {"type": "string"},
        "Name": {
            "pattern": "^((?=^.{1,127}$)^([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9])(\\.([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9]))*$)|(^\\.$)$",
            "type": "string",
        },
        "NamespaceId": {"maxLength": 255, "minLength": 0, "type": "string"},
        "ServiceAttributes": {
            "additionalProperties": False,
            "patternProperties": {"^[A-Za-z0-9_]{1,64}$": {"type": "string"}},
            "type": "object",
        },
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 200, "minItems": 0, "type": "array"},
        "Type": {"enum": ["HTTP"], "type": "string"},
    },
    "readOnlyProperties": ["Arn", "Id"],
}
