"""What CloudWatch Logs refuses about metric filters: patterns that are none, and what a metric can't have both of.

Only plain slips in a pattern are said: a brace that nothing closes, a property of JSON that isn't written as a path.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html; the
text on default values: https://github.com/aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock/pull/632;
"Invalid metric filter pattern": as many users of Terraform quote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, at

_API, _CODE = "logs.PutMetricFilter", "InvalidParameterException"
_QUOTED = re.compile(r'"[^"]*"')
# What stands before the operators of a pattern for JSON.
_PROPERTY = re.compile(r"(?<![\w$.\]*@-])([A-Za-z_][\w.]*)\s*(?:=|!=|<=|>=|<|>)")


def filter_refused(world: World, resource: Resource) -> Refusal | None:
    for because in _pattern(resource.get("FilterPattern")):
        return Refusal(_API, _CODE, "Invalid metric filter pattern", ("FilterPattern",), because=because)
    for index, item in enumerate(entries(resource.get("MetricTransformations"))):
        default, dimensions = at(item, "DefaultValue"), at(item, "Dimensions")
        if default is not None and not isinstance(default, Unknown) and entries(dimensions):
            text = "Invalid metric transformation: dimensions and default value are mutually exclusive properties."
            path: PropertyPath = ("MetricTransformations", index, "DefaultValue")
            return Refusal(_API, _CODE, text, path)
    return None


def _pattern(value: Value) -> Iterator[str]:
    if not isinstance(value, str):
        return
    pattern = value.strip()
    if pattern.count('"') % 2:
        yield "a quotation mark is not closed"
    bare = _QUOTED.sub('""', pattern)
    for begin, end in (("{", "}"), ("[", "]")):
        if bare.startswith(begin) and not bare.endswith(end):
            yield f"its {begin} is not closed by {end}"
    name = _PROPERTY.search(bare) if bare.startswith("{") else None
    if name is not None:
        yield f"a property of JSON is written $.{name[1]}, not {name[1]}"
