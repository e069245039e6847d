"""What Elastic Load Balancing refuses about load balancers and target groups.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-elbv2-*``), or the API's own as users of
CloudFormation and Terraform quote them (both read 2026-11-23). Limits:
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html and
API_CreateLoadBalancer.html (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.ec2_ipv6 import SIX_OF_SUBNETS
from seatrial.analyses.refusals.ec2_network import SUBNET, VPC, may_be_attached, zone_of
from seatrial.analyses.refusals.ec2_security_group import foreign_group, unknown_group
from seatrial.analyses.refusals.elbv2_attributes import balancer_attributes_refused, group_attributes_refused
from seatrial.analyses.refusals.elbv2_targets import checks_refused, targets_refused
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, id_text, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_number, as_text, at, is_whole

LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
LONGEST_NAME = 32
# Lowest and highest, from API_CreateTargetGroup.
HEALTH_RANGES = {
    "HealthCheckIntervalSeconds": (5, 300),
    "HealthCheckTimeoutSeconds": (2, 120),
    "HealthyThresholdCount": (2, 10),
    "UnhealthyThresholdCount": (2, 10),
}
DEFAULT_INTERVAL_SECONDS = 30
# Of target groups for HTTP and HTTPS.
DEFAULT_TIMEOUT_SECONDS = 5
PROTOCOL_VERSIONS = ("HTTP1", "HTTP2", "GRPC")


def load_balancer_refused(world: World, resource: Resource) -> Refusal | None:
    api = "elbv2.CreateLoadBalancer"
    for message in name_problems(resource.get("Name"), "The load balancer name", reserved="internal-"):
        return Refusal(api, "ValidationError", message, ("Name",))
    kind = as_text(resource.get("Type")) or "application"
    refusal = _subnets_refused(world, resource, api, kind)
    if refusal is not None:
        return refusal
    if kind == "application" and not isinstance(resource.get("Type"), Unknown):
        for index, item in enumerate(entries(resource.get("SubnetMappings"))):
            if at(item, "AllocationId") is not None:
                # The text: cdk-preflight 0.0.143 (Apache-2.0, npm; rule ``pf-elbv2-lb-eip-nlb-only``; read 2026-11-29)
                text = f"Elastic IPs are not supported for load balancers with type '{kind}'"
                place: PropertyPath = ("SubnetMappings", index, "AllocationId")
                return Refusal(api, "InvalidConfigurationRequest", text, place)
    if (refusal := _of_one_kind(resource, kind)) is not None:
        return refusal
    if _lacks_six(world, resource):
        # https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4852 (read 2026-11-29)
        text = "You must specify subnets with an associated IPv6 CIDR block."
        return Refusal(api, "ValidationError", text, ("IpAddressType",))
    vpc = _vpc(world, resource)
    groups = resource.get("SecurityGroups")
    if (unknown := unknown_group(world, groups)) is not None:
        # https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2371 (read 2026-11-23)
        text = f"The security group '{unknown[1]}' does not exist"
        return Refusal(api, "InvalidSecurityGroup", text, ("SecurityGroups", unknown[0]))
    if (foreign := foreign_group(world, groups, vpc)) is not None:
        text = f"Security group '{foreign[1]}' does not belong to VPC '{as_text(vpc)}'"
        return Refusal(api, "InvalidConfigurationRequest", text, ("SecurityGroups", foreign[0]))
    facing = (as_text(resource.get("Scheme")) or "internet-facing") == "internet-facing"
    known_vpc = isinstance(vpc, str) and world.find(vpc, VPC) is not None
    if facing and known_vpc and not isinstance(resource.get("Scheme"), Unknown) and not may_be_attached(world, vpc):
        return Refusal(api, "InvalidSubnet", f"VPC {vpc} has no internet gateway", _subnet_key(resource))
    for refusal in balancer_attributes_refused(resource, "" if isinstance(resource.get("Type"), Unknown) else kind):
        return refusal
    name = as_text(resource.get("Name"))
    if name and any(as_text(other.get("Name")) == name for other in world.taken(LOAD_BALANCER)):
        text = f"A load balancer with the same name '{name}' exists, but with different settings"
        return Refusal(api, "DuplicateLoadBalancerName", text, ("Name",))
    return None


def _of_one_kind(resource: Resource, kind: str) -> Refusal | None:
    """What only a Network Load Balancer takes, or only an internal one.

    cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rules
    ``pf-elbv2-lb-enforce-sg-privatelink-nlb-only`` and ``-private-ipv4-internal-only``, reproduced on AWS; read
    2026-11-30).
    """
    if isinstance(resource.get("Type"), Unknown):
        return None
    enforce, groups = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", resource.get("SecurityGroups")
    if is_given(resource.get(enforce)) and (kind != "network" or groups in (None, [])):
        text = (
            "This security group setting for PrivateLink traffic is only available for Network Load Balancers with "
            "security groups"
        )
        return Refusal("elbv2.CreateLoadBalancer", "InvalidConfigurationRequest", text, (enforce,))
    scheme = resource.get("Scheme")
    internal = isinstance(scheme, Unknown) or as_text(scheme) == "internal"
    for index, item in enumerate(entries(resource.get("SubnetMappings"))):
        if kind == "network" and not internal and is_given(at(item, "PrivateIPv4Address")):
            text = "You can only specify private IPv4 addresses for Network Load Balancers with scheme 'internal'."
            path: PropertyPath = ("SubnetMappings", index, "PrivateIPv4Address")
            return Refusal("elbv2.CreateLoadBalancer", "InvalidConfigurationRequest", text, path)
    return None


def _lacks_six(world: World, resource: Resource) -> bool:
    """Whether a load balancer is to have IPv6 addresses in a subnet that has no block of them."""
    if as_text(resource.get("IpAddressType")) not in ("dualstack", "dualstack-without-public-ipv4"):
        return False
    mapped = [at(item, "SubnetId") for item in entries(resource.get("SubnetMappings"))]
    named = [world.find(value, SUBNET) for value in (*entries(resource.get("Subnets")), *mapped)]
    later = [item.get("SubnetId") for item in world.taken("AWS::EC2::SubnetCidrBlock")]
    if any(isinstance(value, Unknown) for value in later):
        return False
    # One that is to give IPv6 addresses is refused itself.
    has = (*SIX_OF_SUBNETS, "Ipv6Native", "AssignIpv6AddressOnCreation")
    known = [item for item in named if item is not None and item.physical_id not in later]
    return any(not any(item.get(key) for key in has) for item in known)


def target_group_refused(world: World, resource: Resource) -> Refusal | None:
    api = "elbv2.CreateTargetGroup"
    for message in name_problems(resource.get("Name"), "Target group name"):
        return Refusal(api, "ValidationError", message, ("Name",))
    kind, vpc = as_text(resource.get("TargetType")) or "instance", resource.get("VpcId")
    if kind == "lambda":
        if is_given(resource.get("Protocol")):
            text = "Protocol cannot be specified for target groups with target type 'lambda'"
            return Refusal(api, "ValidationError", text, ("Protocol",))
        if len(entries(resource.get("Targets"))) > 1:
            # cdk-preflight (rule ``pf-elbv2-tg-lambda-single-target``, reproduced on AWS; read 2026-11-30)
            count = len(entries(resource.get("Targets")))
            text = f"Up to '1' Lambda function target(s) can be registered, but '{count}' were specified"
            return Refusal("elbv2.RegisterTargets", "TooManyTargets", text, ("Targets",))
        return None
    if resource.get("Protocol") is None or resource.get("Port") is None:
        text = f"A target group of type '{kind}' must have a protocol and a port"
        return Refusal(api, "ValidationError", text)
    if kind in ("ip", "instance") and vpc is None:
        return Refusal(
            api, "ValidationError", f"A target group of type '{kind}' must have a VPC"
        )  # UNVERIFIED wording.
    if world.lacks(vpc, VPC):
        return Refusal(api, "ValidationError", f"The VPC ID '{as_text(vpc)}' is not found", ("VpcId",))
    for message, path in _health_problems(resource):
        return Refusal(api, "ValidationError", message, path)
    for refusal in checks_refused(resource, "" if isinstance(resource.get("TargetType"), Unknown) else kind):
        return refusal
    version = resource.get("ProtocolVersion")
    if isinstance(version, str) and version and version.upper() not in PROTOCOL_VERSIONS:
        text = f"ProtocolVersion {version} is none of {', '.join(PROTOCOL_VERSIONS)}."
        instead = next((item for item in PROTOCOL_VERSIONS if item == version.upper().replace("/", "")), "HTTP1")
        return Refusal(api, "ValidationError", text, ("ProtocolVersion",), ours=True, instead=instead)
    for refusal in group_attributes_refused(resource):
        return refusal
    name = as_text(resource.get("Name"))
    if name and any(as_text(other.get("Name")) == name for other in world.taken(TARGET_GROUP)):
        text = f"A target group with the same name '{name}' exists, but with different settings"
        return Refusal(api, "DuplicateTargetGroupName", text, ("Name",))
    return next(targets_refused(resource, "" if isinstance(resource.get("TargetType"), Unknown) else kind), None)


def name_problems(value: Value, noun: str, reserved: str = "") -> Iterator[str]:
    """What is wrong with the name of a load balancer or target group, in the API's words."""
    if not isinstance(value, str):
        return
    if len(value) > LONGEST_NAME:
        yield f"{noun} '{value}' cannot be longer than '{LONGEST_NAME}' characters"
    if not re.fullmatch(r"[A-Za-z0-9-]*", value):
        last = "or" if noun.startswith("Target") else "and"
        yield f"{noun} '{value}' can only contain characters that are alphanumeric characters {last} hyphens(-)"
    if value.startswith("-") or value.endswith("-"):
        yield f"{noun} '{value}' cannot begin or end with a hyphen(-)"  # UNVERIFIED wording.
    if reserved and value.startswith(reserved):
        yield f"{noun} '{value}' cannot begin with '{reserved}'"  # UNVERIFIED wording.


