"""What resolving passes by: names in what is not created, and variables in strings that nothing fills in.

CloudFormation checks every Ref of a template before it knows any parameter, so a resource whose condition is false,
a branch of Fn::If that isn't taken and an output that is left out must name what there is as well. And ``${Name}`` is a
variable in Fn::Sub only: in another string it stays as it is, and an application gets a dollar and braces.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html (no parameters),
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html (both read
2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.model.finding import Severity
from seatrial.model.span import Span
from seatrial.readers.cloudformation.answers import answer, undefined_resource, unresolved
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import clip, nearest
from seatrial.readers.cloudformation.scope import PSEUDO_PARAMETERS, Names

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9:]+)((?:\.[A-Za-z0-9.]+)?)\}")
# Below these keys a shell, a template of another kind or a person reads the text.
_OTHERS_READ = frozenset(
    {
        *("Command", "EntryPoint", "UserData", "BuildSpec", "DefinitionString", "Definition", "DefinitionBody"),
        *("DefinitionSubstitutions", "Body", "ZipFile", "InlineCode", "FunctionCode", "Code", "TemplateBody"),
        *("SecretStringTemplate", "Description", "Comment", "Content", "EventPattern", "InputTemplate", "Template"),
        *("DashboardBody", "RequestMappingTemplate", "ResponseMappingTemplate", "RequestTemplates", "Configuration"),
        *("RequestParameters", "RegexValues", "AWS::CloudFormation::Init", "Document", "Tags"),
    }
)
# Keys below which something is named, or which hide what is below.
_SPEAKING = frozenset(("Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::Transform"))
_Named = tuple[str, str, Span, str]
"""A name, the attribute that is asked of it ("" for Ref), the place, and how a variable of Fn::Sub is written there."""


def tell_unseen(root: MappingNode, names: Names) -> dict[str, set[str]]:
    """Says which names lead nowhere although nothing was resolved of them, and which variables stay text.

    Gives for each resource what its properties name in any case: parameters, resources and conditions.
    """
    told = {(item.span, item.what) for item in names.problems.findings}
    places = {span for span, _ in told}
    named_by: dict[str, set[str]] = {}
    for block in ("Resources", "Outputs"):
        section = root.get(block)
        for logical_id, node in section.items() if isinstance(section, MappingNode) else ():
            part = (
                node.get("Properties" if block == "Resources" else "Value") if isinstance(node, MappingNode) else None
            )
            if part is None:
                continue
            named: list[_Named] = []
            conditions: set[str] = set()
            left: list[tuple[str, Span]] = []
            _walk(part, named, conditions, left)
            if block == "Resources":
                named_by[logical_id] = conditions.union(item[0] for item in named)
            for name, attribute, span, variable in named:
                if _is_known(name, names):
                    continue
                span = names.problems.place(span, variable) if variable else span
                if span not in places:
                    places.add(span)
                    _tell_nothing(names, name, attribute, span, block, logical_id)
            for text, span in left if block == "Resources" else ():
                _tell_left(names, text, span, logical_id)
    return named_by


def _walk(part: Node, named: list[_Named], conditions: set[str], left: list[tuple[str, Span]]) -> None:
    """Collects the names below a node, and the strings with variables that nothing fills in."""
    stack: list[tuple[Node, bool]] = [(part, True)]
    while stack:
        node, ours = stack.pop()
        if type(node) is ScalarNode:
            if ours and type(text := node.value) is str and "${" in text:
                left.append((text, node.span))
        elif type(node) is SequenceNode:
            stack.extend((item, ours) for item in node.items)
        elif type(node) is MappingNode:
            for key, value in node.entries.items():
                if key in _SPEAKING:
                    stack.extend(_below(key, value, ours and key not in _OTHERS_READ, named, conditions))
                elif type(value) is not ScalarNode or (type(text := value.value) is str and "${" in text):
                    stack.append((value, ours and key not in _OTHERS_READ))


def _below(key: str, value: Node, ours: bool, named: list[_Named], conditions: set[str]) -> Iterator[tuple[Node, bool]]:
    """Notes what an entry names; gives what of it is to be looked at."""
    match key, value:
        case "Fn::If", SequenceNode(items=[ScalarNode() as first, *rest]):
            conditions.add(first.text)
            yield from ((item, ours) for item in rest)
        case "Fn::Transform", _:
            return
        case "Ref", ScalarNode():
            named.append((value.text, "", value.span, ""))
        case "Fn::GetAtt", ScalarNode():
            name, _, attribute = value.text.partition(".")
            named.append((name, attribute or "?", value.span, ""))
        case "Fn::GetAtt", SequenceNode(items=[ScalarNode() as first, *rest]):
            attribute = ".".join(item.text for item in rest if isinstance(item, ScalarNode))
            named.append((first.text, attribute, value.span, ""))
        case "Fn::Sub", ScalarNode():
            named.extend(_variables(value, ()))
        case "Fn::Sub", SequenceNode(items=[ScalarNode() as first, MappingNode() as variables]):
            named.extend(_variables(first, variables.entries))
            yield variables, ours
        case _:
            yield value, ours


def _variables(node: ScalarNode, own: object) -> Iterator[_Named]:
    known = own if isinstance(own, dict) else {}
    for name, attribute in _VARIABLE.findall(node.text):
        if f"{name}{attribute}" not in known:
            yield name, attribute.removeprefix("."), node.span, f"${{{name}{attribute}}}"


def _is_known(name: str, names: Names) -> bool:
    if name in names.parameters or name in names.resource_types or name in PSEUDO_PARAMETERS:
        return True
    # A module's resources are named after it.
    return any(kind.endswith("::MODULE") and name.startswith(item) for item, kind in names.resource_types.items())


def _tell_nothing(names: Names, name: str, attribute: str, span: Span, block: str, logical_id: str) -> None:
    near = nearest(name, [*names.resource_types, *(() if attribute else (*names.parameters, *PSEUDO_PARAMETERS))])
    names.problems.error(
        "INT002" if attribute else "INT001",
        f"{clip(name)}.{clip(attribute)} names no resource"
        if attribute
        else f"{clip(name)} names nothing in the template",
        span,
        why=answer(undefined_resource(clip(name)) if attribute else unresolved(clip(name), block)),
        mend=f"did you mean {near}?"
        if near
        else f"add a resource{'' if attribute else ' or a parameter'} {clip(name)}",
        logical_id=logical_id,
    )


def _tell_left(names: Names, text: str, span: Span, logical_id: str) -> None:
    for name, attribute in _VARIABLE.findall(text):
        if _is_known(name, names):
            shown = f"${{{name}{attribute}}}"
            names.problems.error(
                "INT031",
                f"{shown} stands in a string outside Fn::Sub",
                names.problems.place(span, shown),
                why=f"CloudFormation leaves it as it is: {logical_id} gets these characters, not the value of {name}",
                mend=f"write !Sub before '{clip(text)}'",
                logical_id=logical_id,
                severity=Severity.WARNING,
            )
            return
