"""Whether the metrics that alarms and scaling policies watch have data: see ``sca_metrics``.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_metrics import watchers, wrong_dimensions
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, PropertyPath]] = set()
    for watcher in watchers(inquiry):
        if watcher.resource.logical_id in inquiry.refused:
            continue
        for found in wrong_dimensions(inquiry, watcher):
            if (found.resource.logical_id, found.path) not in told:
                told.add((found.resource.logical_id, found.path))
                yield found


CHECK = Check(
    "SCA011",
    Severity.ERROR,
    Question.SCALE,
    "An alarm or a scaling policy watches a metric that has no data",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
    "sqs-available-cloudwatch-metrics.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html",
    _ask,
)