def _subnet_key(resource: Resource) -> PropertyPath:
    return ("SubnetMappings",) if resource.get("Subnets") is None else ("Subnets",)


def _subnet_values(resource: Resource) -> list[Value]:
    subnets = resource.get("Subnets")
    if subnets is not None:
        return entries(subnets)
    return [at(item, "SubnetId") for item in entries(resource.get("SubnetMappings"))]


def _vpc(world: World, resource: Resource) -> Value:
    for value in _subnet_values(resource):
        subnet = world.find(value, SUBNET)
        if subnet is not None:
            return subnet.get("VpcId")
    return None


def _subnets_refused(world: World, resource: Resource, api: str, kind: str) -> Refusal | None:
    path = _subnet_key(resource)
    values = _subnet_values(resource)
    if any(isinstance(value, Unknown) for value in (resource.get("Subnets"), resource.get("SubnetMappings"))):
        return None
    found: list[Resource] = []
    for index, value in enumerate(values):
        if world.lacks(value, SUBNET):
            text = f"The subnet ID '{as_text(value)}' does not exist"
            return Refusal(api, "SubnetNotFound", text, (*path, index))
        subnet = world.find(value, SUBNET)
        if subnet is not None:
            found.append(subnet)
    vpcs = {id_text(item.get("VpcId")) for item in found} - {""}
    if len(vpcs) > 1:
        # UNVERIFIED wording.
        text = f"The subnets belong to different VPCs: {', '.join(sorted(vpcs))}"
        return Refusal(api, "InvalidConfigurationRequest", text, path)
    zones = [zone_of(item) for item in found]
    known_zones = [zone for zone in zones if isinstance(zone, str)]
    if len(known_zones) != len(set(known_zones)):
        text = "A load balancer cannot be attached to multiple subnets in the same Availability Zone"
        return Refusal(api, "InvalidConfigurationRequest", text, path)
    everything_known = len(found) == len(values) and len(known_zones) == len(zones)
    # One subnet is too few whichever it is, but for a load balancer on an Outpost.
    single = len(values) == 1 and resource.get("CustomerOwnedIpv4Pool") is None
    one_kind = not isinstance(resource.get("Type"), Unknown)
    if kind == "application" and one_kind and (single or (everything_known and len(set(known_zones)) < 2)):
        text = "At least two subnets in two different Availability Zones must be specified"
        return Refusal(api, "ValidationError", text, path)
    return None


