"""One card per AWS type: pure data that drives every other floor.

``CARDS`` is the table. ``identify`` also answers for types without a card, as far as their name tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from seatrial.kinds import (
    acm_certificate,
    applicationautoscaling_scalable_target,
    applicationautoscaling_scaling_policy,
    cloudformation_stack,
    cloudformation_wait_condition_handle,
    cloudwatch_alarm,
    ec2_dhcp_options,
    ec2_eip,
    ec2_eip_association,
    ec2_internet_gateway,
    ec2_nat_gateway,
    ec2_network_acl,
    ec2_network_acl_entry,
    ec2_route,
    ec2_route_table,
    ec2_security_group,
    ec2_security_group_egress,
    ec2_security_group_ingress,
    ec2_subnet,
    ec2_subnet_network_acl_association,
    ec2_subnet_route_table_association,
    ec2_vpc,
    ec2_vpc_cidr_block,
    ec2_vpc_endpoint,
    ec2_vpc_gateway_attachment,
    ec2_vpcdhcp_options_association,
    ecr_repository,
    ecs_capacity_provider,
    ecs_cluster,
    ecs_cluster_capacity_provider_associations,
    ecs_service,
    ecs_task_definition,
    ecs_task_set,
    efs_access_point,
    efs_file_system,
    efs_mount_target,
    elbv2_listener,
    elbv2_listener_certificate,
    elbv2_listener_rule,
    elbv2_load_balancer,
    elbv2_target_group,
    events_rule,
    iam_instance_profile,
    iam_managed_policy,
    iam_policy,
    iam_role,
    iam_role_policy,
    iam_service_linked_role,
    kms_alias,
    kms_key,
    logs_log_group,
    route53_hosted_zone,
    route53_record_set,
    route53_record_set_group,
    scheduler_schedule,
    scheduler_schedule_group,
    secretsmanager_resource_policy,
    secretsmanager_secret,
    secretsmanager_secret_target_attachment,
    servicediscovery_http_namespace,
    servicediscovery_private_dns_namespace,
    servicediscovery_public_dns_namespace,
    servicediscovery_service,
    sqs_queue,
    sqs_queue_policy,
    ssm_parameter,
)
from seatrial.kinds.card import Card, Identity, Place
from seatrial.kinds.companions import companion_identity
from seatrial.kinds.schema import attributes
from seatrial.model.value import Properties, Unknown, Value, at

CARDS: Mapping[str, Card] = {
    card.CARD.type: card.CARD
    for card in (
        acm_certificate,
        applicationautoscaling_scalable_target,
        applicationautoscaling_scaling_policy,
        cloudformation_stack,
        cloudformation_wait_condition_handle,
        cloudwatch_alarm,
        ec2_dhcp_options,
        ec2_eip,
        ec2_eip_association,
        ec2_internet_gateway,
        ec2_nat_gateway,
        ec2_network_acl,
        ec2_network_acl_entry,
        ec2_route,
        ec2_route_table,
        ec2_security_group,
        ec2_security_group_egress,
        ec2_security_group_ingress,
        ec2_subnet,
        ec2_subnet_network_acl_association,
        ec2_subnet_route_table_association,
        ec2_vpc,
        ec2_vpc_cidr_block,
        ec2_vpc_endpoint,
        ec2_vpc_gateway_attachment,
        ec2_vpcdhcp_options_association,
        ecr_repository,
        ecs_capacity_provider,
        ecs_cluster,
        ecs_cluster_capacity_provider_associations,
        ecs_service,
        ecs_task_definition,
        ecs_task_set,
        efs_access_point,
        efs_file_system,
        efs_mount_target,
        elbv2_listener,
        elbv2_listener_certificate,
        elbv2_listener_rule,
        elbv2_load_balancer,
        elbv2_target_group,
        events_rule,
        iam_instance_profile,
        iam_managed_policy,
        iam_policy,
        iam_role,
        iam_role_policy,
        iam_service_linked_role,
        kms_alias,
        kms_key,
        logs_log_group,
        route53_hosted_zone,
        route53_record_set,
        route53_record_set_group,
        scheduler_schedule,
        scheduler_schedule_group,
        secretsmanager_resource_policy,
        secretsmanager_secret,
        secretsmanager_secret_target_attachment,
        servicediscovery_http_namespace,
        servicediscovery_private_dns_namespace,
        servicediscovery_public_dns_namespace,
        servicediscovery_service,
        sqs_queue,
        sqs_queue_policy,
        ssm_parameter,
    )
}


def identify(type: str, place: Place, properties: Properties) -> Identity:
    """What Ref, GetAtt and the ARN of a resource give: every attribute that the type has, Unknown where AWS decides it.

    An attribute that is a property of the resource is what the template gives it.
    """
    card = CARDS.get(type)
    found = card.identify(place, properties) if card else companion_identity(type, place, properties)
    answered: dict[str, Value] = {}
    for name, parts, decided in _decided(type):
        if name not in found.attributes:
            given = at(dict(properties), *parts)
            answered[name] = decided if given is None else given
    return Identity(found.ref, found.arn, {**found.attributes, **answered}) if answered else found


@lru_cache(maxsize=512)
def _decided(type: str) -> tuple[tuple[str, list[str], Unknown], ...]:
    """Every attribute of a type with its path, and what it is where nothing tells of it."""
    names = sorted(attributes(type))
    return tuple((name, name.split("."), Unknown(f"AWS decides {name} of an {type}")) for name in names)
