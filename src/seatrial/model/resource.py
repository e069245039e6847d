"""One node of the graph: an AWS resource with its resolved properties, its identity and its places in the text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field

from seatrial.model.span import NOWHERE, PropertyPath, Span
from seatrial.model.value import Properties, Unknown, Value, at


class Reference(Struct, frozen=True, gc=False):
    """An intrinsic in ``source``'s text that names ``target``: an edge of the graph.

    ``attribute`` is "" for Ref, the attribute name for GetAtt, "DependsOn" for an explicit dependency.
    """

    source: str
    path: PropertyPath
    target: str
    attribute: str
    span: Span = NOWHERE


class Contents(Struct, frozen=True):
    """What stands anywhere in a resource's properties: every text, and what isn't known."""

    texts: frozenset[str]
    unknown: tuple[Unknown, ...]


class Resource(Struct, frozen=True, dict=True):
    """A resource of a template.

    ``logical_id`` is unique in its System; a resource of a nested stack is ``Parent/Child``. ``physical_id`` is what
    Ref gives, ``attributes`` what GetAtt gives, both computed before anything runs. ``properties`` are resolved:
    intrinsics are gone, Unknown and Sensitive may stand in them. ``spans`` holds the place of every property path (and
    ``()`` that of the resource itself).
    """

    logical_id: str
    type: str
    properties: Properties
    physical_id: str
    arn: str = ""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    depends_on: tuple[str, ...] = ()
    metadata: Properties = field(default_factory=dict)
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"
    spans: Mapping[PropertyPath, Span] = field(default_factory=dict)

    @cached_property
    def contents(self) -> Contents:
        """What stands in the properties, without its places: most of what is looked for there isn't there at all."""
        texts: set[str] = set()
        unknown: list[Unknown] = []
        stack: list[Value] = list(self.properties.values())
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                texts.add(item)
            elif isinstance(item, dict):
                stack.extend(item.values())
            elif isinstance(item, list):
                stack.extend(item)
            elif isinstance(item, Unknown):
                unknown.append(item)
        return Contents(frozenset(texts), tuple(unknown))

    def get(self, first: str | int = "", /, *rest: str | int) -> Value:
        """The property at a path; None where there is none. All of them for no path at all."""
        if first and not rest:
            return self.properties.get(first)  # type: ignore[arg-type]
        properties = self.properties if isinstance(self.properties, dict) else dict(self.properties)
        return at(properties, first, *rest) if first else properties

    def span(self, *path: str | int) -> Span:
        """The place of a property path, or of the nearest thing around it that stands in the text."""
        for length in range(len(path), -1, -1):
            found = self.spans.get(tuple(path[:length]))
            if found is not None:
                return found
        return NOWHERE
