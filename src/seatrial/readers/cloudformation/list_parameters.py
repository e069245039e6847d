"""Parameters of type String that are used where a list is wanted.

``Subnets: !Ref Subnets`` fails when the parameter is a String, at every place where it is used, and what is refused
there are subnets with commas in their names. The fault is one line: the parameter's Type. So it is told there, once.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html (a String is
one literal string; CommaDelimitedList and List<...> give lists; read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.kinds import schema
from seatrial.model.span import PropertyPath, path_text
from seatrial.model.value import Properties, Unknown, Value, at
from seatrial.readers.cloudformation.answers import answer
from seatrial.readers.cloudformation.problems import clip
from seatrial.readers.cloudformation.scope import Names, Site

# By the name of the property, which type its parameter has.
_TYPES: Mapping[str, str] = {
    "Subnets": "List<AWS::EC2::Subnet::Id>",
    "SubnetIds": "List<AWS::EC2::Subnet::Id>",
    "VpcSubnetIds": "List<AWS::EC2::Subnet::Id>",
    "SecurityGroups": "List<AWS::EC2::SecurityGroup::Id>",
    "SecurityGroupIds": "List<AWS::EC2::SecurityGroup::Id>",
    "VpcSecurityGroupIds": "List<AWS::EC2::SecurityGroup::Id>",
    "VPCSecurityGroups": "List<AWS::EC2::SecurityGroup::Id>",
}
MOST_NAMED = 3


def lists_of_one_string(names: Names, kind: str, logical_id: str, properties: Properties, site: Site) -> Properties:
    """The properties with Unknown where a string parameter stands for a list. Writes down in ``names`` where it does.

    A value without a comma is left: there a pair of brackets is missing, or the Type is wrong, and nobody can tell.
    """
    if not site.parameters:
        return properties
    same: Value = dict(properties)
    made = same
    for path, parameter in site.parameters.items():
        declared = names.parameter_kinds.get(parameter)
        if declared is not None and _is_list(declared[0]) and path and isinstance(path[-1], int):
            # A list of its own within a list: whatever is in it, that is one list too many.
            if isinstance(value := at(made, *path), Unknown) and schema.takes_list(kind, path[:-1]):
                made = put(made, path, [value])
            continue
        if declared is None or _is_list(declared[0]) or not schema.takes_list(kind, path):
            continue
        value = at(made, *path)
        # One that has no value yet is one string, too, whatever it will be.
        if (isinstance(value, str) and "," in value) or type(value) is Unknown:
            names.no_lists.setdefault(parameter, []).append((logical_id, path))
            made = put(made, path, Unknown(f"the parameter {clip(parameter)} is a {clip(declared[0])}, not a list"))
    return made if isinstance(made, dict) and made is not same else properties


def tell_no_lists(names: Names) -> None:
    """Says of each such parameter what is wrong with its type."""
    for parameter, uses in names.no_lists.items():
        kind, span = names.parameter_kinds[parameter]
        shown = [f"{path_text(path)} of {logical_id}" for logical_id, path in uses]
        more = f" and {len(shown) - MOST_NAMED} more" if len(shown) > MOST_NAMED else ""
        takes = "takes a list" if len(shown) == 1 else "take lists"
        pointer = "/".join(("#", *(str(part) for part in uses[0][1])))
        names.problems.error(
            "INT030",
            f"the parameter {clip(parameter)} is a {clip(kind)}, but {', '.join(shown[:MOST_NAMED])}{more} {takes}",
            span,
            why=answer(
                f"Properties validation failed … with message: [{pointer}: expected type: JSONArray, found: String]"
            ),
            mend=f"set Type: {_TYPES.get(str(uses[0][1][-1]), 'CommaDelimitedList')} for {clip(parameter)}",
        )


def _is_list(kind: str) -> bool:
    return "List" in kind


def put(value: Value, path: PropertyPath, new: Value) -> Value:
    if not path:
        return new
    head, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {**value, str(head): put(value[str(head)], rest, new)}
    assert isinstance(value, list) and isinstance(head, int)
    return [*value[:head], put(value[head], rest, new), *value[head + 1 :]]
