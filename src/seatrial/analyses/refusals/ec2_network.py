"""What EC2 refuses about VPCs, subnets, gateways and routes.

Texts: EC2's own, as users of CloudFormation and Terraform quote them (read 2026-11-23); where a table of codes exists
it is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (read 2026-11-23). Rows named
cdk-preflight come from its 1.9.1 rules (Apache-2.0, npm), reproduced on AWS.
"""

from __future__ import annotations

import ipaddress

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, leaves, network
from seatrial.kinds.data.regions import may_have_zone, zones_of
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_flag, as_text, at

VPC, SUBNET = "AWS::EC2::VPC", "AWS::EC2::Subnet"
INTERNET_GATEWAY, ATTACHMENT = "AWS::EC2::InternetGateway", "AWS::EC2::VPCGatewayAttachment"
NAT_GATEWAY, EIP = "AWS::EC2::NatGateway", "AWS::EC2::EIP"
ROUTE_TABLE, ROUTE = "AWS::EC2::RouteTable", "AWS::EC2::Route"
SUBNET_ROUTE_TABLE = "AWS::EC2::SubnetRouteTableAssociation"
VPC_CIDR_BLOCK = "AWS::EC2::VPCCidrBlock"
# What gives a subnet its block of IPv6 when it is made.
SIX_OF_SUBNETS = ("Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6NetmaskLength", "Ipv6Native")
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html (read 2026-11-23)
DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
ROUTE_TARGETS = (
    *("CarrierGatewayId", "CoreNetworkArn", "EgressOnlyInternetGatewayId", "GatewayId", "InstanceId"),
    *("LocalGatewayId", "NatGatewayId", "NetworkInterfaceId", "OdbNetworkArn", "TransitGatewayId"),
    *("VpcEndpointId", "VpcPeeringConnectionId"),
)
_NEVER_LOCAL = ("NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId")
# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and subnet-sizing.html (read 2026-11-23)
SHORTEST_PREFIX, LONGEST_PREFIX = 16, 28


def vpc_refused(world: World, resource: Resource) -> Refusal | None:
    value = resource.get("CidrBlock")
    if value is None or isinstance(value, Unknown):
        return None
    block = network(value)
    if block is None:
        text = f"Value ({as_text(value)}) for parameter cidrBlock is invalid. This is not a valid CIDR block."
        return Refusal("ec2.CreateVpc", "InvalidParameterValue", text, ("CidrBlock",))
    if not SHORTEST_PREFIX <= block.prefixlen <= LONGEST_PREFIX:
        # cdk-preflight
        return Refusal("ec2.CreateVpc", "InvalidVpc.Range", f"The CIDR '{value}' is invalid.", ("CidrBlock",))
    return None


def vpc_cidr_block_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.AssociateVpcCidrBlock"
    if missing := missing_vpc(world, resource, api):
        return missing
    block, vpc = network(resource.get("CidrBlock")), world.find(resource.get("VpcId"), VPC)
    if block is None or vpc is None:
        return None
    if not SHORTEST_PREFIX <= block.prefixlen <= LONGEST_PREFIX:
        # cdk-preflight
        return Refusal(api, "InvalidVpc.Range", f"The CIDR '{resource.get('CidrBlock')}' is invalid.", ("CidrBlock",))
    if any(block.overlaps(other) for other in blocks_of(world, vpc)):
        # cdk-preflight
        return Refusal(api, "CidrConflict", "CIDR range conflicts", ("CidrBlock",))
    return None


