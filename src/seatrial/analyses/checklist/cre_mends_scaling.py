"""What mends the refusals of scaling policies and alarms; part of the table of ``cre_mends``."""

from __future__ import annotations

from collections.abc import Sequence

SCALING: Sequence[tuple[str, str]] = (
    (
        r"StepAdjustment|step adjustment|Step adjustment",
        "make each step of {0} begin where the previous one ends, and leave the outermost bound out",
    ),
    (
        r"Exactly one element of the metrics list",
        "set ReturnData: false in {0} for everything but the one that is watched",
    ),
    (
        r"Expression and MetricStat are mutually exclusive|neither an Expression nor a MetricStat",
        "give each item of Metrics in {0} either an Expression or a MetricStat",
    ),
    (r"MetricStat of (\S+) has no Stat", "add Stat, such as Average or Sum, to the MetricStat of {1} in {0}"),
    (r"The Id (\S+) is not valid", "write an Id in {0} that begins with a small letter, and use it in the Expression"),
    (r"The Id (\S+) is used more than once", "give each item of Metrics in {0} an Id of its own"),
    (
        r"Exactly two elements of the metrics list",
        "set ReturnData: true in {0} for the metric and its band, and ReturnData: false for the rest",
    ),
    (
        r"autoscaling actions not supported",
        "scale with another alarm that has a Threshold, and take the policy out of the actions of {0}",
    ),
    (r"Expression .* has no operator between (\S+) and (\S+)\.", "write an operator between {1} and {2} in {0}"),
    (r"Expression .* calls (\S+), which is no function \((\S+) is\)", "write {2} in place of {1} in {0}"),
    (r"Expression .* is not complete", "complete the Expression in {0}"),
    (r"Expression .* uses (\S+), which is no Id", "name an Id of the list in place of {1} in {0}"),
    (r"Maximum capacity cannot be less", "set MinCapacity of the action in {0} to at most its MaxCapacity"),
    (r"StartTime must be before EndTime", "write an EndTime after the StartTime in {0}"),
    (r"no capacity provider", "write FARGATE or FARGATE_SPOT in CapacityProviders of {0}"),
    (r"is not the ARN of an action", "name a topic or a scaling policy with !Ref in {0}"),
    (r"Adjustment type must be", "add AdjustmentType: ChangeInCapacity to {0}"),
    (r"single scaling policy configuration", "keep only the configuration that matches PolicyType in {0}"),
    (r"policy configuration must be", "add the configuration that matches PolicyType to {0}"),
    (r"Resource label should not", "leave ResourceLabel out of {0}"),
    (r"MetricSpecification", "give {0} one PredefinedMetricSpecification or CustomizedMetricSpecification"),
    (r"ScalableTargetAction|minimum capacity and maximum", "add MinCapacity or MaxCapacity to the action of {0}"),
    (r"Period must be 10?", "set Period of {0} to 60, or a multiple of it"),
    (
        r"EvaluationPeriods \* Period",
        "keep EvaluationPeriods x Period of {0} within 86400 (604800 if Period is 3600 or more)",
    ),
    (r"is of more than 100 percent", "write a percentile of p100 at most, such as p99, in {0}"),
    (r"DatapointsToAlarm must", "set DatapointsToAlarm of {0} to at most EvaluationPeriods"),
    (r"valid Threshold parameter", "add Threshold to {0}"),
    (r"ScalableTarget' with identifier", "keep one scalable target for the service: remove {0}"),
)
