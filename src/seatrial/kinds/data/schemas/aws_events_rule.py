"""AWS::Events::Rule, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": ["EventBusName"],
    "createOnlyProperties": ["Name"],
    "definitions": {
        "AppSyncParameters": {
            "additionalProperties": False,
            "properties": {"GraphQLOperation": {"type": "string"}},
            "required": ["GraphQLOperation"],
            "type": "object",
        },
        "AwsVpcConfiguration": {
            "additionalProperties": False,
            "properties": {
                "AssignPublicIp": {"enum": ["DISABLED", "ENABLED"], "type": "string"},
                "SecurityGroups": {"items": {"type": "string"}, "type": "array"},
                "Subnets": {"items": {"type": "string"}, "type": "array"},
            },
            "required": ["Subnets"],
            "type": "object",
        },
        "BatchArrayProperties": {
            "additionalProperties": False,
            "properties": {"Size": {"type": "integer"}},
            "type": "object",
        },
        "BatchParameters": {
            "additionalProperties": False,
            "properties": {
                "ArrayProperties": {"$ref": "BatchArrayProperties"},
                "JobDefinition": {"type": "string"},
                "JobName": {"type": "string"},
                "RetryStrategy": {"$ref": "BatchRetryStrategy"},
            },
            "required": ["JobName", "JobDefinition"],
            "type": "object",
        },
        "BatchRetryStrategy": {
            "additionalProperties": False,
            "properties": {"Attempts": {"type": "integer"}},
            "type": "object",
        },
        "CapacityProviderStrategyItem": {
            "additionalProperties": False,
            "properties": {
                "Base": {"maximum": 100000, "minimum": 0, "type": "integer"},
                "CapacityProvider": {"maxLength": 255, "minLength": 1, "type": "string"},
                "Weight": {"maximum": 1000, "minimum": 0, "type": "integer"},
            },
            "required": ["CapacityProvider"],
            "type": "object",
        },
        "DeadLetterConfig": {
            "additionalProperties": False,
            "properties": {"Arn": {"maxLength": 1600, "minLength": 1, "type": "string"}},
            "type": "object",
        },
        "EcsParameters": {
            "additionalProperties": False,
            "properties": {
                "CapacityProviderStrategy": {
                    "items": {"$ref": "CapacityProviderStrategyItem"},
                    "maxItems": 6,
                    "minItems": 0,
                    "type": "array",
                },
                "EnableECSManagedTags": {"type": "boolean"},
                "EnableExecuteCommand": {"type": "boolean"},
                "Group": {"type": "string"},
                "LaunchType": {"enum": ["EC2", "EXTERNAL", "FARGATE"], "type": "string"},
                "NetworkConfiguration": {"$ref": "NetworkConfiguration"},
                "PlacementConstraints": {
                    "items": {"$ref": "PlacementConstraint"},
                    "maxItems": 10,
                    "minItems": 0,
                    "type": "array",
                },
                "PlacementStrategies": {"items": {"$ref": "PlacementStrategy"}, "type": "array"},
                "PlatformVersion": {"type": "string"},
                "PropagateTags": {"enum": ["TASK_DEFINITION"], "type": "string"},
                "ReferenceId": {"maxLength": 1024, "minLength": 0, "type": "string"},
                "TagList": {"items": {"$ref": "Tag"}, "type": "array"},
                "TaskCount": {"minimum": 1, "type": "integer"},
                "TaskDefinitionArn": {"maxLength": 1600, "minLength": 1, "type": "string"},
            },
            "required": ["TaskDefinitionArn"],
            "type": "object",
        },
        "HttpParameters": {
            "additionalProperties": False,
            "properties": {
                "HeaderParameters": {
                    "additionalProperties": False,
                    "patternProperties": {"[a-zA-Z0-9]+": {"type": "string"}},
                    "type": "object",
                },
                "PathParameterValues": {"items": {"pattern": "^(?!\\s*$).+$", "type": "string"}, "type": "array"},
                "QueryStringParameters": {
                    "additionalProperties": False,
                    "patternProperties": {"[a-zA-Z0-9]+": {"type": "string"}},
                    "type": "object",
                },
            },
            "type": "object",
        },
        "InputTransformer": {
            "additionalProperties": False,
            "properties": {
                "InputPathsMap": {
                    "additionalProperties": False,
                    "patternProperties": {"[a-zA-Z0-9]+": {"type": "string"}},
                    "type": "object",
                },
                "InputTemplate": {"maxLength": 8192, "minLength": 1, "type": "string"},
            },
            "required": ["InputTemplate"],
            "type": "object",
        },
        "KinesisParameters": {
            "additionalProperties": False,
            "properties": {"PartitionKeyPath": {"maxLength": 256, "minLength": 0, "type": "string"}},
            "required": ["PartitionKeyPath"],
            "type": "object",
        },
        "NetworkConfiguration": {
            "additionalProperties": False,
            "properties": {"AwsVpcConfiguration": {"$ref": "AwsVpcConfiguration"}},
            "type": "object",
        },
        "PlacementConstraint": {
            "additionalProperties": False,
            "properties": {
                "Expression": {"maxLength": 2000, "minLength": 0, "type": "string"},
                "Type": {"enum": ["distinctInstance", "memberOf"], "type": "string"},
            },
            "type": "object",
        },
        "PlacementStrategy": {
            "additionalProperties": False,
            "properties": {"Field": {"type": "string"}, "Type": {"type": "string"}},
            "type": "object",
        },
        "RedshiftDataParameters": {
            "additionalProperties": False,
            "properties": {
                "Database": {"maxLength": 64, "minLength": 1, "type": "string"},
                "DbUser": {"maxLength": 128, "minLength": 1, "type": "string"},
                "SecretManagerArn": {
                    "maxLength": 1600,
                    "minLength": 1,
                    "pattern": "^(^arn:aws([a-z]|\\-)*:secretsmanager:[a-z0-9-.]+:.*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)$",
                    "type": "string",
                },
                "Sql": {"maxLength": 100000, "minLength": 1, "type": "string"},
                "Sqls": {"items": {"type": "string"}, "type": "array"},
                "StatementName": {"maxLength": 500, "minLength": 1, "type": "string"},
                "WithEvent": {"type": "boolean"},
            },
            "required": ["Database"],
            "type": "object",
        },
        "RetryPolicy": {
            "additionalProperties": False,
            "properties": {
                "MaximumEventAgeInSeconds": {"maximum": 86400, "minimum": 60, "type": "integer"},
                "MaximumRetryAttempts": {"maximum": 185, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "RunCommandParameters": {
            "additionalProperties": False,
            "properties": {
                "RunCommandTargets": {
                    "items": {"$ref": "RunCommandTarget"},
                    "maxItems": 5,
                    "minItems": 1,
                    "type": "array",
                }
            },
            "required": ["RunCommandTargets"],
            "type": "object",
        },
        "RunCommandTarget": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Values": {
                    "items": {"maxLength": 256, "minLength": 1, "type": "string"},
                    "maxItems": 50,
                    "minItems": 1,
                    "type": "array",
                },
            },
            "required": ["Values", "Key"],
            "type": "object",
        },
        "SageMakerPipelineParameter": {
            "additionalProperties": False,
            "properties": {
                "Name": {
                    "maxLength": 256,
                    "minLength": 1,
                    "pattern": "^[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$",
                    "type": "string",
                },
                "Value": {"maxLength": 1024, "minLength": 0, "type": "string"},
            },
            "required": ["Value", "Name"],
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
        "SqsParameters": {
            "additionalProperties": False,
            "properties": {"MessageGroupId": {"type": "string"}},
            "required": ["MessageGroupId"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "type": "object",
        },
        "Target": {
            "additionalProperties": False,
            "properties": {
                "AppSyncParameters": {"$ref": "AppSyncParameters"},
                "Arn": {"maxLength": 1600, "minLength": 1, "type": "string"},
                "BatchParameters": {"$ref": "BatchParameters"},
                "DeadLetterConfig": {"$ref": "DeadLetterConfig"},
                "EcsParameters": {"$ref": "EcsParameters"},
                "HttpParameters": {"$ref": "HttpParameters"},
                "Id": {"maxLength": 64, "minLength": 1, "pattern": "^[\\.\\-_A-Za-z0-9]+$", "type": "string"},
                "Input": {"maxLength": 8192, "minLength": 0, "type": "string"},
                "InputPath": {"maxLength": 256, "minLength": 0, "type": "string"},
                "InputTransformer": {"$ref": "InputTransformer"},
                "KinesisParameters": {"$ref": "KinesisParameters"},
                "RedshiftDataParameters": {"$ref": "RedshiftDataParameters"},
                "RetryPolicy": {"$ref": "RetryPolicy"},
                "RoleArn": {"maxLength": 1600, "minLength": 1, "type": "string"},
                "RunCommandParameters": {"$ref": "RunCommandParameters"},
                "SageMakerPipelineParameters": {"$ref": "SageMakerPipelineParameters"},
                "SqsParameters": {"$ref": "SqsParameters"},
            },
            "required": ["Id", "Arn"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Arn"],
    "properties": {
        "Arn": {"type": "string"},
        "Description": {"maxLength": 512, "minLength": 0, "type": "string"},
        "EventBusName": {
            "maxLength": 1600,
            "minLength": 1,
            "pattern": "^(arn:aws[\\w-]*:events:[a-z]{2}-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+$",
            "type": "string",
        },
        "EventPattern": {"type": ["string", "object"]},
        "Name": {"maxLength": 64, "minLength": 1, "pattern": "^[\\.\\-_A-Za-z0-9]+$", "type": "string"},
        "RoleArn": {"maxLength": 1600, "minLength": 1, "type": "string"},
        "RuleName": {"type": "string"},
        "ScheduleExpression": {
            "maxLength": 256,
            "minLength": 0,
            "pattern": "^(rate\\(.+\\)|cron\\(.+\\))?$",
            "type": "string",
        },
        "State": {"enum": ["DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"], "type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "Targets": {"items": {"$ref": "Target"}, "maxItems": 5, "type": "array"},
    },
    "readOnlyProperties": ["Arn", "RuleName"],
}
