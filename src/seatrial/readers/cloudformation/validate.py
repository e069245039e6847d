"""Values against the schema of their type, as findings with their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from seatrial.kinds import CARDS, schema
from seatrial.kinds.schema_walk import Problem, matches
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text

# So many misspellings of one kind are told as one, and so many names are listed.
MANY, MOST_NAMED = 3, 8
# Properties that take the ARN of something, and what others look like whose pattern is hard to read.
_BY_ARN = ("Arn", "Arns", "PermissionsBoundary")
_FORMS: Mapping[str, str] = {"Path": "begin and end it with /, such as /app/"}
_CODES: Mapping[str, str] = {
    "unknown property": "SCH001",
    "missing property": "SCH002",
    "wrong type": "SCH003",
    "not allowed": "SCH004",
}


CRON_FIELDS = 6
# What somebody meant who wrote this, by type and property.
_MEANT: Mapping[tuple[str, str], str] = {
    (
        "AWS::Events::Rule",
        "ScheduleExpressionTimezone",
    ): "remove it: a rule goes by UTC; use an AWS::Scheduler::Schedule for another time zone",
    ("AWS::Scheduler::Schedule", "Tags"): "remove it: only an AWS::Scheduler::ScheduleGroup has tags",
}
# Of many choices, those that are meant in a template with services of ECS.
_LIKELY: Mapping[str, tuple[str, ...]] = {
    "PredefinedMetricType": (
        "ECSServiceAverageCPUUtilization",
        "ECSServiceAverageMemoryUtilization",
        "ALBRequestCountPerTarget",
    ),
}


def validate(resource: Resource, types: Mapping[str, str], own: Mapping[str, Resource]) -> Iterator[Finding]:
    """What the type's schema says against a resource's resolved properties.

    ``types`` are those of all resources, ``own`` those of this template.
    """
    made_up = _made_up(resource, types)
    for problem in schema.problems(resource.type, resource.properties):
        if problem.path in made_up and isinstance(resource.get(*problem.path), str):
            continue
        mend = _mend(resource, problem, own, types)
        yield _finding(resource, replace(problem, mend=mend))


def _plain_mend(resource: Resource, problem: schema.Problem, types: Mapping[str, str]) -> str:
    """What one can type in place of a pattern: the reference that is meant, or the form in words."""
    value, last = resource.get(*problem.path), problem.path[-1] if problem.path else ""
    if problem.kind == "wrong type" and isinstance(value, list) and isinstance(last, int):
        return "leave the dash or the brackets around it out: it is a list already"
    key = next((part for part in reversed(problem.path) if isinstance(part, str)), "")
    if problem.kind != "not allowed" or not isinstance(value, str):
        return ""
    named = next((item.target for item in resource.references if item.path == problem.path), "")
    named = named.rpartition("/")[2] or (value if value in types else "")
    by_arn = key.endswith(_BY_ARN)
    if named in types and "Arn" in schema.attributes(types[named]) and by_arn:
        return f"write !GetAtt {named}.Arn"
    if value in types:
        return f"write !Ref {value}"
    return _FORMS.get(key, "")


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


def _mend(resource: Resource, problem: Problem, own: Mapping[str, Resource], types: Mapping[str, str]) -> str:
    """The problem's own mend, or a better one where it can be told what was meant."""
    meant = _MEANT.get((resource.type, str(problem.path[-1]))) if len(problem.path) == 1 else None
    if meant is not None:
        return meant
    if problem.kind == "missing property" and problem.path == ("ServiceToken",):
        return "add ServiceToken: the ARN of the function or topic that provides it, such as !GetAtt FUNCTION.Arn"
    value = resource.get(*problem.path)
    likely = _LIKELY.get(str(problem.path[-1]), ()) if problem.path and type(value) is str else ()
    if near := get_close_matches(as_text(value), likely, n=1):
        return f"write {near[0]}"
    if resource.type == "AWS::Events::Rule" and problem.path == ("ScheduleExpression",) and type(value) is str:
        return _schedule(value)
    return _written(resource, problem, own) or _plain_mend(resource, problem, types) or problem.mend


def _schedule(value: str) -> str:
    if value.strip().startswith("at("):
        return "use an AWS::Scheduler::Schedule: a rule has rate(...) and cron(...), and only a schedule fires once"
    if len(value.split()) == CRON_FIELDS:
        return f"write cron({value.strip()})"
    return "write rate(5 minutes), or cron(0 6 * * ? *) with its six fields"


def _written(resource: Resource, problem: Problem, own: Mapping[str, Resource]) -> str:
    """How one writes what the pattern wants of the resource that is named there: its ARN, its name."""
    named = next((item.target for item in resource.references if item.path == problem.path), "")
    target = own.get(named)
    if not problem.pattern or target is None:
        return ""
    asked = {f"!Ref {named}": target.physical_id}
    asked |= {f"!GetAtt {named}.{key}": as_text(value) for key, value in target.attributes.items()}
    fitting = [written for written, value in asked.items() if value and matches(problem.pattern, value)]
    arn = [written for written in fitting if asked[written] == target.arn]
    return f"write {(arn or fitting)[0]}" if fitting else ""


def _made_up(resource: Resource, types: Mapping[str, str]) -> frozenset[PropertyPath]:
    """Where a value is, or holds, the identity of a resource whose kind isn't modelled: AWS gives it another form."""
    return frozenset(
        item.path
        for item in resource.references
        if item.attribute != "DependsOn" and types.get(item.target, "") not in CARDS
    )
