"""What EC2 refuses about blocks of IPv6: of subnets, and of interface endpoints in them.

A subnet's block lies in one of its VPC's, and a subnet with Ipv6Native has no block of IPv4. What AWS chooses by itself
is known to nobody before, so that only blocks that the text has are looked at.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html ("not supported
for an IPv6 only subnet"), https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (/44 to /64 in steps of
4), https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html (address types and subnets).
Texts: https://github.com/hashicorp/terraform-provider-aws/issues/31913 (a block outside of the VPC's),
https://github.com/hashicorp/terraform-provider-aws/issues/28775 (a length that no subnet has),
https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/735 (AssignIpv6AddressOnCreation).
"""

from __future__ import annotations

import ipaddress

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries
from seatrial.model.resource import Resource
from seatrial.model.value import BlockPart, Unknown, Value, as_flag, as_text

VPC, SUBNET = "AWS::EC2::VPC", "AWS::EC2::Subnet"
VPC_CIDR_BLOCK, SUBNET_CIDR_BLOCK = "AWS::EC2::VPCCidrBlock", "AWS::EC2::SubnetCidrBlock"
# What gives a subnet its block of IPv6 when it is made.
SIX_OF_SUBNETS = ("Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6NetmaskLength")
# What gives a subnet a block of IPv4, and a VPC one of IPv6.
_FOUR_OF_SUBNETS = ("CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength")
_SIX_OF_VPCS = ("AmazonProvidedIpv6CidrBlock", "Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6Pool", "Ipv6NetmaskLength")
LENGTHS = range(44, 65, 4)
# What may give a VPC a block in ways that no template tells.
_OPAQUE = ("AWS::CloudFormation::", "Custom::")


def subnet_refused(world: World, resource: Resource, api: str) -> Refusal | None:
    """The refusal of what a subnet says about IPv6, or of a subnet that is to have no addresses at all."""
    native = resource.get("Ipv6Native")
    if isinstance(native, Unknown):
        return None
    if as_flag(native) and resource.get("CidrBlock") is not None:
        text = "A subnet with Ipv6Native: true has IPv6 addresses alone, and no CidrBlock."
        return Refusal(api, "InvalidParameterCombination", text, ("CidrBlock",), ours=True)
    has_six = any(resource.get(key) for key in SIX_OF_SUBNETS)
    if not as_flag(native) and has_six and not any(resource.get(key) for key in _FOUR_OF_SUBNETS):
        text = "A subnet needs a CidrBlock, unless it has Ipv6Native: true."
        return Refusal(api, "MissingParameter", text, ours=True)
    if as_flag(resource.get("AssignIpv6AddressOnCreation")) and not has_six and not as_flag(native):
        text = (
            "Invalid value 'true' for assign-ipv6-address-on-creation. Cannot set assign-ipv6-address-on-creation to "
            f"true unless the subnet ({resource.physical_id}) has an IPv6 CIDR block associated with it."
        )
        path = ("AssignIpv6AddressOnCreation",)
        return Refusal("ec2.ModifySubnetAttribute", "InvalidParameterValue", text, path)
    return _block_refused(world, resource, world.find(resource.get("VpcId"), VPC), api)


def subnet_block_refused(world: World, resource: Resource) -> Refusal | None:
    """The refusal of a block that a subnet is given apart."""
    api, subnet_id = "ec2.AssociateSubnetCidrBlock", resource.get("SubnetId")
    if world.lacks(subnet_id, SUBNET):
        text = f"The subnet ID '{as_text(subnet_id)}' does not exist"
        return Refusal(api, "InvalidSubnetID.NotFound", text, ("SubnetId",))
    subnet = world.find(subnet_id, SUBNET)
    return _block_refused(world, resource, world.find(subnet.get("VpcId"), VPC), api) if subnet is not None else None


def _block_refused(world: World, resource: Resource, vpc: Resource | None, api: str) -> Refusal | None:
    value = resource.get("Ipv6CidrBlock")
    if isinstance(value, BlockPart):
        return _part_refused(world, resource, vpc, value, api)
    if not isinstance(value, str) or not value:
        return None
    block = six(value)
    if block is None or block.prefixlen not in LENGTHS:
        text = f"invalid value for parameter ipv6-cidr-block: {value}"
        because = "a subnet has /44 to /64, in steps of 4"
        return Refusal(api, "InvalidParameterValue", text, ("Ipv6CidrBlock",), because=because)
    around = _blocks_of(world, vpc) if vpc is not None else None
    if vpc is not None and around is not None and not any(block.subnet_of(other) for other in around):
        text = f"The IPv6 CIDR '{value}' is invalid."
        has = ", ".join(map(str, around)) or "no block of IPv6"
        because = f"{vpc.logical_id} has {has} when {resource.logical_id} is created"
        return Refusal(api, "InvalidSubnet.Range", text, ("Ipv6CidrBlock",), because=because)
    for other in world.taken(SUBNET, SUBNET_CIDR_BLOCK):
        taken = six(other.get("Ipv6CidrBlock"))
        owner = other if other.type == SUBNET else world.find(other.get("SubnetId"), SUBNET)
        same = owner is not None and vpc is not None and owner.get("VpcId") == vpc.physical_id
        if same and taken is not None and taken.overlaps(block):
            text = f"The IPv6 CIDR '{value}' conflicts with that of another subnet."
            return Refusal(api, "InvalidSubnet.Conflict", text, ("Ipv6CidrBlock",), ours=True)
    return None


