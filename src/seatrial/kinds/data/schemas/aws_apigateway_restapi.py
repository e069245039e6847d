"""AWS::ApiGateway::RestApi, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [],
    "definitions": {
        "EndpointConfiguration": {
            "additionalProperties": False,
            "properties": {
                "IpAddressType": {"type": "string"},
                "Types": {"items": {"type": "string"}, "type": "array"},
                "VpcEndpointIds": {"items": {"type": "string"}, "type": "array"},
            },
            "type": "object",
        },
        "S3Location": {
            "additionalProperties": False,
            "properties": {
                "Bucket": {"type": "string"},
                "ETag": {"type": "string"},
                "Key": {"type": "string"},
                "Version": {"type": "string"},
            },
            "type": "object",
        },
        "Tag": {
            "additionalProperties": False,
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}},
            "required": ["Key", "Value"],
            "type": "object",
        },
    },
    "primaryIdentifier": ["RestApiId"],
    "properties": {
        "ApiKeySourceType": {"type": "string"},
        "BinaryMediaTypes": {"items": {"type": "string"}, "type": "array"},
        "Body": {"type": ["object", "string"]},
        "BodyS3Location": {"$ref": "S3Location"},
        "CloneFrom": {"type": "string"},
        "Description": {"type": "string"},
        "DisableExecuteApiEndpoint": {"type": "boolean"},
        "EndpointAccessMode": {"type": "string"},
        "EndpointConfiguration": {"$ref": "EndpointConfiguration"},
        "FailOnWarnings": {"type": "boolean"},
        "MinimumCompressionSize": {"type": "integer"},
        "Mode": {"type": "string"},
        "Name": {"type": "string"},
        "Parameters": {
            "additionalProperties": False,
            "patternProperties": {"[a-zA-Z0-9]+": {"type": "string"}},
            "type": ["object", "string"],
        },
        "Policy": {"type": ["object", "string"]},
        "RestApiId": {"type": "string"},
        "RootResourceId": {"type": "string"},
        "SecurityPolicy": {"type": "string"},
        "Tags": {"items": {"$ref": "Tag"}, "type": "array"},
        "Version": {"type": "string"},
    },
    "readOnlyProperties": ["RestApiId", "RootResourceId"],
}
