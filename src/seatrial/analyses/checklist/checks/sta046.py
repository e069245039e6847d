"""Whether what a container runs has &&, || or a $VARIABLE in it, and no shell that reads them.

A container runs its words as they are.

Source: https://docs.docker.com/reference/dockerfile/#exec-form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_health import OPERATORS, has_shell, quoted
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

_VARIABLE = re.compile(r"\$(?:\w+|\{\w+\}|\(\w+\))")


def _operators(inquiry: Inquiry) -> Iterator[Said]:
    """What a container runs, with words that only a shell understands, and no shell."""
    for definition in inquiry.definitions:
        for index, container in inquiry.containers(definition):
            given = {key: as_list(at(container, key)) for key in ("EntryPoint", "Command")}
            everything = [word for words in given.values() for word in words]
            if any(isinstance(word, Unknown) for word in everything) or has_shell([as_text(i) for i in everything]):
                continue
            for key, words in given.items():
                operator = next((as_text(word) for word in words if word in OPERATORS), "")
                variable = next((as_text(word) for word in words[1:] if _VARIABLE.fullmatch(as_text(word))), "")
                if operator or (variable and key == "Command" and not given["EntryPoint"] and len(words) > 1):
                    yield _no_shell(
                        definition, ("ContainerDefinitions", index, key), container, words, operator or variable
                    )


def _no_shell(
    definition: Resource, path: PropertyPath, container: Value, words: Sequence[Value], operator: str
) -> Found:
    line = " ".join(as_text(word) for word in words)
    return Found(
        definition,
        path,
        f"{path[-1]} of {as_text(at(container, 'Name'))} in {definition.logical_id} has {operator}, and no shell that "
        "reads it",
        f"a container runs its words as they are: {operator} and what follows are arguments of {as_text(words[0])}",
        f"write {path[-1]}: [sh, -c, {quoted(line)}]",
    )


CHECK = Check(
    "STA046",
    Severity.WARNING,
    Question.START,
    "What a container runs has &&, || or a $VARIABLE in it, and no shell that reads them",
    "https://docs.docker.com/reference/dockerfile/#exec-form",
    _operators,
)
