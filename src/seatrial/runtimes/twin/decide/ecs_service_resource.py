"""A service as its resource describes it: what the scheduler is told, with AWS's defaults.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html and
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from seatrial.analyses.across import find, of_type
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Value, as_dict, as_flag, as_list, as_number, as_text, at, text_form
from seatrial.runtimes.twin.decide.circuit_breaker import CircuitBreaker, ThresholdType
from seatrial.runtimes.twin.decide.ecs_deployment import ProviderShare, Revision, SubnetPlace
from seatrial.runtimes.twin.decide.ecs_service_state import (
    MAXIMUM_PERCENT,
    MINIMUM_HEALTHY_PERCENT,
    DeploymentAlarms,
    ServiceSettings,
)
from seatrial.runtimes.twin.decide.ecs_task_definition import TaskSpec
from seatrial.runtimes.twin.decide.ecs_task_state import Registration
from seatrial.runtimes.twin.decide.network import SUBNET, zone_of
from seatrial.runtimes.twin.decide.network_interfaces import groups_or_default
from seatrial.runtimes.twin.decide.not_run import is_of_layer_4

CLUSTER = "AWS::ECS::Cluster"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


class ServiceDescription(Struct, frozen=True):
    """What a service's tasks are started with, beside what the scheduler decides on."""

    name: str
    arn: str
    cluster_arn: str
    settings: ServiceSettings
    revision: Revision
    security_groups: tuple[str, ...]
    public_address: bool


def describe_service(resource: Resource, systems: Sequence[System], spec: TaskSpec | None) -> ServiceDescription:
    """Reads an ``AWS::ECS::Service``. ``systems`` has its own stack last; ``spec`` is its task definition."""
    network = as_dict(resource.get("NetworkConfiguration", "AwsvpcConfiguration"))
    places = tuple(_place(as_text(item), systems) for item in as_list(network.get("Subnets")))
    subnet = find(systems, places[0].subnet_id, SUBNET) if places else None
    groups = tuple(as_text(item) for item in as_list(network.get("SecurityGroups")) if as_text(item))
    if not groups and subnet is not None:
        groups = groups_or_default(resource, "-", as_text(subnet.get("VpcId")), systems)
    public = _public(as_text(network.get("AssignPublicIp")), subnet)
    checks = spec is not None and any(item.essential and item.health_check is not None for item in spec.containers)
    return ServiceDescription(
        name=as_text(resource.attributes.get("Name")) or resource.arn.rsplit("/", 1)[-1],
        arn=resource.arn,
        cluster_arn=_cluster_arn(resource, systems),
        settings=_settings(resource),
        revision=Revision(
            task_definition_arn=task_definition_arn(resource, systems),
            subnets=places,
            registrations=tuple(_registrations(resource, systems)),
            strategy=_strategy(resource, systems),
            container_checks=checks,
            settings=text_form([list(groups), public, as_text(resource.get("PlatformVersion"), "LATEST")]),
        ),
        security_groups=groups,
        public_address=public,
    )


def task_definition_arn(resource: Resource, systems: Sequence[System]) -> str:
    """The revision that a service names: an ARN, or a family with or without a revision."""
    named = as_text(resource.get("TaskDefinition"))
    if named.startswith("arn:"):
        return named
    found = ""
    for definition in of_type(systems, "AWS::ECS::TaskDefinition"):
        full = definition.arn.rsplit("/", 1)[-1]
        if named in (full, full.rsplit(":", 1)[0]):
            found = definition.arn
    return found or named


def _public(assign: str, subnet: Resource | None) -> bool:
    if assign:
        return assign == "ENABLED"
    return subnet is not None and as_flag(subnet.get("MapPublicIpOnLaunch"))


def _place(subnet_id: str, systems: Sequence[System]) -> SubnetPlace:
    subnet = find(systems, subnet_id, SUBNET)
    return SubnetPlace(subnet_id, zone_of(subnet) if subnet is not None else "")


