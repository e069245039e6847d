"""AWS::EFS::AccessPoint, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "ClientToken",
        "FileSystemId",
        "PosixUser",
        "PosixUser/Gid",
        "PosixUser/SecondaryGids",
        "PosixUser/Uid",
        "RootDirectory",
        "RootDirectory/CreationInfo",
        "RootDirectory/CreationInfo/OwnerGid",
        "RootDirectory/CreationInfo/OwnerUid",
        "RootDirectory/CreationInfo/Permissions",
        "RootDirectory/Path",
    ],
    "definitions": {
        "AccessPointTag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 1, "type": "string"},
            },
            "type": "object",
        },
        "CreationInfo": {
            "additionalProperties": False,
            "properties": {
                "OwnerGid": {"maximum": 4294967295, "minimum": 0, "type": "string"},
                "OwnerUid": {"maximum": 4294967295, "minimum": 0, "type": "string"},
                "Permissions": {"pattern": "^[0-7]{3,4}$", "type": "string"},
            },
            "required": ["OwnerUid", "OwnerGid", "Permissions"],
            "type": "object",
        },
        "PosixUser": {
            "additionalProperties": False,
            "properties": {
                "Gid": {"maximum": 4294967295, "minimum": 0, "type": "string"},
                "SecondaryGids": {
                    "items": {"maximum": 4294967295, "minimum": 0, "type": "string"},
                    "maxItems": 16,
                    "minItems": 0,
                    "type": "array",
                },
                "Uid": {"maximum": 4294967295, "minimum": 0, "type": "string"},
            },
            "required": ["Uid", "Gid"],
            "type": "object",
        },
        "RootDirectory": {
            "additionalProperties": False,
            "properties": {
                "CreationInfo": {"$ref": "CreationInfo"},
                "Path": {
                    "maxLength": 100,
                    "minLength": 1,
                    "pattern": "^(\\/|(\\/(?!\\.)+[^$#<>;`|&?{}^*/\\n]+){1,4})$",
                    "type": "string",
                },
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["AccessPointId"],
    "properties": {
        "AccessPointId": {"type": "string"},
        "AccessPointTags": {"items": {"$ref": "AccessPointTag"}, "type": "array"},
        "Arn": {"type": "string"},
        "ClientToken": {"maxLength": 64, "minLength": 1, "pattern": "^.+$", "type": "string"},
        "FileSystemId": {
            "maxLength": 128,
            "minLength": 0,
            "pattern": "^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$",
            "type": "string",
        },
        "PosixUser": {"$ref": "PosixUser"},
        "RootDirectory": {"$ref": "RootDirectory"},
    },
    "readOnlyProperties": ["AccessPointId", "Arn"],
    "required": ["FileSystemId"],
}
