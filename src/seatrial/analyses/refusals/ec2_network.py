"""What EC2 refuses about VPCs, subnets and gateways.

Texts: EC2's own, as users of CloudFormation and Terraform quote them (read 2026-11-23); where a table of codes exists
it is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (read 2026-11-23). Rows named
cdk-preflight come from its 1.9.1 rules (Apache-2.0, npm), reproduced on AWS.
"""

from __future__ import annotations

import ipaddress

from seatrial.analyses.refusals import ec2_gateways, ec2_ipv6
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, network
from seatrial.kinds.data.regions import may_have_zone, zones_of
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_flag, as_text, at

VPC, SUBNET = "AWS::EC2::VPC", "AWS::EC2::Subnet"
INTERNET_GATEWAY, ATTACHMENT = "AWS::EC2::InternetGateway", "AWS::EC2::VPCGatewayAttachment"
NAT_GATEWAY, EIP = "AWS::EC2::NatGateway", "AWS::EC2::EIP"
ROUTE_TABLE, ROUTE = "AWS::EC2::RouteTable", "AWS::EC2::Route"
SUBNET_ROUTE_TABLE = "AWS::EC2::SubnetRouteTableAssociation"
VPC_CIDR_BLOCK = "AWS::EC2::VPCCidrBlock"
# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and subnet-sizing.html (read 2026-11-23)
SHORTEST_PREFIX, LONGEST_PREFIX = 16, 28


_PRIVATE = tuple(
    ipaddress.IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.19.0.0/16")
)
_TEN, _FIRST_OF_TEN = ipaddress.IPv4Network("10.0.0.0/15"), ipaddress.IPv4Network("10.0.0.0/16")


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
    own = network(vpc.get("CidrBlock"))
    if own is not None and _is_restricted(own, block):
        # https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions; the text as
        # users of CDK and Terraform quote it (both read 2026-11-30).
        text = (
            f"The CIDR '{resource.get('CidrBlock')}' is restricted. Use a CIDR from the same private address range as "
            "the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see "
            "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"
        )
        because = f"{vpc.logical_id} has {own}"
        return Refusal(api, "InvalidVpc.Range", text, ("CidrBlock",), because=because)
    return None


def _is_restricted(own: ipaddress.IPv4Network, block: ipaddress.IPv4Network) -> bool:
    """Whether a VPC with its first block can't have another one: of another private range, or among the first of 10."""
    ranges = [next((item for item in _PRIVATE if one.subnet_of(item)), None) for one in (own, block)]
    if _TEN.overlaps(own) and block.subnet_of(_FIRST_OF_TEN):
        return True
    return ranges[1] is not None and ranges[1] is not ranges[0]


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
    if (refused := ec2_ipv6.subnet_refused(world, resource, api)) is not None:
        return refused
    six = (*ec2_ipv6.SIX_OF_SUBNETS, "Ipv6Native", "AssignIpv6AddressOnCreation")
    later = any(item.get("SubnetId") == resource.physical_id for item in world.taken("AWS::EC2::SubnetCidrBlock"))
    if as_flag(resource.get("EnableDns64")) and not any(resource.get(key) for key in six) and not later:
        # cdk-preflight (Apache-2.0, https://github.com/badmintoncryer/cdk-preflight; rule ``pf-ec2-subnet-dns64-ipv6``,
        # reproduced on AWS; read 2026-11-30)
        text = "Cannot set enable-dns64 to true unless the subnet has an IPv6 CIDR block associated with it"
        return Refusal(api, "InvalidParameterCombination", text, ("EnableDns64",))
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
    if resource.get("VpnGatewayId") is not None and resource.get("InternetGatewayId") is not None:
        # "You must specify either InternetGatewayId or VpnGatewayId, but not both":
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html
        # (read 2026-11-30)
        text = "An attachment is of one gateway: InternetGatewayId or VpnGatewayId, but not both."
        return Refusal(api, "InvalidRequest", text, ("VpnGatewayId",), ours=True)
    if is_given(resource.get("VpnGatewayId")):
        return ec2_gateways.vpn_attachment_refused(world, resource)
    gateway = resource.get("InternetGatewayId")
    if (virtual := world.find(gateway, "AWS::EC2::VPNGateway")) is not None:
        text = f"The internetGateway ID '{as_text(gateway)}' does not exist"
        right = f"VpnGatewayId: !Ref {virtual.logical_id}"
        return Refusal(api, "InvalidInternetGatewayID.NotFound", text, ("InternetGatewayId",), instead=right)
    if world.lacks(gateway, INTERNET_GATEWAY):
        return no_such(api, "InternetGateway", "internetGateway", gateway, "InternetGatewayId")
    if gateway is None:
        # As above: one of both.
        text = "An attachment needs the InternetGatewayId or the VpnGatewayId of what it attaches."
        return Refusal(api, "MissingParameter", text, ("InternetGatewayId",), ours=True)
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
        return no_such(api, "Subnet", "subnet", subnet_id, "SubnetId")
    mode = resource.get("AvailabilityMode")
    if subnet_id in (None, "") and not isinstance(mode, Unknown) and as_text(mode) != "regional":
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html (read 2026-11-23)
        return Refusal(api, "MissingParameter", "The request must include the SubnetId parameter.", ours=True)
    stands = world.find(subnet_id, SUBNET)
    if stands is not None and ec2_ipv6.is_native(stands):
        # "A private IPv4 address will be automatically assigned":
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html (read 2026-11-30)
        text = f"A NAT gateway needs a subnet with IPv4 addresses, and {stands.logical_id} has IPv6 alone."
        return Refusal(api, "InvalidSubnet", text, ("SubnetId",), ours=True)
    if as_text(mode) == "regional" and resource.get("VpcId") in (None, "") and subnet_id in (None, ""):
        # https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html (read 2026-11-30)
        text = "A regional NAT gateway needs a VpcId."
        return Refusal(api, "MissingParameter", text, ours=True)
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
    secondary = entries(resource.get("SecondaryAllocationIds"))
    others = [
        value
        for other in world.taken(NAT_GATEWAY)
        for value in (other.get("AllocationId"), *entries(other.get("SecondaryAllocationIds")))
    ]
    if isinstance(allocation, str) and allocation in others:
        text = f"Elastic IP address [{allocation}] is already associated"
        return Refusal(api, "Resource.AlreadyAssociated", text, ("AllocationId",))
    for index, value in enumerate(secondary):
        if isinstance(value, str) and value in (allocation, *others, *secondary[:index]):
            text = f"Elastic IP address [{value}] is already associated"
            return Refusal(api, "Resource.AlreadyAssociated", text, ("SecondaryAllocationIds", index))
    subnet = world.find(subnet_id, SUBNET)
    vpc = subnet.get("VpcId") if subnet is not None else resource.get("VpcId")
    if isinstance(vpc, str) and vpc and not may_be_attached(world, vpc):
        return Refusal(api, "Gateway.NotAttached", f"Network {vpc} has no Internet gateway attached", ())
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


def no_such(api: str, code: str, noun: str, value: Value, key: str) -> Refusal:
    """The refusal of an id that nothing has."""
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


def kind_of(balancer: Resource) -> str:
    """What kind of load balancer it is; "" where that isn't known."""
    kind = balancer.get("Type")
    return "" if isinstance(kind, Unknown) else as_text(kind, "application")


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