def subnet_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.CreateSubnet"
    if missing := missing_vpc(world, resource, api):
        return missing
    zone = resource.get("AvailabilityZone")
    zones = zones_of(world.scope.region)
    if isinstance(zone, str) and zone and not may_have_zone(world.scope.region, zone):
        return Refusal(
            api,
            "InvalidParameterValue",
            f"Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in "
            "the following "
            f"availability zones: {', '.join(zones)}.",
            ("AvailabilityZone",),
        )
    if as_flag(resource.get("AssignIpv6AddressOnCreation")) and not any(resource.get(key) for key in SIX_OF_SUBNETS):
        # "If you specify AssignIpv6AddressOnCreation, you must also specify an IPv6 CIDR block":
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
        # (read 2026-11-29)
        text = "AssignIpv6AddressOnCreation needs an IPv6 CIDR block of the subnet."
        path = ("AssignIpv6AddressOnCreation",)
        return Refusal("ec2.ModifySubnetAttribute", "InvalidParameterValue", text, path, ours=True)
    value = resource.get("CidrBlock")
    vpc = world.find(resource.get("VpcId"), VPC)
    if value is None or isinstance(value, Unknown):
        return None
    block = network(value)
    if block is None:
        text = f"Value ({as_text(value)}) for parameter cidrBlock is invalid. This is not a valid CIDR block."
        return Refusal(api, "InvalidParameterValue", text, ("CidrBlock",))
    around = blocks_of(world, vpc) if vpc is not None else None
    text = f"The CIDR '{value}' is invalid."
    if not SHORTEST_PREFIX <= block.prefixlen <= LONGEST_PREFIX:
        because = f"a subnet has /{SHORTEST_PREFIX} to /{LONGEST_PREFIX}"
        return Refusal(api, "InvalidSubnet.Range", text, ("CidrBlock",), because=because)
    if vpc is not None and around and not any(block.subnet_of(other) for other in around):
        because = f"{vpc.logical_id} has {', '.join(map(str, around))}"
        return Refusal(api, "InvalidSubnet.Range", text, ("CidrBlock",), because=because)
    for other in world.taken(SUBNET):
        taken = network(other.get("CidrBlock"))
        same_vpc = vpc is not None and world.find(other.get("VpcId"), VPC) is vpc
        if same_vpc and taken is not None and taken.overlaps(block):
            # https://github.com/aws-samples/aws-genai-llm-chatbot/issues/153 (read 2026-11-23)
            text = f"The CIDR '{value}' conflicts with another subnet"
            return Refusal(api, "InvalidSubnet.Conflict", text, ("CidrBlock",))
    return None


def gateway_attachment_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.AttachInternetGateway"
    if missing := missing_vpc(world, resource, api):
        return missing
    gateway = resource.get("InternetGatewayId")
    if world.lacks(gateway, INTERNET_GATEWAY):
        return _no_such(api, "InternetGateway", "internetGateway", gateway, "InternetGatewayId")
    if gateway is None:
        return None
    for other in world.taken(ATTACHMENT):
        if other.get("InternetGatewayId") is None:
            continue
        if other.get("VpcId") == resource.get("VpcId"):
            # cdk-preflight; the whole text as quoted by users of Terraform.
            text = f"Network {as_text(resource.get('VpcId'))} already has an internet gateway attached"
            return Refusal(api, "InvalidParameterValue", text, ("VpcId",))
        if other.get("InternetGatewayId") == gateway:
            text = f"resource {as_text(gateway)} is already attached to network {as_text(other.get('VpcId'))}"
            return Refusal(api, "Resource.AlreadyAssociated", text, ("InternetGatewayId",))
    return None


def nat_gateway_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.CreateNatGateway"
    private = as_text(resource.get("ConnectivityType")) == "private"
    allocation, subnet_id = resource.get("AllocationId"), resource.get("SubnetId")
    if world.lacks(subnet_id, SUBNET):
        return _no_such(api, "Subnet", "subnet", subnet_id, "SubnetId")
    mode = resource.get("AvailabilityMode")
    if subnet_id in (None, "") and not isinstance(mode, Unknown) and as_text(mode) != "regional":
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html (read 2026-11-23)
        return Refusal(api, "MissingParameter", "The request must include the SubnetId parameter.", ours=True)
    if private and allocation is not None:
        text = "AllocationId cannot be specified for a NAT Gateway with Connectivity Type private."
        return Refusal(api, "InvalidParameterCombination", text, ("AllocationId",))
    if private:
        return None
    # A regional NAT gateway takes its addresses by itself.
    if allocation is None and as_text(resource.get("AvailabilityMode")) != "regional":
        return Refusal(api, "MissingParameter", "The request must include the AllocationId parameter.", ())
    if world.lacks(allocation, EIP):
        text = f"Elastic IP address '{as_text(allocation)}' not found"
        return Refusal(api, "InvalidAllocationID.NotFound", text, ("AllocationId",))
    for other in world.taken(NAT_GATEWAY):
        if isinstance(allocation, str) and other.get("AllocationId") == allocation:
            text = f"Elastic IP address [{allocation}] is already associated"
            return Refusal(api, "Resource.AlreadyAssociated", text, ("AllocationId",))
    subnet = world.find(subnet_id, SUBNET)
    vpc = subnet.get("VpcId") if subnet is not None else resource.get("VpcId")
    if isinstance(vpc, str) and vpc and not may_be_attached(world, vpc):
        return Refusal(api, "Gateway.NotAttached", f"Network {vpc} has no Internet gateway attached", ())
    return None


