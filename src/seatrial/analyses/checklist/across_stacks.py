"""How one types a reference to what another of several nested stacks makes.

Ref and GetAtt reach no further than their own template. A parent asks a stack in it for an output, and a stack is given
what it needs by a parameter: where there is one with that value already, it is the one to write.
"""

from __future__ import annotations

import re
from functools import partial

from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Value, as_dict

# !Ref Network/Vpc, !GetAtt Network/Vpc.Arn and, within Fn::Sub, ${Network/Vpc.Arn}.
_REFERENCE = re.compile(r"(!Ref |!GetAtt |\$\{)((?:\w+/)+)(\w+)((?:\.\w+)*)")
_OUTPUTS = "Outputs."
# How a way is told to be opened for a group that another stack has (``reach.walk.written_in``).
_GROUP = re.compile(
    r"!Ref (\w+)(.*?), \1 being a Parameter that ([\w/]+) is given "
    r"from an Output of ([\w/]+) with !GetAtt (\w+)\.GroupId"
)


def as_typed_there(system: System, logical_id: str, text: str) -> str:
    """A text with references to resources by their names in all stacks, as one types them at this resource."""
    if "/" not in text:
        return text
    text = _GROUP.sub(partial(_given, system), text)
    return _REFERENCE.sub(partial(_typed, system, logical_id.rpartition("/")[0]), text)


def _given(system: System, found: re.Match[str]) -> str:
    """A parameter that is there for one that would have to be added."""
    _, between, own, stack, name = found.groups()
    resource = system.resources.get(f"{stack}/{name}")
    given = _parameter(system, own, resource.attributes.get("GroupId")) if resource is not None else ""
    return f"!Ref {given}{between}" if given else found[0]


def _typed(system: System, own: str, found: re.Match[str]) -> str:
    how, path, name, attribute = found.groups()
    stack, resource = path[:-1], system.resources.get(f"{path}{name}")
    if resource is None:
        return found[0]
    if stack == own:
        return f"{how}{name}{attribute}"
    value = _value(resource, attribute[1:])
    inside = how.startswith("$")
    given = _parameter(system, own, value)
    if given:
        return f"{'${' if inside else '!Ref '}{given}"
    parent, _, child = stack.rpartition("/")
    output = _output(system.resources.get(stack), value) if parent == own else ""
    if output:
        return f"{'${' if inside else '!GetAtt '}{child}.{_OUTPUTS}{output}"
    # The brace of Fn::Sub is closed behind this.
    return found[0] if inside else f"what {how}{name}{attribute} gives in {stack} (by an output there)"


def _value(resource: Resource, attribute: str) -> Value:
    if not attribute:
        return resource.physical_id
    return resource.arn if attribute == "Arn" else resource.attributes.get(attribute)


def _parameter(system: System, own: str, value: Value) -> str:
    """The parameter by which a nested stack is given a value; "" where none does."""
    stack = system.resources.get(own)
    given = as_dict(stack.get("Parameters")) if stack is not None else {}
    return next((name for name, item in given.items() if isinstance(item, str) and item == value), "")


def _output(stack: Resource | None, value: Value) -> str:
    """The output by which a nested stack gives a value; "" where none does."""
    attributes = stack.attributes if stack is not None else {}
    found = (key for key, item in attributes.items() if isinstance(item, str) and item == value)
    return next((key.removeprefix(_OUTPUTS) for key in found if key.startswith(_OUTPUTS)), "")
