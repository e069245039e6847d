"""AWS::Cognito::UserPoolClient, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["GenerateSecret", "UserPoolId"],
    "definitions": {
        "AnalyticsConfiguration": {
            "additionalProperties": False,
            "properties": {
                "ApplicationArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "ApplicationId": {"pattern": "^[0-9a-fA-F]+$", "type": "string"},
                "ExternalId": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "RoleArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "UserDataShared": {"type": "boolean"},
            },
            "type": "object",
        },
        "RefreshTokenRotation": {
            "properties": {
                "Feature": {"enum": ["ENABLED", "DISABLED"], "type": "string"},
                "RetryGracePeriodSeconds": {"maximum": 60, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "TokenValidityUnits": {
            "additionalProperties": False,
            "properties": {
                "AccessToken": {"enum": ["days", "hours", "minutes", "seconds"], "type": "string"},
                "IdToken": {"enum": ["days", "hours", "minutes", "seconds"], "type": "string"},
                "RefreshToken": {"enum": ["days", "hours", "minutes", "seconds"], "type": "string"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["UserPoolId", "ClientId"],
    "properties": {
        "AccessTokenValidity": {"maximum": 86400, "minimum": 1, "type": "integer"},
        "AllowedOAuthFlows": {
            "items": {"enum": ["client_credentials", "code", "implicit"], "type": "string"},
            "maxItems": 3,
            "minItems": 0,
            "type": "array",
        },
        "AllowedOAuthFlowsUserPoolClient": {"type": "boolean"},
        "AllowedOAuthScopes": {
            "items": {
                "maxLength": 256,
                "minLength": 1,
                "pattern": "^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$",
                "type": "string",
            },
            "maxItems": 50,
            "minItems": 0,
            "type": "array",
        },
        "AnalyticsConfiguration": {"$ref": "AnalyticsConfiguration"},
        "AuthSessionValidity": {"maximum": 15, "minimum": 3, "type": "integer"},
        "CallbackURLs": {
            "items": {"maxLength": 1024, "minLength": 1, "type": "string"},
            "maxItems": 100,
            "minItems": 0,
            "type": "array",
        },
        "ClientId": {"type": "string"},
        "ClientName": {"maxLength": 128, "minLength": 1, "pattern": "^[\\w\\s+=,.@-]+$", "type": "string"},
        "ClientSecret": {"maxLength": 64, "minLength": 24, "pattern": "^[\\w+]+$", "type": "string"},
        "DefaultRedirectURI": {"maxLength": 1024, "minLength": 1, "type": "string"},
        "EnablePropagateAdditionalUserContextData": {"type": "boolean"},
        "EnableTokenRevocation": {"type": "boolean"},
        "ExplicitAuthFlows": {
            "items": {
                "enum": [
                    "ADMIN_NO_SRP_AUTH",
                    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
                    "ALLOW_CUSTOM_AUTH",
                    "ALLOW_REFRESH_TOKEN_AUTH",
                    "ALLOW_USER_AUTH",
                    "ALLOW_USER_PASSWORD_AUTH",
                    "ALLOW_USER_SRP_AUTH",
                    "CUSTOM_AUTH_FLOW_ONLY",
                    "USER_PASSWORD_AUTH",
                ],
                "type": "string",
            },
            "type": "array",
        },
        "GenerateSecret": {"type": "boolean"},
        "IdTokenValidity": {"maximum": 86400, "minimum": 1, "type": "integer"},
        "LogoutURLs": {
            "items": {"maxLength": 1024, "minLength": 1, "type": "string"},
            "maxItems": 100,
            "minItems": 0,
            "type": "array",
        },
        "Name": {"type": "string"},
        "PreventUserExistenceErrors": {"enum": ["ENABLED", "LEGACY"], "type": "string"},
        "ReadAttributes": {"items": {"maxLength": 2048, "minLength": 1, "type": "string"}, "type": "array"},
        "RefreshTokenRotation": {"$ref": "RefreshTokenRotation"},
        "RefreshTokenValidity": {"maximum": 315360000, "minimum": 1, "type": "integer"},
        "SupportedIdentityProviders": {"items": {"maxLength": 32, "minLength": 1, "type": "string"}, "type": "array"},
        "TokenValidityUnits": {"$ref": "TokenValidityUnits"},
        "UserPoolId": {"maxLength": 55, "minLength": 1, "pattern": "^[\\w-]+_[0-9a-zA-Z]+$", "type": "string"},
        "WriteAttributes": {"items": {"maxLength": 2048, "minLength": 1, "type": "string"}, "type": "array"},
    },
    "readOnlyProperties": ["ClientId", "ClientSecret", "Name"],
    "required": ["UserPoolId"],
}
