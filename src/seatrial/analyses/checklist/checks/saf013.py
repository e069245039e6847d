"""Whether anybody is told when a service fails: an alarm on what is the service's own.

An alarm watches a service by its own metrics, those of a target group or a load balancer before it, or those of the
queue it takes its work from; a deployment that names alarms watches as well. An alarm that does nothing but scale tells
nobody. One on a metric that cannot be traced (an expression, a metric of the application's own, another stack's queue)
may well be meant for a service, so that nothing is said beside it.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.queues import QUEUE, dead_letter_arn
from seatrial.analyses.checklist.scaling import ALARM, POLICY, SERVICE, Metric
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text

# The dimension that tells whose metric it is, the most exact one first.
_TELLING = ("ServiceName", "TargetGroup", "LoadBalancer", "QueueName", "ClusterName")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    services = dict.fromkeys(
        item.by.logical_id for item in inquiry.placements if item.by.type == SERVICE and inquiry.owns(item.by)
    )
    if not services:
        return
    watched = [
        name for alarm in inquiry.scaling.alarms if _tells(inquiry, alarm.resource) for name in _names(alarm.metrics)
    ]
    own = {name: set(_own(inquiry, inquiry.system.resources[name])) for name in services}
    if not set(watched) <= set().union(*own.values()):
        # Something else is watched, or what is can't be told: it may well stand for a service.
        return
    for name in services:
        service = inquiry.system.resources[name]
        if service.get("DeploymentConfiguration", "Alarms", "AlarmNames") or own[name] & set(watched):
            continue
        silent = any(set(_names(alarm.metrics)) & own[name] for alarm in inquiry.scaling.alarms)
        yield Found(
            service,
            (),
            f"the alarms of {name} only scale it" if silent else f"no alarm watches {name}",
            "nobody is told when its tasks fail or its load balancer answers with 5xx errors",
            f"add an {ALARM} on {_worth(inquiry, service)}, with an SNS topic in its AlarmActions",
        )


def _tells(inquiry: Inquiry, alarm: Resource) -> bool:
    """Whether an alarm has another purpose than to set scaling policies off."""
    actions = [action for key in ("AlarmActions", "OKActions") for action in as_list(alarm.get(key))]
    return not actions or any(inquiry.find(action, POLICY) is None for action in actions)


def _names(metrics: tuple[Metric, ...]) -> Iterator[str]:
    """What each metric of an alarm belongs to, by name; "" where that cannot be told."""
    if not metrics:
        yield ""
    for metric in metrics:
        name = next((metric.dimensions[name] for name in _TELLING if name in metric.dimensions), None)
        if name is not None:
            yield as_text(name)
        elif "" in metric.dimensions or not as_text(metric.namespace).startswith("AWS/"):
            yield ""


def _own(inquiry: Inquiry, service: Resource) -> Iterator[str]:
    """The names that metrics of a service have in their dimensions."""
    yield as_text(service.attributes.get("Name"))
    cluster = inquiry.find(service.get("Cluster"), "AWS::ECS::Cluster")
    if cluster is not None:
        yield cluster.physical_id
    for entry in inquiry.arrivals.entries:
        if entry.placement.by is service and entry.group is not None:
            yield as_text(entry.group.attributes.get("TargetGroupFullName"))
            for balancer in inquiry.arrivals.balancers_of(entry.group):
                yield as_text(balancer.attributes.get("LoadBalancerFullName"))
    for consumer in inquiry.consumers:
        if consumer.service is service:
            dead = inquiry.find(dead_letter_arn(consumer.queue), QUEUE)
            yield from (as_text(item.attributes.get("QueueName")) for item in (consumer.queue, dead) if item)


def _worth(inquiry: Inquiry, service: Resource) -> str:
    """The metric that tells first that a service of this kind fails."""
    group = next((item.group for item in inquiry.arrivals.entries if item.placement.by is service and item.group), None)
    if group is not None:
        return f"UnHealthyHostCount of {group.logical_id}"
    queue = next((item.queue for item in inquiry.consumers if item.service is service), None)
    if queue is not None:
        return f"ApproximateAgeOfOldestMessage of {queue.logical_id}"
    return f"CPUUtilization of {service.logical_id} (TreatMissingData: breaching, as no task means no data)"


CHECK = Check(
    "SAF013",
    Severity.NOTE,
    Question.SEEMLY,
    "No alarm watches a service",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html",
    _ask,
)
