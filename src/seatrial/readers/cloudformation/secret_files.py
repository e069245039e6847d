"""Values of secrets and parameters that no template makes, from a file.

``NAME=VALUE`` lines, or a mapping in JSON or YAML. A name is an ARN as a task definition's ``ValueFrom`` has it, or the
secret's or parameter's own name; a value that is a mapping is the JSON text of a secret with keys.

Whatever is wrong with the file is told without a line of it: it holds what nobody shall see.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from seatrial.model.finding import Finding
from seatrial.model.span import Span
from seatrial.model.value import Sensitive
from seatrial.readers.cloudformation.files import CannotRead, read_bounded
from seatrial.readers.cloudformation.nodes import MappingNode, Node, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.text import parse

# A name with no blank in it, before the first equals sign; in YAML a blank follows the name's colon.
_LINE = re.compile(r"(?P<name>[^\s={\"'#][^\s=]*)=(?P<value>.*)")
MEND = "write NAME_OR_ARN=VALUE lines, or a mapping in JSON or YAML"


def read_secrets_file(path: Path) -> tuple[dict[str, Sensitive], tuple[Finding, ...]]:
    """The values of a file by name, and what is wrong with it."""
    problems, span = Problems(), Span(str(path))
    try:
        raw = read_bounded(path)
    except CannotRead as mistake:
        problems.error("PAR005", f"{path} cannot be read: {mistake}", span, mend="give the path of a file")
        return {}, problems.findings
    lines = [line for line in raw.decode(errors="replace").splitlines() if line.strip() and line.lstrip()[0] != "#"]
    if lines and _LINE.match(lines[0]):
        matches = [_LINE.match(line) for line in lines]
        if None in matches:
            problems.error("PAR005", f"{path} has a line that is not NAME_OR_ARN=VALUE", span, mend=MEND)
        return {found["name"]: Sensitive(found["value"]) for found in matches if found}, problems.findings
    unheard = Problems()
    node = parse(raw, str(path), unheard)
    if not isinstance(node, MappingNode) or unheard.findings:
        problems.error("PAR005", f"{path} holds no names with values", span, mend=MEND)
        return {}, problems.findings
    values: dict[str, Sensitive] = {}
    for name, item in node.items():
        text = item.text if isinstance(item, ScalarNode) else json.dumps(_plain(item), separators=(",", ":"))
        values[name] = Sensitive(text)
    return values, problems.findings


def _plain(node: Node) -> Any:
    match node:
        case ScalarNode():
            return node.value
        case SequenceNode():
            return [_plain(item) for item in node.items]
        case MappingNode():
            return {name: _plain(item) for name, item in node.items()}
        case _:
            return None
