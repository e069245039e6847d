"""Values against the schema of their type, as findings with their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from seatrial.kinds import CARDS, schema
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath

# So many misspellings of one kind are told as one, and so many names are listed.
MANY, MOST_NAMED = 3, 8
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
        yield _finding(resource, problem)


def misspelt(resource: Resource, found: Sequence[schema.Misspelt]) -> Iterator[Finding]:
    """Properties that are plainly meant for others. All those of a resource that differ by case are one habit."""
    by_case = [item for item in found if item.by_case]
    alone = [item for item in found if not item.by_case or len(by_case) < MANY]
    for item in alone:
        yield _finding(resource, schema.misspelling(resource.type, item))
    if len(by_case) >= MANY:
        problem = schema.misspelling(resource.type, by_case[0])
        written, right = (list(dict.fromkeys(str(path[-1]) for path in paths)) for paths in _both(by_case))
        more = f" and {len(written) - MOST_NAMED} more" if len(written) > MOST_NAMED else ""
        what = f"{resource.type} has no properties {', '.join(written[:MOST_NAMED])}{more}"
        mend = (
            f"write {', '.join(right[:MOST_NAMED])}{' and so on' if more else ''}: names of properties are in CamelCase"
        )
        yield _finding(resource, replace(problem, what=what, mend=mend))


def _both(found: Sequence[schema.Misspelt]) -> tuple[list[PropertyPath], list[PropertyPath]]:
    return [item.path for item in found], [item.meant for item in found]


def _finding(resource: Resource, problem: schema.Problem) -> Finding:
    return Finding(
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
