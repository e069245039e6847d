"""AWS::Lambda::EventSourceMapping, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "EventSourceArn",
        "SelfManagedEventSource",
        "StartingPosition",
        "StartingPositionTimestamp",
    ],
    "definitions": {
        "AmazonManagedKafkaEventSourceConfig": {
            "additionalProperties": False,
            "properties": {
                "ConsumerGroupId": {"$ref": "ConsumerGroupId"},
                "SchemaRegistryConfig": {"$ref": "SchemaRegistryConfig"},
            },
            "type": "object",
        },
        "ConsumerGroupId": {"maxLength": 200, "minLength": 1, "pattern": "[a-zA-Z0-9-\\/*:_+=.@-]*", "type": "string"},
        "ConsumptionMode": {"enum": ["Stream", "Queue"], "type": "string"},
        "DestinationConfig": {
            "additionalProperties": False,
            "properties": {"OnFailure": {"$ref": "OnFailure"}},
            "type": "object",
        },
        "DocumentDBEventSourceConfig": {
            "additionalProperties": False,
            "properties": {
                "CollectionName": {
                    "maxLength": 57,
                    "minLength": 1,
                    "pattern": "^(^(?!(system\\x2e)))(^[_a-zA-Z0-9])([^$]*)$",
                    "type": "string",
                },
                "DatabaseName": {"maxLength": 63, "minLength": 1, "pattern": "^[^ /\\.$\\x22]*$", "type": "string"},
                "FullDocument": {"enum": ["UpdateLookup", "Default"], "type": "string"},
            },
            "type": "object",
        },
        "Endpoints": {
            "additionalProperties": False,
            "properties": {
                "KafkaBootstrapServers": {
                    "items": {
                        "maxLength": 300,
                        "minLength": 1,
                        "pattern": "^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]*[A-Za-z0-9]):[0-9]{1,5}",
                        "type": "string",
                    },
                    "maxItems": 10,
                    "minItems": 1,
                    "type": "array",
                }
            },
            "type": "object",
        },
        "Filter": {
            "additionalProperties": False,
            "properties": {"Pattern": {"maxLength": 4096, "minLength": 0, "pattern": ".*", "type": "string"}},
            "type": "object",
        },
        "FilterCriteria": {
            "additionalProperties": False,
            "properties": {"Filters": {"items": {"$ref": "Filter"}, "maxItems": 20, "minItems": 1, "type": "array"}},
            "type": "object",
        },
        "LoggingConfig": {
            "additionalProperties": False,
            "properties": {"SystemLogLevel": {"enum": ["DEBUG", "INFO", "WARN"], "type": "string"}},
            "type": "object",
        },
        "MaximumConcurrency": {"maximum": 1000, "minimum": 2, "type": "integer"},
        "MetricsConfig": {
            "additionalProperties": False,
            "properties": {
                "Metrics": {
                    "items": {"enum": ["EventCount", "ErrorCount", "KafkaMetrics"], "type": "string"},
                    "maxItems": 3,
                    "minItems": 0,
                    "type": "array",
                }
            },
            "type": "object",
        },
        "OnFailure": {
            "additionalProperties": False,
            "properties": {
                "Destination": {
                    "maxLength": 1024,
                    "minLength": 12,
                    "pattern": "^$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
                    "type": "string",
                }
            },
            "type": "object",
        },
        "ProvisionedPollerConfig": {
            "additionalProperties": False,
            "properties": {
                "MaximumPollers": {"maximum": 10000, "minimum": 1, "type": "integer"},
                "MinimumPollers": {"maximum": 200, "minimum": 1, "type": "integer"},
                "PollerGroupName": {"maxLength": 128, "minLength": 0, "pattern": "^[a-zA-Z0-9-_]*$", "type": "string"},
            },
            "type": "object",
        },
        "ScalingConfig": {
            "additionalProperties": False,
            "properties": {"MaximumConcurrency": {"$ref": "MaximumConcurrency"}},
            "type": "object",
        },
        "SchemaRegistryAccessConfig": {
            "additionalProperties": False,
            "properties": {
                "Type": {
                    "enum": [
                        "BASIC_AUTH",
                        "CLIENT_CERTIFICATE_TLS_AUTH",
                        "SERVER_ROOT_CA_CERTIFICATE",
                        "OAUTHBEARER_AUTH",
                    ],
                    "type": "string",
                },
                "URI": {
                    "maxLength": 10000,
                    "minLength": 1,
                    "pattern": "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
                    "type": "string",
                },
            },
            "type": "object",
        },
        "SchemaRegistryConfig": {
            "additionalProperties": False,
            "properties": {
                "AccessConfigs": {"items": {"$ref": "SchemaRegistryAccessConfig"}, "maxItems": 2, "type": "array"},
                "EventRecordFormat": {"enum": ["JSON", "SOURCE"], "type": "string"},
                "SchemaRegistryURI": {
                    "maxLength": 10000,
                    "minLength": 1,
                    "pattern": "[a-zA-Z0-9-/*:_+=.@-]*",
                    "type": "string",
                },
                "SchemaValidationConfigs": {
                    "items": {"$ref": "SchemaValidationConfig"},
                    "maxItems": 2,
                    "minItems": 1,
                    "type": "array",
                },
            },
            "type": "object",
        },
        "SchemaValidationConfig": {
            "additionalProperties": False,
            "properties": {"Attribute": {"enum": ["KEY", "VALUE"], "type": "string"}},
            "type": "object",
        },
        "SelfManagedEventSource": {
            "additionalProperties": False,
            "properties": {"Endpoints": {"$ref": "Endpoints"}},
            "type": "object",
        },
        "SelfManagedKafkaEventSourceConfig": {
            "additionalProperties": False,
            "properties": {
                "ConsumerGroupId": {"$ref": "ConsumerGroupId"},
                "ConsumptionMode": {"$ref": "ConsumptionMode"},
                "SchemaRegistryConfig": {"$ref": "SchemaRegistryConfig"},
            },
            "type": "object",
        },
        "SourceAccessConfiguration": {
            "additionalProperties": False,
            "properties": {
                "Type": {
                    "enum": [
                        "BASIC_AUTH",
                        "VPC_SUBNET",
                        "VPC_SECURITY_GROUP",
                        "SASL_SCRAM_512_AUTH",
                        "SASL_SCRAM_256_AUTH",
                        "VIRTUAL_HOST",
                        "CLIENT_CERTIFICATE_TLS_AUTH",
                        "SERVER_ROOT_CA_CERTIFICATE",
                        "OAUTHBEARER_AUTH",
                        "OAUTHBEARER_SCOPE",
                        "OAUTHBEARER_AUDIENCE",
                        "OAUTHBEARER_LOGICAL_CLUSTER",
                        "OAUTHBEARER_IDENTITY_POOL",
                        "IAM_AUTH",
                        "IAM_OAUTHBEARER_AUTH",
                    ],
                    "type": "string",
                },
                "URI": {"maxLength": 200, "minLength": 1, "pattern": "[a-zA-Z0-9-\\/*:_+=.@-]*", "type": "string"},
            },
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {
                "Key": {"maxLength": 128, "minLength": 1, "type": "string"},
                "Value": {"maxLength": 256, "minLength": 0, "type": "string"},
            },
            "required": ["Key"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["Id"],
    "properties": {
        "AmazonManagedKafkaEventSourceConfig": {"$ref": "AmazonManagedKafkaEventSourceConfig"},
        "BatchSize": {"maximum": 10000, "minimum": 1, "type": "integer"},
        "BisectBatchOnFunctionError": {"type": "boolean"},
        "DestinationConfig": {"$ref": "DestinationConfig"},
        "DocumentDBEventSourceConfig": {"$ref": "DocumentDBEventSourceConfig"},
        "Enabled": {"type": "boolean"},
        "EventSourceArn": {
            "maxLength": 1024,
            "minLength": 12,
            "pattern": "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
            "type": "string",
        },
        "EventSourceMappingArn": {
            "maxLength": 120,
            "minLength": 85,
            "pattern": "arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
            "type": "string",
        },
        "FilterCriteria": {"$ref": "FilterCriteria"},
        "FunctionName": {
            "maxLength": 140,
            "minLength": 1,
            "pattern": "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?",
            "type": "string",
        },
        "FunctionResponseTypes": {
            "items": {"enum": ["ReportBatchItemFailures"], "type": "string"},
            "maxItems": 1,
            "maxLength": 1,
            "minItems": 0,
            "minLength": 0,
            "type": "array",
        },
        "Id": {
            "maxLength": 36,
            "minLength": 36,
            "pattern": "[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}",
            "type": "string",
        },
        "KmsKeyArn": {
            "maxLength": 2048,
            "minLength": 12,
            "pattern": "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
            "type": "string",
        },
        "LoggingConfig": {"$ref": "LoggingConfig"},
        "MaximumBatchingWindowInSeconds": {"maximum": 300, "minimum": 0, "type": "integer"},
        "MaximumRecordAgeInSeconds": {"maximum": 604800, "minimum": -1, "type": "integer"},
        "MaximumRetryAttempts": {"maximum": 10000, "minimum": -1, "type": "integer"},
        "MetricsConfig": {"$ref": "MetricsConfig"},
        "ParallelizationFactor": {"maximum": 10, "minimum": 1, "type": "integer"},
        "ProvisionedPollerConfig": {"$ref": "ProvisionedPollerConfig"},
        "Queues": {
            "items": {"maxLength": 1000, "minLength": 1, "pattern": "[\\s\\S]*", "type": "string"},
            "maxItems": 1,
            "minItems": 1,
            "type": "array",
        },
        "ScalingConfig": {"$ref": "ScalingConfig"},
        "SelfManagedEventSource": {"$ref": "SelfManagedEventSource"},
        "SelfManagedKafkaEventSourceConfig": {"$ref": "SelfManagedKafkaEventSourceConfig"},
        "SourceAccessConfigurations": {
            "items": {"$ref": "SourceAccessConfiguration"},
            "maxItems": 29,
            "minItems": 1,
            "type": "array",
        },
        "StartingPosition": {
            "maxLength": 12,
            "minLength": 6,
            "pattern": "(LATEST|TRIM_HORIZON|AT_TIMESTAMP)+",
            "type": "string",
        },
        "StartingPositionTimestamp": {"type": "number"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "Topics": {
            "items": {"maxLength": 249, "minLength": 1, "pattern": "^[^.]([a-zA-Z0-9\\-_.]+)", "type": "string"},
            "maxItems": 1,
            "minItems": 1,
            "type": "array",
        },
        "TumblingWindowInSeconds": {"maximum": 900, "minimum": 0, "type": "integer"},
    },
    "readOnlyProperties": ["EventSourceMappingArn", "Id"],
    "required": ["FunctionName"],
}
