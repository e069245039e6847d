"""AWS::SQS::Queue, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["FifoQueue", "QueueName"],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["QueueUrl"],
    "properties": {
        "Arn": {"type": "string"},
        "ContentBasedDeduplication": {"type": "boolean"},
        "DeduplicationScope": {"type": "string"},
        "DelaySeconds": {"maximum": 900, "minimum": 0, "type": "integer"},
        "FifoQueue": {"type": "boolean"},
        "FifoThroughputLimit": {"type": "string"},
        "KmsDataKeyReusePeriodSeconds": {"maximum": 86400, "minimum": 60, "type": "integer"},
        "KmsMasterKeyId": {"type": "string"},
        "MaximumMessageSize": {"maximum": 1048576, "minimum": 1024, "type": "integer"},
        "MessageRetentionPeriod": {"maximum": 1209600, "minimum": 60, "type": "integer"},
        "QueueName": {"type": "string"},
        "QueueUrl": {"type": "string"},
        "ReceiveMessageWaitTimeSeconds": {"maximum": 20, "minimum": 0, "type": "integer"},
        "RedriveAllowPolicy": {"type": ["object", "string"]},
        "RedrivePolicy": {
            "additionalProperties": False,
            "properties": {"deadLetterTargetArn": {"type": "string"}, "maxReceiveCount": {"type": "integer"}},
            "type": ["object", "string"],
        },
        "SqsManagedSseEnabled": {"type": "boolean"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "VisibilityTimeout": {"maximum": 43200, "minimum": 0, "type": "integer"},
    },
    "readOnlyProperties": ["Arn", "QueueUrl"],
}
