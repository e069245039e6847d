"""Which values CloudFormation takes for which schema types, and how it calls them.

A template's scalars reach a resource as text and are read as what the schema wants.
Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html and
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from seatrial.model.value import Value

_INTEGER = re.compile(r"\s*[-+]?[0-9]+(\.0*)?\s*\Z")
_NUMBER = re.compile(r"\s*[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\s*\Z")
# No AWS number has more digits; a longer one is not worth reading.
LONGEST_NUMBER = 64


def fits(value: Value, kind: str, schema: Mapping[str, Any]) -> bool:
    """Whether CloudFormation takes a value for a schema type ("string", "integer", "object", ...)."""
    match kind, value:
        case "object", dict():
            return True
        case "object", str():
            # Free JSON may be given as its text; a structure may not.
            return not any(key in schema for key in ("properties", "patternProperties", "additionalProperties"))
        case "array", list():
            return True
        case "string", str() | bool() | int() | float():
            return True
        case "boolean", bool():
            return True
        case "boolean", int():
            return value in (0, 1)
        case "boolean", str():
            return value.strip().lower() in ("true", "false", "0", "1") or "{{resolve:" in value
        case "integer" | "number", bool():
            return False
        case "integer" | "number", int():
            return True
        case "integer", float():
            return value.is_integer()
        case "number", float():
            return True
        case "integer" | "number", str():
            if "{{resolve:" in value:
                return True
            form = _INTEGER if kind == "integer" else _NUMBER
            return len(value) <= LONGEST_NUMBER and form.match(value) is not None
    return False


def number_of(value: Value) -> float | None:
    """A value as a number where it is one or its text."""
    match value:
        case bool():
            return None
        case int() | float():
            return value
        case str() if len(value) <= LONGEST_NUMBER and _NUMBER.match(value):
            return float(value)
    return None


def found_name(value: Value) -> str:
    """What CloudFormation's validator calls the type of a value."""
    match value:
        case dict():
            return "JSONObject"
        case list():
            return "JSONArray"
        case bool():
            return "Boolean"
        case int() | float():
            return "Integer" if float(value).is_integer() else "Number"
    return "String"


def type_name(schema: Mapping[str, Any]) -> str:
    """A schema's type as people say it."""
    kinds = schema.get("type")
    names = [kinds] if isinstance(kinds, str) else list(kinds or ())
    spoken = {
        "object": "a mapping",
        "array": "a list",
        "string": "a string",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
    }
    return " or ".join(spoken.get(name, name) for name in names) or "a value"
