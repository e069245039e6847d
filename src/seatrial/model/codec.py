"""A System as JSON and back, losslessly.

Sensitive strings are written through ``hide``: the caller says under which key the value can be found again, and keeps
the value where only the owner reads it. Without ``hide`` they stand in the text, which is only right on a private
channel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from seatrial.model.resource import Reference, Resource
from seatrial.model.span import NOWHERE, PropertyPath, Span
from seatrial.model.system import Output, Parameter, Scope, System
from seatrial.model.value import (
    BlockPart,
    MissingKey,
    Mistaken,
    OutsideId,
    Resolved,
    Sensitive,
    Unknown,
    UnknownObject,
    Value,
)

_UNKNOWN = "Seatrial::Unknown"
_SENSITIVE = "Seatrial::Sensitive"

# What is known of a value that isn't: which block of how many addresses, which key of which secret.
_KINDS: Mapping[str, type[Unknown]] = {
    kind.__name__: kind for kind in (UnknownObject, OutsideId, MissingKey, BlockPart, Resolved, Mistaken)
}

Hide = Callable[[str], str]
Show = Callable[[str], str]


def _same(text: str) -> str:
    return text


def _more_of(value: Unknown) -> dict[str, Any]:
    kind = type(value).__name__
    if kind not in _KINDS:
        return {}
    own = {name: getattr(value, name) for name in value.__struct_fields__ if name not in ("reason", "text")}
    return {"kind": kind, "fields": own}


def encode_value(value: Value, hide: Hide = _same) -> Any:
    match value:
        case Unknown():
            return {_UNKNOWN: value.reason, **_more_of(value)}
        case Sensitive():
            return {_SENSITIVE: hide(str(value))}
        case dict():
            return {key: encode_value(item, hide) for key, item in value.items()}
        case list():
            return [encode_value(item, hide) for item in value]
        case _:
            return value


def decode_value(data: Any, show: Show = _same) -> Value:
    match data:
        case {"Seatrial::Unknown": str(reason)} if len(data) == 1:
            return Unknown(reason)
        case {"Seatrial::Unknown": str(reason), "kind": str(kind), "fields": dict(found)} if kind in _KINDS:
            more: dict[str, Any] = {
                name: tuple(item) if isinstance(item, list) else item for name, item in found.items()
            }
            return _KINDS[kind](reason, **more)
        case {"Seatrial::Sensitive": str(key)} if len(data) == 1:
            return Sensitive(show(key))
        case dict():
            return {key: decode_value(item, show) for key, item in data.items()}
        case list():
            return [decode_value(item, show) for item in data]
        case str() | int() | float() | bool() | None:
            return data
        case _:
            raise TypeError(f"{type(data).__name__} is not JSON")


def encode_system(system: System, hide: Hide = _same) -> dict[str, Any]:
    scope = system.scope
    return {
        "scope": {"stack": scope.stack, "region": scope.region, "account": scope.account},
        "file": system.file,
        "description": system.description,
        "capabilities": list(system.capabilities),
        "metadata": encode_value(dict(system.metadata), hide),
        "resources": [_encode_resource(resource, hide) for resource in system.resources.values()],
        "outputs": [
            {
                "name": output.name,
                "value": encode_value(output.value, hide),
                "description": output.description,
                "export_name": output.export_name,
                "span": _encode_span(output.span),
            }
            for output in system.outputs.values()
        ],
        "parameters": [
            {"name": item.name, "type": item.type, "value": encode_value(item.value, hide), "no_echo": item.no_echo}
            for item in system.parameters.values()
        ],
        "absent": dict(system.absent),
        "choices": [encode_value(dict(choice), hide) for choice in system.choices],
    }


def decode_system(data: Mapping[str, Any], show: Show = _same) -> System:
    resources = [_decode_resource(item, show) for item in data["resources"]]
    outputs = [
        Output(
            item["name"],
            decode_value(item["value"], show),
            item["description"],
            item["export_name"],
            _decode_span(item["span"]),
        )
        for item in data["outputs"]
    ]
    parameters = [
        Parameter(item["name"], item["type"], decode_value(item["value"], show), item["no_echo"])
        for item in data["parameters"]
    ]
    return System(
        scope=Scope(**data["scope"]),
        resources={resource.logical_id: resource for resource in resources},
        outputs={output.name: output for output in outputs},
        parameters={parameter.name: parameter for parameter in parameters},
        description=data["description"],
        file=data["file"],
        capabilities=tuple(data["capabilities"]),
        metadata=_mapping(decode_value(data.get("metadata", {}), show)),
        absent=dict(data.get("absent", {})),
        choices=tuple(cast("dict[str, str | Unknown]", decode_value(item, show)) for item in data.get("choices", ())),
    )


def _encode_resource(resource: Resource, hide: Hide) -> dict[str, Any]:
    return {
        "logical_id": resource.logical_id,
        "type": resource.type,
        "properties": encode_value(dict(resource.properties), hide),
        "physical_id": resource.physical_id,
        "arn": resource.arn,
        "attributes": encode_value(dict(resource.attributes), hide),
        "references": [
            [list(item.path), item.target, item.attribute, _encode_span(item.span)] for item in resource.references
        ],
        "depends_on": list(resource.depends_on),
        "metadata": encode_value(dict(resource.metadata), hide),
        "deletion_policy": resource.deletion_policy,
        "update_replace_policy": resource.update_replace_policy,
        "spans": [[list(path), _encode_span(span)] for path, span in resource.spans.items()],
    }


def _decode_resource(data: Mapping[str, Any], show: Show) -> Resource:
    return Resource(
        logical_id=data["logical_id"],
        type=data["type"],
        properties=_mapping(decode_value(data["properties"], show)),
        physical_id=data["physical_id"],
        arn=data["arn"],
        attributes=_mapping(decode_value(data["attributes"], show)),
        references=tuple(
            Reference(data["logical_id"], tuple(path), target, attribute, _decode_span(span))
            for path, target, attribute, span in data["references"]
        ),
        depends_on=tuple(data["depends_on"]),
        metadata=_mapping(decode_value(data["metadata"], show)),
        deletion_policy=data["deletion_policy"],
        update_replace_policy=data["update_replace_policy"],
        spans={_path(path): _decode_span(span) for path, span in data["spans"]},
    )


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _path(parts: list[str | int]) -> PropertyPath:
    return tuple(parts)


def _encode_span(span: Span) -> list[Any] | None:
    return None if span == NOWHERE else [span.file, span.line, span.column]


def _decode_span(data: list[Any] | None) -> Span:
    return NOWHERE if data is None else Span(*data)