def route_table_refused(world: World, resource: Resource) -> Refusal | None:
    return missing_vpc(world, resource, "ec2.CreateRouteTable")


def route_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.CreateRoute"
    table_id = resource.get("RouteTableId")
    if world.lacks(table_id, ROUTE_TABLE):
        return _no_such(api, "RouteTable", "routeTable", table_id, "RouteTableId")
    gateway, nat, endpoint = (resource.get(key) for key in ("GatewayId", "NatGatewayId", "VpcEndpointId"))
    # A virtual private gateway (vgw-) is none of the types modelled here.
    if isinstance(gateway, str) and gateway.startswith("igw-") and world.lacks(gateway, INTERNET_GATEWAY):
        return _no_such(api, "InternetGateway", "internetGateway", gateway, "GatewayId")
    if world.lacks(nat, NAT_GATEWAY):
        return _no_such(api, "NatGateway", "natGateway", nat, "NatGatewayId")
    if world.lacks(endpoint, "AWS::EC2::VPCEndpoint"):
        text = f"The vpcEndpoint ID '{as_text(endpoint)}' does not exist"
        return Refusal(api, "InvalidVpcEndpointId.NotFound", text, ("VpcEndpointId",))
    table = world.find(table_id, ROUTE_TABLE)
    if table is None:
        return None
    found = world.find(gateway, INTERNET_GATEWAY)
    vpc = table.get("VpcId")
    if found is not None and isinstance(vpc, str) and not may_be_attached(world, vpc, found.physical_id):
        # https://stackoverflow.com/questions/48865762 (read 2026-11-23)
        text = f"route table {table.physical_id} and network gateway {found.physical_id} belong to different networks"
        return Refusal(api, "InvalidParameterValue", text, ("GatewayId",))
    return _destination_refused(world, resource, api)


def _destination_refused(world: World, resource: Resource, api: str) -> Refusal | None:
    value = resource.get("DestinationCidrBlock")
    if isinstance(value, str) and ("/" not in value or network(value) is None):
        # "We modify the specified CIDR block to its canonical form", so that host bits do no harm:
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html (read 2026-11-29)
        text = f"Value ({value}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block."
        return Refusal(api, "InvalidParameterValue", text, ("DestinationCidrBlock",))
    given = [key for key in DESTINATIONS if resource.get(key) is not None]
    if not given:
        # UNVERIFIED wording.
        text = "The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock, prefixListId"
        return Refusal(api, "MissingParameter", text, ours=True)
    targets = [key for key in ROUTE_TARGETS if resource.get(key) not in (None, "")]
    # UNVERIFIED wordings. "You must also specify exactly one of the resources from the parameter list": CreateRoute.
    if not targets:
        text = "The request must contain exactly one target, such as gatewayId or natGatewayId"
        return Refusal(api, "MissingParameter", text, ours=True)
    if len([key for key in targets if is_given(resource.get(key))]) > 1:
        text = f"A route has exactly one target, and this one has {' and '.join(targets)}."
        return Refusal(api, "InvalidParameterCombination", text, (targets[1],), ours=True)
    if refusal := _instead_of_local(world, resource, api, targets[0]):
        return refusal
    # The id is made of the table and the destination.
    alike = [other for other in world.taken(ROUTE) if other.physical_id == resource.physical_id]
    for key in given:
        value = resource.get(key)
        for other in alike:
            same_table = other.get("RouteTableId") == resource.get("RouteTableId")
            if same_table and isinstance(value, str) and _route_end(other.get(key)) == _route_end(value):
                text = f"The route identified by {value} already exists."
                return Refusal(api, "RouteAlreadyExists", text, (key,))
    return None


