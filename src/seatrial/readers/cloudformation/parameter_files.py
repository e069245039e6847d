"""Parameters from a file, in each of the shapes that AWS's own tools take.

``[{"ParameterKey": "Name", "ParameterValue": "x"}]`` (create-stack), ``{"Parameters": {"Name": "x"}}`` (CodePipeline),
``{"Name": "x"}`` and ``["Name=x"]`` (deploy), as JSON or YAML.

Source: https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/index.html (read 2026-11-23).
"""

from __future__ import annotations

from pathlib import Path

from seatrial.model.finding import Finding
from seatrial.model.span import Span
from seatrial.model.value import Value, as_text
from seatrial.readers.cloudformation.files import CannotRead, read_bounded
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode, kind_of
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.text import parse

_LEFT_OUT = "the template is read without it"


def read_parameters_file(path: Path) -> tuple[dict[str, Value], tuple[Finding, ...]]:
    """The parameters of a file by name, and what is wrong with it."""
    problems = Problems()
    try:
        node = parse(read_bounded(path), str(path), problems)
    except CannotRead as mistake:
        problems.error("PAR004", f"{path} cannot be read: {mistake}", Span(str(path)), mend="give the path of a file")
        return {}, problems.findings
    found: dict[str, Value] = {}
    if isinstance(node, MappingNode) and isinstance(node.get("Parameters"), MappingNode | SequenceNode):
        node = node.entries["Parameters"]
    match node:
        case MappingNode():
            for key, item in node.items():
                _take(key, item, found, problems)
        case SequenceNode():
            for item in node.items:
                _entry(item, found, problems)
        case ScalarNode():
            problems.error(
                "PAR004", "the file holds no parameters", node.span, why=_LEFT_OUT, mend="write Name: value lines"
            )
    return found, problems.findings


def _entry(item: Node, found: dict[str, Value], problems: Problems) -> None:
    if isinstance(item, ScalarNode) and "=" in item.text:
        name, _, text = item.text.partition("=")
        found[name] = text
        return
    key = item.get("ParameterKey") if isinstance(item, MappingNode) else None
    value = item.get("ParameterValue") if isinstance(item, MappingNode) else None
    if isinstance(key, ScalarNode) and value is not None:
        _take(key.text, value, found, problems)
        return
    problems.error(
        "PAR004",
        "an entry has no ParameterKey and ParameterValue",
        item.span,
        why=_LEFT_OUT,
        mend='write {"ParameterKey": "Name", "ParameterValue": "value"}',
    )


def _take(name: str, node: Node, found: dict[str, Value], problems: Problems) -> None:
    match node:
        case ScalarNode():
            found[name] = as_text(node.value)
        case SequenceNode() if all(isinstance(item, ScalarNode) for item in node.items):
            found[name] = [as_text(item.value) for item in node.items if isinstance(item, ScalarNode)]
        case _:
            what = f"the value of {name} is {kind_of(node)} where a string is wanted"
            problems.error("PAR004", what, node.span, why=_LEFT_OUT, mend="write a string, or a list of strings")