def _part_refused(world: World, resource: Resource, vpc: Resource | None, part: BlockPart, api: str) -> Refusal | None:
    """The refusal of a part of a block that AWS chooses: what it is like is known, where it is isn't."""
    if 128 - part.host_bits not in LENGTHS:
        text = f"A subnet can't have a block of IPv6 of /{128 - part.host_bits}: it has /44 to /64, in steps of 4."
        because = f"Fn::Cidr is asked for {part.host_bits} host bits"
        return Refusal(api, "InvalidParameterValue", text, ("Ipv6CidrBlock",), because=because, ours=True)
    if vpc is None or len(list(world.of_type(VPC_CIDR_BLOCK))) > 1 or not _is_of_the_vpc(resource, vpc):
        return None
    for other in world.taken(SUBNET):
        if _is_of_the_vpc(other, vpc) and part.overlaps(other.get("Ipv6CidrBlock")):
            text = "The IPv6 CIDR conflicts with that of another subnet."
            because = f"{other.logical_id} has block {part.index} of the same Fn::Cidr"
            path = ("Ipv6CidrBlock",)
            return Refusal(api, "InvalidSubnet.Conflict", text, path, because=because, ours=True)
    return None


def _is_of_the_vpc(subnet: Resource, vpc: Resource) -> bool:
    """Whether a subnet's block is cut out of the VPC's own."""
    return any(
        item.target == vpc.logical_id and item.attribute == "Ipv6CidrBlocks" and item.path[:1] == ("Ipv6CidrBlock",)
        for item in subnet.references
    )


def _blocks_of(world: World, vpc: Resource) -> list[ipaddress.IPv6Network] | None:
    """The blocks of IPv6 of a VPC; None where one of them isn't known, or may be there by other means."""
    if any(item.type.startswith(_OPAQUE) for item in world.own.resources.values()):
        return None
    found = []
    for item in world.of_type(VPC_CIDR_BLOCK):
        owner = item.get("VpcId")
        if isinstance(owner, Unknown):
            return None
        if owner == vpc.physical_id and any(item.get(key) not in (None, False, "false") for key in _SIX_OF_VPCS):
            block = six(item.get("Ipv6CidrBlock"))
            if block is None:
                return None
            found.append(block)
    return found


def endpoint_refused(world: World, resource: Resource, api: str) -> Refusal | None:
    """The refusal of an interface endpoint whose kind of addresses a subnet hasn't."""
    kind = resource.get("IpAddressType")
    if not isinstance(kind, str) or kind not in ("ipv4", "ipv6", "dualstack"):
        return None
    later = [item.get("SubnetId") for item in world.taken(SUBNET_CIDR_BLOCK)]
    for index, value in enumerate(entries(resource.get("SubnetIds"))):
        subnet = world.find(value, SUBNET)
        if subnet is None or isinstance(subnet.get("Ipv6Native"), Unknown):
            continue
        native = as_flag(subnet.get("Ipv6Native"))
        has_six = native or subnet.physical_id in later or any(subnet.get(key) for key in SIX_OF_SUBNETS)
        if any(isinstance(item, Unknown) for item in later) and not has_six:
            continue
        lacks = "IPv4" if native and kind != "ipv6" else "" if has_six or kind == "ipv4" else "IPv6"
        if not lacks:
            continue
        text = f"IpAddressType {kind} needs subnets with {lacks} addresses, and {subnet.logical_id} has none."
        return Refusal(api, "InvalidParameter", text, ("SubnetIds", index), ours=True)
    return None


def is_native(subnet: Resource) -> bool:
    """Whether a subnet surely has addresses of IPv6 alone."""
    native = subnet.get("Ipv6Native")
    return not isinstance(native, Unknown) and as_flag(native)


def six(value: Value) -> ipaddress.IPv6Network | None:
    """A block of IPv6; None where the value is none, or isn't known."""
    try:
        return ipaddress.IPv6Network(str.__str__(value), strict=False) if isinstance(value, str) else None
    except ValueError:
        return None
