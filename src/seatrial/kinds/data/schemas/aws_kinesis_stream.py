"""AWS::Kinesis::Stream, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name"],
    "definitions": {
        "EnhancedMetric": {
            "additionalProperties": False,
            "enum": [
                "IncomingBytes",
                "IncomingRecords",
                "OutgoingBytes",
                "OutgoingRecords",
                "WriteProvisionedThroughputExceeded",
                "ReadProvisionedThroughputExceeded",
                "IteratorAgeMilliseconds",
                "ALL",
            ],
            "type": "string",
        },
        "StreamEncryption": {
            "additionalProperties": False,
            "properties": {
                "EncryptionType": {"enum": ["KMS"], "type": "string"},
                "KeyId": {"maxLength": 2048, "minLength": 1, "type": "string"},
            },
            "required": ["EncryptionType", "KeyId"],
            "type": "object",
        },
        "StreamModeDetails": {
            "additionalProperties": False,
            "properties": {"StreamMode": {"enum": ["ON_DEMAND", "PROVISIONED"], "type": "string"}},
            "required": ["StreamMode"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 255, "minLength": 0, "type": "string"},
            },
            "required": ["Key", "Value"],
            "type": "object",
        },
        "WarmThroughputObject": {
            "additionalProperties": False,
            "properties": {"CurrentMiBps": {"type": "integer"}, "TargetMiBps": {"type": "integer"}},
            "type": "object",
        },
    },
    "primaryIdentifier": ["Name"],
    "properties": {
        "Arn": {"type": "string"},
        "DesiredShardLevelMetrics": {"items": {"$ref": "EnhancedMetric"}, "maxItems": 7, "type": "array"},
        "MaxRecordSizeInKiB": {"maximum": 10240, "minimum": 1024, "type": "integer"},
        "Name": {"maxLength": 128, "minLength": 1, "pattern": "^[a-zA-Z0-9_.-]+$", "type": "string"},
        "RecordDistributionStrategy": {"enum": ["AUTO", "USER_PARTITION_KEY"], "type": "string"},
        "RetentionPeriodHours": {"maximum": 8760, "minimum": 1, "type": "integer"},
        "ShardCount": {"maximum": 100000, "minimum": 1, "type": "integer"},
        "StreamEncryption": {"$ref": "StreamEncryption"},
        "StreamModeDetails": {"$ref": "StreamModeDetails"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "type": "array"},
        "WarmThroughputMiBps": {"minimum": 0, "type": "integer"},
        "WarmThroughputObject": {"$ref": "WarmThroughputObject"},
    },
    "readOnlyProperties": ["Arn", "WarmThroughputObject"],
}
