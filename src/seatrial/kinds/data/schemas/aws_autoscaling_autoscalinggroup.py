"""AWS::AutoScaling::AutoScalingGroup, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [
        "LaunchConfigurationName",
        "LaunchTemplate",
        "MixedInstancesPolicy",
        "VPCZoneIdentifier",
    ],
    "createOnlyProperties": ["AutoScalingGroupName", "InstanceId"],
    "definitions": {
        "AcceleratorCountRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "integer"}, "Min": {"minimum": 0, "type": "integer"}},
            "type": "object",
        },
        "AcceleratorTotalMemoryMiBRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "integer"}, "Min": {"minimum": 0, "type": "integer"}},
            "type": "object",
        },
        "AvailabilityZoneDistribution": {
            "additionalProperties": False,
            "properties": {
                "CapacityDistributionStrategy": {
                    "enum": ["balanced-best-effort", "balanced-only", "reservations-then-balanced"],
                    "type": "string",
                }
            },
            "type": "object",
        },
        "AvailabilityZoneImpairmentPolicy": {
            "additionalProperties": False,
            "properties": {
                "ImpairedZoneHealthCheckBehavior": {"enum": ["IgnoreUnhealthy", "ReplaceUnhealthy"], "type": "string"},
                "ZonalShiftEnabled": {"type": "boolean"},
            },
            "required": ["ImpairedZoneHealthCheckBehavior", "ZonalShiftEnabled"],
            "type": "object",
        },
        "BaselineEbsBandwidthMbpsRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "integer"}, "Min": {"minimum": 0, "type": "integer"}},
            "type": "object",
        },
        "BaselinePerformanceFactorsRequest": {
            "additionalProperties": False,
            "properties": {"Cpu": {"$ref": "CpuPerformanceFactorRequest"}},
            "type": "object",
        },
        "CapacityReservationIds": {
            "items": {"maxLength": 255, "minLength": 1, "pattern": "^[A-Za-z0-9\\-_\\/]+$", "type": "string"},
            "type": "array",
        },
        "CapacityReservationResourceGroupArns": {
            "items": {"maxLength": 1600, "minLength": 1, "type": "string"},
            "type": "array",
        },
        "CapacityReservationSpecification": {
            "additionalProperties": False,
            "properties": {
                "CapacityReservationPreference": {
                    "enum": ["capacity-reservations-first", "capacity-reservations-only", "default", "none"],
                    "type": "string",
                },
                "CapacityReservationTarget": {"$ref": "CapacityReservationTarget"},
            },
            "required": ["CapacityReservationPreference"],
            "type": "object",
        },
        "CapacityReservationTarget": {
            "additionalProperties": False,
            "properties": {
                "CapacityReservationIds": {"$ref": "CapacityReservationIds"},
                "CapacityReservationResourceGroupArns": {"$ref": "CapacityReservationResourceGroupArns"},
            },
            "type": "object",
        },
        "CpuPerformanceFactorRequest": {
            "additionalProperties": False,
            "properties": {"References": {"$ref": "PerformanceFactorReferenceSetRequest"}},
            "type": "object",
        },
        "DistributionSegment": {
            "additionalProperties": False,
            "properties": {
                "TargetCapacityTypes": {
                    "items": {
                        "enum": [
                            "on-demand-capacity-reservation",
                            "capacity-block",
                            "interruptible-capacity-reservation",
                            "on-demand",
                        ],
                        "type": "string",
                    },
                    "minItems": 1,
                    "type": "array",
                }
            },
            "required": ["TargetCapacityTypes"],
            "type": "object",
        },
        "InstanceLifecyclePolicy": {
            "additionalProperties": False,
            "properties": {"RetentionTriggers": {"$ref": "RetentionTriggers"}},
            "type": "object",
        },
        "InstanceMaintenancePolicy": {
            "additionalProperties": False,
            "properties": {
                "MaxHealthyPercentage": {"maximum": 200, "minimum": -1, "type": "integer"},
                "MinHealthyPercentage": {"maximum": 100, "minimum": -1, "type": "integer"},
            },
            "type": "object",
        },
        "InstanceRequirements": {
            "additionalProperties": False,
            "properties": {
                "AcceleratorCount": {"$ref": "AcceleratorCountRequest"},
                "AcceleratorManufacturers": {
                    "items": {"enum": ["amazon-web-services", "amd", "nvidia", "xilinx"], "type": "string"},
                    "type": "array",
                },
                "AcceleratorNames": {
                    "items": {
                        "enum": ["a100", "k80", "m60", "radeon-pro-v520", "t4", "v100", "vu9p"],
                        "type": "string",
                    },
                    "type": "array",
                },
                "AcceleratorTotalMemoryMiB": {"$ref": "AcceleratorTotalMemoryMiBRequest"},
                "AcceleratorTypes": {
                    "items": {"enum": ["fpga", "gpu", "inference"], "type": "string"},
                    "type": "array",
                },
                "AllowedInstanceTypes": {
                    "items": {"maxLength": 30, "minLength": 1, "pattern": "^[a-zA-Z0-9\\.\\*\\-]+$", "type": "string"},
                    "maxItems": 400,
                    "minItems": 0,
                    "type": "array",
                },
                "BareMetal": {"enum": ["excluded", "included", "required"], "type": "string"},
                "BaselineEbsBandwidthMbps": {"$ref": "BaselineEbsBandwidthMbpsRequest"},
                "BaselinePerformanceFactors": {"$ref": "BaselinePerformanceFactorsRequest"},
                "BurstablePerformance": {"enum": ["excluded", "included", "required"], "type": "string"},
                "CpuManufacturers": {
                    "items": {"enum": ["amazon-web-services", "amd", "apple", "intel"], "type": "string"},
                    "type": "array",
                },
                "ExcludedInstanceTypes": {
                    "items": {"maxLength": 30, "minLength": 1, "pattern": "^[a-zA-Z0-9\\.\\*\\-]+$", "type": "string"},
                    "maxItems": 400,
                    "minItems": 0,
                    "type": "array",
                },
                "InstanceGenerations": {"items": {"enum": ["current", "previous"], "type": "string"}, "type": "array"},
                "LocalStorage": {"enum": ["excluded", "included", "required"], "type": "string"},
                "LocalStorageTypes": {"items": {"enum": ["hdd", "ssd"], "type": "string"}, "type": "array"},
                "MaxSpotPriceAsPercentageOfOptimalOnDemandPrice": {"minimum": 0, "type": "integer"},
                "MemoryGiBPerVCpu": {"$ref": "MemoryGiBPerVCpuRequest"},
                "MemoryMiB": {"$ref": "MemoryMiBRequest"},
                "NetworkBandwidthGbps": {"$ref": "NetworkBandwidthGbpsRequest"},
                "NetworkInterfaceCount": {"$ref": "NetworkInterfaceCountRequest"},
                "OnDemandMaxPricePercentageOverLowestPrice": {"minimum": 0, "type": "integer"},
                "RequireHibernateSupport": {"type": "boolean"},
                "SpotMaxPricePercentageOverLowestPrice": {"minimum": 0, "type": "integer"},
                "TotalLocalStorageGB": {"$ref": "TotalLocalStorageGBRequest"},
                "VCpuCount": {"$ref": "VCpuCountRequest"},
            },
            "required": ["MemoryMiB", "VCpuCount"],
            "type": "object",
        },
        "InstancesDistribution": {
            "additionalProperties": False,
            "properties": {
                "DistributionSegments": {
                    "items": {"$ref": "DistributionSegment"},
                    "maxItems": 1,
                    "minItems": 1,
                    "type": "array",
                },
                "OnDemandAllocationStrategy": {"type": "string"},
                "OnDemandBaseCapacity": {"type": "integer"},
                "OnDemandPercentageAboveBaseCapacity": {"type": "integer"},
                "SpotAllocationStrategy": {"type": "string"},
                "SpotInstancePools": {"type": "integer"},
                "SpotMaxPrice": {"maxLength": 255, "minLength": 0, "type": "string"},
            },
            "type": "object",
        },
        "LaunchTemplate": {
            "additionalProperties": False,
            "properties": {
                "LaunchTemplateSpecification": {"$ref": "LaunchTemplateSpecification"},
                "Overrides": {"items": {"$ref": "LaunchTemplateOverrides"}, "type": "array"},
            },
            "required": ["LaunchTemplateSpecification"],
            "type": "object",
        },
        "LaunchTemplateOverrides": {
            "additionalProperties": False,
            "properties": {
                "ImageId": {"maxLength": 21, "minLength": 5, "pattern": "^ami-[a-z0-9]{1,17}$", "type": "string"},
                "InstanceRequirements": {"$ref": "InstanceRequirements"},
                "InstanceType": {"maxLength": 255, "minLength": 1, "type": "string"},
                "LaunchTemplateSpecification": {"$ref": "LaunchTemplateSpecification"},
                "WeightedCapacity": {"maxLength": 32, "minLength": 1, "type": "string"},
            },
            "type": "object",
        },
        "LaunchTemplateSpecification": {
            "additionalProperties": False,
            "properties": {
                "LaunchTemplateId": {"maxLength": 255, "minLength": 1, "type": "string"},
                "LaunchTemplateName": {
                    "maxLength": 128,
                    "minLength": 3,
                    "pattern": "^[a-zA-Z0-9\\(\\)\\.\\-/_]+$",
                    "type": "string",
                },
                "Version": {"maxLength": 255, "minLength": 1, "type": "string"},
            },
            "required": ["Version"],
            "type": "object",
        },
        "LifecycleHookSpecification": {
            "additionalProperties": False,
            "properties": {
                "DefaultResult": {"type": "string"},
                "HeartbeatTimeout": {"type": "integer"},
                "LifecycleHookName": {
                    "maxLength": 255,
                    "minLength": 1,
                    "pattern": "^[A-Za-z0-9\\-_\\/]+$",
                    "type": "string",
                },
                "LifecycleTransition": {"type": "string"},
                "NotificationMetadata": {
                    "maxLength": 4000,
                    "minLength": 1,
                    "pattern": "^[\\u0009\\u000A\\u000D\\u0020-\\u007e]+$",
                    "type": "string",
                },
                "NotificationTargetARN": {"maxLength": 255, "minLength": 0, "type": "string"},
                "RoleARN": {"maxLength": 255, "minLength": 1, "type": "string"},
            },
            "required": ["LifecycleHookName", "LifecycleTransition"],
            "type": "object",
        },
        "MemoryGiBPerVCpuRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "number"}, "Min": {"minimum": 0, "type": "number"}},
            "type": "object",
        },
        "MemoryMiBRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "integer"}, "Min": {"minimum": 0, "type": "integer"}},
            "type": "object",
        },
        "MetricsCollection": {
            "additionalProperties": False,
            "properties": {
                "Granularity": {"type": "string"},
                "Metrics": {"items": {"type": "string"}, "type": "array"},
            },
            "required": ["Granularity"],
            "type": "object",
        },
        "MixedInstancesPolicy": {
            "additionalProperties": False,
            "properties": {
                "InstancesDistribution": {"$ref": "InstancesDistribution"},
                "LaunchTemplate": {"$ref": "LaunchTemplate"},
            },
            "required": ["LaunchTemplate"],
            "type": "object",
        },
        "NetworkBandwidthGbpsRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "number"}, "Min": {"minimum": 0, "type": "number"}},
            "type": "object",
        },
        "NetworkInterfaceCountRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "integer"}, "Min": {"minimum": 0, "type": "integer"}},
            "type": "object",
        },
        "NotificationConfiguration": {
            "additionalProperties": False,
            "properties": {
                "NotificationTypes": {"items": {"type": "string"}, "type": "array"},
                "TopicARN": {"items": {"type": "string"}, "type": ["string", "array"]},
            },
            "required": ["TopicARN"],
            "type": "object",
        },
        "PerformanceFactorReferenceRequest": {
            "additionalProperties": False,
            "properties": {"InstanceFamily": {"type": "string"}},
            "type": "object",
        },
        "PerformanceFactorReferenceSetRequest": {
            "items": {"$ref": "PerformanceFactorReferenceRequest"},
            "type": "array",
        },
        "RetentionTriggers": {
            "additionalProperties": False,
            "properties": {"TerminateHookAbandon": {"enum": ["retain", "terminate"], "type": "string"}},
            "type": "object",
        },
        "TagProperty": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "PropagateAtLaunch": {"type": "boolean"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Value", "Key", "PropagateAtLaunch"],
            "type": "object",
        },
        "TotalLocalStorageGBRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "number"}, "Min": {"minimum": 0, "type": "number"}},
            "type": "object",
        },
        "TrafficSourceIdentifier": {
            "additionalProperties": False,
            "properties": {
                "Identifier": {"maxLength": 511, "minLength": 1, "type": "string"},
                "Type": {"maxLength": 511, "minLength": 1, "type": "string"},
            },
            "required": ["Identifier", "Type"],
            "type": "object",
        },
        "VCpuCountRequest": {
            "additionalProperties": False,
            "properties": {"Max": {"minimum": 0, "type": "integer"}, "Min": {"minimum": 0, "type": "integer"}},
            "type": "object",
        },
    },
    "primaryIdentifier": ["AutoScalingGroupName"],
    "properties": {
        "AutoScalingGroupARN": {"type": "string"},
        "AutoScalingGroupName": {"maxLength": 255, "minLength": 1, "type": "string"},
        "AvailabilityZoneDistribution": {"$ref": "AvailabilityZoneDistribution"},
        "AvailabilityZoneIds": {"items": {"maxLength": 255, "minLength": 1, "type": "string"}, "type": "array"},
        "AvailabilityZoneImpairmentPolicy": {"$ref": "AvailabilityZoneImpairmentPolicy"},
        "AvailabilityZones": {"items": {"maxLength": 255, "minLength": 1, "type": "string"}, "type": "array"},
        "CapacityRebalance": {"type": "boolean"},
        "CapacityReservationSpecification": {"$ref": "CapacityReservationSpecification"},
        "Context": {"type": "string"},
        "Cooldown": {"type": "string"},
        "DefaultInstanceWarmup": {"type": "integer"},
        "DeletionProtection": {"enum": ["none", "prevent-all-deletion", "prevent-force-deletion"], "type": "string"},
        "DesiredCapacity": {"pattern": "^[0-9]+$", "type": "string"},
        "DesiredCapacityType": {"maxLength": 255, "minLength": 1, "type": "string"},
        "HealthCheckGracePeriod": {"type": "integer"},
        "HealthCheckType": {
            "maxLength": 32,
            "minLength": 1,
            "pattern": "^(EBS|EC2|ELB|VPC_LATTICE)(,(EBS|EC2|ELB|VPC_LATTICE))*,?$",
            "type": "string",
        },
        "InstanceId": {"maxLength": 19, "minLength": 1, "type": "string"},
        "InstanceLifecyclePolicy": {"$ref": "InstanceLifecyclePolicy"},
        "InstanceMaintenancePolicy": {"$ref": "InstanceMaintenancePolicy"},
        "LaunchConfigurationName": {"maxLength": 255, "minLength": 1, "type": "string"},
        "LaunchTemplate": {"$ref": "LaunchTemplateSpecification"},
        "LifecycleHookSpecificationList": {"items": {"$ref": "LifecycleHookSpecification"}, "type": "array"},
        "LoadBalancerNames": {"items": {"maxLength": 255, "minLength": 1, "type": "string"}, "type": "array"},
        "MaxInstanceLifetime": {"type": "integer"},
        "MaxSize": {"pattern": "^[0-9]+$", "type": "string"},
        "MetricsCollection": {"items": {"$ref": "MetricsCollection"}, "type": "array"},
        "MinSize": {"pattern": "^[0-9]+$", "type": "string"},
        "MixedInstancesPolicy": {"$ref": "MixedInstancesPolicy"},
        "NewInstancesProtectedFromScaleIn": {"type": "boolean"},
        "NotificationConfiguration": {"$ref": "NotificationConfiguration"},
        "NotificationConfigurations": {"items": {"$ref": "NotificationConfiguration"}, "type": "array"},
        "PlacementGroup": {"maxLength": 255, "minLength": 1, "type": "string"},
        "ServiceLinkedRoleARN": {"maxLength": 1600, "minLength": 1, "type": "string"},
        "SkipZonalShiftValidation": {"type": "boolean"},
        "Tags": {"items": {"$ref": "TagProperty"}, "type": "array"},
        "TargetGroupARNs": {"items": {"maxLength": 511, "minLength": 1, "type": "string"}, "type": "array"},
        "TerminationPolicies": {"items": {"maxLength": 1600, "minLength": 1, "type": "string"}, "type": "array"},
        "TrafficSources": {"items": {"$ref": "TrafficSourceIdentifier"}, "type": "array"},
        "VPCZoneIdentifier": {"items": {"type": "string"}, "maxLength": 5000, "minLength": 1, "type": "array"},
    },
    "readOnlyProperties": ["AutoScalingGroupARN"],
    "required": ["MinSize", "MaxSize"],
}
