"""AWS::Lambda::Permission, trimmed from https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip, as patched by cfn-lint 1.58.0 (read 2026-11-23)."""

from typing import Any

SCHEMA: dict[str, Any] = {
    "additionalProperties": False,
    "conditionalCreateOnlyProperties": [],
    "createOnlyProperties": [
        "Action",
        "EventSourceToken",
        "FunctionName",
        "FunctionUrlAuthType",
        "InvokedViaFunctionUrl",
        "Principal",
        "PrincipalOrgID",
        "SourceAccount",
        "SourceArn",
    ],
    "definitions": {},
    "primaryIdentifier": ["FunctionName", "Id"],
    "properties": {
        "Action": {
            "maxLength": 256,
            "minLength": 1,
            "pattern": "^(lambda:[*]|lambda:[a-zA-Z]+|[*])$",
            "type": "string",
        },
        "EventSourceToken": {"maxLength": 256, "minLength": 1, "pattern": "^[a-zA-Z0-9._\\-]+$", "type": "string"},
        "FunctionName": {
            "maxLength": 140,
            "minLength": 1,
            "pattern": "^(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$",
            "type": "string",
        },
        "FunctionUrlAuthType": {"enum": ["AWS_IAM", "NONE"], "type": "string"},
        "Id": {"maxLength": 256, "minLength": 1, "pattern": "^.*$", "type": "string"},
        "InvokedViaFunctionUrl": {"type": "boolean"},
        "Principal": {"maxLength": 256, "minLength": 1, "pattern": "^.*$", "type": "string"},
        "PrincipalOrgID": {"maxLength": 34, "minLength": 12, "pattern": "^o-[a-z0-9]{10,32}$", "type": "string"},
        "SourceAccount": {"maxLength": 12, "minLength": 12, "pattern": "^\\d{12}$", "type": "string"},
        "SourceArn": {
            "maxLength": 1024,
            "minLength": 12,
            "pattern": "^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)$",
            "type": "string",
        },
    },
    "readOnlyProperties": ["Id"],
    "required": ["FunctionName", "Action", "Principal"],
}
