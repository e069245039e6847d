"""Values against the schema of their type, as findings with their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.kinds import schema
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource

_CODES: Mapping[str, str] = {
    "unknown property": "SCH001",
    "missing property": "SCH002",
    "wrong type": "SCH003",
    "not allowed": "SCH004",
}


def validate(resource: Resource) -> Iterator[Finding]:
    """What the type's schema says against a resource's resolved properties."""
    for problem in schema.problems(resource.type, resource.properties):
        yield Finding(
            _CODES.get(problem.kind, "SCH004"),
            Severity.ERROR,
            f"{resource.logical_id}: {problem.what}",
            why=problem.why,
            mend=problem.mend,
            span=resource.span(*problem.path),
            logical_id=resource.logical_id,
            path=problem.path,
        )
