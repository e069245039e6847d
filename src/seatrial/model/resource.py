"""One node of the graph: an AWS resource with its resolved properties, its identity and its places in the text."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from seatrial.model.span import NOWHERE, PropertyPath, Span
from seatrial.model.value import Properties, Value, at


class Reference(Struct, frozen=True, gc=False):
    """An intrinsic in ``source``'s text that names ``target``: an edge of the graph.

    ``attribute`` is "" for Ref, the attribute name for GetAtt, "DependsOn" for an explicit dependency.
    """

    source: str
    path: PropertyPath
    target: str
    attribute: str
    span: Span = NOWHERE


class Resource(Struct, frozen=True):
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

    def get(self, *path: str | int) -> Value:
        """The property at a path; None where there is none."""
        properties = self.properties
        if len(path) == 1:
            return properties.get(path[0])  # type: ignore[arg-type]
        return at(properties if isinstance(properties, dict) else dict(properties), *path)

    def span(self, *path: str | int) -> Span:
        """The place of a property path, or of the nearest thing around it that stands in the text."""
        for length in range(len(path), -1, -1):
            found = self.spans.get(tuple(path[:length]))
            if found is not None:
                return found
        return NOWHERE
