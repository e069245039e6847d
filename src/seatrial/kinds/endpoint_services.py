"""AWS services by the names that VPC endpoints and prefix lists give them, and the hosts behind them.

Host names: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html; names of endpoint services:
https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.kinds.data.prefix_lists import CLOUDFRONT_BY_REGION, PREFIX_LISTS_BY_REGION, WEIGHT_OF_CLOUDFRONT
from seatrial.model.arn import dns_suffix_of

# AWS-managed prefix lists of the region where nothing says another.
PREFIX_LISTS: Mapping[str, str] = PREFIX_LISTS_BY_REGION["us-east-1"]

# Services that have gateway endpoints: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
GATEWAY_SERVICES = ("s3", "dynamodb")

# Interface endpoints whose host is not SERVICE.REGION.amazonaws.com.
ENDPOINT_HOSTS: Mapping[str, tuple[str, ...]] = {
    "ecr.api": ("api.ecr.{region}.{suffix}",),
    "ecr.dkr": ("*.dkr.ecr.{region}.{suffix}", "dkr.ecr.{region}.{suffix}"),
    "s3": ("s3.{region}.{suffix}", "*.s3.{region}.{suffix}"),
    "execute-api": ("*.execute-api.{region}.{suffix}",),
    "ecs-agent": ("ecs-a-1.{region}.{suffix}",),
    "ecs-telemetry": ("ecs-t-1.{region}.{suffix}",),
    "email-smtp": ("email-smtp.{region}.{suffix}",),
    "kinesis-streams": ("kinesis.{region}.{suffix}",),
    "kinesis-firehose": ("firehose.{region}.{suffix}",),
    "sagemaker.api": ("api.sagemaker.{region}.{suffix}",),
    "sagemaker.runtime": ("runtime.sagemaker.{region}.{suffix}",),
}


# What tasks on Fargate use endpoints for: what another name may be meant for.
COMMON = (
    "s3", "dynamodb", "ecr.api", "ecr.dkr", "logs", "monitoring", "events", "secretsmanager", "ssm", "ssmmessages",
    "ec2messages", "kms", "sqs", "sns", "sts", "ecs", "ecs-agent", "ecs-telemetry", "elasticfilesystem", "lambda",
    "states", "xray", "execute-api", "kinesis-streams", "kinesis-firehose", "rds", "rds-data", "scheduler",
    "servicediscovery", "application-autoscaling", "appconfig", "appconfigdata", "elasticloadbalancing", "athena",
    "glue", "cloudformation", "codedeploy", "email-smtp",
)  # fmt: skip
# Names that people give these services, and none of them is an endpoint service.
_NICKNAMES: Mapping[str, str] = {
    "api.ecr": "ecr.api",
    "cloudwatch": "logs",
    "cloudwatch-logs": "logs",
    "cloudwatch.logs": "logs",
    "cloudwatchlogs": "logs",
    "dkr.ecr": "ecr.dkr",
    "dynamo": "dynamodb",
    "dynamo-db": "dynamodb",
    "ecr": "ecr.api",
    "ecr-api": "ecr.api",
    "ecr-dkr": "ecr.dkr",
    "ecr.docker": "ecr.dkr",
    "ecrapi": "ecr.api",
    "ecrdkr": "ecr.dkr",
    "efs": "elasticfilesystem",
    "eventbridge": "events",
    "firehose": "kinesis-firehose",
    "kinesis": "kinesis-streams",
    "log": "logs",
    "secrets": "secretsmanager",
    "secrets-manager": "secretsmanager",
    "stepfunctions": "states",
}
# An error needs a name that is none of AWS's, and short ones are alike (sns, sqs, ssm, sts): only of longer ones it is
# sure that one slip of the pen leads to none of
# https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html (read 2026-11-29).
_SHORTEST_MISSPELT = 6


def service_behind(host: str, region: str) -> str:
    """The endpoint service that answers for a public host of a region; "" where it is none of AWS's names."""
    name = host.lower().rstrip(".")
    labels = name.split(".")
    if region not in labels:
        return ""
    for service in ENDPOINT_HOSTS:
        if any(
            name == item or (item[:2] == "*." and name.endswith(item[1:])) for item in endpoint_hosts(service, region)
        ):
            return service
    return labels[0] if len(labels) > 3 and labels[1] == region and labels[2] == "amazonaws" else ""


def meant_service(service_name: str) -> str:
    """The service that the name of an endpoint service is for, although it may be misspelt."""
    service = service_of(service_name)
    return misspelt(service) or service


def misspelt(service: str) -> str:
    """The service of AWS that this name is surely meant for; "" for one of AWS's, and where nobody can know."""
    if service in COMMON:
        return ""
    if service in _NICKNAMES:
        return _NICKNAMES[service]
    near = [item for item in COMMON if len(item) >= _SHORTEST_MISSPELT and _is_one_slip(service, item)]
    return near[0] if len(near) == 1 else ""


def _is_one_slip(one: str, other: str) -> bool:
    """Whether a letter is missing, too many, another, or has changed places with its neighbour."""
    if len(one) > len(other):
        one, other = other, one
    at = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
    if len(other) - len(one) == 1:
        return one[at:] == other[at + 1 :]
    if len(one) != len(other):
        return False
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped


def service_of(service_name: str) -> str:
    """``com.amazonaws.us-east-1.ecr.api`` is ``ecr.api``."""
    parts = service_name.split(".")
    if "amazonaws" in parts:
        return ".".join(parts[parts.index("amazonaws") + 2 :])
    return service_name


def is_of_region(service_name: str, region: str) -> bool:
    """Whether an endpoint service is this region's; one of AWS's names its region after "amazonaws"."""
    parts = service_name.split(".")
    at = parts.index("amazonaws") + 1 if "amazonaws" in parts else 0
    return not at or at >= len(parts) - 1 or parts[at] == region


def listed_service(prefix_list: str, region: str) -> str:
    """The service whose addresses an AWS-managed prefix list holds in a region; "" for another list."""
    return PREFIX_LISTS_BY_REGION.get(region, {}).get(prefix_list, "")


def is_cloudfront_list(prefix_list: str, region: str) -> bool:
    """Whether a prefix list of a region is AWS's own of the servers by which CloudFront calls origins."""
    return CLOUDFRONT_BY_REGION.get(region) == prefix_list


def listed_weight(prefix_list: str, region: str) -> int:
    """How many rules or routes a rule with an AWS-managed prefix list counts as, as far as that is known."""
    return WEIGHT_OF_CLOUDFRONT if is_cloudfront_list(prefix_list, region) else 1


def endpoint_hosts(service: str, region: str) -> tuple[str, ...]:
    """The public names that an interface endpoint's private DNS takes over; ``*.`` is any name below."""
    names = ENDPOINT_HOSTS.get(service, ("{service}.{region}.{suffix}",))
    return tuple(name.format(service=service, region=region, suffix=dns_suffix_of(region)) for name in names)
