"""What EFS refuses about file systems, their mount targets and their access points.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-efs-*``; read 2026-11-23) unless a comment
names another source.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from seatrial.analyses.refusals.ec2_network import SUBNET
from seatrial.analyses.refusals.ec2_security_group import foreign_group, unknown_group
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, differ, entries, is_given, network
from seatrial.kinds.data.regions import may_have_zone
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_flag, as_text, at, is_whole

FILE_SYSTEM, MOUNT_TARGET, ACCESS_POINT = "AWS::EFS::FileSystem", "AWS::EFS::MountTarget", "AWS::EFS::AccessPoint"
LIFECYCLE, ARCHIVE = "LifecyclePolicies", "TransitionToArchive"
MOST_GROUPS = 5
LARGEST_ID = 2**32 - 1

_Said = tuple[str, str, PropertyPath]


def file_system_refused(world: World, resource: Resource) -> Refusal | None:
    for message, path in _file_system(world, resource):
        return Refusal("efs.CreateFileSystem", "BadRequest", message, path)
    for message, path in _lifecycle(resource):
        return Refusal("efs.PutLifecycleConfiguration", "BadRequest", message, path)
    return None


def _lifecycle(resource: Resource) -> Iterator[tuple[str, PropertyPath]]:
    """One transition of each kind, each in an entry of its own, the archive last: rule ``pf-efs-lifecycle-policy``.

    https://docs.aws.amazon.com/efs/latest/APIReference/API_PutLifecycleConfiguration.html (read 2026-11-30)
    """
    seen: dict[str, str] = {}
    for index, item in enumerate(entries(resource.get(LIFECYCLE))):
        keys = [key for key in item if key.startswith("Transition")] if isinstance(item, dict) else []
        if len(keys) > 1:
            yield "One or more LifecyclePolicy objects specified are malformed.", (LIFECYCLE, index)
        for key in keys:
            if key in seen:
                yield "Duplicate LifecyclePolicy transition types are not allowed.", (LIFECYCLE, index, key)
            seen[key] = as_text(at(item, key))
            mode = resource.get("ThroughputMode")
            slow = not isinstance(mode, Unknown) and mode not in ("elastic", "provisioned")
            if key == ARCHIVE and slow:
                text = (
                    "The ThroughputMode value for the file system does not support TransitionToArchive. Either change "
                    "the ThroughputMode value to Elastic or Provisioned"
                )
                yield text, (LIFECYCLE, index, key)
    days = [seen.get(key, "").removeprefix("AFTER_").partition("_")[0] for key in ("TransitionToIA", ARCHIVE)]
    if all(is_whole(item) for item in days) and int(days[1]) <= int(days[0]):
        yield (
            "The value for TransitionToArchive is the same as or less than the value for TransitionToIA.",
            (LIFECYCLE,),
        )


def _file_system(world: World, resource: Resource) -> Iterator[tuple[str, PropertyPath]]:
    zone, mode = resource.get("AvailabilityZoneName"), resource.get("ThroughputMode")
    if isinstance(zone, str) and not may_have_zone(world.scope.region, zone):
        yield "Invalid Availability Zone Name provided.", ("AvailabilityZoneName",)
    encrypted = resource.get("Encrypted")
    if is_given(resource.get("KmsKeyId")) and not isinstance(encrypted, Unknown) and not as_flag(encrypted):
        yield "The encrypted parameter must be set to true to create an encrypted file system.", ("KmsKeyId",)
    largest = resource.get("PerformanceMode") == "maxIO"
    if largest and is_given(zone):
        yield "Unsupported performance mode provided.", ("PerformanceMode",)
    if largest and mode == "elastic":
        yield "Elastic throughput is not available for file systems using MaxIO performance mode.", ("ThroughputMode",)
    amount = resource.get("ProvisionedThroughputInMibps")
    if mode == "provisioned" and amount is None:
        text = "Provisioned throughput must be set for file systems that use provisioned throughput mode."
        yield text, ("ThroughputMode",)
    if is_given(amount) and not isinstance(mode, Unknown) and mode != "provisioned":
        noun = as_text(mode) or "bursting"
        text = f"Provisioned throughput can't be set for file systems that use {noun} throughput mode."
        yield text, ("ProvisionedThroughputInMibps",)


def mount_target_refused(world: World, resource: Resource) -> Refusal | None:
    for code, message, path in _mount_target(world, resource):
        return Refusal("efs.CreateMountTarget", code, message, path)
    return None


def _mount_target(world: World, resource: Resource) -> Iterator[_Said]:
    groups = resource.get("SecurityGroups")
    if len(entries(groups)) > MOST_GROUPS:
        text = "The maximum number of security groups per interface has been reached."
        yield "SecurityGroupLimitExceeded", text, ("SecurityGroups",)
    if (unknown := unknown_group(world, groups)) is not None:
        # UNVERIFIED wording.
        text = f"One or more of the security groups specified do not exist: {unknown[1]}"
        yield "SecurityGroupNotFound", text, ("SecurityGroups", unknown[0])
    subnet = world.find(resource.get("SubnetId"), SUBNET)
    if subnet is None:
        return
    vpc = subnet.get("VpcId")
    if (foreign := foreign_group(world, groups, vpc)) is not None:
        text = "You have specified two resources that belong to different networks."
        yield "BadRequest", text, ("SecurityGroups", foreign[0])
    address, block = resource.get("IpAddress"), network(subnet.get("CidrBlock"))
    if isinstance(address, str) and block is not None and not _is_in(address, block):
        yield "BadRequest", "Address does not fall within the subnet's address range", ("IpAddress",)
    system = world.find(resource.get("FileSystemId"), FILE_SYSTEM)
    own = system.get("AvailabilityZoneName") if system is not None else None
    # Where EC2 chose the zone, nobody knows it before.
    zone = subnet.get("AvailabilityZone")
    if isinstance(own, str) and isinstance(zone, str) and own != zone:
        yield "AvailabilityZonesMismatch", "File System Availability Zone does not match.", ("SubnetId",)
    for other in world.taken(MOUNT_TARGET):
        there = world.find(other.get("SubnetId"), SUBNET)
        if there is None or not isinstance(other.get("FileSystemId"), str):
            continue
        if other.get("FileSystemId") != resource.get("FileSystemId"):
            continue
        theirs = there.get("VpcId")
        if differ(vpc, theirs):
            text = "requested subnet for new mount target is not in the same VPC as existing mount targets"
            yield "MountTargetConflict", text, ("SubnetId",)
        elif isinstance(zone, str) and there.get("AvailabilityZone") == zone:
            # As quoted by users of Terraform (read 2026-11-23).
            yield "MountTargetConflict", "mount target already exists in this AZ", ("SubnetId",)


def _is_in(text: str, block: ipaddress.IPv4Network) -> bool:
    try:
        return ipaddress.IPv4Address(text) in block
    except ValueError:
        return True


def access_point_refused(world: World, resource: Resource) -> Refusal | None:
    """Users and groups are numbers: an access point knows no names.

    https://docs.aws.amazon.com/efs/latest/ug/API_PosixUser.html, API_CreationInfo.html (read 2026-11-29)
    """
    user: PropertyPath = ("PosixUser",)
    made: PropertyPath = ("RootDirectory", "CreationInfo")
    places = [(*user, "Uid"), (*user, "Gid"), (*made, "OwnerUid"), (*made, "OwnerGid")]
    places += [(*user, "SecondaryGids", index) for index, _ in enumerate(entries(resource.get(*user, "SecondaryGids")))]
    for path in places:
        value = resource.get(*path)
        if isinstance(value, str) and not (is_whole(value) and int(value) <= LARGEST_ID):
            text = f"The value {value} is not valid."
            key = next(part for part in reversed(path) if isinstance(part, str))
            because = f"{key} is a number from 0 to {LARGEST_ID}, not a name"
            api = "efs.CreateAccessPoint"
            return Refusal(api, "BadRequest", text, path, because=because, instead='"1000"', ours=True)
    return None
