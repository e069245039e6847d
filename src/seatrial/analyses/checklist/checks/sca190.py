"""Whether a target that is tracked rises with the number of tasks, so that it is never reached.

Target tracking adds tasks while its metric is above the target and removes them while it is below: the metric has to
fall when tasks are added, as the backlog of a queue for each task does. Tasks over messages, the quotient turned round,
rises, and the service goes to its maximum or its minimum and stays there.

Source (read 2026-11-30):
https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html ("The metric
value must increase or decrease in inverse proportion to the capacity").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import own_policies
from seatrial.analyses.checklist.scaling import TRACKING
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

_PLACE: PropertyPath = (TRACKING, "CustomizedMetricSpecification", "Metrics")
_QUOTIENT = re.compile(r"\s*(\w+)\s*/\s*(\w+)\s*\Z")
_OF_TASKS = ("RunningTaskCount", "DesiredTaskCount")
_OF_QUEUES = ("ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for policy in own_policies(inquiry):
        queries = as_list(policy.resource.get(*_PLACE))
        names = {as_text(at(item, "Id")): as_text(at(item, "MetricStat", "Metric", "MetricName")) for item in queries}
        for index, item in enumerate(queries):
            match = _QUOTIENT.match(as_text(at(item, "Expression")))
            if match is None or names.get(match[1]) not in _OF_TASKS or names.get(match[2]) not in _OF_QUEUES:
                continue
            yield Found(
                policy.resource,
                (*_PLACE, index, "Expression"),
                f"what {policy.resource.logical_id} tracks rises with the number of tasks",
                f"it is {names[match[1]]} over {names[match[2]]}: more tasks bring it further above the target, so "
                "that the service goes to its maximum or its minimum, and stays there",
                f"write Expression: {match[2]} / {match[1]}",
            )


CHECK = Check(
    "SCA190",
    Severity.WARNING,
    Question.SCALE,
    "A tracked target rises with the number of tasks",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html",
    _ask,
)
