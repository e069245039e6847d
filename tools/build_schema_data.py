"""Builds src/seatrial/kinds/data/schemas from the CloudFormation provider schemas that cfn-lint ships.

A provider schema says of an AWS type which properties it has, what their values may be, what a change replaces and what
GetAtt gives. Most of its text is description, permissions and handlers, which a validator doesn't need; what is left is
about a fifth. The result depends on cfn-lint's version alone: the same version gives the same bytes.

    .venv-linters/bin/python tools/build_schema_data.py

Source: https://github.com/aws-cloudformation/resource-provider-enhanced-schemas (as in cfn-lint, MIT-0), made from
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (read 2026-11-23).
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from schema_patterns import python_pattern

TARGET = Path(__file__).parent.parent / "src" / "seatrial" / "kinds" / "data" / "schemas"
SOURCE = "https://github.com/aws-cloudformation/resource-provider-enhanced-schemas"

TYPES = Path(__file__).with_name("schema_types.txt")

# What the validator reads. Everything else of a schema is text for people or for CloudFormation itself.
KEPT = (
    "type",
    "enum",
    "enumCaseInsensitive",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "required",
    "dependentRequired",
    "dependentExcluded",
    "requiredXor",
    "requiredOr",
    "$ref",
)
MARKS = ("createOnlyProperties", "conditionalCreateOnlyProperties", "readOnlyProperties", "writeOnlyProperties")

# cfn-lint's own additions that AWS doesn't insist on, by type and definition. An account's default VPC stands in for a
# missing VpcId. ECS takes any Protocol of a port mapping, and what it doesn't know as tcp
# (https://github.com/hashicorp/terraform-provider-aws/issues/3645, read 2026-11-29).
# That a policy of IAM needs somebody to belong to is said by CloudFormation, in words of its own.
UNSOUND: dict[tuple[str, str], tuple[str, ...]] = {
    ("AWS::EC2::SecurityGroup", ""): ("dependentRequired",),
    ("AWS::ECS::TaskDefinition", "PortMapping/Protocol"): ("enum",),
    ("AWS::IAM::Policy", ""): ("anyOf", "requiredOr"),
}

# Pairs that exclude each other there and that RDS takes together: a read replica inherits its encryption, and what a
# template says of it is left out of the call (CDK's DatabaseInstanceReadReplica writes both).
TOGETHER: dict[str, tuple[str, str]] = {"AWS::RDS::DBInstance": ("SourceDBInstanceIdentifier", "StorageEncrypted")}


def main() -> int:
    count, size, date = build(TARGET)
    print(f"{count} types, {size / 1e6:.2f} MB, schemas of {date}")
    return 0


def build(target: Path) -> tuple[int, int, str]:
    """Writes a file a type, removes those of types that are gone; gives their number, their bytes and AWS's date."""
    shipped = files("cfnlint").joinpath("data", "schemas")
    index: dict[str, str] = json.loads(shipped.joinpath("providers", "us-east-1.json").read_text())
    date = json.loads(shipped.joinpath("version.json").read_text())["schema_date"][:10]
    origin = {"source": SOURCE, "version": f"cfn-lint {version('cfn-lint')}", "date": date}
    target.mkdir(parents=True, exist_ok=True)
    written = set()
    size = 0
    for name in wanted(index):
        schema = json.loads(shipped.joinpath("resources", f"{index[name]}.json").read_text())
        text = as_text({**origin, **trimmed(schema)})
        path = target / f"{name.lower().replace('::', '-')}.json"
        path.write_text(text)
        written.add(path)
        size += len(text)
    for path in target.glob("*.json"):
        if path not in written:
            path.unlink()
    return len(written), size, date


def wanted(index: dict[str, str]) -> list[str]:
    lines = [line for line in TYPES.read_text().splitlines() if not line.startswith("#")]
    services = tuple(line.removesuffix("*") for line in lines if line.endswith("*"))
    named = {line for line in lines if not line.endswith("*")}
    if missing := sorted(named - index.keys()):
        print(f"not in cfn-lint: {', '.join(missing)}", file=sys.stderr)
    return sorted(name for name in index if name in named or name.startswith(services))


