"""How many of something an account, a service or a task definition may have, unless AWS has raised it.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html;
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html;
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html;
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """``verified`` is False for a figure that only second-hand sources give."""

    what: str
    most: int
    adjustable: bool = False
    verified: bool = True


# ECS
CONTAINERS_IN_TASK_DEFINITION = Quota("containers in a task definition", 10)
TARGET_GROUPS_OF_SERVICE = Quota("target groups of a service", 5)
SUBNETS_OF_AWSVPC = Quota("subnets of an awsvpc configuration", 16)
SECURITY_GROUPS_OF_AWSVPC = Quota("security groups of an awsvpc configuration", 5)
SERVICES_IN_CLUSTER = Quota("services in a cluster", 5000, adjustable=True)
TASKS_OF_SERVICE = Quota("tasks of a service", 5000, adjustable=True)
TASKS_OF_RUN_TASK = Quota("tasks started by one RunTask", 10)
LAUNCHES_PER_MINUTE = Quota("tasks started by one service in a minute", 500)
LAUNCH_BURST = Quota("Fargate tasks of an account started at once", 100, adjustable=True)
LAUNCHES_PER_SECOND = Quota("Fargate tasks of an account started in a second", 20, adjustable=True)

# Load balancers
RULES_OF_LOAD_BALANCER = Quota("rules of a load balancer, without default rules", 100, adjustable=True)
TARGET_GROUPS_OF_LOAD_BALANCER = Quota("target groups of a load balancer", 100)

# Network
ELASTIC_ADDRESSES = Quota("Elastic IP addresses in a region", 5, adjustable=True, verified=False)

# EventBridge
TARGETS_OF_RULE = Quota("targets of an EventBridge rule", 5)

# CloudFormation
RESOURCES_IN_TEMPLATE = Quota("resources in a template", 500, verified=False)
PARAMETERS_IN_TEMPLATE = Quota("parameters of a template", 200, verified=False)
OUTPUTS_IN_TEMPLATE = Quota("outputs of a template", 200, verified=False)
MAPPINGS_IN_TEMPLATE = Quota("mappings of a template", 200)
TEMPLATE_BYTES = Quota("bytes of a template that is sent with the request", 51_200, verified=False)
TEMPLATE_BYTES_IN_S3 = Quota("bytes of a template that lies in S3", 1_000_000, verified=False)
