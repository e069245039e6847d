"""AWS::CertificateManager::Certificate, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "CertificateAuthorityArn",
        "CertificateExport",
        "DomainName",
        "DomainValidationOptions",
        "KeyAlgorithm",
        "SubjectAlternativeNames",
    ],
    "definitions": {
        "DomainValidationOption": {
            "additionalProperties": False,
            "properties": {
                "DomainName": {"type": "string"},
                "HostedZoneId": {"type": "string"},
                "ValidationDomain": {"type": "string"},
            },
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "type": "string"},
            },
            "required": ["Value", "Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["CertificateArn"],
    "properties": {
        "CertificateArn": {"maxLength": 2048, "minLength": 20, "type": "string"},
        "CertificateAuthorityArn": {"type": "string"},
        "CertificateExport": {"enum": ["ENABLED", "DISABLED"], "type": "string"},
        "CertificateTransparencyLoggingPreference": {"enum": ["ENABLED", "DISABLED"], "type": "string"},
        "DomainName": {"type": "string"},
        "DomainValidationOptions": {"items": {"$ref": "DomainValidationOption"}, "type": "array"},
        "Id": {},
        "KeyAlgorithm": {"type": "string"},
        "SubjectAlternativeNames": {"items": {"type": "string"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "minItems": 1, "type": "array"},
        "ValidationMethod": {"type": "string"},
    },
    "readOnlyProperties": ["CertificateArn"],
    "required": ["DomainName"],
}