def trimmed(schema: dict[str, Any]) -> dict[str, Any]:
    """One schema as the validator reads it."""
    name = schema["typeName"]
    read_only = {path for path in schema.get("readOnlyProperties", ()) if path.count("/") == 2}
    writable = {path for mark in ("createOnlyProperties", "writeOnlyProperties") for path in schema.get(mark, ())}
    definitions = {key: trim(value) for key, value in schema.get("definitions", {}).items()}
    body = trim({key: value for key, value in schema.items() if key not in ("allOf", *MARKS)})
    for path in read_only - writable:
        body["properties"][path.rpartition("/")[2]] = {}
    for (type_name, place), keys in UNSOUND.items():
        definition, _, member = place.partition("/")
        if type_name == name:
            part = definitions[definition]["properties"][member] if place else body
            for key in keys:
                part.pop(key, None)
    if name in TOGETHER:
        one, other = TOGETHER[name]
        body["dependentExcluded"][one] = [key for key in body["dependentExcluded"][one] if key != other]
    kept: dict[str, Any] = {"typeName": name, "primaryIdentifier": schema["primaryIdentifier"]}
    kept |= {mark: sorted(schema[mark]) for mark in MARKS if schema.get(mark)}
    kept |= body
    kept["definitions"] = {key: definitions[key] for key in sorted(reachable(body, definitions))}
    return kept


def trim(schema: Any) -> dict[str, Any]:
    if not isinstance(schema, dict):
        return {}
    kept = {key: schema[key] for key in KEPT if key in schema}
    if isinstance(kept.get("pattern"), str):
        pattern = python_pattern(kept.pop("pattern"))
        if pattern:
            kept["pattern"] = pattern
    for key in ("properties", "patternProperties"):
        if key in schema:
            kept[key] = {name: trim(value) for name, value in sorted(schema[key].items())}
    if isinstance(kept.get("patternProperties"), dict):
        kept["patternProperties"] = {
            pattern: value
            for name, value in kept["patternProperties"].items()
            if (pattern := python_pattern(name)) is not None
        }
        if len(kept["patternProperties"]) < len(schema["patternProperties"]):
            del kept["patternProperties"]
            schema = {**schema, "additionalProperties": True}
    if schema.get("additionalProperties") is False:
        kept["additionalProperties"] = False
    elif isinstance(schema.get("additionalProperties"), dict):
        kept["additionalProperties"] = trim(schema["additionalProperties"])
    if isinstance(schema.get("items"), dict):
        kept["items"] = trim(schema["items"])
    if schema.get("uniqueItems") is True:
        kept["uniqueItems"] = True
    for key in ("oneOf", "anyOf"):
        branches = [trim(branch) for branch in schema.get(key, ())]
        if branches and all(branches):
            kept[key] = branches
    return kept


def reachable(body: Any, definitions: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting = list(references(body))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += references(definitions[name])
    return found


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "$ref" and isinstance(item, str):
                prefix, _, name = item.rpartition("/")
                if prefix != "#/definitions":
                    raise ValueError(f"a reference elsewhere: {item}")
                yield name
            else:
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def as_text(data: dict[str, Any]) -> str:
    """One line for each property and definition, so that a change of AWS's reads as one."""
    lines: list[str] = []
    for key, value in data.items():
        if key in ("properties", "definitions") and value:
            inner = ",\n".join(f" {json.dumps(name)}:{line(item)}" for name, item in sorted(value.items()))
            lines.append(f'"{key}":{{\n{inner}}}')
        else:
            lines.append(f'"{key}":{line(value)}')
    return "{" + joined(lines) + "}\n"


def joined(lines: Iterable[str]) -> str:
    return ",\n".join(lines)


def line(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


if __name__ == "__main__":
    warnings.simplefilter("error")
    sys.exit(main())
