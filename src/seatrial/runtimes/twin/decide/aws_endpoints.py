"""Where AWS's services and the image registries answer on the twin's internet.

Each host has one public address, the same every time; S3 and DynamoDB have a prefix of their own, because a gateway
endpoint is a route to that prefix. Host names: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html;
registries: the hosts that a pull from each really goes to (read 2026-11-23).
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping

from seatrial.model.arn import dns_suffix_of

# 198.18.0.0/15 is nobody's (RFC 2544). The lower half of the upper /16 is the services', the upper half is lent out.
SERVICE_ADDRESSES = ipaddress.IPv4Network("198.19.0.0/18")
GATEWAY_PREFIXES: Mapping[str, str] = {"s3": "198.19.64.0/20", "dynamodb": "198.19.80.0/20"}
# What the twin's internet holds on its own interface: services, gateway prefixes.
HELD = ("198.19.0.0/17",)
# The one who asks from the internet: an address for documentation, https://www.rfc-editor.org/rfc/rfc5737.
LAPTOP = "203.0.113.10"
# Who answers questions about public names on the internet.
PUBLIC_RESOLVER = "198.19.96.53"
HTTPS = 443
# AWS-managed prefix lists, us-east-1's ids: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
PREFIX_LISTS: Mapping[str, str] = {"pl-63a5400a": "s3", "pl-02cd2c6b": "dynamodb"}

# Interface endpoints whose host is not SERVICE.REGION.amazonaws.com.
ENDPOINT_HOSTS: Mapping[str, tuple[str, ...]] = {
    "ecr.api": ("api.ecr.{region}.{suffix}",),
    "ecr.dkr": ("*.dkr.ecr.{region}.{suffix}", "dkr.ecr.{region}.{suffix}"),
    "s3": ("s3.{region}.{suffix}", "*.s3.{region}.{suffix}"),
    "execute-api": ("*.execute-api.{region}.{suffix}",),
    "ecs-agent": ("ecs-a-1.{region}.{suffix}",),
    "ecs-telemetry": ("ecs-t-1.{region}.{suffix}",),
    "email-smtp": ("email-smtp.{region}.{suffix}",),
}


def service_of(service_name: str) -> str:
    """``com.amazonaws.us-east-1.ecr.api`` is ``ecr.api``."""
    parts = service_name.split(".")
    if "amazonaws" in parts:
        return ".".join(parts[parts.index("amazonaws") + 2 :])
    return service_name


def endpoint_hosts(service: str, region: str) -> tuple[str, ...]:
    """The public names that an interface endpoint's private DNS takes over; ``*.`` is any name below."""
    names = ENDPOINT_HOSTS.get(service, ("{service}.{region}.{suffix}",))
    return tuple(name.format(service=service, region=region, suffix=dns_suffix_of(region)) for name in names)


def prefix_of(service: str) -> str:
    """The public prefix of a service that has gateway endpoints; "" for another."""
    return GATEWAY_PREFIXES.get(service, "")


def prefix_of_list(prefix_list: str) -> str:
    return prefix_of(PREFIX_LISTS.get(prefix_list, ""))


def public_address_of(host: str) -> str:
    """The public address of an AWS service's host or a registry's; "" where nobody has that name here."""
    name = host.rstrip(".").lower()
    network = next((ipaddress.IPv4Network(GATEWAY_PREFIXES[key]) for key in GATEWAY_PREFIXES if _is(name, key)), None)
    if network is None:
        if not (name.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws")) or name in REGISTRIES):
            return ""
        if ".elb." in name or ".rds." in name or ".cache." in name or ".vpce." in name or ".compute." in name:
            return ""
        network = SERVICE_ADDRESSES
    number = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
    return str(network[1 + number % (network.num_addresses - 2)])


def _is(name: str, service: str) -> bool:
    labels = name.split(".")
    return "amazonaws" in labels and (service in labels or any(label.startswith(f"{service}-") for label in labels))


REGISTRIES = (
    "registry-1.docker.io",
    "auth.docker.io",
    "production.cloudflare.docker.com",
    "docker.io",
    "index.docker.io",
    "public.ecr.aws",
    "ghcr.io",
    "pkg-containers.githubusercontent.com",
    "quay.io",
    "gcr.io",
    "registry.gitlab.com",
    "mcr.microsoft.com",
    "registry.k8s.io",
)
