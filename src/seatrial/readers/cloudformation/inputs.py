"""What a template is read with."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from seatrial.model.span import PropertyPath, Span
from seatrial.model.system import Scope
from seatrial.model.value import Value
from seatrial.readers.cloudformation.files import Files


class Inputs(Struct, frozen=True):
    """``depth`` counts nested stacks, ``prefix`` stands before the logical ids of one, ``given_at`` are the places of
    its properties in its parent's text.

    ``exports`` is what the nested stacks that have been read so far export, ``imported`` what was asked for of other
    stacks; all templates of one tree share them.
    """

    scope: Scope
    parameters: Mapping[str, Value] = field(default_factory=dict)
    imports: Mapping[str, Value] = field(default_factory=dict)
    generations: Mapping[str, int] = field(default_factory=dict)
    dynamic: Mapping[str, str] = field(default_factory=dict)
    files: Files = field(default_factory=lambda: Files(None))
    depth: int = 0
    prefix: str = ""
    given_at: Mapping[PropertyPath, Span] = field(default_factory=dict)
    exports: dict[str, Value] = field(default_factory=dict)
    imported: dict[str, None] = field(default_factory=dict)
    assume: bool = False
    spare: frozenset[str] = frozenset()
