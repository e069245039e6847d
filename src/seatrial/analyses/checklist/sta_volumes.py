"""Whether a task can mount its volumes on Amazon EFS, which Fargate does before any container starts.

The file system's name leads to its mount target in the task's own Availability Zone, so every zone needs one; its
security groups must let NFS in from the tasks. Who may mount is decided by the file system's policy and the task
role's policies together; without a policy of the file system everybody may who gets there.

Sources (read 2026-11-23): https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html,
https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.checklist.app_network import Rule, Way, found, rule_of, told_already
from seatrial.analyses.checklist.app_permissions import resource_name
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.iam import Decision, Policies, Policy, PolicyKind, RoleView, evaluate, request_of
from seatrial.analyses.reach import ELSEWHERE, Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

FILE_SYSTEM, ACCESS_POINT = "AWS::EFS::FileSystem", "AWS::EFS::AccessPoint"
NFS = 2049
MOUNT = "elasticfilesystem:ClientMount"
_UTILS = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr:"
_STOPS = "so ECS cannot mount the volume, and the task stops before its containers start"


class Volume(Struct, frozen=True):
    """One volume of a task definition on a file system that is known here. ``path`` is that of its configuration."""

    definition: Resource
    path: PropertyPath
    name: str
    content: Value
    system: Resource


def volumes(inquiry: Inquiry) -> Iterator[Volume]:
    """The volumes of task definitions on file systems that are known."""
    for definition in inquiry.definitions:
        for index, item in enumerate(as_list(definition.get("Volumes"))):
            content = at(item, "EFSVolumeConfiguration")
            system = inquiry.find(at(content, "FilesystemId"), FILE_SYSTEM)
            if system is not None:
                path: PropertyPath = ("Volumes", index, "EFSVolumeConfiguration")
                yield Volume(definition, path, as_text(at(item, "Name")), content, system)


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
    for volume, placement, zones in lacking.values():
        yield _lacking(volume, placement, zones, inquiry.system.scope.region)
    for way in ways.values():
        text = f"{_UTILS} Mount attempt 1/3 failed due to timeout after 15 sec, wait 0 sec before next attempt."
        yield replace(
            found(inquiry, way, "the volume cannot be mounted, and the task stops before it starts"), aws=text
        )


def _beside_tasks(inquiry: Inquiry, volume: Volume) -> bool:
    """Whether each subnet of the tasks, wherever it is from, has a mount target. Two that nothing tells apart may be
    any.
    """
    targets = [
        item
        for item in inquiry.system.of_type("AWS::EFS::MountTarget")
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
        f"its DNS name resolves to the mount target in the task's own zone, {_STOPS}",
        "; ".join(
            f"add an AWS::EFS::MountTarget: {{ FileSystemId: !Ref {system.logical_id}, SubnetId: !Ref {subnet}, "
            "SecurityGroups: [GROUP] }, GROUP allowing inbound tcp 2049"
            for subnet in subnets
        ),
        f'{_UTILS} Failed to resolve "{system.physical_id}.efs.{region}.amazonaws.com"',
    )


def _permissions(inquiry: Inquiry) -> Iterator[Said]:
    """What a policy of the file system leaves to the task role."""
    for volume in volumes(inquiry):
        document = volume.system.get("FileSystemPolicy")
        if as_text(at(volume.content, "AuthorizationConfig", "IAM")) != "ENABLED":
            continue
        if volume.definition.get("TaskRoleArn") is None:
            yield Found(
                volume.definition,
                (*volume.path, "AuthorizationConfig", "IAM"),
                f"{volume.name} is mounted as the task role, but {volume.definition.logical_id} has none",
                f"with IAM: ENABLED the mount is signed by the task role's credentials, {_STOPS}",
                f"add TaskRoleArn to {volume.definition.logical_id}, or remove IAM: ENABLED",
                f"{_UTILS} AWS Access Key ID and Secret Access Key are not found",
            )
            continue
        if document is None:
            continue
        role = inquiry.role(volume.definition.get("TaskRoleArn"))
        if not isinstance(role, RoleView):
            continue
        decision = decided(inquiry, volume, role, MOUNT)
        if decision.allowed is not False:
            continue
        statement = decision.statement
        at_statement = statement is not None and statement.policy.resource is not None
        place = statement.policy.resource if at_statement and statement is not None else None
        yield Found(
            place or volume.definition,
            statement.path if place is not None and statement is not None else ("TaskRoleArn",),
            f"{resource_name(role)} may not mount {volume.system.logical_id}",
            f"{volume.name} is mounted as the task role, and {decision.reason}, {_STOPS}",
            (
                "narrow that statement so that it no longer denies the mount"
                if statement is not None
                else f"allow {MOUNT} and elasticfilesystem:ClientWrite on {volume.system.logical_id} in a policy of "
                f"{resource_name(role)}"
            ),
            "mount.nfs4: access denied by server while mounting 127.0.0.1:/",
        )


def decided(inquiry: Inquiry, volume: Volume, role: RoleView, action: str) -> Decision:
    """Whether a role may mount a volume, or write to it."""
    name = f"the policy of {volume.system.logical_id}"
    document = volume.system.get("FileSystemPolicy")
    policies: tuple[Policy, ...] = ()
    if document is not None:
        policies = (Policy(name, document, PolicyKind.RESOURCE, volume.system, ("FileSystemPolicy",)),)
    request = request_of(role, action, volume.system.arn, context(inquiry, volume), session="TASK-ID")
    limits = (role.boundary,) if role.boundary is not None else ()
    return evaluate(request, Policies(role.identity, policies, limits, role.doubts))


def context(inquiry: Inquiry, volume: Volume) -> dict[str, str | None]:
    """What a policy may ask of a mount, but for who mounts."""
    given = at(volume.content, "AuthorizationConfig", "AccessPointId")
    point = inquiry.find(given, ACCESS_POINT)
    encrypted = as_text(at(volume.content, "TransitEncryption")) == "ENABLED"
    context: dict[str, str | None] = {
        "elasticfilesystem:AccessedViaMountTarget": "true",
        "aws:SecureTransport": "true" if encrypted else "false",
    }
    if point is not None or given is None:
        context["elasticfilesystem:AccessPointArn"] = point.arn if point is not None else None
    return context


def _identities(inquiry: Inquiry) -> Iterator[Said]:
    """File system and access point by their ids, of which one belongs to the other."""
    for definition in inquiry.definitions:
        for index, item in enumerate(as_list(definition.get("Volumes"))):
            path: PropertyPath = ("Volumes", index, "EFSVolumeConfiguration")
            content = at(item, "EFSVolumeConfiguration")
            for keys, type, other in (
                (("FilesystemId",), FILE_SYSTEM, ACCESS_POINT),
                (("AuthorizationConfig", "AccessPointId"), ACCESS_POINT, FILE_SYSTEM),
            ):
                value = at(content, *keys)
                if (swapped := inquiry.find(value, other)) is not None:
                    yield _other_kind(inquiry, definition, (*path, *keys), as_text(at(item, "Name")), swapped)
                thing = inquiry.find(value, type)
                if thing is not None and as_text(value).startswith("arn:"):
                    yield Found(
                        definition,
                        (*path, *keys),
                        f"{as_text(at(item, 'Name'))} of {definition.logical_id} names {thing.logical_id} by its ARN",
                        f"{keys[-1]} takes a file system or access point ID: ECS finds nothing to mount",
                        f"write !Ref {thing.logical_id}",
                    )
            yield from _belongs(inquiry, definition, path, content)


def _other_kind(inquiry: Inquiry, definition: Resource, path: PropertyPath, volume: str, named: Resource) -> Found:
    """An access point in the place of its file system, or the other way round."""
    kind, wanted = (
        ("a file system", "an access point") if named.type == FILE_SYSTEM else ("an access point", "a file system")
    )
    system = inquiry.find(named.get("FileSystemId"), FILE_SYSTEM)
    of = f"write !Ref {system.logical_id}" if system is not None else f"write the ID of {wanted}"
    return Found(
        definition,
        path,
        f"{volume} of {definition.logical_id} names {named.logical_id}, {kind}, in the place of {wanted}",
        f"{path[-1]} takes the ID of {wanted}, {_STOPS}",
        f"{of}, and {named.logical_id} as AccessPointId in AuthorizationConfig" if system is not None else of,
    )


def _belongs(inquiry: Inquiry, definition: Resource, path: PropertyPath, content: Value) -> Iterator[Said]:
    point = inquiry.find(at(content, "AuthorizationConfig", "AccessPointId"), ACCESS_POINT)
    system = inquiry.find(at(content, "FilesystemId"), FILE_SYSTEM)
    of = point.get("FileSystemId") if point is not None else None
    if point is None or system is None or isinstance(of, Unknown) or of in (system.physical_id, system.arn):
        return
    owner = inquiry.find(of, FILE_SYSTEM)
    yield Found(
        definition,
        (*path, "AuthorizationConfig", "AccessPointId"),
        f"{point.logical_id} is an access point of {owner.logical_id if owner else as_text(of)}, not of "
        f"{system.logical_id}",
        f"an access point only opens its own file system, {_STOPS}",
        f"use an access point of {system.logical_id}, or set FileSystemId of {point.logical_id} to it",
    )


_EFS = "https://docs.aws.amazon.com/efs/latest/ug/"
_VOLUMES = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html"
CHECKS = (
    Check(
        "STA019",
        Severity.ERROR,
        Question.START,
        "Tasks cannot reach a mount target of their file system",
        f"{_VOLUMES} {_EFS}mounting-fs-mount-cmd-dns-name.html {_EFS}network-access.html",
        _ways,
    ),
    Check(
        "STA020",
        Severity.ERROR,
        Question.START,
        "The task role may not mount the file system",
        _EFS + "iam-access-control-nfs-efs.html",
        _permissions,
    ),
    Check(
        "STA021",
        Severity.ERROR,
        Question.START,
        "A volume names no valid file system, or an access point of another one",
        _VOLUMES,
        _identities,
    ),
)
