"""What CreateService refuses about volumes that are configured at launch: those on Amazon EBS.

The task definition names such a volume and no more; the service says what it is, by the same name.

Texts: reproduced on AWS by cdk-preflight 1.9.1 and 0.0.143 (Apache-2.0, npm; rules ``pf-ecs-svc-ebs-*``). Rules:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html ("To configure a volume at launch time, use
this task definition revision and specify a volumeConfigurations object when calling the CreateService, UpdateService,
RunTask or StartTask APIs"; all read 2026-11-29) and API_ServiceManagedEBSVolumeConfiguration.html (sizes, IOPS,
throughput by volume type); "ECS managed EBS volume configuration was invalid" is what CreateService says of Iops
(rule ``pf-ecs-svc-ebs-iops-unsupported-type``) and, taken on trust, of the rest.
https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html (gp3: "500 IOPS per GiB", "0.25 MiB/s per
provisioned IOPS") and provisioned-iops.html there (io1 "50:1", io2 up to "1,000:1"; both read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.refusals.ecs_deployment import Said
from seatrial.analyses.refusals.world import entries, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_number, as_text, at

CONFIGURATIONS = "VolumeConfigurations"
INVALID = "ECS managed EBS volume configuration was invalid"
USUAL = "gp3"
# By volume type the smallest size in GiB. How large one may be has been raised more than once.
LEAST_GIB: Mapping[str, int] = {"gp2": 1, "gp3": 1, "io1": 4, "io2": 4, "st1": 125, "sc1": 125}
# By volume type the least IOPS, and how many there are for each GiB at most. gp3 has 3,000 with any size.
IOPS: Mapping[str, tuple[int, int]] = {"gp3": (3_000, 500), "io1": (100, 50), "io2": (100, 1_000)}
# MiB/s for each of the IOPS: four IOPS for one.
IOPS_FOR_THROUGHPUT = 4
LEAST_THROUGHPUT = 125


def volume_problems(resource: Resource, definition: Resource | None) -> Iterator[Said]:
    given = resource.get(CONFIGURATIONS)
    named = [at(item, "Name") for item in entries(given)]
    for index, item in enumerate(entries(given)):
        volume, path = at(item, "ManagedEBSVolume"), (CONFIGURATIONS, index, "ManagedEBSVolume")
        if volume is not None and at(volume, "SizeInGiB") is None and at(volume, "SnapshotId") is None:
            yield Said("A managed EBS volume needs SizeInGiB or SnapshotId.", path, ours=True)
        for because, key, instead in _wrong_settings(volume, definition):
            yield Said(INVALID, (*path, key), because, instead)
    volumes = definition.get("Volumes") if definition is not None else None
    configured = [at(item, key) for item in as_list(volumes) for key in ("Name", "ConfiguredAtLaunch")]
    if (
        definition is None
        or isinstance(volumes, Unknown)
        or isinstance(given, Unknown)
        or not known([*configured, *named])
    ):
        return
    at_launch = [as_text(at(item, "Name")) for item in as_list(volumes) if as_flag(at(item, "ConfiguredAtLaunch"))]
    for index, name in enumerate(named):
        if name not in at_launch:
            text = f"The volume name '{as_text(name)}' in your request does not have a matching volume in your Task "
            place: PropertyPath = (CONFIGURATIONS, index, "Name")
            because = f"{definition.logical_id} has no volume {as_text(name)} with ConfiguredAtLaunch: true"
            yield Said(f"{text}Definition", place, because, at_launch[0] if len(at_launch) == 1 else "")
    for name in at_launch:
        if name not in named:
            text = (
                f"The volume {name} of {definition.logical_id} is configured at launch, and {CONFIGURATIONS} has none."
            )
            yield Said(text, (CONFIGURATIONS,), ours=True)


def _wrong_settings(volume: Value, definition: Resource | None) -> Iterator[tuple[str, str, str]]:
    """Settings of a volume that its type doesn't take: why, the property, and what to write."""
    system = as_text(definition.get("RuntimePlatform", "OperatingSystemFamily")) if definition is not None else ""
    files = at(volume, "FilesystemType")
    if definition is not None and isinstance(files, str) and (files == "ntfs") is not system.startswith("WINDOWS"):
        windows = system.startswith("WINDOWS")
        yield (
            f"{files} is no file system of {'Windows' if windows else 'Linux'}",
            "FilesystemType",
            ("ntfs" if windows else "xfs"),
        )
    given = {key: at(volume, key) for key in ("VolumeType", "SizeInGiB", "Iops", "Throughput")}
    kind = as_text(given["VolumeType"])
    if not kind or not known(list(given.values())):
        return
    size, iops, throughput = (as_number(given[key]) for key in ("SizeInGiB", "Iops", "Throughput"))
    if kind == "standard":
        yield "Fargate has no volumes of type standard", "VolumeType", USUAL
    if given["SizeInGiB"] is not None and size < LEAST_GIB.get(kind, 0):
        yield f"a volume of type {kind} has {LEAST_GIB[kind]} GiB at least", "SizeInGiB", str(LEAST_GIB[kind])
    if given["Iops"] is not None:
        yield from _wrong_iops(kind, size, iops)
    elif kind in ("io1", "io2"):
        yield f"a volume of type {kind} needs Iops", "VolumeType", USUAL
    total = iops or IOPS[USUAL][0]
    if given["Throughput"] is not None and kind != USUAL:
        yield f"a volume of type {kind} takes no Throughput; {USUAL} does", "Throughput", ""
    elif given["Throughput"] is not None and throughput < LEAST_THROUGHPUT:
        yield f"Throughput is {LEAST_THROUGHPUT} MiB/s at least", "Throughput", str(LEAST_THROUGHPUT)
    elif throughput * IOPS_FOR_THROUGHPUT > total:
        needed = f"{throughput} MiB/s need {throughput * IOPS_FOR_THROUGHPUT} IOPS, and the volume has {total}"
        yield needed, "Throughput", str(total // IOPS_FOR_THROUGHPUT)


def _wrong_iops(kind: str, size: int, iops: int) -> Iterator[tuple[str, str, str]]:
    if kind not in IOPS:
        yield f"a volume of type {kind} takes no Iops; gp3, io1 and io2 do", "Iops", ""
        return
    fewest, each = IOPS[kind]
    most = max(each * size, fewest)
    if iops < fewest:
        yield f"a volume of type {kind} has {fewest} IOPS at least", "Iops", str(fewest)
    elif size and iops > most:
        yield f"a volume of type {kind} has up to {each} IOPS for each GiB", "Iops", str(most)
