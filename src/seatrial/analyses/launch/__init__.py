"""What Fargate does before a task's containers start, and whether each step succeeds.

``requirements`` lists the steps of a task definition, ``judge`` decides one of them: the twin says from real packets
what was reached, the checklist from paper.
"""

from seatrial.analyses.launch.requirement import (
    Call,
    Cause,
    Endpoint,
    Failed,
    NoSuchHost,
    Passed,
    Reach,
    Reached,
    Refused,
    Requirement,
    Stage,
    Timeout,
)
from seatrial.analyses.launch.roles import refused_roles
from seatrial.analyses.launch.secret_value import secret_values
from seatrial.analyses.launch.steps import requirements
from seatrial.analyses.launch.verdict import judge

__all__ = [
    "Call",
    "Cause",
    "Endpoint",
    "Failed",
    "NoSuchHost",
    "Passed",
    "Reach",
    "Reached",
    "Refused",
    "Requirement",
    "Stage",
    "Timeout",
    "judge",
    "refused_roles",
    "requirements",
    "secret_values",
]
