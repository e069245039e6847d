"""Whether what should scale a service can ever do so: alarms that are switched off, targets that are never reached.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
(ActionsEnabled), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-create-policy.html (the
metrics of a service), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html (per cent)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.scaling import ScalingPolicy

CPU, MEMORY, REQUESTS = (
    "ECSServiceAverageCPUUtilization",
    "ECSServiceAverageMemoryUtilization",
    "ALBRequestCountPerTarget",
)
# The same, measured more often: https://docs.aws.amazon.com/autoscaling/application/APIReference/
# API_PredefinedMetricSpecification.html (read 2026-11-30)
OFTEN = "HighResolution"


def own_policies(inquiry: Inquiry) -> Iterator[ScalingPolicy]:
    for policy in inquiry.scaling.policies:
        if inquiry.owns(policy.resource) and policy.resource.logical_id not in inquiry.refused:
            yield policy
