"""What EC2 refuses about network ACLs, their entries, and Elastic IP addresses that are associated.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-ec2-*``; read 2026-11-23) unless a comment
names another source. Rule numbers: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
(read 2026-11-23).
"""

from __future__ import annotations

from seatrial.analyses.refusals.ec2_ipv6 import six
from seatrial.analyses.refusals.ec2_network import EIP, SUBNET, missing_vpc, no_such
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, differ, is_given, known, network
from seatrial.model.resource import Resource
from seatrial.model.value import as_flag, as_number, as_text

ACL, ENTRY = "AWS::EC2::NetworkAcl", "AWS::EC2::NetworkAclEntry"
ASSOCIATION, EIP_ASSOCIATION = "AWS::EC2::SubnetNetworkAclAssociation", "AWS::EC2::EIPAssociation"
LOWEST_NUMBER, HIGHEST_NUMBER = 1, 32766
# Protocols that have ports.
TCP, UDP = 6, 17
ICMP = 1


def acl_refused(world: World, resource: Resource) -> Refusal | None:
    return missing_vpc(world, resource, "ec2.CreateNetworkAcl")


def entry_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.CreateNetworkAclEntry"
    acl, number, egress = (resource.get(key) for key in ("NetworkAclId", "RuleNumber", "Egress"))
    if world.lacks(acl, ACL):
        return no_such(api, "NetworkAcl", "networkAcl", acl, "NetworkAclId")
    if is_given(number) and not LOWEST_NUMBER <= as_number(number, LOWEST_NUMBER) <= HIGHEST_NUMBER:
        # The general form of EC2's errors about values; UNVERIFIED for this one.
        text = f"Value ({as_text(number)}) for parameter ruleNumber is invalid. Rule number is out of range."
        return Refusal(api, "InvalidParameterValue", text, ("RuleNumber",), ours=True)
    block = resource.get("CidrBlock")
    if isinstance(block, str) and network(block) is None:
        text = f"Value ({block}) for parameter cidrBlock is invalid. This is not a valid CIDR block."
        return Refusal(api, "InvalidParameterValue", text, ("CidrBlock",))
    six_block = resource.get("Ipv6CidrBlock")
    if isinstance(six_block, str) and six(six_block) is None:
        text = f"Value ({six_block}) for parameter ipv6CidrBlock is invalid. This is not a valid CIDR block."
        return Refusal(api, "InvalidParameterValue", text, ("Ipv6CidrBlock",), ours=True)
    ports = [resource.get("PortRange", key) for key in ("From", "To")]
    protocol = resource.get("Protocol")
    if as_number(protocol, -1) in (TCP, UDP) and resource.get("PortRange") is None:
        # UNVERIFIED wording; that the range is required says API_CreateNetworkAclEntry.
        text = "The request must contain the parameter portRange"
        return Refusal(api, "MissingParameter", text, ("Protocol",), ours=True)
    if as_number(protocol, -1) == ICMP and resource.get("Icmp") is None:
        # "Required if specifying protocol 1 (ICMP)": API_CreateNetworkAclEntry (read 2026-11-30). The wording is ours.
        text = "An entry for ICMP needs Icmp with its Type and Code."
        return Refusal(api, "MissingParameter", text, ("Protocol",), ours=True)
    if known(ports) and all(is_given(item) for item in ports) and as_number(ports[0]) > as_number(ports[1]):
        # UNVERIFIED wording.
        text = f"Invalid TCP/UDP port range ({as_number(ports[0])}:{as_number(ports[1])})"
        return Refusal(api, "InvalidParameterValue", text, ("PortRange",), ours=True)
    if not isinstance(acl, str) or not known([number, egress]):
        return None
    wanted, outward = as_number(number), as_flag(egress)
    for other in world.taken(ENTRY):
        if other.get("NetworkAclId") != acl or as_number(other.get("RuleNumber"), -1) != wanted:
            continue
        if as_flag(other.get("Egress")) == outward:
            text = f"The network acl entry identified by {wanted} already exists."
            return Refusal(api, "NetworkAclEntryAlreadyExists", text, ("RuleNumber",))
    return None


def association_refused(world: World, resource: Resource) -> Refusal | None:
    """A second association of a subnet is no refusal: the later one replaces it."""
    api = "ec2.ReplaceNetworkAclAssociation"
    acl, subnet = resource.get("NetworkAclId"), resource.get("SubnetId")
    if world.lacks(acl, ACL):
        return no_such(api, "NetworkAcl", "networkAcl", acl, "NetworkAclId")
    if world.lacks(subnet, SUBNET):
        return no_such(api, "Subnet", "subnet", subnet, "SubnetId")
    ours, theirs = world.find(acl, ACL), world.find(subnet, SUBNET)
    vpcs = [item.get("VpcId") for item in (ours, theirs) if item is not None]
    if len(vpcs) == 2 and differ(*vpcs):
        # In the form of the text for a route table and a subnet; UNVERIFIED for this one.
        text = f"Network ACL {as_text(acl)} and subnet {as_text(subnet)} belong to different networks"
        return Refusal(api, "InvalidParameterValue", text, ("NetworkAclId",), ours=True)
    return None


def address_association_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.AssociateAddress"
    allocation = resource.get("AllocationId")
    if world.lacks(allocation, EIP):
        text = f"The allocation ID '{as_text(allocation)}' does not exist"
        return Refusal(api, "InvalidAllocationID.NotFound", text, ("AllocationId",))
    if is_given(allocation) and is_given(resource.get("EIP")):
        text = "You may specify public IP or allocation id, but not both in the same call"
        return Refusal(api, "InvalidParameterCombination", text, ("EIP",))
    return None
