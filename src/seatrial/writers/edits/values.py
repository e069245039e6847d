"""Values as they are written into a template: JSON, or YAML with CloudFormation's short forms.

ruamel.yaml writes the YAML. CloudFormation reads YAML 1.1, in which ``on`` is true and ``1:30`` a number: it knows what
has to stand in quotes.
"""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Iterator, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar

from seatrial.model.value import Value, as_text

# Characters, of what is written on one line where it is no longer.
_SMALL = 80
_ENDLESS = 1 << 20


def flow(value: Value, *, as_json: bool) -> str:
    """A value on one line."""
    if as_json:
        return json.dumps(value, ensure_ascii=False)
    # Within brackets everything has quotes that needs them anywhere on a line.
    return _written(_sequence([value], flowing=True)).removeprefix("[").removesuffix("]")


def entry(key: str, value: Value, indent: int) -> Iterator[str]:
    """``key: value`` as YAML lines; leaves and small parts on one line."""
    yield from _indented(_written(_mapping({key: value}, flowing=False)), indent)


def item(value: Value, indent: int) -> Iterator[str]:
    """``- value`` as YAML lines."""
    yield from _indented(textwrap.dedent(_written(_sequence([value], flowing=False))), indent)


def _indented(text: str, indent: int) -> Iterator[str]:
    return (" " * indent + line for line in text.splitlines())


def _written(node: CommentedMap | CommentedSeq) -> str:
    writer = YAML(pure=True)
    writer.version = (1, 1)
    writer.width, writer.allow_unicode = _ENDLESS, True
    writer.brace_single_entry_mapping_in_flow_sequence = True
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.representer.ignore_aliases = lambda data: True
    text = io.StringIO()
    writer.dump(node, text)
    # It begins with the version, and three dashes end that; what is in flow style stands in their line.
    return text.getvalue().partition("---")[2][1:].rstrip("\n")


def _node(value: Value, *, flowing: bool) -> object:
    """A value as ruamel.yaml takes it: in flow style wherever that is small."""
    match value:
        case dict():
            short = _short(value)
            if short is not None:
                return short
            small = all(not isinstance(part, dict | list) or _is_short(part) for part in value.values())
            return _mapping(value, flowing=flowing or (small and len(flow(value, as_json=False)) <= _SMALL))
        case list():
            small = all(not isinstance(part, dict | list) for part in value)
            return _sequence(value, flowing=flowing or (small and len(flow(value, as_json=False)) <= _SMALL))
        case bool() | int() | float() | None:
            return value
        case _:
            return as_text(value)


def _mapping(value: Mapping[str, Value], *, flowing: bool) -> CommentedMap:
    made = CommentedMap()
    for key, part in value.items():
        made[key] = _node(part, flowing=flowing)
    _in_style(made, flowing=flowing)
    return made


def _sequence(value: list[Value], *, flowing: bool) -> CommentedSeq:
    made = CommentedSeq(_node(part, flowing=flowing) for part in value)
    _in_style(made, flowing=flowing)
    return made


def _in_style(node: CommentedMap | CommentedSeq, *, flowing: bool) -> None:
    if flowing:
        node.fa.set_flow_style()
    else:
        node.fa.set_block_style()


def _is_short(value: Value) -> bool:
    return isinstance(value, dict) and _short(value) is not None


def _short(value: Mapping[str, Value]) -> TaggedScalar | None:
    """An intrinsic function in its short form; None for anything else."""
    if len(value) != 1:
        return None
    ((name, argument),) = value.items()
    if name == "Ref" and isinstance(argument, str):
        return TaggedScalar(value=argument, style=None, tag="!Ref")
    if name == "Fn::GetAtt" and isinstance(argument, list):
        return TaggedScalar(value=".".join(as_text(part) for part in argument), style=None, tag="!GetAtt")
    if name == "Fn::Sub" and isinstance(argument, str):
        return TaggedScalar(value=argument, style='"', tag="!Sub")
    return None
