"""AWS::Route53::RecordSetGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["HostedZoneId", "HostedZoneName"],
    "definitions": {
        "AliasTarget": {
            "additionalProperties": False,
            "properties": {
                "DNSName": {"type": "string"},
                "EvaluateTargetHealth": {"type": "boolean"},
                "HostedZoneId": {"type": "string"},
            },
            "required": ["HostedZoneId", "DNSName"],
            "type": "object",
        },
        "CidrRoutingConfig": {
            "additionalProperties": False,
            "properties": {"CollectionId": {"type": "string"}, "LocationName": {"type": "string"}},
            "required": ["CollectionId", "LocationName"],
            "type": "object",
        },
        "Coordinates": {
            "additionalProperties": False,
            "properties": {"Latitude": {"type": "string"}, "Longitude": {"type": "string"}},
            "required": ["Latitude", "Longitude"],
            "type": "object",
        },
        "GeoLocation": {
            "additionalProperties": False,
            "properties": {
                "ContinentCode": {"type": "string"},
                "CountryCode": {"type": "string"},
                "SubdivisionCode": {"type": "string"},
            },
            "type": "object",
        },
        "GeoProximityLocation": {
            "additionalProperties": False,
            "properties": {
                "AWSRegion": {"type": "string"},
                "Bias": {"type": "integer"},
                "Coordinates": {"$ref": "Coordinates"},
                "LocalZoneGroup": {"type": "string"},
            },
            "type": "object",
        },
        "RecordSet": {
            "additionalProperties": False,
            "properties": {
                "AliasTarget": {"$ref": "AliasTarget"},
                "CidrRoutingConfig": {"$ref": "CidrRoutingConfig"},
                "Failover": {"type": "string"},
                "GeoLocation": {"$ref": "GeoLocation"},
                "GeoProximityLocation": {"$ref": "GeoProximityLocation"},
                "HealthCheckId": {"type": "string"},
                "HostedZoneId": {"type": "string"},
                "HostedZoneName": {"type": "string"},
                "MultiValueAnswer": {"type": "boolean"},
                "Name": {"type": "string"},
                "Region": {"type": "string"},
                "ResourceRecords": {"items": {"type": "string"}, "type": "array"},
                "SetIdentifier": {"type": "string"},
                "TTL": {"type": "string"},
                "Type": {"type": "string"},
                "Weight": {"type": "integer"},
            },
            "required": ["Type", "Name"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "Comment": {"type": "string"},
        "HostedZoneId": {"type": "string"},
        "HostedZoneName": {"type": "string"},
        "Id": {"type": "string"},
        "RecordSets": {"items": {"$ref": "RecordSet"}, "type": "array"},
    },
    "readOnlyProperties": ["Id"],
}
