"""AWS::CodePipeline::Pipeline, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name"],
    "definitions": {
        "ActionDeclaration": {
            "additionalProperties": False,
            "properties": {
                "ActionTypeId": {"$ref": "ActionTypeId"},
                "Commands": {"items": {"type": "string"}, "type": "array"},
                "Configuration": {"type": ["object", "string"]},
                "EnvironmentVariables": {"items": {"$ref": "EnvironmentVariable"}, "type": "array"},
                "InputArtifacts": {"items": {"$ref": "InputArtifact"}, "type": "array"},
                "Name": {"pattern": "^[A-Za-z0-9.@\\-_]{1,100}$", "type": "string"},
                "Namespace": {"type": "string"},
                "OutputArtifacts": {"items": {"$ref": "OutputArtifact"}, "type": "array"},
                "OutputVariables": {"items": {"type": "string"}, "type": "array"},
                "Region": {"type": "string"},
                "RoleArn": {"type": "string"},
                "RunOrder": {"type": "integer"},
                "TimeoutInMinutes": {"type": "integer"},
            },
            "required": ["ActionTypeId", "Name"],
            "type": "object",
        },
        "ActionTypeId": {
            "additionalProperties": False,
            "properties": {
                "Category": {
                    "enum": ["Source", "Build", "Test", "Deploy", "Invoke", "Approval", "Compute"],
                    "type": "string",
                },
                "Owner": {"type": "string"},
                "Provider": {"type": "string"},
                "Version": {"pattern": "^[0-9A-Za-z_\\-]{1,9}$", "type": "string"},
            },
            "required": ["Owner", "Category", "Version", "Provider"],
            "type": "object",
        },
        "ArtifactStore": {
            "additionalProperties": False,
            "properties": {
                "EncryptionKey": {"$ref": "EncryptionKey"},
                "Location": {"type": "string"},
                "Type": {"enum": ["S3"], "type": "string"},
            },
            "required": ["Type", "Location"],
            "type": "object",
        },
        "ArtifactStoreMap": {
            "additionalProperties": False,
            "properties": {"ArtifactStore": {"$ref": "ArtifactStore"}, "Region": {"type": "string"}},
            "required": ["ArtifactStore", "Region"],
            "type": "object",
        },
        "BeforeEntryConditions": {
            "additionalProperties": False,
            "properties": {"Conditions": {"items": {"$ref": "Condition"}, "type": "array"}},
            "type": "object",
        },
        "BlockerDeclaration": {
            "additionalProperties": False,
            "properties": {"Name": {"type": "string"}, "Type": {"enum": ["Schedule"], "type": "string"}},
            "required": ["Type", "Name"],
            "type": "object",
        },
        "Condition": {
            "additionalProperties": False,
            "properties": {
                "Result": {"type": "string"},
                "Rules": {"items": {"$ref": "RuleDeclaration"}, "type": "array"},
            },
            "type": "object",
        },
        "EncryptionKey": {
            "additionalProperties": False,
            "properties": {"Id": {"type": "string"}, "Type": {"type": "string"}},
            "required": ["Type", "Id"],
            "type": "object",
        },
        "EnvironmentVariable": {
            "additionalProperties": False,
            "properties": {
                "Name": {"type": "string"},
                "Type": {"enum": ["PLAINTEXT", "SECRETS_MANAGER"], "type": "string"},
                "Value": {"type": "string"},
            },
            "required": ["Name", "Value"],
            "type": "object",
        },
        "FailureConditions": {
            "additionalProperties": False,
            "properties": {
                "Conditions": {"items": {"$ref": "Condition"}, "type": "array"},
                "Result": {"enum": ["ROLLBACK", "RETRY"], "type": "string"},
                "RetryConfiguration": {
                    "additionalProperties": False,
                    "properties": {"RetryMode": {"enum": ["ALL_ACTIONS", "FAILED_ACTIONS"], "type": "string"}},
                    "type": "object",
                },
            },
            "type": "object",
        },
        "GitBranchFilterCriteria": {
            "additionalProperties": False,
            "properties": {
                "Excludes": {"items": {"type": "string"}, "type": "array"},
                "Includes": {"items": {"type": "string"}, "type": "array"},
            },
            "type": "object",
        },
        "GitConfiguration": {
            "additionalProperties": False,
            "properties": {
                "PullRequest": {"items": {"$ref": "GitPullRequestFilter"}, "type": "array"},
                "Push": {"items": {"$ref": "GitPushFilter"}, "type": "array"},
                "SourceActionName": {"type": "string"},
            },
            "required": ["SourceActionName"],
            "type": "object",
        },
        "GitFilePathFilterCriteria": {
            "additionalProperties": False,
            "properties": {
                "Excludes": {"items": {"type": "string"}, "type": "array"},
                "Includes": {"items": {"type": "string"}, "type": "array"},
            },
            "type": "object",
        },
        "GitPullRequestFilter": {
            "additionalProperties": False,
            "properties": {
                "Branches": {"$ref": "GitBranchFilterCriteria"},
                "Events": {"items": {"type": "string"}, "type": "array"},
                "FilePaths": {"$ref": "GitFilePathFilterCriteria"},
            },
            "type": "object",
        },
        "GitPushFilter": {
            "additionalProperties": False,
            "properties": {
                "Branches": {"$ref": "GitBranchFilterCriteria"},
                "FilePaths": {"$ref": "GitFilePathFilterCriteria"},
                "Tags": {"$ref": "GitTagFilterCriteria"},
            },
            "type": "object",
        },
        "GitTagFilterCriteria": {
            "additionalProperties": False,
            "properties": {
                "Excludes": {"items": {"type": "string"}, "type": "array"},
                "Includes": {"items": {"type": "string"}, "type": "array"},
            },
            "type": "object",
        },
        "InputArtifact": {
            "additionalProperties": False,
            "properties": {"Name": {"type": "string"}},
            "required": ["Name"],
            "type": "object",
        },
        "OutputArtifact": {
            "additionalProperties": False,
            "properties": {"Files": {"items": {"type": "string"}, "type": "array"}, "Name": {"type": "string"}},
            "required": ["Name"],
            "type": "object",
        },
        "PipelineTriggerDeclaration": {
            "additionalProperties": False,
            "properties": {
                "GitConfiguration": {"$ref": "GitConfiguration"},
                "ProviderType": {"enum": ["CodeStarSourceConnection"], "type": "string"},
            },
            "required": ["ProviderType"],
            "type": "object",
        },
        "RuleDeclaration": {
            "additionalProperties": False,
            "properties": {
                "Commands": {"items": {"type": "string"}, "type": "array"},
                "Configuration": {"type": "object"},
                "InputArtifacts": {"items": {"$ref": "InputArtifact"}, "type": "array"},
                "Name": {"type": "string"},
                "Region": {"type": "string"},
                "RoleArn": {"type": "string"},
                "RuleTypeId": {"$ref": "RuleTypeId"},
            },
            "type": "object",
        },
        "RuleTypeId": {
            "additionalProperties": False,
            "properties": {
                "Category": {"type": "string"},
                "Owner": {"type": "string"},
                "Provider": {"type": "string"},
                "Version": {"type": "string"},
            },
            "type": "object",
        },
        "StageDeclaration": {
            "additionalProperties": False,
            "properties": {
                "Actions": {"items": {"$ref": "ActionDeclaration"}, "minItems": 1, "type": "array"},
                "BeforeEntry": {"$ref": "BeforeEntryConditions", "type": "object"},
                "Blockers": {"items": {"$ref": "BlockerDeclaration"}, "type": "array"},
                "Name": {"type": "string"},
                "OnFailure": {"$ref": "FailureConditions", "type": "object"},
                "OnSuccess": {"$ref": "SuccessConditions", "type": "object"},
            },
            "required": ["Actions", "Name"],
            "type": "object",
        },
        "StageTransition": {
            "additionalProperties": False,
            "properties": {"Reason": {"type": "string"}, "StageName": {"type": "string"}},
            "required": ["StageName", "Reason"],
            "type": "object",
        },
        "SuccessConditions": {
            "additionalProperties": False,
            "properties": {"Conditions": {"items": {"$ref": "Condition"}, "type": "array"}},
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
        "VariableDeclaration": {
            "additionalProperties": False,
            "properties": {
                "DefaultValue": {"type": "string"},
                "Description": {"type": "string"},
                "Name": {"type": "string"},
            },
            "required": ["Name"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Name"],
    "properties": {
        "Arn": {"type": "string"},
        "ArtifactStore": {"$ref": "ArtifactStore"},
        "ArtifactStores": {"items": {"$ref": "ArtifactStoreMap"}, "type": "array"},
        "DisableInboundStageTransitions": {"items": {"$ref": "StageTransition"}, "type": "array"},
        "ExecutionMode": {"enum": ["QUEUED", "SUPERSEDED", "PARALLEL"], "type": "string"},
        "Name": {"type": "string"},
        "PipelineType": {"enum": ["V1", "V2"], "type": "string"},
        "RestartExecutionOnUpdate": {"type": "boolean"},
        "RoleArn": {"type": "string"},
        "Stages": {"items": {"$ref": "StageDeclaration"}, "minItems": 2, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "Triggers": {"items": {"$ref": "PipelineTriggerDeclaration"}, "type": "array"},
        "Variables": {"items": {"$ref": "VariableDeclaration"}, "type": "array"},
        "Version": {"type": "string"},
    },
    "readOnlyProperties": ["Arn", "Version"],
    "required": ["Stages", "RoleArn"],
}
