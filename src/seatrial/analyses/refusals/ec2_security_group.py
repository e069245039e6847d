"""What EC2 refuses about security groups and their rules.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-ec2-sg-*``), or EC2's own as users of
CloudFormation and Terraform quote them (both read 2026-11-23). A block of the wrong family, or an address without a
mask, is malformed: https://github.com/aws-cloudformation/cfn-lint/issues/3974 (read 2026-11-29).
"""

from __future__ import annotations

import ipaddress
import re

from seatrial.analyses.refusals.ec2_network import VPC, missing_vpc
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, differ, entries, is_given, known, network
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_number, as_text, is_whole

GROUP = "AWS::EC2::SecurityGroup"
PROTOCOLS = ("tcp", "udp", "icmp", "icmpv6", "-1", "all")
INGRESS_SOURCES = ("CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourceSecurityGroupName", "SourcePrefixListId")
EGRESS_DESTINATIONS = ("CidrIp", "CidrIpv6", "DestinationSecurityGroupId", "DestinationPrefixListId")
LARGEST_PORT = 65535
_DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}")


def group_refused(world: World, resource: Resource) -> Refusal | None:
    api = "ec2.CreateSecurityGroup"
    if missing := missing_vpc(world, resource, api):
        return missing
    name = as_text(resource.get("GroupName"))
    if name == "default":
        text = "Cannot use reserved security group name: default"
        return Refusal(api, "InvalidParameterValue", text, ("GroupName",))
    if name.startswith("sg-"):
        text = "Group names may not be in the format sg-*"
        return Refusal(api, "InvalidParameterValue", text, ("GroupName",))
    for other in world.taken(GROUP):
        if name and other.get("GroupName") == name and other.get("VpcId") == resource.get("VpcId"):
            text = f"The security group '{name}' already exists for VPC '{as_text(resource.get('VpcId'))}'"
            return Refusal(api, "InvalidGroup.Duplicate", text, ("GroupName",))
    for key, inward in (("SecurityGroupIngress", True), ("SecurityGroupEgress", False)):
        for index, rule in enumerate(entries(resource.get(key))):
            refusal = _rule_refused(world, rule, (key, index), inward, resource)
            if refusal is not None:
                return refusal
    return None


def ingress_refused(world: World, resource: Resource) -> Refusal | None:
    return _separate_rule(world, resource, inward=True)


def egress_refused(world: World, resource: Resource) -> Refusal | None:
    return _separate_rule(world, resource, inward=False)


