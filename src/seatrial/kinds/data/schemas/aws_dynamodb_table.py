"""AWS::DynamoDB::Table, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": ["KeySchema"],
    "createOnlyProperties": ["ImportSourceSpecification", "TableName"],
    "definitions": {
        "AttributeDefinition": {
            "additionalProperties": False,
            "properties": {
                "AttributeName": {"maxLength": 255, "minLength": 1, "type": "string"},
                "AttributeType": {"enum": ["B", "N", "S"], "type": "string"},
            },
            "required": ["AttributeName", "AttributeType"],
            "type": "object",
        },
        "ContributorInsightsSpecification": {
            "additionalProperties": False,
            "properties": {
                "Enabled": {"type": "boolean"},
                "Mode": {"enum": ["ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"], "type": "string"},
            },
            "required": ["Enabled"],
            "type": "object",
        },
        "Csv": {
            "additionalProperties": False,
            "properties": {
                "Delimiter": {"type": "string"},
                "HeaderList": {"items": {"type": "string"}, "type": "array"},
            },
            "type": "object",
        },
        "GlobalSecondaryIndex": {
            "additionalProperties": False,
            "properties": {
                "ContributorInsightsSpecification": {"$ref": "ContributorInsightsSpecification"},
                "IndexName": {"maxLength": 255, "minLength": 3, "pattern": "^[a-zA-Z0-9_.-]+$", "type": "string"},
                "KeySchema": {
                    "items": {
                        "additionalProperties": False,
                        "properties": {"AttributeName": {"type": "string"}, "KeyType": {"type": "string"}},
                        "required": ["KeyType", "AttributeName"],
                        "type": "object",
                    },
                    "minItems": 1,
                    "type": "array",
                },
                "OnDemandThroughput": {"$ref": "OnDemandThroughput"},
                "Projection": {"$ref": "Projection"},
                "ProvisionedThroughput": {"$ref": "ProvisionedThroughput"},
                "WarmThroughput": {"$ref": "WarmThroughput"},
            },
            "required": ["IndexName", "Projection", "KeySchema"],
            "type": "object",
        },
        "ImportSourceSpecification": {
            "additionalProperties": False,
            "properties": {
                "InputCompressionType": {"type": "string"},
                "InputFormat": {"type": "string"},
                "InputFormatOptions": {"$ref": "InputFormatOptions"},
                "S3BucketSource": {"$ref": "S3BucketSource"},
            },
            "required": ["S3BucketSource", "InputFormat"],
            "type": "object",
        },
        "InputFormatOptions": {"additionalProperties": False, "properties": {"Csv": {"$ref": "Csv"}}, "type": "object"},
        "KeySchema": {
            "items": {
                "additionalProperties": False,
                "properties": {"AttributeName": {"type": "string"}, "KeyType": {"type": "string"}},
                "required": ["KeyType", "AttributeName"],
                "type": "object",
            },
            "properties": {"AttributeName": {"maxLength": 255, "minLength": 1}, "KeyType": {"enum": ["HASH", "RANGE"]}},
            "type": "array",
        },
        "KinesisStreamSpecification": {
            "additionalProperties": False,
            "properties": {
                "ApproximateCreationDateTimePrecision": {"enum": ["MICROSECOND", "MILLISECOND"], "type": "string"},
                "StreamArn": {"type": "string"},
            },
            "required": ["StreamArn"],
            "type": "object",
        },
        "LocalSecondaryIndex": {
            "additionalProperties": False,
            "properties": {
                "IndexName": {"maxLength": 255, "minLength": 3, "pattern": "^[a-zA-Z0-9_.-]+$", "type": "string"},
                "KeySchema": {"$ref": "KeySchema", "maxItems": 2, "minItems": 2},
                "Projection": {"$ref": "Projection"},
            },
            "required": ["IndexName", "Projection", "KeySchema"],
            "type": "object",
        },
        "OnDemandThroughput": {
            "additionalProperties": False,
            "properties": {
                "MaxReadRequestUnits": {"minimum": 1, "type": "integer"},
                "MaxWriteRequestUnits": {"minimum": 1, "type": "integer"},
            },
            "type": "object",
        },
        "PointInTimeRecoverySpecification": {
            "additionalProperties": False,
            "properties": {
                "PointInTimeRecoveryEnabled": {"type": "boolean"},
                "RecoveryPeriodInDays": {"maximum": 35, "minimum": 1, "type": "integer"},
            },
            "type": "object",
        },
        "Projection": {
            "additionalProperties": False,
            "properties": {
                "NonKeyAttributes": {
                    "items": {"maxLength": 255, "minLength": 1, "type": "string"},
                    "minItems": 0,
                    "type": "array",
                },
                "ProjectionType": {"enum": ["ALL", "INCLUDE", "KEYS_ONLY"], "type": "string"},
            },
            "type": "object",
        },
        "ProvisionedThroughput": {
            "additionalProperties": False,
            "properties": {
                "ReadCapacityUnits": {"minimum": 0, "type": "integer"},
                "WriteCapacityUnits": {"minimum": 0, "type": "integer"},
            },
            "required": ["WriteCapacityUnits", "ReadCapacityUnits"],
            "type": "object",
        },
        "ResourcePolicy": {
            "additionalProperties": False,
            "properties": {"PolicyDocument": {"type": ["object", "string"]}},
            "required": ["PolicyDocument"],
            "type": "object",
        },
        "S3BucketSource": {
            "additionalProperties": False,
            "properties": {
                "S3Bucket": {"type": "string"},
                "S3BucketOwner": {"type": "string"},
                "S3KeyPrefix": {"type": "string"},
            },
            "required": ["S3Bucket"],
            "type": "object",
        },
        "SSESpecification": {
            "additionalProperties": False,
            "properties": {
                "KMSMasterKeyId": {"type": "string"},
                "SSEEnabled": {"type": "boolean"},
                "SSEType": {"enum": ["KMS"], "type": "string"},
            },
            "required": ["SSEEnabled"],
            "type": "object",
        },
        "SearchSchemaElement": {
            "additionalProperties": False,
            "properties": {
                "AttributeName": {"maxLength": 65535, "minLength": 0, "type": "string"},
                "SearchSchemaElementType": {"enum": ["HASH", "INLINE_FILTER"], "type": "string"},
            },
            "required": ["AttributeName", "SearchSchemaElementType"],
            "type": "object",
        },
        "StreamSpecification": {
            "additionalProperties": False,
            "properties": {
                "ResourcePolicy": {"$ref": "ResourcePolicy"},
                "StreamViewType": {
                    "enum": ["KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE"],
                    "type": "string",
                },
                "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
            },
            "required": ["StreamViewType"],
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
        "TimeToLiveSpecification": {
            "additionalProperties": False,
            "properties": {"AttributeName": {"type": "string"}, "Enabled": {"type": "boolean"}},
            "required": ["Enabled"],
            "type": "object",
        },
        "VectorAttribute": {
            "additionalProperties": False,
            "properties": {"AttributeName": {"maxLength": 255, "minLength": 1, "type": "string"}},
            "required": ["AttributeName"],
            "type": "object",
        },
        "VectorIndex": {
            "additionalProperties": False,
            "properties": {
                "Dimensions": {"maximum": 4096, "minimum": 1, "type": "integer"},
                "DistanceFunction": {"enum": ["COSINE", "DOT_PRODUCT", "EUCLIDEAN"], "type": "string"},
                "IndexName": {"maxLength": 255, "minLength": 3, "pattern": "^[a-zA-Z0-9_.-]+$", "type": "string"},
                "Projection": {"$ref": "Projection"},
                "SearchSchema": {"items": {"$ref": "SearchSchemaElement"}, "minItems": 1, "type": "array"},
                "VectorAttribute": {"$ref": "VectorAttribute"},
            },
            "required": ["IndexName", "VectorAttribute", "Projection", "Dimensions", "DistanceFunction"],
            "type": "object",
        },
        "WarmThroughput": {
            "additionalProperties": False,
            "properties": {
                "ReadUnitsPerSecond": {"minimum": 1, "type": "integer"},
                "WriteUnitsPerSecond": {"minimum": 1, "type": "integer"},
            },
            "type": "object",
        },
    },
    "primaryIdentifier": ["TableName"],
    "properties": {
        "Arn": {"type": "string"},
        "AttributeDefinitions": {"items": {"$ref": "AttributeDefinition"}, "type": "array"},
        "BillingMode": {"enum": ["PAY_PER_REQUEST", "PROVISIONED"], "type": "string"},
        "ContributorInsightsSpecification": {"$ref": "ContributorInsightsSpecification"},
        "DeletionProtectionEnabled": {"type": "boolean"},
        "GlobalSecondaryIndexes": {"items": {"$ref": "GlobalSecondaryIndex"}, "type": "array"},
        "ImportSourceSpecification": {"$ref": "ImportSourceSpecification"},
        "KeySchema": {"minItems": 1, "open": True},
        "KinesisStreamSpecification": {"$ref": "KinesisStreamSpecification"},
        "LocalSecondaryIndexes": {"items": {"$ref": "LocalSecondaryIndex"}, "type": "array"},
        "OnDemandThroughput": {"$ref": "OnDemandThroughput"},
        "PointInTimeRecoverySpecification": {"$ref": "PointInTimeRecoverySpecification"},
        "ProvisionedThroughput": {"$ref": "ProvisionedThroughput"},
        "ResourcePolicy": {"$ref": "ResourcePolicy"},
        "SSESpecification": {"$ref": "SSESpecification"},
        "StreamArn": {"type": "string"},
        "StreamSpecification": {"$ref": "StreamSpecification"},
        "TableClass": {"enum": ["STANDARD", "STANDARD_INFREQUENT_ACCESS"], "type": "string"},
        "TableName": {"maxLength": 1024, "minLength": 1, "type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "TimeToLiveSpecification": {"$ref": "TimeToLiveSpecification"},
        "VectorIndexes": {"items": {"$ref": "VectorIndex"}, "minItems": 1, "type": "array"},
        "WarmThroughput": {"$ref": "WarmThroughput"},
    },
    "readOnlyProperties": ["Arn", "StreamArn"],
    "required": ["KeySchema"],
}
