"""AWS::Cognito::UserPool, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {
        "AccountRecoverySetting": {
            "additionalProperties": False,
            "properties": {
                "RecoveryMechanisms": {
                    "items": {"$ref": "RecoveryOption"},
                    "maxItems": 2,
                    "minItems": 1,
                    "type": "array",
                }
            },
            "type": "object",
        },
        "AdminCreateUserConfig": {
            "additionalProperties": False,
            "properties": {
                "AllowAdminCreateUserOnly": {"type": "boolean"},
                "InviteMessageTemplate": {"$ref": "InviteMessageTemplate"},
                "UnusedAccountValidityDays": {"maximum": 365, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "AdvancedSecurityAdditionalFlows": {
            "additionalProperties": False,
            "properties": {"CustomAuthMode": {"enum": ["AUDIT", "ENFORCED"], "type": "string"}},
            "type": "object",
        },
        "CustomEmailSender": {
            "additionalProperties": False,
            "properties": {
                "LambdaArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "LambdaVersion": {"enum": ["V1_0"], "type": "string"},
            },
            "type": "object",
        },
        "CustomSMSSender": {
            "additionalProperties": False,
            "properties": {
                "LambdaArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "LambdaVersion": {"enum": ["V1_0"], "type": "string"},
            },
            "type": "object",
        },
        "DeviceConfiguration": {
            "additionalProperties": False,
            "properties": {
                "ChallengeRequiredOnNewDevice": {"type": "boolean"},
                "DeviceOnlyRememberedOnUserPrompt": {"type": "boolean"},
            },
            "type": "object",
        },
        "EmailConfiguration": {
            "additionalProperties": False,
            "properties": {
                "ConfigurationSet": {"maxLength": 64, "minLength": 1, "pattern": "^[a-zA-Z0-9_-]+$", "type": "string"},
                "EmailSendingAccount": {"enum": ["COGNITO_DEFAULT", "DEVELOPER"], "type": "string"},
                "From": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "ReplyToEmailAddress": {"type": "string"},
                "SourceArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
            },
            "type": "object",
        },
        "EncryptionKeyArnType": {
            "maxLength": 2048,
            "minLength": 20,
            "pattern": "arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?",
            "type": "string",
        },
        "EncryptionKeyType": {"enum": ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KEY"], "type": "string"},
        "EumsSmsConfiguration": {
            "additionalProperties": False,
            "properties": {
                "CallerArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "ConfigurationSetName": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "ExternalId": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "InEntityId": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "InTemplateId": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "OriginationIdentity": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "Region": {"maxLength": 32, "minLength": 5, "type": "string"},
            },
            "required": ["CallerArn"],
            "type": "object",
        },
        "InboundFederation": {
            "additionalProperties": False,
            "properties": {
                "LambdaArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "LambdaVersion": {"enum": ["V1_0"], "type": "string"},
            },
            "type": "object",
        },
        "InviteMessageTemplate": {
            "additionalProperties": False,
            "properties": {
                "EmailMessage": {"maxLength": 20000, "minLength": 6, "type": "string"},
                "EmailSubject": {"maxLength": 140, "minLength": 1, "type": "string"},
                "SMSMessage": {"maxLength": 140, "minLength": 6, "type": "string"},
            },
            "type": "object",
        },
        "IssuerConfiguration": {
            "additionalProperties": False,
            "properties": {"Type": {"enum": ["ORIGINAL", "UPDATED"], "type": "string"}},
            "type": "object",
        },
        "KeyConfiguration": {
            "additionalProperties": False,
            "properties": {"KeyType": {"$ref": "EncryptionKeyType"}, "KmsKeyArn": {"$ref": "EncryptionKeyArnType"}},
            "type": "object",
        },
        "LambdaConfig": {
            "additionalProperties": False,
            "properties": {
                "CreateAuthChallenge": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "CustomEmailSender": {"$ref": "CustomEmailSender"},
                "CustomMessage": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "CustomSMSSender": {"$ref": "CustomSMSSender"},
                "DefineAuthChallenge": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "InboundFederation": {"$ref": "InboundFederation"},
                "KMSKeyID": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "PostAuthentication": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "PostConfirmation": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "PreAuthentication": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "PreSignUp": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "PreTokenGeneration": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "PreTokenGenerationConfig": {"$ref": "PreTokenGenerationConfig"},
                "UserMigration": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "VerifyAuthChallengeResponse": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
            },
            "type": "object",
        },
        "NumberAttributeConstraints": {
            "additionalProperties": False,
            "properties": {
                "MaxValue": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "MinValue": {"maxLength": 131072, "minLength": 0, "type": "string"},
            },
            "type": "object",
        },
        "PasswordPolicy": {
            "additionalProperties": False,
            "properties": {
                "MinimumLength": {"maximum": 99, "minimum": 6, "type": "integer"},
                "PasswordHistorySize": {"maximum": 24, "minimum": 0, "type": "integer"},
                "RequireLowercase": {"type": "boolean"},
                "RequireNumbers": {"type": "boolean"},
                "RequireSymbols": {"type": "boolean"},
                "RequireUppercase": {"type": "boolean"},
                "TemporaryPasswordValidityDays": {"maximum": 365, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "Policies": {
            "additionalProperties": False,
            "properties": {"PasswordPolicy": {"$ref": "PasswordPolicy"}, "SignInPolicy": {"$ref": "SignInPolicy"}},
            "type": "object",
        },
        "PreTokenGenerationConfig": {
            "additionalProperties": False,
            "properties": {
                "LambdaArn": {
                    "maxLength": 2048,
                    "minLength": 20,
                    "pattern": "^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?$",
                    "type": "string",
                },
                "LambdaVersion": {"enum": ["V1_0", "V2_0", "V3_0"], "type": "string"},
            },
            "type": "object",
        },
        "RecoveryOption": {
            "additionalProperties": False,
            "properties": {
                "Name": {"enum": ["admin_only", "verified_email", "verified_phone_number"], "type": "string"},
                "Priority": {"maximum": 2, "minimum": 1, "type": "integer"},
            },
            "type": "object",
        },
        "SchemaAttribute": {
            "additionalProperties": False,
            "properties": {
                "AttributeDataType": {"enum": ["Boolean", "DateTime", "Number", "String"], "type": "string"},
                "DeveloperOnlyAttribute": {"type": "boolean"},
                "Mutable": {"type": "boolean"},
                "Name": {"maxLength": 20, "minLength": 1, "type": "string"},
                "NumberAttributeConstraints": {"$ref": "NumberAttributeConstraints"},
                "Required": {"type": "boolean"},
                "StringAttributeConstraints": {"$ref": "StringAttributeConstraints"},
            },
            "type": "object",
        },
        "SignInPolicy": {
            "additionalProperties": False,
            "properties": {
                "AllowedFirstAuthFactors": {
                    "items": {
                        "enum": ["EMAIL_OTP", "PASSWORD", "SMS_OTP", "SOFTWARE_TOKEN", "WEB_AUTHN"],
                        "type": "string",
                    },
                    "maxItems": 5,
                    "minItems": 1,
                    "type": "array",
                }
            },
            "type": "object",
        },
        "SmsConfiguration": {
            "additionalProperties": False,
            "properties": {
                "EumsSms": {"$ref": "EumsSmsConfiguration"},
                "ExternalId": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "SnsCallerArn": {
                    "maxLength": 2048,
                    "minLength": 0,
                    "pattern": "^(arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?)?$",
                    "type": "string",
                },
                "SnsRegion": {"maxLength": 32, "minLength": 5, "type": "string"},
            },
            "type": "object",
        },
        "StringAttributeConstraints": {
            "additionalProperties": False,
            "properties": {
                "MaxLength": {"maxLength": 131072, "minLength": 0, "type": "string"},
                "MinLength": {"maxLength": 131072, "minLength": 0, "type": "string"},
            },
            "type": "object",
        },
        "UserAttributeUpdateSettings": {
            "additionalProperties": False,
            "properties": {
                "AttributesRequireVerificationBeforeUpdate": {
                    "items": {"enum": ["email", "phone_number"], "type": "string"},
                    "type": "array",
                }
            },
            "required": ["AttributesRequireVerificationBeforeUpdate"],
            "type": "object",
        },
        "UserPoolAddOns": {
            "additionalProperties": False,
            "properties": {
                "AdvancedSecurityAdditionalFlows": {"$ref": "AdvancedSecurityAdditionalFlows"},
                "AdvancedSecurityMode": {"enum": ["AUDIT", "ENFORCED", "OFF"], "type": "string"},
            },
            "type": "object",
        },
        "UsernameConfiguration": {
            "additionalProperties": False,
            "properties": {"CaseSensitive": {"type": "boolean"}},
            "type": "object",
        },
        "VerificationMessageTemplate": {
            "additionalProperties": False,
            "properties": {
                "DefaultEmailOption": {"enum": ["CONFIRM_WITH_CODE", "CONFIRM_WITH_LINK"], "type": "string"},
                "EmailMessage": {"maxLength": 20000, "minLength": 6, "type": "string"},
                "EmailMessageByLink": {"maxLength": 20000, "minLength": 6, "type": "string"},
                "EmailSubject": {"maxLength": 140, "minLength": 1, "type": "string"},
                "EmailSubjectByLink": {"maxLength": 140, "minLength": 1, "type": "string"},
                "SmsMessage": {"maxLength": 140, "minLength": 6, "pattern": "\\{####\\}", "type": "string"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["UserPoolId"],
    "properties": {
        "AccountRecoverySetting": {"$ref": "AccountRecoverySetting"},
        "AdminCreateUserConfig": {"$ref": "AdminCreateUserConfig"},
        "AliasAttributes": {
            "items": {"enum": ["email", "phone_number", "preferred_username"], "type": "string"},
            "type": "array",
        },
        "Arn": {"type": "string"},
        "AutoVerifiedAttributes": {"items": {"enum": ["email", "phone_number"], "type": "string"}, "type": "array"},
        "DeletionProtection": {"enum": ["ACTIVE", "INACTIVE"], "type": "string"},
        "DeviceConfiguration": {"$ref": "DeviceConfiguration"},
        "EmailAuthenticationMessage": {"maxLength": 20000, "minLength": 6, "type": "string"},
        "EmailAuthenticationSubject": {"maxLength": 140, "minLength": 1, "type": "string"},
        "EmailConfiguration": {"$ref": "EmailConfiguration"},
        "EmailVerificationMessage": {"maxLength": 20000, "minLength": 6, "type": "string"},
        "EmailVerificationSubject": {"maxLength": 140, "minLength": 1, "type": "string"},
        "EnabledMfas": {"items": {"type": "string"}, "type": "array"},
        "IssuerConfiguration": {"$ref": "IssuerConfiguration"},
        "KeyConfiguration": {"$ref": "KeyConfiguration"},
        "LambdaConfig": {"$ref": "LambdaConfig"},
        "MfaConfiguration": {"enum": ["OFF", "ON", "OPTIONAL"], "type": "string"},
        "Policies": {"$ref": "Policies"},
        "ProviderName": {"type": "string"},
        "ProviderURL": {"type": "string"},
        "Schema": {"items": {"$ref": "SchemaAttribute"}, "maxItems": 50, "minItems": 1, "type": "array"},
        "SmsAuthenticationMessage": {"maxLength": 140, "minLength": 6, "pattern": "\\{####\\}", "type": "string"},
        "SmsConfiguration": {"$ref": "SmsConfiguration"},
        "SmsVerificationMessage": {"maxLength": 140, "minLength": 6, "pattern": "\\{####\\}", "type": "string"},
        "UserAttributeUpdateSettings": {"$ref": "UserAttributeUpdateSettings"},
        "UserPoolAddOns": {"$ref": "UserPoolAddOns"},
        "UserPoolId": {"type": "string"},
        "UserPoolName": {"maxLength": 128, "minLength": 1, "type": "string"},
        "UserPoolTags": {
            "additionalProperties": False,
            "patternProperties": {"^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$": {"type": "string"}},
            "type": "object",
        },
        "UserPoolTier": {"enum": ["LITE", "ESSENTIALS", "PLUS"], "type": "string"},
        "UsernameAttributes": {"items": {"enum": ["email", "phone_number"], "type": "string"}, "type": "array"},
        "UsernameConfiguration": {"$ref": "UsernameConfiguration"},
        "VerificationMessageTemplate": {"$ref": "VerificationMessageTemplate"},
        "WebAuthnFactorConfiguration": {
            "enum": ["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"],
            "type": "string",
        },
        "WebAuthnRelyingPartyID": {"maxLength": 63, "minLength": 1, "type": "string"},
        "WebAuthnUserVerification": {"maxLength": 9, "minLength": 1, "type": "string"},
    },
    "readOnlyProperties": ["Arn", "ProviderName", "ProviderURL", "UserPoolId"],
}
