"""AWS::ElasticLoadBalancingV2::ListenerCertificate, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ListenerArn"],
    "definitions": {
        "Certificate": {
            "additionalProperties": False,
            "properties": {"CertificateArn": {"type": "string"}},
            "type": "object",
        }
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "Certificates": {"items": {"$ref": "Certificate"}, "type": "array"},
        "Id": {"type": "string"},
        "ListenerArn": {"type": "string"},
    },
    "readOnlyProperties": ["Id"],
    "required": ["ListenerArn", "Certificates"],
}
