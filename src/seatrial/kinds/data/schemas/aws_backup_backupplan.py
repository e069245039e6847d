"""AWS::Backup::BackupPlan, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {
        "AdvancedBackupSettingResourceType": {
            "additionalProperties": False,
            "properties": {
                "BackupOptions": {"type": ["object", "string"]},
                "ResourceType": {"pattern": "^[a-zA-Z0-9\\-\\_\\.]{1,50}$", "type": "string"},
            },
            "required": ["BackupOptions", "ResourceType"],
            "type": "object",
        },
        "BackupPlanResourceType": {
            "additionalProperties": False,
            "properties": {
                "AdvancedBackupSettings": {"items": {"$ref": "AdvancedBackupSettingResourceType"}, "type": "array"},
                "BackupPlanName": {"type": "string"},
                "BackupPlanRule": {"items": {"$ref": "BackupRuleResourceType"}, "type": "array"},
                "ScanSettings": {"items": {"$ref": "ScanSettingResourceType"}, "type": "array"},
            },
            "required": ["BackupPlanName", "BackupPlanRule"],
            "type": "object",
        },
        "BackupRuleResourceType": {
            "additionalProperties": False,
            "properties": {
                "CompletionWindowMinutes": {"type": "number"},
                "CopyActions": {"items": {"$ref": "CopyActionResourceType"}, "type": "array"},
                "EnableContinuousBackup": {"type": "boolean"},
                "IndexActions": {"items": {"$ref": "IndexActionsResourceType"}, "type": "array"},
                "Lifecycle": {"$ref": "LifecycleResourceType"},
                "RecoveryPointTags": {
                    "additionalProperties": False,
                    "patternProperties": {"^.{1,128}$": {"type": "string"}},
                    "type": "object",
                },
                "RuleName": {"type": "string"},
                "ScanActions": {"items": {"$ref": "ScanActionResourceType"}, "type": "array"},
                "ScheduleExpression": {"type": "string"},
                "ScheduleExpressionTimezone": {"type": "string"},
                "StartWindowMinutes": {"type": "number"},
                "TargetBackupVault": {"type": "string"},
                "TargetLogicallyAirGappedBackupVaultArn": {"type": "string"},
            },
            "required": ["TargetBackupVault", "RuleName"],
            "type": "object",
        },
        "CopyActionResourceType": {
            "additionalProperties": False,
            "properties": {
                "DestinationBackupVaultArn": {"type": "string"},
                "Lifecycle": {"$ref": "LifecycleResourceType"},
            },
            "required": ["DestinationBackupVaultArn"],
            "type": "object",
        },
        "IndexActionsResourceType": {
            "additionalProperties": False,
            "properties": {"ResourceTypes": {"$ref": "ResourceTypes"}},
            "type": "object",
        },
        "LifecycleResourceType": {
            "additionalProperties": False,
            "properties": {
                "DeleteAfterDays": {"type": "number"},
                "MoveToColdStorageAfterDays": {"type": "number"},
                "OptInToArchiveForSupportedResources": {"type": "boolean"},
            },
            "type": "object",
        },
        "MalwareScanner": {"enum": ["GUARDDUTY"], "type": "string"},
        "ResourceType": {"pattern": "^[a-zA-Z0-9\\-\\_\\.]{1,50}$", "type": "string"},
        "ResourceTypes": {"items": {"$ref": "ResourceType"}, "type": "array"},
        "ScanActionResourceType": {
            "additionalProperties": False,
            "properties": {"MalwareScanner": {"$ref": "MalwareScanner"}, "ScanMode": {"$ref": "ScanMode"}},
            "type": "object",
        },
        "ScanMode": {"enum": ["FULL_SCAN", "INCREMENTAL_SCAN"], "type": "string"},
        "ScanSettingResourceType": {
            "additionalProperties": False,
            "properties": {
                "MalwareScanner": {"$ref": "MalwareScanner"},
                "ResourceTypes": {"$ref": "ResourceTypes"},
                "ScannerRoleArn": {"type": "string"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["BackupPlanId"],
    "properties": {
        "BackupPlan": {"$ref": "BackupPlanResourceType"},
        "BackupPlanArn": {"type": "string"},
        "BackupPlanId": {"type": "string"},
        "BackupPlanTags": {
            "additionalProperties": False,
            "patternProperties": {"^.{1,128}$": {"type": "string"}},
            "type": "object",
        },
        "VersionId": {"type": "string"},
    },
    "readOnlyProperties": ["BackupPlanArn", "BackupPlanId", "VersionId"],
    "required": ["BackupPlan"],
}
