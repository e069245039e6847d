"""Whether scaling policies follow the right thing, in the right direction, and not against each other.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html,
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html,
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
"""

from __future__ import annotations

from seatrial.analyses.checklist.scaling import TRACKING
from seatrial.model.span import PropertyPath

RESOURCE_LABEL: PropertyPath = (TRACKING, "PredefinedMetricSpecification", "ResourceLabel")
