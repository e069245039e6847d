"""What CloudWatch refuses about alarms.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-cw-*``; read 2026-11-23) unless a comment
names another source. Limits: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
(read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.clashes import refused_by_handler
from seatrial.analyses.refusals.metric_math import EXCLUSIVE, ONE_RETURNS, returns, wrong_with
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_number, at

ALARM = "AWS::CloudWatch::Alarm"
API = "cloudwatch.PutMetricAlarm"
SHORT_PERIODS = (10, 20, 30)
HOUR, DAY = 3600, 86400
MOST_ACTIONS = 5
MOST_QUERIES = 10
ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (AlarmActions; read
# 2026-11-30) lists the services that act on alarms; others may have come since. These are none, and taken for one.
NO_VENDORS = ("sqs", "events", "ecs", "states", "scheduler", "logs", "dynamodb", "s3", "iam", "elasticloadbalancing")
# Comparisons with a band, which a metric of its own gives.
RANGES = ("LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold")

# The actions of an alarm are ARNs; that what is none is refused follows from it, the wording is ours.
NO_ARN = "is not the ARN of an action."

TWO_RETURN = "Exactly two elements of the metrics list should return data."

_Said = tuple[str, PropertyPath]


def alarm_refused(world: World, resource: Resource) -> Refusal | None:
    for ask in (_periods, _extended, _threshold, _metrics, _actions):
        for message, path in ask(resource):
            ours = NO_ARN in message or path[:1] == ("Metrics",)
            return Refusal(API, "ValidationError", message, path, ours=ours)
    for wrong in wrong_with(resource.get("Metrics")):
        return Refusal(
            API,
            "ValidationError",
            wrong.of_alarms or wrong.message,
            ("Metrics", *wrong.path),
            because=wrong.because,
            instead=wrong.instead,
            ours=wrong.ours and not wrong.of_alarms,
        )
    return refused_by_handler(world, resource, API, "AlarmName")


def _periods(resource: Resource) -> Iterator[_Said]:
    period, count, points = (resource.get(key) for key in ("Period", "EvaluationPeriods", "DatapointsToAlarm"))
    seconds = as_number(period, HOUR)
    if is_given(period) and seconds not in SHORT_PERIODS and (seconds < 60 or seconds % 60):
        yield "Period must be 10, 20, 30 or a multiple of 60", ("Period",)
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html (read 2026-11-30): the same,
    # for each metric of metric math.
    for index, query in enumerate(entries(resource.get("Metrics"))):
        own = at(query, "MetricStat", "Period")
        each = as_number(own, HOUR)
        if is_given(own) and each not in (1, 5, *SHORT_PERIODS) and (each < 60 or each % 60):
            text = "Period must be 1, 5, 10, 20, 30 or a multiple of 60"
            yield text, ("Metrics", index, "MetricStat", "Period")
    if is_given(points) and is_given(count) and as_number(points) > as_number(count):
        yield "DatapointsToAlarm must be less than or equal to EvaluationPeriods", ("DatapointsToAlarm",)
    if period is None and isinstance(queries := resource.get("Metrics"), list):
        # Of metric math, the period of what it is made of, where that is the same for all.
        periods = {as_number(at(query, "MetricStat", "Period"), 0) for query in queries if at(query, "MetricStat")}
        period = seconds = periods.pop() if len(periods) == 1 else 0
    if is_given(period) and is_given(count):
        most = 7 * DAY if seconds >= HOUR else DAY
        if seconds * as_number(count) > most:
            yield f"EvaluationPeriods * Period must be <= {most}", ("EvaluationPeriods",)


def _extended(resource: Resource) -> Iterator[_Said]:
    """A percentile or a trimmed statistic; the simple ones are for Statistic.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (ExtendedStatistic); the
    text: rule ``pf-cloudwatch-extended-statistic`` of cdk-preflight, reproduced on AWS (both read 2026-11-30).
    """
    value = resource.get("ExtendedStatistic")
    if not isinstance(value, str) or not value:
        return
    number = value[1:] if value[:1].lower() == "p" else ""
    beyond = number.replace(".", "", 1).isdigit() and float(number) > 100
    if beyond or (value.isalpha() and value.upper() != "IQM"):
        yield f"The value {value} for parameter ExtendedStatistic is not supported.", ("ExtendedStatistic",)


def _threshold(resource: Resource) -> Iterator[_Said]:
    comparison, threshold, band = (
        resource.get(key) for key in ("ComparisonOperator", "Threshold", "ThresholdMetricId")
    )
    if not isinstance(comparison, str):
        return
    if comparison in RANGES and band is None:
        yield "ComparisonOperators for ranges require ThresholdMetricId to be set", ("ComparisonOperator",)
    if comparison not in RANGES and threshold is None and band is None and is_given(resource.get("MetricName")):
        yield "PutMetricAlarm request should have valid Threshold parameter", ("ComparisonOperator",)


def _metrics(resource: Resource) -> Iterator[_Said]:
    queries = resource.get("Metrics")
    if not isinstance(queries, list):
        return
    expressions = stats = 0
    for index, query in enumerate(queries):
        expression, stat = at(query, "Expression"), at(query, "MetricStat")
        expressions += is_given(expression)
        stats += is_given(stat)
        if is_given(expression) and is_given(stat):
            yield EXCLUSIVE, ("Metrics", index)
        if isinstance(expression, str) and "SEARCH(" in expression.upper().replace(" ", ""):
            yield "SEARCH is not supported on Metric Alarms.", ("Metrics", index, "Expression")
    for number, noun in ((expressions, "expressions"), (stats, "metrics")):
        if number > MOST_QUERIES:
            yield f"Too many {noun} in alarm, maximum is {MOST_QUERIES}", ("Metrics",)
    band = resource.get("ThresholdMetricId")
    count = returns(queries)
    if queries and count not in (None, 1) and band is None:
        yield ONE_RETURNS, ("Metrics",)
    names = [at(query, "Id") for query in queries]
    if isinstance(band, str) and known(names) and band not in names:
        text = "Metrics list must contain exactly one metric matching the ThresholdMetricId parameter"
        yield text, ("ThresholdMetricId",)
    # One of an anomaly detection's two is the band itself.
    if queries and count not in (None, 2) and isinstance(band, str):
        yield TWO_RETURN, ("Metrics",)


def _actions(resource: Resource) -> Iterator[_Said]:
    for key in ACTIONS:
        listed = resource.get(key)
        if isinstance(listed, Unknown):
            continue
        for index, item in enumerate(entries(listed)):
            if isinstance(item, str) and item and not item.startswith("arn:"):
                yield f"{item} {NO_ARN}", (key, index)
            elif isinstance(item, str) and (vendor := item.split(":")[2:3]) and vendor[0] in NO_VENDORS:
                # Rule ``pf-cloudwatch-alarm-action-vendor``; read 2026-11-30.
                yield f"Unsupported AWS vendor {vendor[0]}", (key, index)
            if isinstance(item, str) and ":autoscaling:" in item and is_given(resource.get("ThresholdMetricId")):
                yield "autoscaling actions not supported when ThresholdMetricId is set", (key, index)
        if len(entries(listed)) > MOST_ACTIONS:
            name = key[0].lower() + key[1:] if key != "OKActions" else "oKActions"
            text = (
                f"1 validation error detected: Value at '{name}' failed to satisfy constraint: Member must have length "
                f"less than or equal to {MOST_ACTIONS}"
            )
            yield text, (key,)
