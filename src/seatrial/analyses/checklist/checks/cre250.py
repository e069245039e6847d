"""Whether a service waits for its cluster and for the log groups of its tasks, where it names them only as text.

A name that is written out, or comes from a parameter, makes no order: CloudFormation creates the service and what it
names at the same time. The cluster is mostly there by then, for a service waits for more than that; when it isn't, ECS
refuses the service. Without the log group its first tasks stop before their containers start. A service that waits for
what takes minutes, as a load balancer does, finds both.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
(ClusterNotFoundException), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sta_given import LOG_GROUP
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_dict, as_list, as_text, at

_SERVICE, _CLUSTER = "AWS::ECS::Service", "AWS::ECS::Cluster"
_CREATES = "awslogs-create-group"
# What takes a minute or more to create.
_SLOW = (
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::EC2::NatGateway",
    "AWS::EC2::VPCEndpoint",
    "AWS::EFS::MountTarget",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBProxy",
)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    slow = {item.logical_id for item in inquiry.system.of_type(*_SLOW)}
    for service in inquiry.system.of_type(_SERVICE):
        if service.logical_id in inquiry.refused or service.get("DesiredCount") == 0:
            continue
        before = inquiry.after(service.logical_id)
        if not slow.isdisjoint(before):
            continue
        if (cluster := _late(inquiry, service.get("Cluster"), _CLUSTER, before, service)) is not None:
            yield _refused(service, cluster)
        definition = inquiry.find(service.get("TaskDefinition"), "AWS::ECS::TaskDefinition")
        if definition is None or not inquiry.owns(definition):
            continue
        for path, name in _groups(definition):
            group = _late(inquiry, name, LOG_GROUP, before, service)
            if group is not None and (definition.logical_id, group.logical_id) not in told:
                told.add((definition.logical_id, group.logical_id))
                yield _stopped(definition, path, service, group)


def _late(inquiry: Inquiry, name: object, type: str, before: set[str], service: Resource) -> Resource | None:
    """What the stack makes under a name, if the service doesn't wait for it."""
    found = inquiry.find(name, type) if isinstance(name, str) else None
    if found is None or not inquiry.owns(found) or found.logical_id in before:
        return None
    # One that waits for the service is no slip of this kind.
    return None if service.logical_id in inquiry.after(found.logical_id) else found


def _groups(definition: Resource) -> Iterator[tuple[PropertyPath, str]]:
    for index, container in enumerate(as_list(definition.get("ContainerDefinitions"))):
        options = as_dict(at(container, "LogConfiguration", "Options"))
        name, driver = options.get("awslogs-group"), at(container, "LogConfiguration", "LogDriver")
        if driver == "awslogs" and isinstance(name, str) and as_text(options.get(_CREATES)).lower() != "true":
            yield ("ContainerDefinitions", index, "LogConfiguration", "Options", "awslogs-group"), name


def _refused(service: Resource, cluster: Resource) -> Found:
    return Found(
        service,
        ("Cluster",),
        f"{service.logical_id} does not wait for {cluster.logical_id}, its cluster",
        f"it names the cluster only as text, so nothing makes CloudFormation create {cluster.logical_id} first: it is "
        "usually there in time; when it is not, ECS refuses the service and the stack is rolled back",
        f"write Cluster: !Ref {cluster.logical_id}",
        "ClusterNotFoundException: Cluster not found.",
        fix=(wait_for(service.logical_id, cluster.logical_id),),
    )


def _stopped(definition: Resource, path: PropertyPath, service: Resource, group: Resource) -> Found:
    return Found(
        definition,
        path,
        f"{service.logical_id} does not wait for {group.logical_id}, the log group of its tasks",
        f"{definition.logical_id} names it only as text, so nothing makes CloudFormation create {group.logical_id} "
        "first: it is usually there in time; when it is not, the first tasks stop before their containers start",
        f"write awslogs-group: !Ref {group.logical_id}",
        fix=(wait_for(definition.logical_id, group.logical_id),),
    )


CHECK = Check(
    "CRE250",
    Severity.WARNING,
    Question.CREATE,
    "A service does not wait for its cluster or for the log group of its tasks",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    _ask,
)
