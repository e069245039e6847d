"""AWS services by the names that VPC endpoints and prefix lists give them, and the hosts behind them.

Host names: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html; names of endpoint services:
https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.kinds.data.prefix_lists import PREFIX_LISTS_BY_REGION
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


def endpoint_hosts(service: str, region: str) -> tuple[str, ...]:
    """The public names that an interface endpoint's private DNS takes over; ``*.`` is any name below."""
    names = ENDPOINT_HOSTS.get(service, ("{service}.{region}.{suffix}",))
    return tuple(name.format(service=service, region=region, suffix=dns_suffix_of(region)) for name in names)
