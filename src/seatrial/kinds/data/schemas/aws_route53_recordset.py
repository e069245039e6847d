"""AWS::Route53::RecordSet, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["HostedZoneId", "HostedZoneName"],
    "definitions": {
        "AliasTarget": {
            "additionalProperties": False,
            "properties": {
                "DNSName": {"maxLength": 1024, "type": "string"},
                "EvaluateTargetHealth": {"type": "boolean"},
                "HostedZoneId": {"$ref": "HostedZoneId"},
            },
            "required": ["HostedZoneId", "DNSName"],
            "type": "object",
        },
        "CidrRoutingConfig": {
            "additionalProperties": False,
            "properties": {
                "CollectionId": {"type": "string"},
                "LocationName": {"maxLength": 16, "minLength": 1, "pattern": "[0-9A-Za-z_\\-\\*]+", "type": "string"},
            },
            "required": ["CollectionId", "LocationName"],
            "type": "object",
        },
        "Comment": {"maxLength": 256, "type": "string"},
        "Coordinates": {
            "additionalProperties": False,
            "properties": {
                "Latitude": {"pattern": "[-+]?[0-9]{1,2}(\\.[0-9]{0,2})?", "type": "string"},
                "Longitude": {"pattern": "[-+]?[0-9]{1,3}(\\.[0-9]{0,2})?", "type": "string"},
            },
            "required": ["Longitude", "Latitude"],
            "type": "object",
        },
        "Failover": {"enum": ["PRIMARY", "SECONDARY"], "type": "string"},
        "GeoLocation": {
            "additionalProperties": False,
            "properties": {
                "ContinentCode": {"maxLength": 2, "minLength": 2, "type": "string"},
                "CountryCode": {"maxLength": 2, "minLength": 1, "type": "string"},
                "SubdivisionCode": {"maxLength": 3, "minLength": 1, "type": "string"},
            },
            "type": "object",
        },
        "GeoProximityLocation": {
            "additionalProperties": False,
            "properties": {
                "AWSRegion": {"maxLength": 64, "minLength": 1, "type": "string"},
                "Bias": {"maximum": 99, "minimum": -99, "type": "integer"},
                "Coordinates": {"$ref": "Coordinates"},
                "LocalZoneGroup": {"maxLength": 64, "minLength": 1, "type": "string"},
            },
            "type": "object",
        },
        "HealthCheckId": {"maxLength": 64, "type": "string"},
        "HostedZoneId": {"maxLength": 44, "type": "string"},
        "HostedZoneName": {"maxLength": 256, "type": "string"},
        "MultiValueAnswer": {"type": "boolean"},
        "Name": {"maxLength": 1024, "type": "string"},
        "Region": {"type": "string"},
        "ResourceRecords": {"items": {"maxLength": 4000, "type": "string"}, "type": "array"},
        "SetIdentifier": {"maxLength": 128, "minLength": 0, "type": "string"},
        "TTL": {"type": "string"},
        "Type": {"type": "string"},
        "Weight": {"type": "integer"},
    },
    "primaryIdentifier": ["Name", "HostedZoneId", "Type", "SetIdentifier"],
    "properties": {
        "AliasTarget": {"$ref": "AliasTarget"},
        "CidrRoutingConfig": {"$ref": "CidrRoutingConfig"},
        "Comment": {"$ref": "Comment"},
        "Failover": {"$ref": "Failover"},
        "GeoLocation": {"$ref": "GeoLocation"},
        "GeoProximityLocation": {"$ref": "GeoProximityLocation"},
        "HealthCheckId": {"$ref": "HealthCheckId"},
        "HostedZoneId": {"$ref": "HostedZoneId"},
        "HostedZoneName": {"$ref": "HostedZoneName"},
        "MultiValueAnswer": {"$ref": "MultiValueAnswer"},
        "Name": {"$ref": "Name"},
        "Region": {"$ref": "Region"},
        "ResourceRecords": {"$ref": "ResourceRecords"},
        "SetIdentifier": {"$ref": "SetIdentifier"},
        "TTL": {"$ref": "TTL"},
        "Type": {"$ref": "Type"},
        "Weight": {"$ref": "Weight"},
    },
    "readOnlyProperties": [],
    "required": ["Type", "Name"],
}
