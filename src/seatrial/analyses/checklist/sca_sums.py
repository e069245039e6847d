"""What an alarm adds up: one metric, or a plain sum of several, which is never less than any of them.

Whether a queue is empty is asked of the messages that wait and of those that are worked on together.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html (arithmetic, SUM).
"""

from __future__ import annotations

import re

from seatrial.analyses.checklist.scaling import Alarm, Metric
from seatrial.model.value import as_list, as_text, at

Term = tuple[str, str, tuple[tuple[str, str], ...]]

_SUM = re.compile(r"\s*(?:SUM\(\s*\[(?P<listed>[^\]()]*)\]\s*\)|(?P<added>[^()\[\]]*))\s*\Z")
_IDS = re.compile(r"\s*[a-z]\w*\s*(?:[+,]\s*[a-z]\w*\s*)*\Z")


def terms_of(alarm: Alarm) -> frozenset[Term]:
    """The metrics of which an alarm watches the one or the sum; none where it does otherwise."""
    queries = as_list(alarm.resource.get("Metrics"))
    if not queries:
        return frozenset(_term(metric) for metric in alarm.metrics) if len(alarm.metrics) == 1 else frozenset()
    of_stats = {
        as_text(at(queries[index], "Id")): metric
        for metric in alarm.metrics
        if len(metric.path) > 1 and isinstance(index := metric.path[1], int)
    }
    expressions = [item for item in queries if at(item, "Expression") is not None]
    if not expressions and len(of_stats) == 1:
        return frozenset(_term(metric) for metric in of_stats.values())
    match = _SUM.match(as_text(at(expressions[0], "Expression"))) if len(expressions) == 1 else None
    inner = (match["listed"] or match["added"] or "") if match else ""
    if not _IDS.match(inner) or ("," in inner and not (match and match["listed"])):
        return frozenset()
    ids = [name.strip() for name in re.split(r"[+,]", inner)]
    if any(name not in of_stats for name in ids):
        return frozenset()
    return frozenset(_term(of_stats[name]) for name in ids)


def _term(metric: Metric) -> Term:
    given = tuple(sorted((name, as_text(value)) for name, value in metric.dimensions.items()))
    return as_text(metric.namespace), as_text(metric.name), given
