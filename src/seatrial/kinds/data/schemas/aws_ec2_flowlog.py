"""AWS::EC2::FlowLog, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "DeliverCrossAccountRole",
        "DeliverLogsPermissionArn",
        "DestinationOptions",
        "LogDestination",
        "LogDestinationType",
        "LogFormat",
        "LogGroupName",
        "MaxAggregationInterval",
        "ResourceId",
        "ResourceType",
        "TagFieldSpecifications",
        "TrafficType",
    ],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        },
        "TagFieldSpecification": {
            "additionalProperties": False,
            "properties": {
                "ResourceType": {"enum": ["auto-scaling-group", "instance", "network-interface"], "type": "string"},
                "TagKeys": {
                    "items": {"maxLength": 128, "minLength": 1, "type": "string"},
                    "maxItems": 2,
                    "minItems": 1,
                    "type": "array",
                },
            },
            "required": ["ResourceType", "TagKeys"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "DeliverCrossAccountRole": {"type": "string"},
        "DeliverLogsPermissionArn": {"type": "string"},
        "DestinationOptions": {
            "additionalProperties": False,
            "properties": {
                "FileFormat": {"enum": ["plain-text", "parquet"], "type": "string"},
                "HiveCompatiblePartitions": {"type": "boolean"},
                "PerHourPartition": {"type": "boolean"},
            },
            "required": ["FileFormat", "HiveCompatiblePartitions", "PerHourPartition"],
            "type": "object",
        },
        "Id": {"type": "string"},
        "LogDestination": {"type": "string"},
        "LogDestinationType": {"enum": ["cloud-watch-logs", "s3", "kinesis-data-firehose"], "type": "string"},
        "LogFormat": {"type": "string"},
        "LogGroupName": {"type": "string"},
        "MaxAggregationInterval": {"type": "integer"},
        "ResourceId": {"type": "string"},
        "ResourceType": {
            "enum": [
                "NetworkInterface",
                "Subnet",
                "VPC",
                "TransitGateway",
                "TransitGatewayAttachment",
                "RegionalNatGateway",
            ],
            "type": "string",
        },
        "TagFieldSpecifications": {
            "items": {"$ref": "TagFieldSpecification"},
            "maxItems": 3,
            "minItems": 1,
            "type": "array",
        },
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "TrafficType": {"enum": ["ACCEPT", "ALL", "REJECT"], "type": "string"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["ResourceType", "ResourceId"],
}
