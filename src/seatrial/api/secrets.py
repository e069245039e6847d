"""Values of secrets and parameters that no stack makes, for ``up``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from seatrial.api.twin import Planned
from seatrial.model.finding import Finding, Severity
from seatrial.model.span import Span
from seatrial.model.value import Sensitive


def given_secrets(planned: Planned, files: Collection[Path]) -> tuple[dict[str, Sensitive], tuple[Finding, ...]]:
    """What the files give of what the stack's tasks name, by ARN, and what is wrong with the files.

    The last file that gives a name wins. Nothing that is told holds a value.
    """
    from seatrial.analyses.launch.given_secrets import meant
    from seatrial.readers.cloudformation import read_secrets_file

    given: dict[str, Sensitive] = {}
    findings: list[Finding] = []
    for file in files:
        found, problems = read_secrets_file(file)
        given.update(found)
        findings += problems
        if planned.system is not None:
            findings += (_named_by_nobody(file, name) for name in meant(planned.system, found)[1])
    return (meant(planned.system, given)[0] if planned.system is not None else {}), tuple(findings)


def _named_by_nobody(file: Path, name: str) -> Finding:
    return Finding(
        "PAR006",
        Severity.WARNING,
        f"no task definition names {name}",
        "its value is given to nobody",
        "write the ARN or the name as a container's Secrets have it in ValueFrom",
        Span(str(file)),
    )
