"""What is wrong with metric math: a list of metrics and expressions of which exactly one is watched.

Target tracking and alarms have the same lists. Each item is a metric or an expression, has an id that expressions can
use, and returns its data unless it says otherwise.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingMetricDataQuery.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html. Texts: reproduced on AWS for
alarms and for policies of EC2 Auto Scaling by cdk-preflight 0.0.143 (Apache-2.0, npm); where none is known, our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.analyses.refusals.world import is_given
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_text, at

ONE_RETURNS = "Exactly one element of the metrics list should return data."
EXCLUSIVE = (
    "The parameters MetricDataQuery Expression and MetricStat are mutually exclusive and you have specified both."
)
_ID = re.compile(r"[a-z][A-Za-z0-9_]*\Z", re.ASCII)
_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
# Functions and operators such as IF and AND are in capitals, ids begin with a small letter.
_USED = re.compile(r"(?<![A-Za-z0-9_])[a-z][A-Za-z0-9_]*(?!\s*\()", re.ASCII)
_DANGLING = re.compile(r"[-+*/^(,]\s*\Z")


@dataclass(frozen=True, slots=True)
class Wrong:
    """``path`` is within the list; ``ours`` where the wording is not AWS's."""

    message: str
    path: PropertyPath = ()
    because: str = ""
    ours: bool = True


def wrong_with(queries: Value) -> Iterator[Wrong]:
    """What is wrong with a list of metrics and expressions, one thing after the other."""
    if not isinstance(queries, list) or not all(isinstance(query, dict) for query in queries):
        return
    names = [at(query, "Id") for query in queries]
    yield from _names(names)
    for index, query in enumerate(queries):
        expression, stat = at(query, "Expression"), at(query, "MetricStat")
        if is_given(expression) and is_given(stat):
            yield Wrong(EXCLUSIVE, (index,), ours=False)
        if expression is None and stat is None:
            yield Wrong(f"{as_text(names[index])} has neither an Expression nor a MetricStat.", (index,))
        if isinstance(stat, dict) and stat.get("Stat") is None:
            yield Wrong(f"The MetricStat of {as_text(names[index])} has no Stat.", (index, "MetricStat", "Stat"))
        if isinstance(expression, str) and not any(isinstance(name, Unknown) for name in names):
            yield from _expression(expression, {as_text(name) for name in names}, (index, "Expression"))


def returns(queries: Value) -> int | None:
    """How many items return data; None where that isn't known."""
    if not isinstance(queries, list) or any(isinstance(at(query, "ReturnData"), Unknown) for query in queries):
        return None
    return sum(as_flag(at(query, "ReturnData"), True) for query in queries)


def _names(names: list[Value]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if not isinstance(name, str) or not name:
            continue
        if not _ID.match(name):
            because = "an Id begins with a small letter and has letters, digits and underscores"
            yield Wrong(f"The Id {name} is not valid.", (index, "Id"), because)
        if name in seen:
            yield Wrong(f"The Id {name} is used more than once.", (index, "Id"))
        seen.add(name)


def _expression(text: str, names: set[str], path: PropertyPath) -> Iterator[Wrong]:
    plain = _TEXT.sub('""', text)
    if _DANGLING.search(plain) or plain.count("(") != plain.count(")"):
        yield Wrong(f"The Expression {text.strip()} is not complete.", path)
    for name in dict.fromkeys(_USED.findall(plain)):
        if name not in names:
            message = f"The Expression {text} uses {name}, which is no Id of the list."
            yield Wrong(message, path, f"it has {_list(names)}")


def _list(names: set[str]) -> str:
    return " and ".join(sorted(names))
