"""AWS::Scheduler::Schedule, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["Name"],
    "definitions": {
        "AssignPublicIp": {"enum": ["ENABLED", "DISABLED"], "type": "string"},
        "AwsVpcConfiguration": {
            "additionalProperties": False,
            "properties": {
                "AssignPublicIp": {"$ref": "AssignPublicIp"},
                "SecurityGroups": {
                    "items": {"maxLength": 1000, "minLength": 1, "type": "string"},
                    "maxItems": 5,
                    "minItems": 1,
                    "type": "array",
                },
                "Subnets": {
                    "items": {"maxLength": 1000, "minLength": 1, "type": "string"},
                    "maxItems": 16,
                    "minItems": 1,
                    "type": "array",
                },
            },
            "required": ["Subnets"],
            "type": "object",
        },
        "CapacityProviderStrategyItem": {
            "additionalProperties": False,
            "properties": {
                "Base": {"maximum": 100000, "minimum": 0, "type": "number"},
                "CapacityProvider": {"maxLength": 255, "minLength": 1, "type": "string"},
                "Weight": {"maximum": 1000, "minimum": 0, "type": "number"},
            },
            "required": ["CapacityProvider"],
            "type": "object",
        },
        "DeadLetterConfig": {
            "additionalProperties": False,
            "properties": {
                "Arn": {
                    "maxLength": 1600,
                    "minLength": 1,
                    "pattern": "^arn:aws[a-z-]*:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+$",
                    "type": "string",
                }
            },
            "type": "object",
        },
        "EcsParameters": {
            "additionalProperties": False,
            "properties": {
                "CapacityProviderStrategy": {
                    "items": {"$ref": "CapacityProviderStrategyItem"},
                    "maxItems": 6,
                    "type": "array",
                },
                "EnableECSManagedTags": {"type": "boolean"},
                "EnableExecuteCommand": {"type": "boolean"},
                "Group": {"maxLength": 255, "minLength": 1, "type": "string"},
                "LaunchType": {"$ref": "LaunchType"},
                "NetworkConfiguration": {"$ref": "NetworkConfiguration"},
                "PlacementConstraints": {"items": {"$ref": "PlacementConstraint"}, "maxItems": 10, "type": "array"},
                "PlacementStrategy": {"items": {"$ref": "PlacementStrategy"}, "maxItems": 5, "type": "array"},
                "PlatformVersion": {"maxLength": 64, "minLength": 1, "type": "string"},
                "PropagateTags": {"$ref": "PropagateTags"},
                "ReferenceId": {"maxLength": 1024, "type": "string"},
                "Tags": {"items": {"$ref": "TagMap"}, "maxItems": 50, "minItems": 0, "type": "array"},
                "TaskCount": {"maximum": 10, "minimum": 1, "type": "number"},
                "TaskDefinitionArn": {"maxLength": 1600, "minLength": 1, "type": "string"},
            },
            "required": ["TaskDefinitionArn"],
            "type": "object",
        },
        "EventBridgeParameters": {
            "additionalProperties": False,
            "properties": {
                "DetailType": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Source": {
                    "maxLength": 256,
                    "minLength": 1,
                    "pattern": "^(?=[/\\.\\-_A-Za-z0-9]+)((?!aws\\.).*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)$",
                    "type": "string",
                },
            },
            "required": ["DetailType", "Source"],
            "type": "object",
        },
        "FlexibleTimeWindow": {
            "additionalProperties": False,
            "properties": {
                "MaximumWindowInMinutes": {"maximum": 1440, "minimum": 1, "type": "number"},
                "Mode": {"$ref": "FlexibleTimeWindowMode"},
            },
            "required": ["Mode"],
            "type": "object",
        },
        "FlexibleTimeWindowMode": {"enum": ["OFF", "FLEXIBLE"], "type": "string"},
        "KinesisParameters": {
            "additionalProperties": False,
            "properties": {"PartitionKey": {"maxLength": 256, "minLength": 1, "type": "string"}},
            "required": ["PartitionKey"],
            "type": "object",
        },
        "LaunchType": {"enum": ["EC2", "FARGATE", "EXTERNAL"], "type": "string"},
        "NetworkConfiguration": {
            "additionalProperties": False,
            "properties": {"AwsvpcConfiguration": {"$ref": "AwsVpcConfiguration"}},
            "type": "object",
        },
        "PlacementConstraint": {
            "additionalProperties": False,
            "properties": {
                "Expression": {"maxLength": 2000, "type": "string"},
                "Type": {"$ref": "PlacementConstraintType"},
            },
            "type": "object",
        },
        "PlacementConstraintType": {"enum": ["distinctInstance", "memberOf"], "type": "string"},
        "PlacementStrategy": {
            "additionalProperties": False,
            "properties": {"Field": {"maxLength": 255, "type": "string"}, "Type": {"$ref": "PlacementStrategyType"}},
            "type": "object",
        },
        "PlacementStrategyType": {"enum": ["random", "spread", "binpack"], "type": "string"},
        "PropagateTags": {"enum": ["TASK_DEFINITION"], "type": "string"},
        "RetryPolicy": {
            "additionalProperties": False,
            "properties": {
                "MaximumEventAgeInSeconds": {"maximum": 86400, "minimum": 60, "type": "number"},
                "MaximumRetryAttempts": {"maximum": 185, "minimum": 0, "type": "number"},
            },
            "type": "object",
        },
        "SageMakerPipelineParameter": {
            "additionalProperties": False,
            "properties": {
                "Name": {"maxLength": 256, "minLength": 1, "pattern": "^[A-Za-z0-9\\-_]*$", "type": "string"},
                "Value": {"maxLength": 1024, "minLength": 1, "type": "string"},
            },
            "required": ["Name", "Value"],
            "type": "object",
        },
        "SageMakerPipelineParameters": {
            "additionalProperties": False,
            "properties": {
                "PipelineParameterList": {
                    "items": {"$ref": "SageMakerPipelineParameter"},
                    "maxItems": 200,
                    "minItems": 0,
                    "type": "array",
                }
            },
            "type": "object",
        },
        "ScheduleState": {"enum": ["ENABLED", "DISABLED"], "type": "string"},
        "SqsParameters": {
            "additionalProperties": False,
            "properties": {"MessageGroupId": {"maxLength": 128, "minLength": 1, "type": "string"}},
            "type": "object",
        },
        "TagMap": {
            "additionalProperties": False,
            "patternProperties": {".+": {"maxLength": 256, "minLength": 1, "type": "string"}},
            "type": "object",
        },
        "Target": {
            "additionalProperties": False,
            "properties": {
                "Arn": {"maxLength": 1600, "minLength": 1, "type": "string"},
                "DeadLetterConfig": {"$ref": "DeadLetterConfig"},
                "EcsParameters": {"$ref": "EcsParameters"},
                "EventBridgeParameters": {"$ref": "EventBridgeParameters"},
                "Input": {"minLength": 1, "type": "string"},
                "KinesisParameters": {"$ref": "KinesisParameters"},
                "RetryPolicy": {"$ref": "RetryPolicy"},
                "RoleArn": {
                    "maxLength": 1600,
                    "minLength": 1,
                    "pattern": "^arn:aws[a-z-]*:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$",
                    "type": "string",
                },
                "SageMakerPipelineParameters": {"$ref": "SageMakerPipelineParameters"},
                "SqsParameters": {"$ref": "SqsParameters"},
            },
            "required": ["Arn", "RoleArn"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Name"],
    "properties": {
        "Arn": {
            "maxLength": 1224,
            "minLength": 1,
            "pattern": "^arn:aws[a-z-]*:scheduler:[a-z0-9\\-]+:\\d{12}:schedule\\/[0-9a-zA-Z-_.]+\\/[0-9a-zA-Z-_.]+$",
            "type": "string",
        },
        "Description": {"maxLength": 512, "minLength": 0, "type": "string"},
        "EndDate": {"type": "string"},
        "FlexibleTimeWindow": {"$ref": "FlexibleTimeWindow"},
        "GroupName": {"maxLength": 64, "minLength": 1, "pattern": "^[0-9a-zA-Z-_.]+$", "type": "string"},
        "KmsKeyArn": {
            "maxLength": 2048,
            "minLength": 1,
            "pattern": "^arn:aws[a-z-]*:kms:[a-z0-9\\-]+:\\d{12}:(key|alias)\\/[0-9a-zA-Z-_]*$",
            "type": "string",
        },
        "Name": {"maxLength": 64, "minLength": 1, "pattern": "^[0-9a-zA-Z-_.]+$", "type": "string"},
        "ScheduleExpression": {"maxLength": 256, "minLength": 1, "type": "string"},
        "ScheduleExpressionTimezone": {"maxLength": 50, "minLength": 1, "type": "string"},
        "StartDate": {"type": "string"},
        "State": {"$ref": "ScheduleState"},
        "Target": {"$ref": "Target"},
    },
    "readOnlyProperties": ["Arn"],
    "required": ["FlexibleTimeWindow", "ScheduleExpression", "Target"],
}
