"""AWS::CodeDeploy::DeploymentGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": ["ApplicationName", "DeploymentGroupName"],
    "definitions": {
        "Alarm": {"additionalProperties": False, "properties": {"Name": {"type": "string"}}, "type": "object"},
        "AlarmConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Alarms": {"items": {"$ref": "Alarm"}, "type": "array"},
                "Enabled": {"type": "boolean"},
                "IgnorePollAlarmFailure": {"type": "boolean"},
            },
            "type": "object",
        },
        "AutoRollbackConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Enabled": {"type": "boolean"},
                "Events": {
                    "items": {
                        "enum": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
                        "type": "string",
                    },
                    "type": "array",
                },
            },
            "type": "object",
        },
        "BlueGreenDeploymentConfiguration": {
            "additionalProperties": False,
            "properties": {
                "DeploymentReadyOption": {"$ref": "DeploymentReadyOption"},
                "GreenFleetProvisioningOption": {"$ref": "GreenFleetProvisioningOption"},
                "TerminateBlueInstancesOnDeploymentSuccess": {"$ref": "BlueInstanceTerminationOption"},
            },
            "type": "object",
        },
        "BlueInstanceTerminationOption": {
            "additionalProperties": False,
            "properties": {
                "Action": {"enum": ["KEEP_ALIVE", "TERMINATE"], "type": "string"},
                "TerminationWaitTimeInMinutes": {"type": "integer"},
            },
            "type": "object",
        },
        "Deployment": {
            "additionalProperties": False,
            "properties": {
                "Description": {"type": "string"},
                "IgnoreApplicationStopFailures": {"type": "boolean"},
                "Revision": {"$ref": "RevisionLocation"},
            },
            "required": ["Revision"],
            "type": "object",
        },
        "DeploymentReadyOption": {
            "additionalProperties": False,
            "properties": {
                "ActionOnTimeout": {"enum": ["CONTINUE_DEPLOYMENT", "STOP_DEPLOYMENT"], "type": "string"},
                "WaitTimeInMinutes": {"type": "integer"},
            },
            "type": "object",
        },
        "DeploymentStyle": {
            "additionalProperties": False,
            "properties": {
                "DeploymentOption": {"enum": ["WITHOUT_TRAFFIC_CONTROL", "WITH_TRAFFIC_CONTROL"], "type": "string"},
                "DeploymentType": {"enum": ["BLUE_GREEN", "IN_PLACE"], "type": "string"},
            },
            "type": "object",
        },
        "EC2TagFilter": {
            "additionalProperties": False,
            "properties": {
                "Key": {"type": "string"},
                "Type": {"enum": ["KEY_AND_VALUE", "KEY_ONLY", "VALUE_ONLY"], "type": "string"},
                "Value": {"type": "string"},
            },
            "type": "object",
        },
        "EC2TagSet": {
            "additionalProperties": False,
            "properties": {"Ec2TagSetList": {"items": {"$ref": "EC2TagSetListObject"}, "type": "array"}},
            "type": "object",
        },
        "EC2TagSetListObject": {
            "additionalProperties": False,
            "properties": {"Ec2TagGroup": {"items": {"$ref": "EC2TagFilter"}, "type": "array"}},
            "type": "object",
        },
        "ECSService": {
            "additionalProperties": False,
            "properties": {"ClusterName": {"type": "string"}, "ServiceName": {"type": "string"}},
            "required": ["ServiceName", "ClusterName"],
            "type": "object",
        },
        "ELBInfo": {"additionalProperties": False, "properties": {"Name": {"type": "string"}}, "type": "object"},
        "GitHubLocation": {
            "additionalProperties": False,
            "properties": {"CommitId": {"type": "string"}, "Repository": {"type": "string"}},
            "required": ["Repository", "CommitId"],
            "type": "object",
        },
        "GreenFleetProvisioningOption": {
            "additionalProperties": False,
            "properties": {"Action": {"enum": ["COPY_AUTO_SCALING_GROUP", "DISCOVER_EXISTING"], "type": "string"}},
            "type": "object",
        },
        "LoadBalancerInfo": {
            "additionalProperties": False,
            "properties": {
                "ElbInfoList": {"items": {"$ref": "ELBInfo"}, "type": "array"},
                "TargetGroupInfoList": {"items": {"$ref": "TargetGroupInfo"}, "type": "array"},
                "TargetGroupPairInfoList": {"items": {"$ref": "TargetGroupPairInfo"}, "type": "array"},
            },
            "type": "object",
        },
        "OnPremisesTagSet": {
            "additionalProperties": False,
            "properties": {"OnPremisesTagSetList": {"items": {"$ref": "OnPremisesTagSetListObject"}, "type": "array"}},
            "type": "object",
        },
        "OnPremisesTagSetListObject": {
            "additionalProperties": False,
            "properties": {"OnPremisesTagGroup": {"items": {"$ref": "TagFilter"}, "type": "array"}},
            "type": "object",
        },
        "RevisionLocation": {
            "additionalProperties": False,
            "properties": {
                "GitHubLocation": {"$ref": "GitHubLocation"},
                "RevisionType": {"type": "string"},
                "S3Location": {"$ref": "S3Location"},
            },
            "type": "object",
        },
        "S3Location": {
            "additionalProperties": False,
            "properties": {
                "Bucket": {"type": "string"},
                "BundleType": {"type": "string"},
                "ETag": {"type": "string"},
                "Key": {"type": "string"},
                "Version": {"type": "string"},
            },
            "required": ["Bucket", "Key"],
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Value", "Key"],
            "type": "object",
        },
        "TagFilter": {
            "additionalProperties": False,
            "properties": {
                "Key": {"type": "string"},
                "Type": {"enum": ["KEY_AND_VALUE", "KEY_ONLY", "VALUE_ONLY"], "type": "string"},
                "Value": {"type": "string"},
            },
            "type": "object",
        },
        "TargetGroupInfo": {
            "additionalProperties": False,
            "properties": {"Name": {"type": "string"}},
            "type": "object",
        },
        "TargetGroupPairInfo": {
            "additionalProperties": False,
            "properties": {
                "ProdTrafficRoute": {"$ref": "TrafficRoute"},
                "TargetGroups": {"items": {"$ref": "TargetGroupInfo"}, "type": "array"},
                "TestTrafficRoute": {"$ref": "TrafficRoute"},
            },
            "type": "object",
        },
        "TrafficRoute": {
            "additionalProperties": False,
            "properties": {"ListenerArns": {"items": {"type": "string"}, "type": "array"}},
            "type": "object",
        },
        "TriggerConfig": {
            "additionalProperties": False,
            "properties": {
                "TriggerEvents": {
                    "items": {
                        "enum": [
                            "DeploymentFailure",
                            "DeploymentReady",
                            "DeploymentRollback",
                            "DeploymentStart",
                            "DeploymentStop",
                            "DeploymentSuccess",
                            "InstanceFailure",
                            "InstanceReady",
                            "InstanceStart",
                            "InstanceSuccess",
                        ],
                        "type": "string",
                    },
                    "type": "array",
                },
                "TriggerName": {"type": "string"},
                "TriggerTargetArn": {"type": "string"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["ApplicationName", "DeploymentGroupName"],
    "properties": {
        "AlarmConfiguration": {"$ref": "AlarmConfiguration"},
        "ApplicationName": {"maxLength": 100, "minLength": 1, "pattern": "^[A-Za-z0-9+=,.@_-]*$", "type": "string"},
        "AutoRollbackConfiguration": {"$ref": "AutoRollbackConfiguration"},
        "AutoScalingGroups": {"items": {"type": "string"}, "type": "array"},
        "BlueGreenDeploymentConfiguration": {"$ref": "BlueGreenDeploymentConfiguration"},
        "Deployment": {"$ref": "Deployment"},
        "DeploymentConfigName": {
            "maxLength": 100,
            "minLength": 1,
            "pattern": "^[A-Za-z0-9+=,.@_-]*$",
            "type": "string",
        },
        "DeploymentGroupName": {"maxLength": 100, "minLength": 1, "pattern": "^[A-Za-z0-9+=,.@_-]*$", "type": "string"},
        "DeploymentStyle": {"$ref": "DeploymentStyle"},
        "ECSServices": {"items": {"$ref": "ECSService"}, "type": "array"},
        "Ec2TagFilters": {"items": {"$ref": "EC2TagFilter"}, "type": "array"},
        "Ec2TagSet": {"$ref": "EC2TagSet"},
        "LoadBalancerInfo": {"$ref": "LoadBalancerInfo"},
        "OnPremisesInstanceTagFilters": {"items": {"$ref": "TagFilter"}, "type": "array"},
        "OnPremisesTagSet": {"$ref": "OnPremisesTagSet"},
        "OutdatedInstancesStrategy": {"enum": ["IGNORE", "UPDATE"], "type": "string"},
        "ServiceRoleArn": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "TerminationHookEnabled": {"type": "boolean"},
        "TriggerConfigurations": {"items": {"$ref": "TriggerConfig"}, "type": "array"},
    },
    "readOnlyProperties": [],
    "required": ["ApplicationName", "ServiceRoleArn"],
}
