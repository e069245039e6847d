"""What CreateVpcEndpoint refuses, and CreateVpcEndpointServiceConfiguration.

Texts: EC2's own as users quote them, and cdk-preflight 1.9.1 (Apache-2.0, npm), reproduced on AWS (both read
2026-11-23). A service that doesn't exist: https://github.com/aws/aws-cdk/issues/2597 and
https://github.com/hashicorp/terraform-provider-aws/issues/24216 (read 2026-11-29). A name has its region in it, and EC2
knows those of its own region unless ServiceRegion says another:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html (read 2026-11-29).
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from seatrial.analyses.refusals import ec2_ipv6
from seatrial.analyses.refusals.ec2_network import ROUTE_TABLE, SUBNET, VPC, kind_of, missing_vpc, zone_of
from seatrial.analyses.refusals.ec2_security_group import foreign_group, unknown_group
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, differ, entries, id_text, known
from seatrial.kinds.data.prefix_lists import PREFIX_LISTS_BY_REGION
from seatrial.kinds.endpoint_services import is_of_region, misspelt, service_of
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_flag, as_text

API = "ec2.CreateVpcEndpoint"
ENDPOINT, BALANCER = "AWS::EC2::VPCEndpoint", "AWS::ElasticLoadBalancingV2::LoadBalancer"
# https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (read 2026-11-23)
GATEWAY_SERVICES = ("s3", "s3express", "dynamodb")
# How services of AWS are called, and what is written for it.
_OF_AWS, _NEARLY_AWS = ("com", "amazonaws"), ("amazon", "aws", "amazonasw", "amazonws", "amazoaws", "amazonaw")
_ALIKE = 0.8
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")


def refused(world: World, resource: Resource) -> Refusal | None:
    if missing := missing_vpc(world, resource, API):
        return missing
    if isinstance(resource.get("VpcEndpointType"), Unknown):
        return None
    kind = as_text(resource.get("VpcEndpointType")) or "Gateway"
    service = as_text(resource.get("ServiceName"))
    if no_service := _no_such_service(world, resource, service):
        return no_service
    if kind == "Gateway" and service and service.rsplit(".", 1)[-1] not in GATEWAY_SERVICES:
        text = "Endpoint type (Gateway) does not match available service types ([Interface])."
        return Refusal(API, "InvalidParameter", text, ("ServiceName",))
    if kind == "Gateway":
        return _gateway_refused(world, resource)
    if entries(resource.get("RouteTableIds")):
        text = "Route table IDs are only supported for Gateway type VPC Endpoint."
        if service_of(service) in GATEWAY_SERVICES and not resource.get("SubnetIds"):
            return Refusal(API, "InvalidParameter", text, ("VpcEndpointType",), instead="Gateway")
        return Refusal(API, "InvalidParameter", text, ("RouteTableIds",))
    return _interface_refused(world, resource, service)


def _is_nearly_aws(part: str) -> bool:
    """Whether a part of a name is amazonaws but for a slip."""
    near = get_close_matches(part, (_OF_AWS[1],), 1, _ALIKE)
    return part in _NEARLY_AWS or (bool(near) and part != near[0])


def _no_such_service(world: World, resource: Resource, name: str) -> Refusal | None:
    """The refusal of a service that is surely none: of another region, or misspelt."""
    region, parts = world.scope.region, name.split(".")
    right = list(parts)
    because = ""
    if len(parts) > len(_OF_AWS) and parts[0] == _OF_AWS[0] and _is_nearly_aws(parts[1]):
        right[1] = parts[1] = _OF_AWS[1]
        because = f"the names of AWS's services begin with {'.'.join(_OF_AWS)}"
    if "amazonaws" in parts[:-2] and resource.get("ServiceRegion") is None and not is_of_region(name, region):
        at = parts.index("amazonaws") + 1
        if REGION.fullmatch(parts[at]):
            right[at] = region
            because = f"an endpoint is for services of its own region, which is {region}"
    if "amazonaws" in parts[:-2] and (service := misspelt(service_of(name))):
        right[parts.index("amazonaws") + 2 :] = [service]
    if ".".join(right) == name:
        return None
    text = f"The Vpc Endpoint Service '{name}' does not exist"
    return Refusal(API, "InvalidServiceName", text, ("ServiceName",), because=because, instead=".".join(right))


def _gateway_refused(world: World, resource: Resource) -> Refusal | None:
    if entries(resource.get("SubnetIds")):
        text = "Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints."
        return Refusal(API, "InvalidParameter", text, ("SubnetIds",))
    # https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/1178 (read 2026-11-29); the wording is ours.
    if as_flag(resource.get("PrivateDnsEnabled")):
        text = "Private DNS is only supported for Interface type VPC Endpoints."
        return Refusal(API, "InvalidParameter", text, ("PrivateDnsEnabled",), ours=True)
    for index, table in enumerate(entries(resource.get("RouteTableIds"))):
        if world.lacks(table, ROUTE_TABLE):
            text = f"The routeTable ID '{as_text(table)}' does not exist"
            return Refusal(API, "InvalidRouteTableId.NotFound", text, ("RouteTableIds", index))
        found = world.find(table, ROUTE_TABLE)
        own, other = resource.get("VpcId"), found.get("VpcId") if found is not None else None
        if differ(own, other):
            # UNVERIFIED wording.
            vpcs = f"{id_text(other)} and {id_text(own)}"
            text = f"The route table {as_text(table)} and the endpoint belong to different VPCs: {vpcs}"
            return Refusal(API, "InvalidParameter", text, ("RouteTableIds", index), ours=True)
        if found is not None and _has_one(world, resource, table):
            # https://github.com/eksctl-io/eksctl/issues/4377 (read 2026-11-30)
            service = service_of(as_text(resource.get("ServiceName")))
            listed = PREFIX_LISTS_BY_REGION.get(world.scope.region, {})
            prefix_list = next((id for id, name in listed.items() if name == service), f"of {service}")
            text = f"route table {as_text(table)} already has a route with destination-prefix-list-id {prefix_list}"
            return Refusal(API, "RouteAlreadyExists", text, ("RouteTableIds", index), ours=prefix_list not in listed)
    return None


def _has_one(world: World, resource: Resource, table: Value) -> bool:
    """Whether a route table has a gateway endpoint for the same service already."""
    service = service_of(as_text(resource.get("ServiceName")))
    return bool(service) and any(
        table in entries(other.get("RouteTableIds")) and service_of(as_text(other.get("ServiceName"))) == service
        for other in world.taken(ENDPOINT)
    )


def _interface_refused(world: World, resource: Resource, service: str) -> Refusal | None:
    vpc_id = resource.get("VpcId")
    zones: list[str] = []
    for index, subnet_id in enumerate(entries(resource.get("SubnetIds"))):
        if world.lacks(subnet_id, SUBNET):
            text = f"The subnet ID '{as_text(subnet_id)}' does not exist"
            return Refusal(API, "InvalidSubnetId.NotFound", text, ("SubnetIds", index))
        subnet = world.find(subnet_id, SUBNET)
        if subnet is None:
            continue
        own = subnet.get("VpcId")
        if differ(own, vpc_id):
            # UNVERIFIED wording.
            text = f"The subnet ID '{as_text(subnet_id)}' does not belong to VPC '{id_text(vpc_id)}'"
            return Refusal(API, "InvalidParameter", text, ("SubnetIds", index))
        zone = zone_of(subnet)
        if isinstance(zone, str) and zone in zones:
            text = f"Found another VPC endpoint subnet in the availability zone of {as_text(subnet_id)}"
            return Refusal(API, "DuplicateSubnetsInSameZone", text, ("SubnetIds", index))
        zones.append(as_text(zone))
    if (unknown := unknown_group(world, resource.get("SecurityGroupIds"))) is not None:
        text = f"The security group '{unknown[1]}' does not exist"
        return Refusal(API, "InvalidSecurityGroupId.NotFound", text, ("SecurityGroupIds", unknown[0]))
    if (foreign := foreign_group(world, resource.get("SecurityGroupIds"), vpc_id)) is not None:
        # UNVERIFIED wording.
        text = f"The security group '{foreign[1]}' does not exist in VPC '{as_text(vpc_id)}'"
        return Refusal(API, "InvalidSecurityGroupId.NotFound", text, ("SecurityGroupIds", foreign[0]))
    return ec2_ipv6.endpoint_refused(world, resource, API) or _private_dns_refused(world, resource, service)


def _private_dns_refused(world: World, resource: Resource, service: str) -> Refusal | None:
    if not as_flag(resource.get("PrivateDnsEnabled")):
        return None
    vpc = world.find(resource.get("VpcId"), VPC)
    if vpc is None:
        return None
    support, hostnames = vpc.get("EnableDnsSupport"), vpc.get("EnableDnsHostnames")
    if known([support, hostnames]) and not (as_flag(support, True) and as_flag(hostnames)):
        text = (
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for "
            f"{vpc.physical_id}"
        )
        return Refusal(API, "InvalidParameter", text, ("PrivateDnsEnabled",))
    for other in world.taken(ENDPOINT):
        same = other.get("VpcId") == resource.get("VpcId") and as_text(other.get("ServiceName")) == service
        if same and service and as_flag(other.get("PrivateDnsEnabled")):
            # Quoted by many users of Terraform (read 2026-11-23).
            text = (
                "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
                f"{service} in the VPC {vpc.physical_id}"
            )
            return Refusal(API, "InvalidParameter", text, ("PrivateDnsEnabled",))
    return None


def service_refused(world: World, resource: Resource) -> Refusal | None:
    """What an endpoint service stands before:
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpointServiceConfiguration.html (read
    2026-11-30). The texts are ours.
    """
    for key, kind in (("NetworkLoadBalancerArns", "network"), ("GatewayLoadBalancerArns", "gateway")):
        for index, value in enumerate(entries(resource.get(key))):
            named = world.find(value)
            if named is None or (named.type == BALANCER and kind_of(named) in (kind, "")):
                continue
            text = f"{named.logical_id} is no load balancer of the type {kind}."
            api = "ec2.CreateVpcEndpointServiceConfiguration"
            return Refusal(api, "InvalidParameter", text, (key, index), ours=True)
    return None
