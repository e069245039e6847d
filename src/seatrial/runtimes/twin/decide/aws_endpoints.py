"""Where AWS's services and the image registries answer on the twin's internet.

Each host has one public address, the same every time; S3 and DynamoDB have a prefix of their own, because a gateway
endpoint is a route to that prefix. Host names: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html;
registries: the hosts that a pull from each really goes to (read 2026-11-23).
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping

from seatrial.kinds.endpoint_services import PREFIX_LISTS

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
    return address_of(name, network)


def address_of(host: str, network: ipaddress.IPv4Network = SERVICE_ADDRESSES) -> str:
    """The address that a host has here when it has one."""
    number = int(hashlib.sha256(host.encode()).hexdigest()[:8], 16)
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
    "docker.elastic.co",
    "nvcr.io",
    "lscr.io",
    "registry.access.redhat.com",
    "registry.redhat.io",
)
