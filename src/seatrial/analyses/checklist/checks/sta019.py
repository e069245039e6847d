"""Whether tasks reach a mount target of their file system, which Fargate needs before any container starts.

The file system's name leads to its mount target in the task's own Availability Zone, so every zone needs one; its
security groups must let NFS in from the tasks.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html (read 2026-11-23),
https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html (read 2026-11-23),
https://docs.aws.amazon.com/efs/latest/ug/network-access.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seatrial.analyses.checklist.app_network import Rule, Way, finding_of, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.checklist.sta_volumes import EFS_UTILS, FILE_SYSTEM, TASK_STOPS, Volume, volumes
from seatrial.analyses.reach import ELSEWHERE, Verdict
from seatrial.model.arn import dns_suffix_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Mistaken, Unknown

MOUNT_TARGET = "AWS::EFS::MountTarget"
NFS = 2049


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    """A mount target in each zone of the tasks, and a way to it."""
    ways, told = dict[Rule, Way](), told_already(inquiry)
    lacking: dict[tuple[str, str], tuple[Volume, Placement, dict[str, Resource]]] = {}
    for volume in volumes(inquiry):
        targets = inquiry.paper.interfaces_of(volume.system)
        placed = all(item.placed for item in targets)
        if not placed and not _beside_tasks(inquiry, volume):
            place = (*volume.path, "FilesystemId")
            what = f"whether {volume.system.logical_id} has a mount target in every zone of the tasks"
            yield Doubt(volume.definition, place, what, next(item.doubt for item in targets if not item.placed))
        for placement in inquiry.placements_of(volume.definition):
            if inquiry.misplaced(placement):
                continue
            for source in placement.interfaces(inquiry.paper):
                subnet = source.subnet
                zone = inquiry.zone_of(subnet)
                near = [item for item in targets if inquiry.zone_of(item.subnet) == zone]
                if subnet.type == ELSEWHERE or not placed:
                    near = list(targets)
                if not near and zone:
                    key = (volume.system.logical_id, placement.by.logical_id)
                    lacking.setdefault(key, (volume, placement, {}))[2].setdefault(zone, subnet)
                for target in near:
                    path = inquiry.paper.between(source, target, NFS)
                    if path.verdict in (Verdict.NO, Verdict.PARTLY) and rule_of(path) not in told:
                        way = ways.setdefault(rule_of(path), Way(path, placement))
                        way.add(volume.system, "", subnet, placement.by)
    # A mount target of a file system that isn't known may be the one that is missed.
    open_ = [item for item in inquiry.system.of_type(MOUNT_TARGET) if isinstance(item.get("FileSystemId"), Unknown)]
    for volume, placement, zones in lacking.values():
        if not open_:
            yield _lacking(volume, placement, zones, inquiry.system.scope.region)
        elif isinstance(why := open_[0].get("FileSystemId"), Unknown) and not isinstance(why, Mistaken):
            what = f"whether {volume.system.logical_id} has a mount target in {' and '.join(zones)}"
            yield Doubt(open_[0], ("FileSystemId",), what, why.reason)
    for way in ways.values():
        text = f"{EFS_UTILS} Mount attempt 1/3 failed due to timeout after 15 sec, wait 0 sec before next attempt."
        yield replace(
            finding_of(inquiry, way, "the volume cannot be mounted, and the task stops before it starts"), aws=text
        )


def _beside_tasks(inquiry: Inquiry, volume: Volume) -> bool:
    """Whether each subnet of the tasks, wherever it is from, has a mount target. Two that nothing tells apart may be
    any.
    """
    targets = [
        item
        for item in inquiry.system.of_type(MOUNT_TARGET)
        if inquiry.find(item.get("FileSystemId"), FILE_SYSTEM) is volume.system
    ]
    having = [item.get("SubnetId") for item in targets]
    for placement in inquiry.placements_of(volume.definition):
        subnets = placement.by.get(*placement.subnets_path)
        taken = subnets if isinstance(subnets, list) else []
        if not taken or any(taken.count(item) > 1 or item not in having for item in taken):
            return False
    return True


def _lacking(volume: Volume, placement: Placement, zones: dict[str, Resource], region: str) -> Found:
    system, where = volume.system, " and ".join(zones)
    subnets = [item.logical_id for item in zones.values()]
    return Found(
        system,
        (),
        f"{system.logical_id} has no mount target in {where}, where tasks of {placement.by.logical_id} run",
        f"its DNS name resolves to the mount target in the task's own zone, {TASK_STOPS}",
        "; ".join(
            f"add an AWS::EFS::MountTarget: {{ FileSystemId: !Ref {system.logical_id}, SubnetId: !Ref {subnet}, "
            "SecurityGroups: [GROUP] }, GROUP allowing inbound tcp 2049"
            for subnet in subnets
        ),
        f'{EFS_UTILS} Failed to resolve "{system.physical_id}.efs.{region}.{dns_suffix_of(region)}"',
    )


CHECK = Check(
    "STA019",
    Severity.ERROR,
    Question.START,
    "Tasks cannot reach a mount target of their file system",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html "
    "https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html "
    "https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
    _ways,
)
