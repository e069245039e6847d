"""Whether what runs a task names a cluster as such, by its ARN where it must.

Source (read 2026-11-23): https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_targets import CLUSTER, accepted_triggers, calls_run_task
from seatrial.analyses.checklist.triggers import STATES
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource


def _cluster(inquiry: Inquiry) -> Iterator[Said]:
    for trigger in accepted_triggers(inquiry):
        value = trigger.cluster
        named = inquiry.find(value)
        if not isinstance(value, str) or (named is None and value.startswith("arn:")):
            continue
        if calls_run_task(trigger) and (named is None or named.type == CLUSTER):
            # RunTask itself takes a cluster's name as well.
            continue
        if named is None or named.type != CLUSTER or not value.startswith("arn:"):
            what = f"{named.logical_id}, {_noun(named)}" if named is not None else value
            cluster = named if named is not None and named.type == CLUSTER else _any_cluster(inquiry)
            key = "Cluster" if trigger.service == STATES else trigger.cluster_path[-1]
            yield Found(
                trigger.by,
                trigger.cluster_path,
                f"the {'cluster' if trigger.service == STATES else 'target'} of {trigger.by.logical_id} is {what}, not "
                "a cluster's ARN",
                f"{key} of what runs a task must be the cluster's ARN; the task definition goes into {trigger.holder}",
                f"write {key}: !GetAtt {cluster.logical_id if cluster is not None else 'Cluster'}.Arn",
            )


def _noun(resource: Resource) -> str:
    return "the cluster's name" if resource.type == CLUSTER else f"an {resource.type}"


def _any_cluster(inquiry: Inquiry) -> Resource | None:
    return next(iter(inquiry.system.of_type(CLUSTER)), None)


CHECK = Check(
    "TRI005",
    Severity.ERROR,
    Question.TRIGGER,
    "What runs a task names something else than a cluster",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html",
    _cluster,
)
