"""Holds one value against one schema, as lenient as CloudFormation itself.

CloudFormation passes scalars as text, so ``"80"`` is an integer, ``80`` a string and ``"true"`` a boolean. What is
Unknown passes, and it may turn out to be nothing: rules about how many of some properties there are count it both ways.
A string that is Sensitive is never written into a problem. Where a schema says something that this file can't judge
safely, it says nothing: a template that AWS accepts must give no problem. A long file: one short function for each
keyword of the schema language, and the table that calls them.

The texts are those of the validator that CloudFormation uses, everit-org/json-schema, as stacks report them after
"Properties validation failed for resource X with message:".
Sources (read 2026-11-23): https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1005 (extraneous
key), https://github.com/aws-cloudformation/cloudformation-resource-schema/issues/114 (pattern),
https://github.com/aws-cloudformation/cfn-lint/issues/3223 (type),
https://github.com/everit-org/json-schema (the others).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct

from seatrial.kinds.schema_coercion import fits, found_name, number_of, type_name
from seatrial.kinds.schema_siblings import sibling
from seatrial.kinds.schema_words import LONGEST_SHOWN, quoted, refusal, shown, so_many, some, spoken
from seatrial.model.span import PropertyPath, path_text
from seatrial.model.value import Unknown, Value, as_text

Schema: TypeAlias = Mapping[str, Any]

# Where a template that has not been packaged yet names a local folder or file.
# https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html (read 2026-11-23)
_PACKAGED = frozenset(
    {
        ("AWS::ApiGateway::RestApi", "BodyS3Location"),
        ("AWS::Lambda::Function", "Code"),
        ("AWS::Lambda::LayerVersion", "Content"),
        ("AWS::StepFunctions::StateMachine", "DefinitionS3Location"),
    }
)

# A schema may be recursive, and then only the template's depth ends the walk.
DEEPEST = 60
# A longer text is not held against a pattern: it could take long, and limits of length say so already.
LONGEST_MATCHED = 2048


# The keywords that say something of a scalar, of what stands together, and of a choice between schemas.
_OF_SCALARS = frozenset(
    ("enum", "enumCaseInsensitive", "const", "pattern", "minLength", "maxLength", "minimum", "maximum")
)
_COUNTS = frozenset(("requiredXor", "requiredOr", "dependentRequired", "dependentExcluded"))
_ALTERNATIVES = frozenset(("anyOf", "oneOf"))
_PLAINLY: Mapping[type, str] = {str: "string", dict: "object", list: "array", bool: "boolean", int: "integer"}


class Problem(Struct, frozen=True):
    """One thing that CloudFormation refuses.

    ``kind`` is "unknown property", "missing property", "wrong type" or "not allowed"; ``path`` is the property itself,
    also where it is missing. ``what``, ``why`` and ``mend`` are those of a Finding, ``pattern`` is what isn't matched.
    """

    path: PropertyPath
    kind: str
    what: str
    why: str
    mend: str
    pattern: str = ""


class Walk:
    """One type's schema, ready to be held against properties."""

    def __init__(self, type: str, schema: Schema) -> None:
        self._type = type
        self._schema = schema
        self._definitions: Mapping[str, Schema] = schema.get("definitions", {})
        writable = {*schema.get("createOnlyProperties", ()), *schema.get("writeOnlyProperties", ())}
        pointers = set(schema.get("readOnlyProperties", ())) - writable
        self._read_only = {pointer.rpartition("/")[2] for pointer in pointers if pointer.count("/") == 2}

    def problems(self, properties: dict[str, Value]) -> Iterator[Problem]:
        """Everything that is wrong, in reading order; what is missing comes before what stands in its place."""
        found: list[Problem] = []
        self._object(properties, self._schema, (), found)
        found.extend(self._alternatives(properties, self._schema, ()))
        told: set[tuple[PropertyPath, str]] = set()
        for problem in found:
            if (problem.path, problem.what) not in told:
                told.add((problem.path, problem.what))
                yield problem
        for name in properties:
            if name in self._read_only:
                yield Problem(
                    (name,),
                    "not allowed",
                    f"{name} of {self._type} is set",
                    "it is read-only: AWS sets it, and the template can only read it with Fn::GetAtt",
                    f"remove {name}",
                )

    def _value(self, value: Value, schema: Schema, path: PropertyPath, found: list[Problem]) -> None:
        """Adds what is wrong with a value to a list: generators within generators cost twice as much."""
        if "$ref" in schema:
            schema = self._resolved(schema)
        if value is None or isinstance(value, Unknown) or len(path) > DEEPEST:
            return
        kinds = schema.get("type")
        # Most values are just what is wanted.
        if kinds and _PLAINLY.get(type(value)) != kinds:
            wanted: Sequence[str] = (kinds,) if isinstance(kinds, str) else kinds
            if not any(fits(value, kind, schema) for kind in wanted) and not self._is_packaged(value, path):
                found.append(self._wrong_type(value, wanted, schema, path))
                return
        if isinstance(value, dict):
            self._object(value, schema, path, found)
        elif isinstance(value, list):
            self._list(value, schema, path, found)
        elif not _OF_SCALARS.isdisjoint(schema) and not self._is_packaged(value, path):
            found.extend(self._scalar(value, schema, path))
        if not _ALTERNATIVES.isdisjoint(schema) and not self._is_packaged(value, path):
            found.extend(self._alternatives(value, schema, path))

    def _is_packaged(self, value: Value, path: PropertyPath) -> bool:
        """Whether a local folder or file stands there, which packaging replaces."""
        return isinstance(value, str) and (self._type, *path) in _PACKAGED

    def _resolved(self, schema: Schema) -> Schema:
        for _ in range(DEEPEST):
            reference = schema.get("$ref")
            if reference is None:
                return schema
            found = self._definitions.get(reference.rpartition("/")[2], {})
            schema = found if len(schema) == 1 else {**found, **{k: v for k, v in schema.items() if k != "$ref"}}
        return {}

    # --- objects

    def _object(self, value: dict[str, Value], schema: Schema, path: PropertyPath, found: list[Problem]) -> None:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        patterns: Mapping[str, Schema] = schema.get("patternProperties", {})
        others = schema.get("additionalProperties")
        for name in schema.get("required", ()):
            if name not in value and not (not path and name in self._read_only):
                found.append(self._missing(name, properties.get(name, {}), path))
        if not _COUNTS.isdisjoint(schema):
            found.extend(self._counts(value, schema, path))
        for key, item in value.items():
            known = properties.get(key)
            if known is not None:
                # A text where any text will do, as most are, needs no look.
                if len(known) > 1 or type(item) is not str or known.get("type") != "string":
                    before = len(found)
                    self._value(item, known, (*path, key), found)
                    unknown = len(found) > before and any(one.kind == "unknown property" for one in found[before:])
                    if unknown and (meant := sibling(item, known, value, properties, self._resolved)):
                        what = f"{path_text((*path, key))} has the properties of {meant}"
                        mend, why = f"write {meant} in place of {key}", found[before].why
                        found[before:] = [Problem((*path, key), "unknown property", what, why, mend)]
                continue
            body = next((body for pattern, body in patterns.items() if matches(pattern, key)), None)
            if body is not None:
                self._value(item, body, (*path, key), found)
            elif others is False:
                if not key.startswith("Fn::"):
                    found.append(self.unknown(key, _meant(key, value, properties), path))
            elif isinstance(others, dict):
                self._value(item, others, (*path, key), found)

    def _counts(self, value: dict[str, Value], schema: Schema, path: PropertyPath) -> Iterator[Problem]:
        """Rules about which properties stand together. What is Unknown may be nothing in the end, an empty list is."""
        certain = {key for key, item in value.items() if not isinstance(item, Unknown) and item != []}
        exclusive: list[str] = schema.get("requiredXor", [])
        if sum(name in certain for name in exclusive) > 1:
            yield self._together([name for name in exclusive if name in certain], path)
        for names in (exclusive, schema.get("requiredOr", [])):
            if names and not any(name in value for name in names):
                yield self._none_of(names, path)
        for name, needed in schema.get("dependentRequired", {}).items():
            for other in needed:
                if name in certain and other not in value:
                    yield self._missing(other, schema.get("properties", {}).get(other, {}), path, beside=name)
        told: set[frozenset[str]] = set()
        for name, excluded in schema.get("dependentExcluded", {}).items():
            for other in excluded:
                pair = frozenset((name, other))
                if name in certain and other in certain and pair not in told:
                    told.add(pair)
                    yield self._together([name, other], path)

    def _alternatives(self, value: Value, schema: Schema, path: PropertyPath) -> Iterator[Problem]:
        for key in ("anyOf", "oneOf"):
            branches: list[Schema] = schema.get(key, [])
            if not branches:
                continue
            answers: list[list[Problem]] = [[] for _ in branches]
            for branch, answer in zip(branches, answers, strict=True):
                self._value(value, branch, path, answer)
            fitting = [branch for branch, answer in zip(branches, answers, strict=True) if not answer]
            if fitting:
                if key == "oneOf" and isinstance(value, dict):
                    yield from self._too_many(value, fitting, path)
            elif all(set(branch) == {"required"} for branch in branches):
                yield self._none_of([" with ".join(branch["required"]) for branch in branches], path)
            else:
                yield min(answers, key=len)[0]

    def _too_many(self, value: dict[str, Value], fitting: list[Schema], path: PropertyPath) -> Iterator[Problem]:
        """Of alternatives that differ in what they require, only one may be there."""
        given = [
            branch["required"]
            for branch in fitting
            if set(branch) == {"required"} and not any(isinstance(value[name], Unknown) for name in branch["required"])
        ]
        if len(given) > 1:
            shared = set.intersection(*(set(names) for names in given))
            yield self._together([name for names in given for name in names if name not in shared], path)

    # --- lists and scalars

    def _list(self, value: list[Value], schema: Schema, path: PropertyPath, found: list[Problem]) -> None:
        least, most = schema.get("minItems"), schema.get("maxItems")
        certain = sum(not isinstance(item, Unknown) for item in value)
        if least is not None and len(value) < least:
            message = f"expected minimum item count: {least}, found: {len(value)}"
            found.append(self._refused(path, f"has {so_many(len(value))}", message, f"give it {least} or more"))
        if most is not None and certain > most:
            message = f"expected maximum item count: {most}, found: {certain}"
            found.append(self._refused(path, f"has {so_many(certain)}", message, f"give it {most} or fewer"))
        if schema.get("uniqueItems"):
            seen: set[str] = set()
            for item in value:
                if not isinstance(item, str | int | float):
                    continue
                if as_text(item) in seen:
                    twice = f"has {quoted(item)} twice"
                    found.append(self._refused(path, twice, "array items are not unique", "remove one of them"))
                    break
                seen.add(as_text(item))
        items = schema.get("items")
        if isinstance(items, dict):
            for index, item in enumerate(value):
                self._value(item, items, (*path, index), found)

    def _scalar(self, value: Value, schema: Schema, path: PropertyPath) -> Iterator[Problem]:
        text = as_text(value)
        if "{{resolve:" in text:
            return
        for key, same in (("enum", str), ("enumCaseInsensitive", str.lower)):
            choices = [as_text(choice) for choice in schema.get(key, ())]
            if choices and same(text) not in {same(choice) for choice in choices}:
                yield self._not_among(value, choices, path)
                return
        if "const" in schema and text != as_text(schema["const"]):
            yield self._not_among(value, [as_text(schema["const"])], path)
            return
        pattern = schema.get("pattern")
        if pattern and len(text) <= LONGEST_MATCHED and not matches(pattern, text):
            message, mend = (
                "failed validation constraint for keyword [pattern]",
                f"give it a value that matches {pattern}",
            )
            yield self._refused(path, f"is {quoted(value)}", message, mend, pattern)
        else:
            yield from self._lengths(value, text, schema, path)
        yield from self._bounds(value, schema, path)

    def _lengths(self, value: Value, text: str, schema: Schema, path: PropertyPath) -> Iterator[Problem]:
        least, most = schema.get("minLength"), schema.get("maxLength")
        if least is not None and len(text) < least:
            yield self._refused(
                path,
                f"has {len(text)} characters",
                f"expected minLength: {least}, actual: {len(text)}",
                f"give it {least} characters or more",
            )
        if most is not None and len(text) > most:
            yield self._refused(
                path,
                f"has {len(text)} characters",
                f"expected maxLength: {most}, actual: {len(text)}",
                "write the id that !Ref gives in place of the ARN"
                if text.startswith("arn:") and as_text(path[-1]).endswith("Id")
                else f"shorten it to {most} characters",
            )

    def _bounds(self, value: Value, schema: Schema, path: PropertyPath) -> Iterator[Problem]:
        number = number_of(value)
        if number is None:
            return
        least, most = schema.get("minimum"), schema.get("maximum")
        if isinstance(least, int | float) and number < least:
            yield self._refused(
                path,
                f"is {quoted(value)}",
                f"{shown(value)} is not greater or equal to {least}",
                f"give it {least} or more",
            )
        if isinstance(most, int | float) and number > most:
            yield self._refused(
                path,
                f"is {quoted(value)}",
                f"{shown(value)} is not less or equal to {most}",
                f"give it {most} or less",
            )

    # --- what is said

    def _name(self, path: PropertyPath) -> str:
        return path_text(path) or self._type

    def _missing(self, name: str, schema: Schema, path: PropertyPath, beside: str = "") -> Problem:
        needs = f"{self._name(path)} with {beside}" if beside else self._name(path)
        return Problem(
            (*path, name),
            "missing property",
            f"{needs} lacks {name}",
            refusal(path, f"required key [{name}] not found"),
            f"add {name}: {type_name(self._resolved(schema))}",
        )

    def unknown(self, key: str, known: list[str], path: PropertyPath) -> Problem:
        written = key[:LONGEST_SHOWN]
        lower = {name.lower(): name for name in known}
        sole = known[0] if len(known) == 1 else ""
        near = (
            sole or lower.get(key.lower()) or next(iter(difflib.get_close_matches(key[:LONGEST_SHOWN], known, n=1)), "")
        )
        return Problem(
            (*path, key),
            "unknown property",
            f"{self._name(path)} has no property {written}",
            refusal(path, f"extraneous key [{written}] is not permitted"),
            f"write {near}" if near else f"remove it, or write one of {some(sorted(known))}" if known else "remove it",
        )

    def _wrong_type(self, value: Value, wanted: Sequence[str], schema: Schema, path: PropertyPath) -> Problem:
        expected = {"object": "JSONObject", "array": "JSONArray"}.get(wanted[0], wanted[0].capitalize())
        found = found_name(value)
        shown = f" ({quoted(value)})" if isinstance(value, str | int | float) else ""
        return Problem(
            path,
            "wrong type",
            f"{path_text(path)} is {spoken(found)}{shown}, not {type_name(schema)}",
            refusal(path, f"expected type: {expected}, found: {found}"),
            f"make it {type_name(schema)}" if found == "JSONArray" or wanted != ("array",) else "make it a list of one",
        )

    def _not_among(self, value: Value, choices: list[str], path: PropertyPath) -> Problem:
        text = as_text(value)[:LONGEST_SHOWN]
        same = [choice for choice in choices if choice.lower() == text.lower()]
        # Digits that look alike are no hint.
        near = difflib.get_close_matches(text, choices, n=1, cutoff=0.7) if number_of(text) is None else []
        likely = same or near or (choices if len(choices) == 1 else [])
        mend = f"write {likely[0]}" if likely else f"write one of {some(choices)}"
        return self._refused(path, f"is {quoted(value)}", f"{shown(value)} is not a valid enum value", mend)

    def _none_of(self, names: list[str], path: PropertyPath) -> Problem:
        return Problem(
            path,
            "missing property",
            f"{self._name(path)} has none of {', '.join(names)}",
            refusal(path, f"required key [{names[0]}] not found") if len(names) == 1 else "AWS needs one of them",
            f"add one of {', '.join(names)}",
        )

    def _together(self, names: list[str], path: PropertyPath) -> Problem:
        both = " and ".join(names)
        return Problem(
            (*path, names[-1]),
            "not allowed",
            f"{self._name(path)} has {both} at once",
            "AWS refuses them together: they say the same thing in different ways",
            f"keep one of {', '.join(names)}",
        )

    def _refused(self, path: PropertyPath, what: str, message: str, mend: str, pattern: str = "") -> Problem:
        return Problem(path, "not allowed", f"{self._name(path)} {what}", refusal(path, message), mend, pattern)


def _meant(key: str, value: Mapping[str, Value], properties: Mapping[str, Schema]) -> list[str]:
    """The properties that an unknown one may stand for: where just one is not given, that."""
    left = [name for name in properties if name not in value]
    sole = len(left) == 1 and all(name == key or name in properties for name in value)
    return left if sole else list(properties)


@lru_cache(maxsize=2048)
def _compiled(pattern: str) -> re.Pattern[str]:
    # CloudFormation's validator matches with Java's rules, where \w and \d are ASCII.
    return re.compile(pattern, re.ASCII)


def matches(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None
