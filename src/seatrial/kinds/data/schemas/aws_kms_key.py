"""AWS::KMS::Key, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Key", "Value"],
            "type": "object",
        }
    },
    "primaryIdentifier": ["KeyId"],
    "properties": {
        "Arn": {"type": "string"},
        "BypassPolicyLockoutSafetyCheck": {"type": "boolean"},
        "Description": {"maxLength": 8192, "minLength": 0, "type": "string"},
        "EnableKeyRotation": {"type": "boolean"},
        "Enabled": {"type": "boolean"},
        "KeyId": {"maxLength": 2048, "minLength": 1, "type": "string"},
        "KeyPolicy": {"type": ["object", "string"]},
        "KeySpec": {
            "enum": [
                "SYMMETRIC_DEFAULT",
                "RSA_2048",
                "RSA_3072",
                "RSA_4096",
                "ECC_NIST_P256",
                "ECC_NIST_P384",
                "ECC_NIST_P521",
                "ECC_SECG_P256K1",
                "HMAC_224",
                "HMAC_256",
                "HMAC_384",
                "HMAC_512",
                "SM2",
                "ML_DSA_44",
                "ML_DSA_65",
                "ML_DSA_87",
                "ECC_NIST_EDWARDS25519",
            ],
            "type": "string",
        },
        "KeyUsage": {
            "enum": ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
            "type": "string",
        },
        "MultiRegion": {"type": "boolean"},
        "Origin": {"enum": ["AWS_KMS", "EXTERNAL"], "type": "string"},
        "PendingWindowInDays": {"maximum": 30, "minimum": 7, "type": "integer"},
        "RotationPeriodInDays": {"maximum": 2560, "minimum": 90, "type": "integer"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
    },
    "readOnlyProperties": ["Arn", "KeyId"],
}
