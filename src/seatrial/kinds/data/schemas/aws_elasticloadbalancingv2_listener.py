"""AWS::ElasticLoadBalancingV2::Listener, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["LoadBalancerArn"],
    "definitions": {
        "Action": {
            "additionalProperties": False,
            "properties": {
                "AuthenticateCognitoConfig": {"$ref": "AuthenticateCognitoConfig"},
                "AuthenticateOidcConfig": {"$ref": "AuthenticateOidcConfig"},
                "FixedResponseConfig": {"$ref": "FixedResponseConfig"},
                "ForwardConfig": {"$ref": "ForwardConfig"},
                "JwtValidationConfig": {"$ref": "JwtValidationConfig"},
                "Order": {"maximum": 50000, "minimum": 1, "type": "integer"},
                "RedirectConfig": {"$ref": "RedirectConfig"},
                "TargetGroupArn": {"type": "string"},
                "Type": {
                    "enum": [
                        "authenticate-cognito",
                        "authenticate-oidc",
                        "fixed-response",
                        "forward",
                        "jwt-validation",
                        "redirect",
                    ],
                    "type": "string",
                },
            },
            "required": ["Type"],
            "type": "object",
        },
        "AuthenticateCognitoConfig": {
            "additionalProperties": False,
            "properties": {
                "AuthenticationRequestExtraParams": {
                    "patternProperties": {"[a-zA-Z0-9]+": {"type": "string"}},
                    "type": "object",
                },
                "OnUnauthenticatedRequest": {"enum": ["allow", "authenticate", "deny"], "type": "string"},
                "Scope": {"type": "string"},
                "SessionCookieName": {"type": "string"},
                "SessionTimeout": {"type": "string"},
                "UserPoolArn": {"type": "string"},
                "UserPoolClientId": {"type": "string"},
                "UserPoolDomain": {"type": "string"},
            },
            "required": ["UserPoolClientId", "UserPoolDomain", "UserPoolArn"],
            "type": "object",
        },
        "AuthenticateOidcConfig": {
            "additionalProperties": False,
            "properties": {
                "AuthenticationRequestExtraParams": {
                    "patternProperties": {"[a-zA-Z0-9]+": {"type": "string"}},
                    "type": "object",
                },
                "AuthorizationEndpoint": {"type": "string"},
                "ClientId": {"type": "string"},
                "ClientSecret": {"type": "string"},
                "Issuer": {"type": "string"},
                "OnUnauthenticatedRequest": {"enum": ["allow", "authenticate", "deny"], "type": "string"},
                "Scope": {"type": "string"},
                "SessionCookieName": {"type": "string"},
                "SessionTimeout": {"type": "string"},
                "TokenEndpoint": {"type": "string"},
                "UseExistingClientSecret": {"type": "boolean"},
                "UserInfoEndpoint": {"type": "string"},
            },
            "required": ["TokenEndpoint", "Issuer", "UserInfoEndpoint", "ClientId", "AuthorizationEndpoint"],
            "type": "object",
        },
        "Certificate": {
            "additionalProperties": False,
            "properties": {"CertificateArn": {"type": "string"}},
            "type": "object",
        },
        "FixedResponseConfig": {
            "additionalProperties": False,
            "properties": {
                "ContentType": {"maxLength": 32, "minLength": 0, "type": "string"},
                "MessageBody": {"maxLength": 1024, "minLength": 0, "type": "string"},
                "StatusCode": {"pattern": "^(2|4|5)\\d\\d$", "type": "string"},
            },
            "required": ["StatusCode"],
            "type": "object",
        },
        "ForwardConfig": {
            "additionalProperties": False,
            "properties": {
                "TargetGroupStickinessConfig": {"$ref": "TargetGroupStickinessConfig"},
                "TargetGroups": {"items": {"$ref": "TargetGroupTuple"}, "type": "array"},
            },
            "type": "object",
        },
        "JwtValidationActionAdditionalClaim": {
            "additionalProperties": False,
            "properties": {
                "Format": {"enum": ["single-string", "space-separated-values", "string-array"], "type": "string"},
                "Name": {"type": "string"},
                "Values": {"items": {"type": "string"}, "type": "array"},
            },
            "required": ["Format", "Name", "Values"],
            "type": "object",
        },
        "JwtValidationConfig": {
            "additionalProperties": False,
            "properties": {
                "AdditionalClaims": {"items": {"$ref": "JwtValidationActionAdditionalClaim"}, "type": "array"},
                "Issuer": {"type": "string"},
                "JwksEndpoint": {"type": "string"},
            },
            "required": ["JwksEndpoint", "Issuer"],
            "type": "object",
        },
        "ListenerAttribute": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "type": "object",
        },
        "MutualAuthentication": {
            "additionalProperties": False,
            "properties": {
                "AdvertiseTrustStoreCaNames": {"enum": ["off", "on"], "type": "string"},
                "IgnoreClientCertificateExpiry": {"type": "boolean"},
                "Mode": {"type": "string"},
                "TrustStoreArn": {"type": "string"},
            },
            "type": "object",
        },
        "RedirectConfig": {
            "additionalProperties": False,
            "properties": {
                "Host": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Path": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Port": {"type": "string"},
                "Protocol": {"pattern": "^(HTTPS?|#\\{protocol\\})$", "type": "string"},
                "Query": {"maxLength": 128, "minLength": 0, "type": "string"},
                "StatusCode": {"enum": ["HTTP_301", "HTTP_302"], "type": "string"},
            },
            "required": ["StatusCode"],
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
        "TargetGroupStickinessConfig": {
            "additionalProperties": False,
            "properties": {"DurationSeconds": {"type": "integer"}, "Enabled": {"type": "boolean"}},
            "type": "object",
        },
        "TargetGroupTuple": {
            "additionalProperties": False,
            "properties": {"TargetGroupArn": {"type": "string"}, "Weight": {"type": "integer"}},
            "type": "object",
        },
    },
    "primaryIdentifier": ["ListenerArn"],
    "properties": {
        "AlpnPolicy": {"items": {"type": "string"}, "type": "array"},
        "Certificates": {"items": {"$ref": "Certificate"}, "type": "array"},
        "DefaultActions": {"items": {"$ref": "Action"}, "type": "array"},
        "ListenerArn": {"type": "string"},
        "ListenerAttributes": {"items": {"$ref": "ListenerAttribute"}, "type": "array"},
        "LoadBalancerArn": {"type": "string"},
        "MutualAuthentication": {"$ref": "MutualAuthentication"},
        "Port": {"maximum": 65535, "minimum": 1, "type": "integer"},
        "Protocol": {
            "enum": ["GENEVE", "HTTP", "HTTPS", "QUIC", "TCP", "TCP_QUIC", "TCP_UDP", "TLS", "UDP"],
            "type": "string",
        },
        "SslPolicy": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "minItems": 1, "type": "array"},
    },
    "readOnlyProperties": ["ListenerArn"],
    "required": ["LoadBalancerArn", "DefaultActions"],
}
