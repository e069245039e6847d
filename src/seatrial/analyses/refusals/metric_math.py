"""What is wrong with metric math: a list of metrics and expressions of which exactly one is watched.

Target tracking and alarms have the same lists. Each item is a metric or an expression, has an id that expressions can
use, and returns its data unless it says otherwise. A query of Metrics Insights (``SELECT ...``) is no math, and is
left alone.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingMetricDataQuery.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html (functions, as Grafana's
language.ts lists them from there; the list only serves to recognise one that is nearly right). Texts: reproduced on AWS
for alarms and for policies of EC2 Auto Scaling by cdk-preflight 0.0.143, and for statistics by 1.9.1 (Apache-2.0; rule
``pf-cloudwatch-metricstat-stat-syntax``); where none is known, our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise

from msgspec import Struct

from seatrial.analyses.refusals.world import is_given
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_text, at

ONE_RETURNS = "Exactly one element of the metrics list should return data."
EXCLUSIVE = (
    "The parameters MetricDataQuery Expression and MetricStat are mutually exclusive and you have specified both."
)
INVALID = "Invalid metrics list"
# fmt: off
_FUNCTIONS = (
    "ABS", "ANOMALY_DETECTION_BAND", "AVG", "CEIL", "DATAPOINT_COUNT", "DATE", "DAY", "DB_PERF_INSIGHTS", "DIFF",
    "DIFF_TIME", "EPOCH", "FILL", "FIRST", "FLOOR", "HOUR", "IF", "INSIGHT_RULE_METRIC", "LAMBDA", "LAST", "LOG",
    "LOG10", "MAX", "METRICS", "METRIC_COUNT", "MIN", "MINUTE", "MONTH", "PERIOD", "RATE", "REMOVE_EMPTY",
    "RUNNING_SUM", "SEARCH", "SERVICE_QUOTA", "SLICE", "SORT", "STDDEV", "SUM", "TIME_SERIES", "YEAR",
)
# fmt: on
# What other languages call a function, and metric math doesn't.
_CALLED_OTHERWISE = {
    "AVERAGE": "AVG",
    "COUNT": "DATAPOINT_COUNT",
    "MAXIMUM": "MAX",
    "MEAN": "AVG",
    "MINIMUM": "MIN",
}
_WORDS = frozenset({"AND", "OR", "NOT", "ASC", "DESC", "LINEAR", "REPEAT"})
_STATISTICS = ("Average", "Maximum", "Minimum", "SampleCount", "Sum")
_SHORT_STATISTICS = {"Avg": "Average", "Count": "SampleCount", "Max": "Maximum", "Mean": "Average", "Min": "Minimum"}
_OF_PERCENT = re.compile(r"(?:p|tm|tc|ts|wm)(\d{1,6}(?:\.\d{1,10})?)\Z", re.IGNORECASE)
BEYOND_ALL = "is of more than 100 percent."
_ID = re.compile(r"[a-z][A-Za-z0-9_]*\Z", re.ASCII)
_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9.]+(?:[eE][-+]?[0-9]+)?|&&|\|\||[=!<>]=|\S", re.ASCII)
_OPERATORS = frozenset(["+", "-", "*", "/", "^", "==", "!=", "<=", ">=", "<", ">", "&&", "||"])
# These can't begin anything.
_BINARY = _OPERATORS - {"+", "-"}
_LONGEST = 4_000


class Wrong(Struct, frozen=True):
    """``path`` is within the list; ``ours`` where the wording is not AWS's.

    ``of_alarms`` is CloudWatch's own text where that is known; ``instead`` is what one writes there.
    """

    message: str
    path: PropertyPath = ()
    because: str = ""
    ours: bool = True
    of_alarms: str = ""
    instead: str = ""


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
        yield from _statistic(at(stat, "Stat"), (index, "MetricStat", "Stat"))
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


def beyond_all(value: str) -> bool:
    """Whether a percentile or another statistic of that form is of more than a hundred percent.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html (read 2026-11-30)
    """
    match = _OF_PERCENT.match(value)
    return match is not None and float(match[1]) > 100


def _statistic(value: Value, path: PropertyPath) -> Iterator[Wrong]:
    """Words that are no statistic. Percentiles and trimmed means have digits or a range, and are left to CloudWatch."""
    if isinstance(value, str) and beyond_all(value):
        yield Wrong(f"The Stat {value} {BEYOND_ALL}", path, of_alarms=INVALID)
    if not isinstance(value, str) or not value.isalpha() or value.upper() == "IQM":
        return
    if value.lower() in [item.lower() for item in _STATISTICS]:
        return
    near = get_close_matches(value.capitalize(), _STATISTICS, 1)
    right = _SHORT_STATISTICS.get(value.capitalize()) or (near[0] if near else "Average")
    because = f"{value} is none of {', '.join(_STATISTICS)}, nor a percentile such as p99"
    yield Wrong(f"The Stat {value} is no statistic.", path, because, of_alarms=INVALID, instead=right)


def _expression(text: str, names: set[str], path: PropertyPath) -> Iterator[Wrong]:
    if text.strip().upper().startswith("SELECT") or len(text) > _LONGEST:
        return
    tokens = _TOKEN.findall(_TEXT.sub("0", text))
    yield from _shape(text, tokens, path)
    for token, after in pairwise([*tokens, ""]):
        if not token[:1].isalpha() or token.upper() in _WORDS:
            continue
        if after == "(":
            yield from _function(text, token, path)
        elif token not in names and (token[0].islower() or f"{token[0].lower()}{token[1:]}" in names):
            message = f"The Expression {text} uses {token}, which is no Id of the list."
            yield Wrong(message, path, f"it has {_list(names)}")


def _shape(text: str, tokens: list[str], path: PropertyPath) -> Iterator[Wrong]:
    """What keeps a text from being an expression: brackets, and operators without what they stand between."""
    begins = tokens[:1] and tokens[0] in _BINARY
    ends = tokens[-1:] and tokens[-1] in (*_OPERATORS, "(", ",")
    if begins or ends or not tokens or tokens.count("(") != tokens.count(")"):
        yield Wrong(f"The Expression {text.strip()} is not complete.", path)
        return
    for token, after in pairwise(tokens):
        operand = token[-1].isalnum() or token in (")", "]")
        if token.upper() in _WORDS or after.upper() in _WORDS:
            continue
        if operand and (after[0].isalnum() or (after == "(" and not token[0].isalpha())):
            yield Wrong(f"The Expression {text.strip()} has no operator between {token} and {after}.", path)
            return
        if token in (*_OPERATORS, "(", ",") and after in (*_BINARY, ","):
            yield Wrong(f"The Expression {text.strip()} is not complete.", path, f"{after} stands behind {token}")
            return


def _function(text: str, name: str, path: PropertyPath) -> Iterator[Wrong]:
    """A function that isn't there, where it is plain which one is meant: there may be new ones."""
    if name.upper() in _FUNCTIONS:
        return
    near = get_close_matches(name.upper(), [item for item in _FUNCTIONS if item[0] == name[0].upper()], 1, 0.75)
    meant = _CALLED_OTHERWISE.get(name.upper()) or (near[0] if near else "")
    if meant:
        yield Wrong(f"The Expression {text.strip()} calls {name}, which is no function ({meant} is).", path)


def _list(names: set[str]) -> str:
    *most, last = sorted(names)
    return f"{', '.join(most)} and {last}" if most else last
