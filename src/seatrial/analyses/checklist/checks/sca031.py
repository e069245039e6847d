"""Whether an alarm asks for the unit that its metric has.

An alarm that names a unit only sees data in that unit.

Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
(Unit),
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_metrics import watchers
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

# The unit of each metric; of queues, all others are counts.
_UNITS: Mapping[str, Mapping[str, str]] = {
    "AWS/SQS": {"ApproximateAgeOfOldestMessage": "Seconds", "SentMessageSize": "Bytes", "": "Count"},
    "AWS/ECS": {"CPUUtilization": "Percent", "MemoryUtilization": "Percent"},
}


def _units(inquiry: Inquiry) -> Iterator[Said]:
    for watcher in watchers(inquiry):
        path = (*watcher.metric.path[:-1], "Unit") if watcher.metric.path else ("Unit",)
        unit, space = watcher.resource.get(*path), as_text(watcher.metric.namespace)
        known = _UNITS.get(space, {})
        right = known.get(as_text(watcher.metric.name)) or known.get("")
        refused = watcher.resource.logical_id in inquiry.refused
        if not isinstance(unit, str) or not right or unit == right or refused or not as_text(watcher.metric.name):
            continue
        scales = watcher.policy is not None
        then = "nothing ever scales" if scales else "the alarm never goes off"
        yield Found(
            watcher.resource,
            path,
            f"{watcher.resource.logical_id} watches {as_text(watcher.metric.name)} in {unit}, and its unit is {right}",
            f"an alarm with a unit only sees data in that unit, and there is none: {then}",
            f"leave Unit out of {watcher.resource.logical_id}, or write Unit: {right}",
            severity=None if scales else Severity.WARNING,
        )


CHECK = Check(
    "SCA031",
    Severity.ERROR,
    Question.SCALE,
    "An alarm asks for a unit that its metric doesn't have",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    _units,
)
