"""Whether a task that is made for Fargate alone would be started on EC2.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import CLUSTER, accepted_triggers, has_default, only_fargate
from seatrial.model.finding import Severity


def _launch_type(inquiry: Inquiry) -> Iterator[Said]:
    """RunTask without a launch type takes the cluster's default capacity providers, and EC2 where it has none."""
    for trigger in accepted_triggers(inquiry):
        definition = trigger.definition
        given = trigger.parameter("LaunchType")
        strategy = trigger.parameter("CapacityProviderStrategy")
        cluster = inquiry.find(trigger.cluster, CLUSTER)
        if given is not None or strategy is not None or cluster is None or definition is None:
            continue
        if not only_fargate(definition) or has_default(inquiry, cluster):
            continue
        yield Found(
            trigger.by,
            trigger.place("LaunchType"),
            f"{trigger.by.logical_id} doesn't say that its task runs on Fargate",
            f"without LaunchType, and with no default capacity provider in {cluster.logical_id}, RunTask looks for an "
            f"EC2 instance in the cluster and finds none; {trigger.never}",
            'add "LaunchType": "FARGATE" to Input'
            if trigger.placement.universal
            else f"add LaunchType: FARGATE to {trigger.holder}",
            "No Container Instances were found in your cluster.",
        )


CHECK = Check(
    "TRI006",
    Severity.ERROR,
    Question.TRIGGER,
    "A Fargate task would be started on EC2",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html",
    _launch_type,
)