def _instead_of_local(world: World, resource: Resource, api: str, target: str) -> Refusal | None:
    """The refusal of a route for a whole block of the VPC: that is the local route, which only some targets replace.

    https://github.com/hashicorp/terraform-provider-aws/issues/13896 and
    https://github.com/hashicorp/terraform/issues/26018 (read 2026-11-29).
    """
    table, block = world.find(resource.get("RouteTableId"), ROUTE_TABLE), network(resource.get("DestinationCidrBlock"))
    vpc = world.find(table.get("VpcId"), VPC) if table is not None else None
    if vpc is None or block is None or target not in _NEVER_LOCAL or block not in blocks_of(world, vpc):
        return None
    text = "Route target is not supported. This route only supports interface and instance targets."
    because = f"{block} is {vpc.logical_id}'s own block"
    return Refusal(api, "InvalidParameterValue", text, (target,), because=because)


def _route_end(value: Value) -> object:
    """A destination, so that two spellings of one are the same."""
    try:
        return ipaddress.ip_network(value, strict=False) if isinstance(value, str) else value
    except ValueError:
        return value


def subnet_route_table_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.AssociateRouteTable"
    subnet_id, table_id = resource.get("SubnetId"), resource.get("RouteTableId")
    if world.lacks(table_id, ROUTE_TABLE):
        return _no_such(api, "RouteTable", "routeTable", table_id, "RouteTableId")
    if world.lacks(subnet_id, SUBNET):
        return _no_such(api, "Subnet", "subnet", subnet_id, "SubnetId")
    subnet, table = world.find(subnet_id, SUBNET), world.find(table_id, ROUTE_TABLE)
    if subnet is not None and table is not None:
        ours, theirs = subnet.get("VpcId"), table.get("VpcId")
        if isinstance(ours, str) and isinstance(theirs, str) and ours != theirs:
            text = f"Route table {table.physical_id} and subnet {subnet.physical_id} belong to different networks"
            return Refusal(api, "InvalidParameterValue", text, ("RouteTableId",))
    for other in world.taken(SUBNET_ROUTE_TABLE):
        # CloudFormation moves a subnet to another table in one call, so one that leaves isn't in the way.
        if isinstance(subnet_id, str) and other.get("SubnetId") == subnet_id and not leaves(other):
            text = (
                f"the specified association for route table {as_text(table_id)} conflicts with an existing association"
            )
            return Refusal(api, "Resource.AlreadyAssociated", text, ("SubnetId",))
    return None


def may_be_attached(world: World, vpc: Value, gateway_id: str = "") -> bool:
    """Whether an internet gateway (this one, or any) is attached to a VPC, or might be by an attachment not fully
    known.
    """
    for attachment in world.of_type(ATTACHMENT):
        attached, where = attachment.get("InternetGatewayId"), attachment.get("VpcId")
        gateway = world.find(attached, INTERNET_GATEWAY)
        fits = isinstance(attached, Unknown) or (gateway is not None and gateway_id in ("", gateway.physical_id))
        if fits and (isinstance(where, Unknown) or where == vpc):
            return True
    return False


def missing_vpc(world: World, resource: Resource, api: str, *path: str) -> Refusal | None:
    """The refusal of a VPC id that nothing has."""
    where = path or ("VpcId",)
    value = resource.get(*where)
    if not world.lacks(value, VPC):
        return None
    return Refusal(api, "InvalidVpcID.NotFound", f"The vpc ID '{as_text(value)}' does not exist", where)


def _no_such(api: str, code: str, noun: str, value: Value, key: str) -> Refusal:
    return Refusal(api, f"Invalid{code}ID.NotFound", f"The {noun} ID '{as_text(value)}' does not exist", (key,))


def blocks_of(world: World, vpc: Resource) -> list[ipaddress.IPv4Network]:
    """Every IPv4 block of a VPC; empty where one of them isn't known."""
    values = [vpc.get("CidrBlock")]
    values += [
        item.get("CidrBlock")
        for item in world.of_type(VPC_CIDR_BLOCK)
        if item.get("VpcId") == vpc.physical_id and item.get("CidrBlock") is not None
    ]
    found = [block for value in values if (block := network(value)) is not None]
    return found if len(found) == len(values) else []


def zone_of(subnet: Resource) -> Value:
    """The zone of a subnet, as given or as EC2 chose it."""
    return subnet.get("AvailabilityZone") or at(dict(subnet.attributes), "AvailabilityZone")


def vpc_of(world: World, subnets: Value) -> Value:
    """The VPC of the first subnet that is known."""
    for value in entries(subnets):
        found = world.find(value, SUBNET)
        if found is not None:
            return found.get("VpcId")
    return None
