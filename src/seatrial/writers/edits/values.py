"""Values as they are written into a template: JSON, or YAML with CloudFormation's short forms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from seatrial.model.value import Value, as_text

# Plain scalars that YAML reads as the text they are; everything else gets quotes.
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*(?:::?[A-Za-z0-9_./*-]+)*\Z")
WORDS = re.compile(r"(?i:true|false|yes|no|on|off|y|n|null|~)\Z")


def flow(value: Value, *, as_json: bool) -> str:
    """A value on one line."""
    if as_json:
        return json.dumps(value, ensure_ascii=False)
    return _flow(value)


def block(value: Value, indent: int) -> Iterator[str]:
    """A value as YAML lines below a key: a mapping or list in block style, its leaves and small parts on one line."""
    pad = " " * indent
    if isinstance(value, dict) and _short(value) is None:
        for key, item in value.items():
            yield from _entry(f"{pad}{_scalar(key)}:", item, indent)
    elif isinstance(value, list):
        for item in value:
            yield from _item(item, indent)
    else:
        yield f"{pad}{_flow(value)}"


def entry(key: str, value: Value, indent: int) -> Iterator[str]:
    """``key: value`` as YAML lines."""
    yield from _entry(f"{' ' * indent}{_scalar(key)}:", value, indent)


def item(value: Value, indent: int) -> Iterator[str]:
    """``- value`` as YAML lines."""
    yield from _item(value, indent)


def _entry(head: str, value: Value, indent: int) -> Iterator[str]:
    if _is_small(value):
        yield f"{head} {_flow(value)}"
        return
    yield head
    yield from block(value, indent + 2)


def _item(value: Value, indent: int) -> Iterator[str]:
    if _is_small(value):
        yield f"{' ' * indent}- {_flow(value)}"
        return
    first, *rest = block(value, indent + 2)
    yield f"{' ' * indent}- {first.lstrip()}"
    yield from rest


def _is_small(value: Value) -> bool:
    if isinstance(value, dict) and _short(value) is None:
        return all(not isinstance(part, dict | list) or _short(part) is not None for part in value.values()) and (
            len(_flow(value)) <= 80
        )
    if isinstance(value, list):
        return all(not isinstance(part, dict | list) for part in value) and len(_flow(value)) <= 80
    return True


def _flow(value: Value) -> str:
    match value:
        case dict():
            short = _short(value)
            if short is not None:
                return short
            inner = ", ".join(f"{_scalar(key)}: {_flow(part)}" for key, part in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list():
            return f"[{', '.join(_flow(part) for part in value)}]"
        case bool():
            return "true" if value else "false"
        case str():
            return _scalar(value)
        case _:
            return as_text(value)


def _short(value: Value) -> str | None:
    """An intrinsic function in its short form; None for anything else."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((name, argument),) = value.items()
    if name == "Ref" and isinstance(argument, str):
        return f"!Ref {argument}"
    if name == "Fn::GetAtt" and isinstance(argument, list):
        return f"!GetAtt {'.'.join(as_text(part) for part in argument)}"
    if name == "Fn::Sub" and isinstance(argument, str):
        return f"!Sub {json.dumps(argument, ensure_ascii=False)}"
    return None


def _scalar(text: str) -> str:
    return text if PLAIN.match(text) and not WORDS.match(text) else json.dumps(text, ensure_ascii=False)