def _separate_rule(world: World, resource: Resource, *, inward: bool) -> Refusal | None:
    group_id = resource.get("GroupId")
    if _lacks_group(world, group_id):
        text = f"The security group '{as_text(group_id)}' does not exist"
        return Refusal(_api(inward), "InvalidGroup.NotFound", text, ("GroupId",))
    owner, name = world.find(group_id, GROUP), resource.get("GroupName")
    if inward and group_id is None and name is None:
        # "You must specify either the security group ID or the security group name in the request":
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html (read
        # 2026-11-30)
        text = "A rule needs the GroupId of the security group that it belongs to."
        return Refusal(_api(inward), "MissingParameter", text, ("GroupId",), ours=True)
    named = world.find(name, GROUP)
    if owner is None and named is not None and world.find(named.get("VpcId"), VPC) is not None:
        text = "GroupName is for groups of the default VPC; a group of another VPC is named by GroupId."
        right = f"GroupId: !GetAtt {named.logical_id}.GroupId"
        return Refusal(_api(inward), "InvalidGroup.NotFound", text, ("GroupName",), instead=right, ours=True)
    refusal = _rule_refused(world, dict(resource.properties), (), inward, owner)
    if refusal is not None:
        return refusal
    return _duplicate(world, resource, inward)


def _duplicate(world: World, resource: Resource, inward: bool) -> Refusal | None:
    keys = INGRESS_SOURCES if inward else EGRESS_DESTINATIONS
    mine = _identity(dict(resource.properties), keys)
    group = resource.get("GroupId")
    others = [dict(item.properties) for item in world.taken(resource.type) if item.get("GroupId") == group]
    owner = world.find(group, GROUP)
    if owner is not None:
        others += [
            rule
            for rule in entries(owner.get("SecurityGroupIngress" if inward else "SecurityGroupEgress"))
            if isinstance(rule, dict)
        ]
    if not isinstance(group, str) or mine is None or mine not in [_identity(rule, keys) for rule in others]:
        return None
    peer, protocol, first, last = mine
    ports = f", from port: {first}, to port: {last}" if protocol in ("tcp", "udp") else ""
    name = "ALL" if protocol == "-1" else protocol.upper()
    # As quoted by many users of Terraform (read 2026-11-23).
    text = f'the specified rule "peer: {peer}, {name}{ports}, ALLOW" already exists'
    return Refusal(_api(inward), "InvalidPermission.Duplicate", text)


def _identity(rule: dict[str, Value], keys: tuple[str, ...]) -> tuple[str, str, int, int] | None:
    peers = [rule[key] for key in keys if is_given(rule.get(key))]
    if len(peers) != 1 or not isinstance(peers[0], str) or not known([rule.get("FromPort"), rule.get("ToPort")]):
        return None
    protocol = _protocol(rule.get("IpProtocol"))
    # EC2 takes a block with host bits for its canonical form: API_AuthorizeSecurityGroupIngress (read 2026-11-29).
    block = network(peers[0]) if "/" in peers[0] else None
    peer = str(block or peers[0])
    if protocol == "-1":
        return peer, protocol, -1, -1
    return peer, protocol, as_number(rule.get("FromPort"), -1), as_number(rule.get("ToPort"), -1)


def _rule_refused(
    world: World, rule: Value, path: PropertyPath, inward: bool, group: Resource | None
) -> Refusal | None:
    if not isinstance(rule, dict):
        return None
    api = _api(inward)
    keys = INGRESS_SOURCES if inward else EGRESS_DESTINATIONS
    present = [key for key in keys if rule.get(key) is not None]
    names = ", ".join(key[0].lower() + key[1:] for key in keys)
    if not present:
        text = f"Exactly one of {names} must be specified and not empty"
        return Refusal(api, "InvalidParameterValue", text, path)
    if len([key for key in present if is_given(rule.get(key))]) > 1:
        return Refusal(api, "InvalidParameterValue", f"Only one of {names} can be specified", path)
    key = present[0]
    peer = rule[key]
    if key in ("CidrIp", "CidrIpv6") and isinstance(peer, str) and not _is_block(peer, six=key == "CidrIpv6"):
        return Refusal(api, "InvalidParameterValue", f"CIDR block {peer} is malformed", (*path, key))
    if key == "SourceSecurityGroupName" and group is not None and world.find(group.get("VpcId"), VPC) is not None:
        # https://github.com/aws-controllers-k8s/community/issues/2058 (read 2026-11-29)
        text = "An IP permission for a VPC security group may only include a group ID, not a group name."
        right = _group_id(world, peer, "SourceSecurityGroupId: ")
        return Refusal(api, "InvalidParameterCombination", text, (*path, key), instead=right)
    description = rule.get("Description")
    if isinstance(description, str) and not _DESCRIPTION.fullmatch(str.__str__(description)):
        # https://github.com/aws-cloudformation/cfn-lint/issues/173 (read 2026-11-29)
        text = (
            "Invalid rule description. Valid descriptions are strings less than 256 characters from the following "
            "set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
        )
        return Refusal(api, "InvalidParameterValue", text, (*path, "Description"))
    of_a_group = key in ("SourceSecurityGroupId", "DestinationSecurityGroupId")
    if of_a_group and isinstance(peer, str) and peer and not peer.startswith("sg-"):
        # As quoted by many users of CloudFormation (read 2026-11-29).
        text = f'Invalid id: "{peer}" (expecting "sg-...")'
        return Refusal(api, "InvalidGroupId.Malformed", text, (*path, key), instead=_group_id(world, peer))
    if key in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
        # A group may name itself before it exists: CloudFormation adds the rule after the group.
        own = group is not None and peer in (group.physical_id, group.attributes.get("GroupId"))
        if not own and _lacks_group(world, peer):
            text = f"The security group '{as_text(peer)}' does not exist"
            return Refusal(api, "InvalidGroup.NotFound", text, (*path, key))
        other = world.find(peer, GROUP)
        ours, theirs = (item.get("VpcId") if item is not None else None for item in (group, other))
        if not own and differ(ours, theirs) and not any(True for _ in world.of_type(*_BRIDGES)):
            text = "You have specified two resources that belong to different networks."
            return Refusal(api, "InvalidGroup.NotFound", text, (*path, key))
    return _ports_refused(rule, path, api)


def _group_id(world: World, name: Value, key: str = "") -> str:
    """How to write the id of the group that a name is of; "" where no template makes it."""
    named = [
        item for item in world.of_type(GROUP) if isinstance(name, str) and item.attributes.get("GroupName") == name
    ]
    found = world.find(name, GROUP) or next(iter(named), None)
    return f"{key}!GetAtt {found.logical_id}.GroupId" if found is not None else ""


def _ports_refused(rule: dict[str, Value], path: PropertyPath, api: str) -> Refusal | None:
    protocol, first, last = rule.get("IpProtocol"), rule.get("FromPort"), rule.get("ToPort")
    if not known([protocol, first, last]):
        return None
    name = _protocol(protocol)
    if name not in PROTOCOLS and not (is_whole(name) and int(name) <= 255):
        text = f"Invalid value '{as_text(protocol)}' for IP protocol. Unknown protocol."
        return Refusal(api, "InvalidParameterValue", text, (*path, "IpProtocol"))
    if name in ("tcp", "udp"):
        if first is None or last is None:
            text = "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
            return Refusal(api, "InvalidParameterValue", text, path)
        low, high = as_number(first, 0), as_number(last, 0)
        # UNVERIFIED for the upper end; "TCP/UDP (from) port (-1) out of range" is quoted by users of the CLI.
        for number, side in ((low, "from"), (high, "to")):
            if not 0 <= number <= LARGEST_PORT:
                text = f"TCP/UDP ({side}) port ({number}) out of range"
                return Refusal(api, "InvalidParameterValue", text, path)
        if low > high:
            # UNVERIFIED wording.
            text = f"Invalid TCP/UDP port range ({low}:{high})"
            return Refusal(api, "InvalidParameterValue", text, path)
    if name in ("icmp", "icmpv6"):
        for value, side in ((first, "type"), (last, "code")):
            if not -1 <= as_number(value, -1) <= 255:
                text = f"ICMP {side} ({as_number(value)}) out of range"
                return Refusal(api, "InvalidParameterValue", text, path)
    return None


def _protocol(value: Value) -> str:
    name = as_text(value).lower()
    return {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}.get(name, name)


def _is_block(text: str, *, six: bool) -> bool:
    if "/" not in text:
        return False
    try:
        (ipaddress.IPv6Network if six else ipaddress.IPv4Network)(text, strict=False)
    except ValueError:
        return False
    return True


def _lacks_group(world: World, value: Value) -> bool:
    if not world.lacks(value, GROUP):
        return False
    return not any(vpc.attributes.get("DefaultSecurityGroup") == value for vpc in world.of_type(VPC))


def _api(inward: bool) -> str:
    return "ec2.AuthorizeSecurityGroupIngress" if inward else "ec2.AuthorizeSecurityGroupEgress"


# Groups of VPCs that these join may name each other (read 2026-11-29):
# https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
_BRIDGES = ("AWS::EC2::VPCPeeringConnection", "AWS::EC2::TransitGateway", "AWS::EC2::TransitGatewayAttachment")


def unknown_group(world: World, groups: Value) -> tuple[int, str] | None:
    """The first group id of a list that nothing has, with its index."""
    for index, value in enumerate(entries(groups)):
        if not isinstance(value, Unknown) and _lacks_group(world, value):
            return index, as_text(value)
    return None


def foreign_group(world: World, groups: Value, vpc: Value) -> tuple[int, str] | None:
    """The first group of a list that belongs to another VPC, with its index.

    One that names no VPC belongs to the account's default VPC, which no stack makes.
    """
    for index, value in enumerate(entries(groups)):
        found = world.find(value, GROUP)
        own = found.get("VpcId") if found is not None else None
        if found is not None and own is None and world.find(vpc, VPC) is not None:
            return index, as_text(value)
        if differ(own, vpc):
            return index, as_text(value)
    return None
