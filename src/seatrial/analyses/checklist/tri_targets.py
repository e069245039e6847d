"""Whether what whoever starts a task asks for can be started: cluster, launch type, network, overrides, number.

CloudFormation takes most of it as it stands; RunTask refuses it when the moment comes.

Sources (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html,
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EcsParameters.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.triggers import STATES, Trigger, triggers
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

CLUSTER = "AWS::ECS::Cluster"
ASSOCIATIONS = "AWS::ECS::ClusterCapacityProviderAssociations"


def asked(inquiry: Inquiry) -> Iterator[Trigger]:
    for trigger in triggers(inquiry.placements):
        if trigger.by.logical_id not in inquiry.refused:
            yield trigger


def only_fargate(definition: Resource) -> bool:
    listed = definition.get("RequiresCompatibilities")
    return isinstance(listed, list) and [as_text(item) for item in listed] == ["FARGATE"]


def has_default(inquiry: Inquiry, cluster: Resource) -> bool:
    """Whether a cluster has a default strategy, or may have one."""
    if cluster.get("DefaultCapacityProviderStrategy") not in (None, []):
        return True
    for item in inquiry.system.of_type(ASSOCIATIONS):
        named = item.get("Cluster")
        strategy = item.get("DefaultCapacityProviderStrategy")
        if isinstance(named, Unknown) or (inquiry.find(named, CLUSTER) is cluster and strategy not in (None, [])):
            return True
    return False


def calls_run_task(trigger: Trigger) -> bool:
    """Whether it calls RunTask by the API's own request, which nothing looks at before."""
    return trigger.service == STATES or trigger.placement.universal
