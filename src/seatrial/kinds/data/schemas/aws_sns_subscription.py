"""AWS::SNS::Subscription, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": ["Region"],
    "createOnlyProperties": ["Endpoint", "Protocol", "TopicArn"],
    "definitions": {},
    "primaryIdentifier": ["Arn"],
    "properties": {
        "Arn": {"type": "string"},
        "DeliveryPolicy": {"type": ["object", "string"]},
        "Endpoint": {"type": "string"},
        "FilterPolicy": {"type": ["object", "string"]},
        "FilterPolicyScope": {"type": "string"},
        "Protocol": {"type": "string"},
        "RawMessageDelivery": {"type": "boolean"},
        "RedrivePolicy": {"type": ["object", "string"]},
        "Region": {"type": "string"},
        "ReplayPolicy": {"type": ["object", "string"]},
        "SubscriptionRoleArn": {"type": "string"},
        "TopicArn": {"type": "string"},
    },
    "readOnlyProperties": ["Arn"],
    "required": ["TopicArn", "Protocol"],
}
