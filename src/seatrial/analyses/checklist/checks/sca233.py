"""Whether an alarm reads a metric as it is kept: once a minute, and as a value, not as the count of its samples.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
("Be sure to specify 10, 20, or 30 only for metrics that are stored by a PutMetricData call with a StorageResolution of
1", else "the alarm might often lapse into INSUFFICIENT_DATA"),
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html (SampleCount),
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html (which
statistics say something).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_steps import as_float
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text

MINUTE_SECONDS = 60
# What these keep, they keep by the minute.
_BY_THE_MINUTE = ("AWS/ApplicationELB", "AWS/Events", "AWS/NetworkELB", "AWS/SQS", "ECS/ContainerInsights")
# What is a level, of which the number of samples says nothing.
_LEVELS = (
    *(f"ApproximateNumberOfMessages{which}" for which in ("Visible", "NotVisible", "Delayed")),
    *("ApproximateAgeOfOldestMessage", "RunningTaskCount", "PendingTaskCount", "DesiredTaskCount"),
)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for alarm in inquiry.scaling.alarms:
        resource = alarm.resource
        if not inquiry.owns(resource) or resource.logical_id in inquiry.refused:
            continue
        for metric in alarm.metrics:
            # Of a list of metrics, each has a period and a statistic of its own.
            holder: PropertyPath = metric.path[:-1]
            period, stat = (*holder, "Period"), (*holder, "Stat" if holder else "Statistic")
            name, seconds = as_text(metric.name), as_float(resource.get(*period))
            space = as_text(metric.namespace)
            if space in _BY_THE_MINUTE and seconds is not None and seconds < MINUTE_SECONDS:
                yield Found(
                    resource,
                    period,
                    f"{resource.logical_id} reads {name} every {seconds:g} s, and {space} has it every minute",
                    "in most periods there is no data, so that the alarm lapses into INSUFFICIENT_DATA again and again",
                    f"write Period: {MINUTE_SECONDS}",
                )
            elif name in _LEVELS and as_text(resource.get(*stat)) == "SampleCount":
                yield Found(
                    resource,
                    stat,
                    f"{resource.logical_id} counts the samples of {name}, and not what they say",
                    "SampleCount is how often the metric was reported, which is the same whatever its value is: the "
                    "alarm follows no load",
                    f"write {stat[-1]}: Maximum",
                )


CHECK = Check(
    "SCA233",
    Severity.WARNING,
    Question.SCALE,
    "An alarm reads a metric otherwise than it is kept",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html "
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
    _ask,
)