def _health_problems(resource: Resource) -> Iterator[tuple[str, PropertyPath]]:
    path = resource.get("HealthCheckPath")
    protocol = as_text(resource.get("HealthCheckProtocol")) or as_text(resource.get("Protocol"))
    if isinstance(path, str) and protocol in ("HTTP", "HTTPS") and not path.startswith("/"):
        yield f"Health check path '{path}' must begin with a '/' character", ("HealthCheckPath",)
    checks = as_text(resource.get("HealthCheckProtocol"))
    if as_text(resource.get("Protocol")) in ("HTTP", "HTTPS") and checks and checks not in ("HTTP", "HTTPS"):
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html; UNVERIFIED
        # wording.
        yield f"Health check protocol '{checks}' must be one of 'HTTP, HTTPS'", ("HealthCheckProtocol",)
    if path is not None and protocol == "TCP" and is_given(resource.get("HealthCheckProtocol")):
        yield "Health check paths are not supported for TCP health checks", ("HealthCheckPath",)
    if resource.get("Matcher") is not None and protocol == "TCP" and is_given(resource.get("HealthCheckProtocol")):
        # Same source; UNVERIFIED wording.
        yield "Health check matchers are not supported for TCP health checks", ("Matcher",)
    for key, (lowest, highest) in HEALTH_RANGES.items():
        value = resource.get(key)
        if value is None or isinstance(value, Unknown) or lowest <= as_number(value, lowest) <= highest:
            continue
        noun = re.sub(r"([A-Z])", r" \1", key).strip().lower().removesuffix(" seconds")
        # UNVERIFIED wording.
        yield f"{noun.capitalize()} '{as_text(value)}' must be between {lowest} and {highest}", (key,)
    yield from _matcher_problems(resource)
    timeout, interval = resource.get("HealthCheckTimeoutSeconds"), resource.get("HealthCheckIntervalSeconds")
    if isinstance(timeout, Unknown) or isinstance(interval, Unknown):
        return
    seconds = as_number(interval, DEFAULT_INTERVAL_SECONDS)
    if timeout is None:
        if as_text(resource.get("Protocol")) in ("HTTP", "HTTPS") and seconds <= DEFAULT_TIMEOUT_SECONDS:
            # https://github.com/terraform-linters/tflint-ruleset-aws/issues/404 (read 2026-11-29)
            yield "Health check interval must be greater than the timeout.", ("HealthCheckIntervalSeconds",)
        return
    # Of groups below HTTP the two may be equal: https://github.com/aws/aws-cdk/pull/26031 (read 2026-11-29)
    most = seconds if as_text(resource.get("Protocol")) in ("HTTP", "HTTPS") else seconds + 1
    if as_number(timeout, 0) >= most:
        text = f"Health check timeout '{as_number(timeout)}' must be smaller than the interval '{seconds}'"
        yield text, ("HealthCheckTimeoutSeconds",)


def _matcher_problems(resource: Resource) -> Iterator[tuple[str, PropertyPath]]:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html (read 2026-11-23)"""
    codes, version = resource.get("Matcher", "HttpCode"), resource.get("ProtocolVersion")
    grpc = is_given(resource.get("Matcher", "GrpcCode"))
    if grpc and not isinstance(version, Unknown) and as_text(version) != "GRPC":
        # UNVERIFIED wording.
        yield "GRPC codes are only supported for target groups with protocol version GRPC", ("Matcher", "GrpcCode")
    if not isinstance(codes, str | int):
        return
    # "For Network Load Balancers, you can specify values between 200 and 599" (same source).
    highest = 499 if as_text(resource.get("Protocol")) in ("HTTP", "HTTPS") else 599
    for part in as_text(codes).split(","):
        ends = part.strip().split("-")
        if len(ends) > 2 or not all(is_whole(end) and 200 <= int(end) <= highest for end in ends):
            # UNVERIFIED wording.
            text = f"Health check matcher HTTP code '{part.strip()}' must be within '200-{highest}' inclusive"
            yield text, ("Matcher", "HttpCode")
