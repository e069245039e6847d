"""Whether an alarm on something bad goes off when there is much of it: errors, unhealthy targets.

Two slips turn it round. It goes off below its threshold, so that it rings while all is well; or it takes no data for a
breach, where a load balancer reports the metric only when there is something to count. A deployment that watches the
alarm is then stopped, or not watched at all.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html (HTTPCode
metrics: "Reporting criteria: There is a nonzero value"),
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_values import service_alarms
from seatrial.analyses.checklist.scaling import POLICY, Metric
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text

_SPACES = ("AWS/ApplicationELB", "AWS/NetworkELB")
_ERRORS = (
    *("HTTPCode_Target_5XX_Count", "HTTPCode_Target_4XX_Count", "HTTPCode_ELB_5XX_Count", "HTTPCode_ELB_4XX_Count"),
    *("HTTPCode_ELB_500_Count", "HTTPCode_ELB_502_Count", "HTTPCode_ELB_503_Count", "HTTPCode_ELB_504_Count"),
    *("TargetConnectionErrorCount", "TargetTLSNegotiationErrorCount", "RejectedConnectionCount"),
)
_UNHEALTHY = "UnHealthyHostCount"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for alarm, metric, _, _ in service_alarms(inquiry):
        resource, name = alarm.resource, as_text(metric.name)
        scales = any(inquiry.find(item, POLICY) for item in as_list(resource.get("AlarmActions")))
        if not _is_bad(metric) or scales:
            continue
        operator = as_text(resource.get("ComparisonOperator"))
        if operator.startswith("LessThan"):
            yield Found(
                resource,
                ("ComparisonOperator",),
                f"{resource.logical_id} goes off when {name} is low",
                "few of them are what is wanted: the alarm rings while all is well, and is silent when there are many",
                f"write ComparisonOperator: {operator.replace('Less', 'Greater')}",
            )
        elif as_text(resource.get("TreatMissingData")) == "breaching" and name != _UNHEALTHY:
            yield Found(
                resource,
                ("TreatMissingData",),
                f"{resource.logical_id} takes it for a breach when nothing is counted as {name}",
                "the load balancer reports the metric only when there is something to count: the alarm rings as long "
                "as all is well",
                "write TreatMissingData: notBreaching",
            )


def _is_bad(metric: Metric) -> bool:
    return as_text(metric.namespace) in _SPACES and as_text(metric.name) in (*_ERRORS, _UNHEALTHY)


CHECK = Check(
    "SCA241",
    Severity.WARNING,
    Question.SCALE,
    "An alarm on errors rings while there are none",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html "
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
    _ask,
)
