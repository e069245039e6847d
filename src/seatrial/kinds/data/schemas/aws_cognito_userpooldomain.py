"""AWS::Cognito::UserPoolDomain, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Domain", "UserPoolId"],
    "definitions": {
        "CustomDomainConfigType": {
            "additionalProperties": False,
            "properties": {
                "CertificateArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "SecurityPolicy": {"enum": ["TLS_V1", "TLS_V1_2_2021", "TLS_V1_3_2025"], "type": "string"},
            },
            "type": "object",
        },
        "FailoverType": {
            "additionalProperties": False,
            "properties": {
                "PrimaryRoute53HealthCheckId": {"maxLength": 64, "minLength": 0, "type": "string"},
                "SecondaryRegion": {"maxLength": 32, "minLength": 5, "type": "string"},
            },
            "required": ["SecondaryRegion", "PrimaryRoute53HealthCheckId"],
            "type": "object",
        },
        "RoutingType": {
            "additionalProperties": False,
            "properties": {"Failover": {"$ref": "FailoverType"}},
            "type": "object",
        },
    },
    "primaryIdentifier": ["UserPoolId", "Domain"],
    "properties": {
        "CloudFrontDistribution": {"type": "string"},
        "CustomDomainConfig": {"$ref": "CustomDomainConfigType"},
        "Domain": {"maxLength": 63, "minLength": 1, "type": "string"},
        "ManagedLoginVersion": {"type": "integer"},
        "Routing": {"$ref": "RoutingType"},
        "UserPoolId": {"maxLength": 55, "minLength": 1, "pattern": "^[\\w-]+_[0-9a-zA-Z]+$", "type": "string"},
    },
    "readOnlyProperties": ["CloudFrontDistribution"],
    "required": ["UserPoolId", "Domain"],
}