def _registrations(resource: Resource, systems: Sequence[System]) -> Iterator[Registration]:
    """The target groups that the tasks are registered in: not those of load balancers that are not run here."""
    for item in as_list(resource.get("LoadBalancers")):
        group = find(systems, at(item, "TargetGroupArn"), TARGET_GROUP)
        if group is None or not is_of_layer_4(group):
            yield _registration(item)


def _registration(item: Value) -> Registration:
    return Registration(
        as_text(at(item, "TargetGroupArn")), as_text(at(item, "ContainerName")), as_number(at(item, "ContainerPort"), 0)
    )


def _cluster_arn(resource: Resource, systems: Sequence[System]) -> str:
    cluster = find(systems, resource.get("Cluster"), CLUSTER)
    if cluster is not None:
        return cluster.arn
    named = as_text(resource.get("Cluster"))
    scope = systems[-1].scope
    if named.startswith("arn:"):
        return named
    return f"arn:{scope.partition}:ecs:{scope.region}:{scope.account}:cluster/{named or 'default'}"


def _strategy(resource: Resource, systems: Sequence[System]) -> tuple[ProviderShare, ...]:
    """The service's own strategy; without a launch type the cluster's default one, for which "" stands for FARGATE."""
    items = as_list(resource.get("CapacityProviderStrategy"))
    if not items and not as_text(resource.get("LaunchType")):
        cluster = find(systems, resource.get("Cluster"), CLUSTER)
        items = as_list(cluster.get("DefaultCapacityProviderStrategy")) if cluster is not None else []
        for apart in of_type(systems, "AWS::ECS::ClusterCapacityProviderAssociations"):
            if cluster is not None and apart.get("Cluster") in (cluster.physical_id, cluster.arn):
                items = as_list(apart.get("DefaultCapacityProviderStrategy"))
    return tuple(
        ProviderShare(
            as_text(at(item, "CapacityProvider")), as_number(at(item, "Weight"), 0), as_number(at(item, "Base"), 0)
        )
        for item in items
    )


def _settings(resource: Resource) -> ServiceSettings:
    configuration = as_dict(resource.get("DeploymentConfiguration"))
    breaker = as_dict(configuration.get("DeploymentCircuitBreaker"))
    alarms = as_dict(configuration.get("Alarms"))
    threshold = as_dict(breaker.get("ThresholdConfiguration"))
    kind = as_text(threshold.get("Type"))
    usual = CircuitBreaker()
    return ServiceSettings(
        # "If this isn't specified, the default value is 1": API_CreateService, desiredCount.
        desired_count=as_number(resource.get("DesiredCount"), 1),
        minimum_healthy_percent=as_number(configuration.get("MinimumHealthyPercent"), MINIMUM_HEALTHY_PERCENT),
        maximum_percent=as_number(configuration.get("MaximumPercent"), MAXIMUM_PERCENT),
        circuit_breaker=CircuitBreaker(
            enable=as_flag(breaker.get("Enable")),
            rollback=as_flag(breaker.get("Rollback")),
            reset_on_healthy_task=as_flag(breaker.get("ResetOnHealthyTask"), True),
            threshold_type=ThresholdType(kind) if kind in list(ThresholdType) else usual.threshold_type,
            threshold_value=as_number(threshold.get("Value"), usual.threshold_value),
        ),
        alarms=DeploymentAlarms(
            enable=as_flag(alarms.get("Enable")),
            rollback=as_flag(alarms.get("Rollback")),
            names=tuple(as_text(item) for item in as_list(alarms.get("AlarmNames"))),
        ),
        health_check_grace_period_seconds=as_number(resource.get("HealthCheckGracePeriodSeconds"), 0),
        availability_zone_rebalancing=as_text(resource.get("AvailabilityZoneRebalancing"), "ENABLED") != "DISABLED",
        bake_time_seconds=60.0 * as_number(configuration.get("BakeTimeInMinutes"), 0),
    )
