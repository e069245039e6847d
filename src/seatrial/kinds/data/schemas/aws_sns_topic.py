"""AWS::SNS::Topic, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["FifoTopic", "TopicName"],
    "definitions": {
        "LoggingConfig": {
            "additionalProperties": False,
            "properties": {
                "FailureFeedbackRoleArn": {"type": "string"},
                "Protocol": {"enum": ["http/s", "sqs", "lambda", "firehose", "application"], "type": "string"},
                "SuccessFeedbackRoleArn": {"type": "string"},
                "SuccessFeedbackSampleRate": {"type": "string"},
            },
            "required": ["Protocol"],
            "type": "object",
        },
        "Subscription": {
            "additionalProperties": False,
            "properties": {"Endpoint": {"type": "string"}, "Protocol": {"type": "string"}},
            "required": ["Endpoint", "Protocol"],
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
    "primaryIdentifier": ["TopicArn"],
    "properties": {
        "ArchivePolicy": {"type": ["object", "string"]},
        "ContentBasedDeduplication": {"type": "boolean"},
        "DataProtectionPolicy": {"type": ["object", "string"]},
        "DeliveryStatusLogging": {"items": {"$ref": "LoggingConfig"}, "type": "array"},
        "DisplayName": {"type": "string"},
        "FifoThroughputScope": {"type": "string"},
        "FifoTopic": {"type": "boolean"},
        "KmsMasterKeyId": {"type": "string"},
        "MaximumMessageSize": {"maximum": 1048576, "minimum": 1024, "type": "integer"},
        "SignatureVersion": {"type": "string"},
        "Subscription": {"items": {"$ref": "Subscription"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "TopicArn": {"type": "string"},
        "TopicName": {"maxLength": 256, "type": "string"},
        "TracingConfig": {"type": "string"},
    },
    "readOnlyProperties": ["TopicArn"],
}
