"""Values against the schema of their type, as findings with their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.kinds import CARDS, schema
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

_CODES: Mapping[str, str] = {
    "unknown property": "SCH001",
    "missing property": "SCH002",
    "wrong type": "SCH003",
    "not allowed": "SCH004",
}


def validate(resource: Resource, types: Mapping[str, str]) -> Iterator[Finding]:
    """What the type's schema says against a resource's resolved properties. ``types`` are those of all resources."""
    made_up = _made_up(resource, types)
    for problem in schema.problems(resource.type, resource.properties):
        if problem.path in made_up and isinstance(resource.get(*problem.path), str):
            continue
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


def _made_up(resource: Resource, types: Mapping[str, str]) -> frozenset[PropertyPath]:
    """Where a value is, or holds, the identity of a resource whose kind isn't modelled: AWS gives it another form."""
    return frozenset(
        item.path
        for item in resource.references
        if item.attribute != "DependsOn" and types.get(item.target, "") not in CARDS
    )
