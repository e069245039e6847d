"""The triggers of the system that no API refuses, and what decides where their tasks run.

CloudFormation takes most of what a trigger asks for as it stands; RunTask refuses it when the moment comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.triggers import STATES, Trigger, triggers
from seatrial.analyses.state_machines import RunTask
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

CLUSTER = "AWS::ECS::Cluster"
ASSOCIATIONS = "AWS::ECS::ClusterCapacityProviderAssociations"


def accepted_triggers(inquiry: Inquiry) -> Iterator[Trigger]:
    """The triggers of the system that no API refuses."""
    for trigger in triggers(inquiry.placements):
        if trigger.by.logical_id not in inquiry.refused:
            yield trigger


def only_fargate(definition: Resource) -> bool:
    """Whether a task definition is made for Fargate and nothing else."""
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


def run_states(inquiry: Inquiry) -> Iterator[tuple[Trigger, RunTask]]:
    """The states of machines that run tasks."""
    for trigger in accepted_triggers(inquiry):
        if trigger.placement.run is not None:
            yield trigger, trigger.placement.run
