"""What CreateService refuses about volumes that are configured at launch: those on Amazon EBS.

The task definition names such a volume and no more; the service says what it is, by the same name.

Texts: reproduced on AWS by cdk-preflight 1.9.1 and 0.0.143 (Apache-2.0, npm; rules ``pf-ecs-svc-ebs-*``). Rules:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html ("To configure a volume at launch time, use
this task definition revision and specify a volumeConfigurations object when calling the CreateService, UpdateService,
RunTask or StartTask APIs"; all read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.ecs_deployment import Said
from seatrial.analyses.refusals.world import entries, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_flag, as_list, as_text, at

CONFIGURATIONS = "VolumeConfigurations"


def volume_problems(resource: Resource, definition: Resource | None) -> Iterator[Said]:
    given = resource.get(CONFIGURATIONS)
    named = [at(item, "Name") for item in entries(given)]
    for index, item in enumerate(entries(given)):
        volume, path = at(item, "ManagedEBSVolume"), (CONFIGURATIONS, index, "ManagedEBSVolume")
        if volume is not None and at(volume, "SizeInGiB") is None and at(volume, "SnapshotId") is None:
            yield Said("A managed EBS volume needs SizeInGiB or SnapshotId.", path, ours=True)
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
