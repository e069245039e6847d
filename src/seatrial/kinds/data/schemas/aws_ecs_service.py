"""AWS::ECS::Service, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": ["LaunchType"],
    "createOnlyProperties": ["Cluster", "Role", "SchedulingStrategy", "ServiceName"],
    "definitions": {
        "AdvancedConfiguration": {
            "additionalProperties": False,
            "properties": {
                "AlternateTargetGroupArn": {"type": "string"},
                "ProductionListenerRule": {"type": "string"},
                "RoleArn": {"type": "string"},
                "TestListenerRule": {"type": "string"},
            },
            "required": ["AlternateTargetGroupArn"],
            "type": "object",
        },
        "AwsVpcConfiguration": {
            "additionalProperties": False,
            "properties": {
                "AssignPublicIp": {"enum": ["DISABLED", "ENABLED"], "type": "string"},
                "SecurityGroups": {"items": {"type": "string"}, "type": "array"},
                "Subnets": {"items": {"type": "string"}, "type": "array"},
            },
            "type": "object",
        },
        "CanaryConfiguration": {
            "additionalProperties": False,
            "properties": {
                "CanaryBakeTimeInMinutes": {"maximum": 1440, "minimum": 0, "type": "integer"},
                "CanaryPercent": {"maximum": 100, "minimum": 0.1, "type": "number"},
            },
            "type": "object",
        },
        "CapacityProviderStrategyItem": {
            "additionalProperties": False,
            "properties": {
                "Base": {"maximum": 100000, "minimum": 0, "type": "integer"},
                "CapacityProvider": {"type": "string"},
                "Weight": {"maximum": 1000, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "DeploymentAlarms": {
            "additionalProperties": False,
            "properties": {
                "AlarmNames": {"items": {"type": "string"}, "type": "array"},
                "Enable": {"type": "boolean"},
                "Rollback": {"type": "boolean"},
            },
            "required": ["AlarmNames", "Rollback", "Enable"],
            "type": "object",
        },
        "DeploymentCircuitBreaker": {
            "additionalProperties": False,
            "properties": {
                "Enable": {"type": "boolean"},
                "ResetOnHealthyTask": {"type": "boolean"},
                "Rollback": {"type": "boolean"},
                "ThresholdConfiguration": {"$ref": "ThresholdConfiguration"},
            },
            "required": ["Enable", "Rollback"],
            "type": "object",
        },
        "DeploymentConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Alarms": {"$ref": "DeploymentAlarms"},
                "BakeTimeInMinutes": {"maximum": 1440, "minimum": 0, "type": "integer"},
                "CanaryConfiguration": {"$ref": "CanaryConfiguration"},
                "DeploymentCircuitBreaker": {"$ref": "DeploymentCircuitBreaker"},
                "EarlySuccessCriteria": {"$ref": "DeploymentEarlySuccessCriteria"},
                "LifecycleHooks": {"items": {"$ref": "DeploymentLifecycleHook"}, "type": "array"},
                "LinearConfiguration": {"$ref": "LinearConfiguration"},
                "MaximumPercent": {"type": "integer"},
                "MinimumHealthyPercent": {"type": "integer"},
                "Strategy": {"enum": ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"], "type": "string"},
            },
            "type": "object",
        },
        "DeploymentController": {
            "additionalProperties": False,
            "properties": {"Type": {"enum": ["CODE_DEPLOY", "ECS", "EXTERNAL"], "type": "string"}},
            "type": "object",
        },
        "DeploymentEarlySuccessCriteria": {
            "additionalProperties": False,
            "properties": {
                "Enable": {"type": "boolean"},
                "HealthyPercent": {"maximum": 100, "minimum": 0, "type": "integer"},
                "SourceServiceRevisionCleanup": {"enum": ["BLOCKING", "DEFERRED"], "type": "string"},
            },
            "type": "object",
        },
        "DeploymentLifecycleHook": {
            "additionalProperties": False,
            "properties": {
                "HookDetails": {"type": ["string", "object"]},
                "HookTargetArn": {"type": "string"},
                "LifecycleStages": {
                    "items": {
                        "enum": [
                            "RECONCILE_SERVICE",
                            "PRE_SCALE_UP",
                            "POST_SCALE_UP",
                            "TEST_TRAFFIC_SHIFT",
                            "POST_TEST_TRAFFIC_SHIFT",
                            "PRE_PRODUCTION_TRAFFIC_SHIFT",
                            "PRODUCTION_TRAFFIC_SHIFT",
                            "POST_PRODUCTION_TRAFFIC_SHIFT",
                        ],
                        "type": "string",
                    },
                    "minItems": 1,
                    "type": "array",
                },
                "RoleArn": {"type": "string"},
                "TargetType": {"enum": ["AWS_LAMBDA", "PAUSE"], "type": "string"},
                "TimeoutConfiguration": {"$ref": "HookTimeoutConfig"},
            },
            "required": ["LifecycleStages"],
            "type": "object",
        },
        "EBSTagSpecification": {
            "additionalProperties": False,
            "properties": {
                "PropagateTags": {"enum": ["SERVICE", "TASK_DEFINITION"], "type": "string"},
                "ResourceType": {"enum": ["volume"], "type": "string"},
                "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "minItems": 0, "type": "array"},
            },
            "required": ["ResourceType"],
            "type": "object",
        },
        "ForceNewDeployment": {
            "additionalProperties": False,
            "properties": {
                "EnableForceNewDeployment": {"type": "boolean"},
                "ForceNewDeploymentNonce": {"maxLength": 255, "minLength": 1, "type": "string"},
            },
            "required": ["EnableForceNewDeployment"],
            "type": "object",
        },
        "GatewayConnector": {
            "additionalProperties": False,
            "properties": {
                "Filters": {"$ref": "GatewayConnectorFilters"},
                "HealthCheck": {"$ref": "GatewayConnectorHealthCheck"},
                "PortName": {"type": "string"},
            },
            "required": ["PortName"],
            "type": "object",
        },
        "GatewayConnectorFilters": {
            "additionalProperties": False,
            "properties": {
                "AccessTypes": {
                    "items": {"enum": ["PUBLIC", "PRIVATE"], "type": "string"},
                    "maxItems": 2,
                    "type": "array",
                }
            },
            "type": "object",
        },
        "GatewayConnectorHealthCheck": {
            "additionalProperties": False,
            "properties": {
                "HealthCheckIntervalSeconds": {"type": "integer"},
                "HealthCheckPath": {"type": "string"},
                "HealthCheckPort": {"type": "integer"},
                "HealthCheckProtocol": {"enum": ["HTTP", "HTTPS"], "type": "string"},
                "HealthCheckTimeoutSeconds": {"type": "integer"},
                "HealthyThresholdCount": {"type": "integer"},
                "Matcher": {"$ref": "GatewayConnectorHealthCheckMatcher"},
                "UnhealthyThresholdCount": {"type": "integer"},
            },
            "type": "object",
        },
        "GatewayConnectorHealthCheckMatcher": {
            "additionalProperties": False,
            "properties": {"GrpcCode": {"type": "string"}, "HttpCode": {"type": "string"}},
            "type": "object",
        },
        "HookTimeoutConfig": {
            "additionalProperties": False,
            "properties": {
                "Action": {"enum": ["ROLLBACK", "CONTINUE"], "type": "string"},
                "TimeoutInMinutes": {"maximum": 20160, "minimum": 1, "type": "integer"},
            },
            "type": "object",
        },
        "LinearConfiguration": {
            "additionalProperties": False,
            "properties": {
                "StepBakeTimeInMinutes": {"maximum": 1440, "minimum": 0, "type": "integer"},
                "StepPercent": {"maximum": 100, "minimum": 3, "type": "number"},
            },
            "type": "object",
        },
        "LoadBalancer": {
            "additionalProperties": False,
            "properties": {
                "AdvancedConfiguration": {"$ref": "AdvancedConfiguration"},
                "ContainerName": {"type": "string"},
                "ContainerPort": {"type": "integer"},
                "LoadBalancerName": {"type": "string"},
                "TargetGroupArn": {"type": "string"},
            },
            "type": "object",
        },
        "LogConfiguration": {
            "additionalProperties": False,
            "properties": {
                "LogDriver": {"type": "string"},
                "Options": {
                    "additionalProperties": False,
                    "patternProperties": {".{1,}": {"type": "string"}},
                    "type": "object",
                },
                "SecretOptions": {"items": {"$ref": "Secret"}, "type": "array"},
            },
            "type": "object",
        },
        "MetricConfiguration": {
            "additionalProperties": False,
            "properties": {
                "MetricNames": {
                    "items": {
                        "enum": ["CPUUtilization", "MemoryUtilization"],
                        "maxLength": 255,
                        "minLength": 1,
                        "type": "string",
                    },
                    "maxItems": 2,
                    "minItems": 1,
                    "type": "array",
                },
                "ResolutionSeconds": {"enum": [20, 60], "maximum": 60, "minimum": 20, "type": "integer"},
            },
            "required": ["MetricNames", "ResolutionSeconds"],
            "type": "object",
        },
        "MonitoringConfiguration": {
            "additionalProperties": False,
            "properties": {
                "MetricConfigurations": {
                    "items": {"$ref": "MetricConfiguration"},
                    "maxItems": 2,
                    "minItems": 1,
                    "type": "array",
                }
            },
            "required": ["MetricConfigurations"],
            "type": "object",
        },
        "NetworkConfiguration": {
            "additionalProperties": False,
            "properties": {"AwsvpcConfiguration": {"$ref": "AwsVpcConfiguration"}},
            "type": "object",
        },
        "PlacementConstraint": {
            "additionalProperties": False,
            "properties": {
                "Expression": {"type": "string"},
                "Type": {"enum": ["distinctInstance", "memberOf"], "type": "string"},
            },
            "required": ["Type"],
            "type": "object",
        },
        "PlacementStrategy": {
            "additionalProperties": False,
            "properties": {
                "Field": {"type": "string"},
                "Type": {"enum": ["binpack", "random", "spread"], "type": "string"},
            },
            "required": ["Type"],
            "type": "object",
        },
        "Secret": {
            "additionalProperties": False,
            "properties": {"Name": {"type": "string"}, "ValueFrom": {"type": "string"}},
            "required": ["Name", "ValueFrom"],
            "type": "object",
        },
        "ServiceConnectAccessLogConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Format": {"enum": ["TEXT", "JSON"], "type": "string"},
                "IncludeQueryParameters": {"enum": ["DISABLED", "ENABLED"], "type": "string"},
            },
            "required": ["Format"],
            "type": "object",
        },
        "ServiceConnectClientAlias": {
            "additionalProperties": False,
            "properties": {
                "DnsName": {"type": "string"},
                "Port": {"maximum": 65535, "minimum": 0, "type": "integer"},
                "TestTrafficRules": {"$ref": "ServiceConnectTestTrafficRules"},
            },
            "required": ["Port"],
            "type": "object",
        },
        "ServiceConnectConfiguration": {
            "additionalProperties": False,
            "properties": {
                "AccessLogConfiguration": {"$ref": "ServiceConnectAccessLogConfiguration"},
                "ContainerConfigurations": {
                    "items": {"$ref": "ServiceConnectContainerConfiguration"},
                    "maxItems": 10,
                    "minItems": 0,
                    "type": "array",
                },
                "Enabled": {"type": "boolean"},
                "LogConfiguration": {"$ref": "LogConfiguration"},
                "Namespace": {"type": "string"},
                "Services": {"items": {"$ref": "ServiceConnectService"}, "type": "array"},
            },
            "required": ["Enabled"],
            "type": "object",
        },
        "ServiceConnectContainerConfiguration": {
            "additionalProperties": False,
            "properties": {"LogLevel": {"enum": ["debug", "info"], "type": "string"}},
            "type": "object",
        },
        "ServiceConnectService": {
            "additionalProperties": False,
            "properties": {
                "ClientAliases": {"items": {"$ref": "ServiceConnectClientAlias"}, "type": "array"},
                "DiscoveryName": {"type": "string"},
                "IngressPortOverride": {"maximum": 65535, "minimum": 0, "type": "integer"},
                "PortName": {"type": "string"},
                "Timeout": {"$ref": "TimeoutConfiguration"},
                "Tls": {"$ref": "ServiceConnectTlsConfiguration"},
            },
            "required": ["PortName"],
            "type": "object",
        },
        "ServiceConnectTestTrafficRules": {
            "additionalProperties": False,
            "properties": {"Header": {"$ref": "ServiceConnectTestTrafficRulesHeader"}},
            "required": ["Header"],
            "type": "object",
        },
        "ServiceConnectTestTrafficRulesHeader": {
            "additionalProperties": False,
            "properties": {"Name": {"type": "string"}, "Value": {"$ref": "ServiceConnectTestTrafficRulesHeaderValue"}},
            "required": ["Name"],
            "type": "object",
        },
        "ServiceConnectTestTrafficRulesHeaderValue": {
            "additionalProperties": False,
            "properties": {"Exact": {"type": "string"}},
            "required": ["Exact"],
            "type": "object",
        },
        "ServiceConnectTlsCertificateAuthority": {
            "additionalProperties": False,
            "properties": {"AwsPcaAuthorityArn": {"type": "string"}},
            "type": "object",
        },
        "ServiceConnectTlsConfiguration": {
            "additionalProperties": False,
            "properties": {
                "IssuerCertificateAuthority": {"$ref": "ServiceConnectTlsCertificateAuthority"},
                "KmsKey": {"type": "string"},
                "RoleArn": {"type": "string"},
            },
            "required": ["IssuerCertificateAuthority"],
            "type": "object",
        },
        "ServiceManagedEBSVolumeConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Encrypted": {"type": "boolean"},
                "FilesystemType": {"enum": ["ext3", "ext4", "ntfs", "xfs"], "type": "string"},
                "Iops": {"type": "integer"},
                "KmsKeyId": {"type": "string"},
                "RoleArn": {"type": "string"},
                "SizeInGiB": {"type": "integer"},
                "SnapshotId": {"type": "string"},
                "TagSpecifications": {"items": {"$ref": "EBSTagSpecification"}, "type": "array"},
                "Throughput": {"type": "integer"},
                "VolumeInitializationRate": {"type": "integer"},
                "VolumeType": {"type": "string"},
            },
            "required": ["RoleArn"],
            "type": "object",
        },
        "ServiceRegistry": {
            "additionalProperties": False,
            "properties": {
                "ContainerName": {"type": "string"},
                "ContainerPort": {"type": "integer"},
                "Port": {"type": "integer"},
                "RegistryArn": {"type": "string"},
            },
            "type": "object",
        },
        "ServiceVolumeConfiguration": {
            "additionalProperties": False,
            "properties": {
                "ManagedEBSVolume": {"$ref": "ServiceManagedEBSVolumeConfiguration"},
                "Name": {"type": "string"},
            },
            "required": ["Name"],
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
        "ThresholdConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Type": {"enum": ["COUNT", "BOUNDED_PERCENT", "UNBOUNDED_PERCENT"], "type": "string"},
                "Value": {"type": "integer"},
            },
            "required": ["Type", "Value"],
            "type": "object",
        },
        "TimeoutConfiguration": {
            "additionalProperties": False,
            "properties": {
                "IdleTimeoutSeconds": {"maximum": 2147483647, "minimum": 0, "type": "integer"},
                "PerRequestTimeoutSeconds": {"maximum": 2147483647, "minimum": 0, "type": "integer"},
            },
            "type": "object",
        },
        "VpcLatticeAdvancedConfiguration": {
            "additionalProperties": False,
            "properties": {
                "AlternateTargetGroupArn": {"type": "string"},
                "ProductionListenerRule": {"type": "string"},
                "TestListenerRule": {"type": "string"},
            },
            "type": "object",
        },
        "VpcLatticeConfiguration": {
            "additionalProperties": False,
            "properties": {
                "AdvancedConfiguration": {"$ref": "VpcLatticeAdvancedConfiguration"},
                "PortName": {"type": "string"},
                "RoleArn": {"type": "string"},
                "TargetGroupArn": {"type": "string"},
            },
            "required": ["RoleArn", "TargetGroupArn", "PortName"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["ServiceArn", "Cluster"],
    "properties": {
        "AvailabilityZoneRebalancing": {"enum": ["ENABLED", "DISABLED"], "type": "string"},
        "CapacityProviderStrategy": {"items": {"$ref": "CapacityProviderStrategyItem"}, "type": "array"},
        "Cluster": {"type": "string"},
        "DeploymentConfiguration": {"$ref": "DeploymentConfiguration"},
        "DeploymentController": {"$ref": "DeploymentController"},
        "DesiredCount": {"type": "integer"},
        "EnableECSManagedTags": {"type": "boolean"},
        "EnableExecuteCommand": {"type": "boolean"},
        "ForceNewDeployment": {"$ref": "ForceNewDeployment"},
        "GatewayConnectors": {"items": {"$ref": "GatewayConnector"}, "maxItems": 1, "type": "array"},
        "HealthCheckGracePeriodSeconds": {"type": "integer"},
        "LaunchType": {"enum": ["EC2", "FARGATE", "EXTERNAL"], "type": "string"},
        "LoadBalancers": {"items": {"$ref": "LoadBalancer"}, "type": "array"},
        "Monitoring": {"$ref": "MonitoringConfiguration"},
        "Name": {"type": "string"},
        "NetworkConfiguration": {"$ref": "NetworkConfiguration"},
        "PlacementConstraints": {"items": {"$ref": "PlacementConstraint"}, "type": "array"},
        "PlacementStrategies": {"items": {"$ref": "PlacementStrategy"}, "type": "array"},
        "PlatformVersion": {"type": "string"},
        "PropagateTags": {"enum": ["SERVICE", "TASK_DEFINITION"], "type": "string"},
        "Role": {"type": "string"},
        "SchedulingStrategy": {"enum": ["DAEMON", "REPLICA"], "type": "string"},
        "ServiceArn": {"type": "string"},
        "ServiceConnectConfiguration": {"$ref": "ServiceConnectConfiguration"},
        "ServiceName": {"type": "string"},
        "ServiceRegistries": {"items": {"$ref": "ServiceRegistry"}, "type": "array"},
        "Tags": {"items": {"$ref": "Tag"}, "maxItems": 50, "minItems": 0, "type": "array"},
        "TaskDefinition": {"type": "string"},
        "VolumeConfigurations": {"items": {"$ref": "ServiceVolumeConfiguration"}, "type": "array"},
        "VpcLatticeConfigurations": {"items": {"$ref": "VpcLatticeConfiguration"}, "type": "array"},
    },
    "readOnlyProperties": ["Name", "ServiceArn"],
}
