"""A second reading of one text, with other values of parameters: most of it need not be done again.

A template that was read without an error is right as text, whatever its parameters are; and what never names a
parameter, a condition or a resource that comes out otherwise is the same resource again, the very object. So only what
names one of those is resolved anew. A change spreads along names, for a resource that names a changed one may get
another identity from it, and ends where that comes out as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from seatrial.model.system import System
from seatrial.readers.cloudformation.dynamic import MARK
from seatrial.readers.cloudformation.inputs import Inputs
from seatrial.readers.cloudformation.names import VARIABLE
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.resources import STORES, Resources
from seatrial.readers.cloudformation.scope import Names

# Keys below which something is named: intrinsic functions, and what stands beside a resource's properties.
_NAMING = frozenset(("Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Condition", "DependsOn"))


class First(Struct):
    """A reading. Others go on from it where it is ``plain``: without errors, transforms, loops and nested stacks. With
    those, and without errors, they begin again with the ``whole`` text.
    """

    root: MappingNode
    file: str
    named: dict[str, set[str]]
    """What the properties of each resource name, in each branch of their text."""
    inputs: Inputs
    names: Names
    resources: Resources
    system: System
    plain: bool
    whole: MappingNode | None = None


class Again(Struct):
    """Logical ids of what is made in both readings.

    ``same`` comes out the same. ``perhaps`` does where the resources that it names do, which are given for each.
    """

    same: set[str]
    perhaps: dict[str, set[str]]


def untouched(first: First, names: Names) -> Again:
    """What of another reading need not be done again."""
    before = first.names
    changed = {
        *_differing(before.parameters, names.parameters),
        *_differing(before.condition_values, names.condition_values),
        *_differing(before.absent, names.absent),
    }
    # What {{resolve:...}} gives is asked of the stack's own parameters and secrets.
    dynamic = names.problems.may_say(first.file, MARK)
    stores = {name for name, kind in before.resource_types.items() if dynamic and kind in STORES}
    words = {name: _words(node) | first.named.get(name, set()) | stores for name, node in first.resources.nodes.items()}
    left = {name for name in words if name not in changed and name not in names.absent}
    direct = {name for name in left if not words[name].isdisjoint(changed)}
    left -= direct
    changed = {name for name in words if name not in left}
    perhaps: dict[str, set[str]] = {}
    while touched := {name: found for name in left if (found := words[name] & changed)}:
        perhaps |= touched
        left -= touched.keys()
        changed |= touched.keys()
    # What was found touched later may be named by one that was found before.
    return Again(left, {name: words[name] & changed for name in perhaps})


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> Iterator[str]:
    return (
        name for name in one.keys() | other.keys() if name not in one or name not in other or one[name] != other[name]
    )


def _words(node: MappingNode) -> set[str]:
    """The names of parameters, conditions and resources that stand beside a resource's properties."""
    found: set[str] = set()
    stack: list[Node] = [value for key, value in node.entries.items() if key != "Properties"]
    for key in node.entries.keys() & _NAMING:
        found.update(_named(node.entries[key]))
    while stack:
        item = stack.pop()
        if type(item) is MappingNode:
            for key in item.entries.keys() & _NAMING:
                found.update(_named(item.entries[key]))
            stack.extend(item.entries.values())
        elif type(item) is SequenceNode:
            stack.extend(item.items)
    return found


def _named(value: Node) -> Iterator[str]:
    """What stands below a key that names something: the first item of a list is the name, of DependsOn they all are."""
    for item in value.items if type(value) is SequenceNode else (value,):
        if type(item) is ScalarNode:
            text = item.text
            yield text
            yield text.partition(".")[0]
            yield from VARIABLE.findall(text)
