"""What RegisterTaskDefinition refuses.

The checks on Fargate's own limits only hold for a definition that names FARGATE under RequiresCompatibilities, as on
AWS.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-ecs-*``; read 2026-11-23) unless a comment
names another source. Texts marked UNVERIFIED state the documented limit in our words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from seatrial.analyses.launch.image_reference import parse
from seatrial.analyses.refusals.ecs_container import containers_refused, dependencies_refused
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given, known, texts
from seatrial.kinds.data.fargate_sizes import FARGATE_SIZES, LARGEST_WINDOWS_CPU_UNITS, SMALLEST_WINDOWS_CPU_UNITS
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.units import cpu_units, memory_mib
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_number, as_text, at, unknowns

API = "ecs.RegisterTaskDefinition"
Said = tuple[str, PropertyPath]
COMPATIBILITIES: PropertyPath = ("RequiresCompatibilities",)

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html (read 2026-11-23)
SMALLEST_STORAGE_GIB, LARGEST_STORAGE_GIB = 21, 200
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html (read 2026-11-23)
MOST_CONTAINERS = 10
LARGEST_DEFINITION_BYTES = 65536
# The range that the API takes for EC2 and external tasks.
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html (cpu; read 2026-11-23)
SMALLEST_CPU_UNITS, LARGEST_CPU_UNITS = 128, 196608
_ROLE = re.compile(r"arn:[a-z-]+:iam::\d{12}:role\S+\Z")
_FAMILY = re.compile(r"[A-Za-z0-9_-]{1,255}\Z")
# Messages that begin so have our wording, not AWS's.
_OURS = ("The name ", "The id ", "A task definition has several volumes ")
# "AROA: role": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (read 2026-11-29)
_ROLE_ID = re.compile(r"AROA[A-Z0-9]{12,}\Z")


def refused(world: World, resource: Resource) -> Refusal | None:
    """The first thing that the API refuses, as it stands in the definition."""
    fargate = "FARGATE" in texts(resource.get("RequiresCompatibilities"))
    for message, path in _said(resource, fargate):
        because, instead = _explained(resource, message, path)
        ours = message.startswith(_OURS)
        return Refusal(API, "ClientException", message, path, because=because, instead=instead, ours=ours)
    if (size := _size(dict(resource.properties))) > LARGEST_DEFINITION_BYTES:
        # As quoted by users of CDK and the SDKs (read 2026-11-23).
        text = f"Actual length: '{size}'. Max allowed length is '{LARGEST_DEFINITION_BYTES}' bytes."
        return Refusal(API, "ClientException", text, ("ContainerDefinitions",))
    return None


def unfit_for_fargate(resource: Resource) -> str | None:
    """Why tasks of a definition cannot run on Fargate, None where they can."""
    found = what_is_unfit(resource)
    return found[0] if found is not None else None


def what_is_unfit(resource: Resource) -> Said | None:
    """Why tasks of a definition cannot run on Fargate, and what of it says so.

    One that names no compatibilities is compatible with all launch types that it fits: naming FARGATE only has it
    validated. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html (compatibilities,
    requiresCompatibilities) and https://github.com/aws-cloudformation/cfn-lint/issues/3592 (read 2026-11-29).
    """
    listed = resource.get("RequiresCompatibilities")
    if next(unknowns(listed), None) is not None or "FARGATE" in texts(listed):
        return None
    if texts(listed):
        return f"RequiresCompatibilities of {resource.logical_id} is {', '.join(texts(listed))}", COMPATIBILITIES
    return next(_said(resource, fargate=True), None)


def _said(resource: Resource, fargate: bool) -> Iterator[Said]:
    checks: tuple[Callable[[Resource, bool], Iterator[Said]], ...] = (
        _containers_as_a_whole,
        _roles,
        _sizes,
        _task_settings,
        _volumes,
        containers_refused,
        dependencies_refused,
    )
    for check in checks:
        yield from check(resource, fargate)


def _size(value: Value) -> int:
    """How long a definition is, at least: its keys and values as JSON."""
    match value:
        case str():
            return len(value.encode("utf-8", "replace")) + 2
        case dict():
            return 2 + sum(len(key) + 4 + _size(item) for key, item in value.items())
        case list():
            return 2 + sum(1 + _size(item) for item in value)
        case _:
            return 1


def _containers_as_a_whole(resource: Resource, fargate: bool) -> Iterator[Said]:
    path: PropertyPath = ("ContainerDefinitions",)
    value = resource.get("ContainerDefinitions")
    if isinstance(value, Unknown):
        return
    containers = entries(value)
    if not containers:
        yield "Container list cannot be empty.", path
    if len(containers) > MOST_CONTAINERS:
        # UNVERIFIED wording.
        yield f"Too many containers: a task definition can have at most {MOST_CONTAINERS}.", path
    names = [as_text(at(item, "Name")) for item in containers]
    for index, name in enumerate(names):
        if name and name in names[:index]:
            yield "Container names must be unique within a task definition.", (*path, index, "Name")
        if name and not _FAMILY.match(name):
            # https://github.com/hashicorp/terraform-provider-aws/issues/5950 and
            # https://github.com/cds-snc/notification-terraform/pull/328 (a blank; read 2026-11-29)
            yield "Container.name contains invalid characters.", (*path, index, "Name")
    essential = [at(item, "Essential") for item in containers]
    if containers and all(not isinstance(item, Unknown) and not as_flag(item, True) for item in essential):
        yield "Task definition doesn't have any essential container", path


def _roles(resource: Resource, fargate: bool) -> Iterator[Said]:
    """A role is named by its name or its ARN; what begins like an ARN has to be one of a role. The id that IAM gives a
    role (AROA...) is neither; if it is not refused here, no task starts with it.

    Sources (read 2026-11-29): https://github.com/bradford-hamilton/terraform-ecs-fargate/issues/8,
    https://github.com/aws-samples/aws-modern-application-workshop/issues/9
    """
    for key in ("ExecutionRoleArn", "TaskRoleArn"):
        value = resource.get(key)
        if not isinstance(value, str):
            continue
        if value.startswith("arn:") and not _ROLE.match(value):
            yield "Role is not valid", (key,)
        if _ROLE_ID.match(value):
            yield f"{_OURS[1]}{value} of a role stands where its ARN is wanted.", (key,)


def _sizes(resource: Resource, fargate: bool) -> Iterator[Said]:
    cpu_value, memory_value = resource.get("Cpu"), resource.get("Memory")
    if isinstance(cpu_value, Unknown) or isinstance(memory_value, Unknown):
        return
    cpu = cpu_units(as_text(cpu_value)) if cpu_value is not None else None
    memory = memory_mib(as_text(memory_value)) if memory_value is not None else None
    if cpu_value is not None and (cpu is None or not SMALLEST_CPU_UNITS <= cpu <= LARGEST_CPU_UNITS):
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html (read 2026-11-23)
        text = (
            "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS "
        )
        yield f"{text}Developer Guide.", ("Cpu",)
    if memory_value is not None and memory is None:
        # The twin of the text above; UNVERIFIED for memory.
        text = (
            "Invalid 'memory' setting for task. For more information, see the Troubleshooting section of the "
            "Amazon ECS "
        )
        yield f"{text}Developer Guide.", ("Memory",)
    if not fargate:
        return
    if cpu is None:
        yield "Fargate requires that 'cpu' be defined at the task level.", ()
    elif memory is None:
        yield "Fargate requires that 'memory' be defined at the task level.", ()
    elif memory not in FARGATE_SIZES.get(cpu, ()) or not _windows_fits(resource, cpu):
        # "... for given values: 4096 CPU, 4096 memory" as quoted in convox's documentation (read 2026-11-23);
        # the last sentence is UNVERIFIED.
        yield (
            (
                f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. "
                "See the Amazon ECS documentation for the valid values."
            ),
            # Of a pair that doesn't fit, memory is the one with a choice; unless Fargate has no such CPU.
            ("Memory",) if cpu in FARGATE_SIZES and _windows_fits(resource, cpu) else ("Cpu",),
        )


def _explained(resource: Resource, message: str, path: PropertyPath) -> tuple[str, str]:
    """What a message leaves unsaid, and a value that the API would take; "" for none."""
    if "No Fargate configuration" in message:
        return _size_that_fits(resource)
    value = as_text(resource.get(*path)) if path else ""
    if path == ("Family",):
        return "a family has letters, digits, hyphens and underscores", re.sub(r"[^A-Za-z0-9_-]+", "-", value).strip(
            "-"
        )
    if path and path[-1] == "Name" and "contains invalid characters" in message:
        allowed = "lowercase letters" if "PortMappings" in path else "letters"
        meant = re.sub(r"[^A-Za-z0-9_-]+", "-", value).strip("-")
        return f"a name has {allowed}, digits, hyphens and underscores", meant
    if path and _ROLE_ID.match(value):
        named = next((item.target for item in resource.references if item.path == path), "")
        return "GetAtt RoleId gives that id", f"!GetAtt {named}.Arn" if named else ""
    if path and path[-1] == "Image" and value.strip() != value and parse(value) is not None:
        return "there are blanks or line ends around it", value.strip()
    if path and path[-1] == "Image" and value != value.lower() and parse(value.lower()) is not None:
        return "a repository's name has no capitals", value.lower()
    if path and path[-1] == "Image" and "${" in value:
        return "${...} stands in it as it is: CloudFormation replaces it only in the text of Fn::Sub", ""
    if path and path[-1] == "Image" and parse(value.partition("://")[2]) is not None:
        return "an image is named without http:// or https://", value.partition("://")[2]
    return "", ""


def _size_that_fits(resource: Resource) -> tuple[str, str]:
    """What memory the task's CPU goes with, and the nearest of it; "" where it goes with none."""
    cpu, memory = cpu_units(as_text(resource.get("Cpu"))), memory_mib(as_text(resource.get("Memory")))
    sizes = FARGATE_SIZES.get(cpu or 0, ())
    if not _windows_fits(resource, cpu or 0):
        least, most = SMALLEST_WINDOWS_CPU_UNITS, LARGEST_WINDOWS_CPU_UNITS
        nearest = least if (cpu or 0) < least else most
        beside = "" if memory in FARGATE_SIZES[nearest] else f' and Memory: "{FARGATE_SIZES[nearest][0]}"'
        written = f'Cpu: "{nearest}"{beside}' if beside else f'"{nearest}"'
        return f"for Windows Cpu is from {least} to {most}", written
    if not sizes or memory is None or memory in sizes:
        return "", ""
    step = f" in steps of {sizes[1] - sizes[0]}" if len(sizes) > 3 else ""
    listed = f"{sizes[0]} to {sizes[-1]}{step}" if step else ", ".join(str(item) for item in sizes)
    nearest = next((item for item in sizes if item >= memory), sizes[-1])
    return f"Cpu {cpu} goes with a Memory of {listed} MiB", f'"{nearest}"'


def _windows_fits(resource: Resource, cpu: int) -> bool:
    family = as_text(resource.get("RuntimePlatform", "OperatingSystemFamily"))
    return not family.startswith("WINDOWS") or SMALLEST_WINDOWS_CPU_UNITS <= cpu <= LARGEST_WINDOWS_CPU_UNITS


def _task_settings(resource: Resource, fargate: bool) -> Iterator[Said]:
    family = resource.get("Family")
    if isinstance(family, str) and family and not _FAMILY.match(family):
        # https://github.com/aws/amazon-ecs-cli/issues/37 (read 2026-11-29)
        yield "Family contains invalid characters.", ("Family",)
    mode = resource.get("NetworkMode")
    if fargate and not isinstance(mode, Unknown) and as_text(mode) != "awsvpc":
        # With these quotation marks, as docker/compose-cli's source and Terraform users quote it (read 2026-11-23).
        yield "Fargate only supports network mode ‘awsvpc’.", ("NetworkMode",)
    platform = resource.get("RuntimePlatform")
    family = as_text(at(platform, "OperatingSystemFamily"))
    if fargate and family.startswith("WINDOWS") and as_text(at(platform, "CpuArchitecture")) == "ARM64":
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html (read 2026-11-23); UNVERIFIED
        # wording.
        yield f"The CPU architecture ARM64 is not supported for {family}.", ("RuntimePlatform", "CpuArchitecture")
    if is_given(resource.get("InferenceAccelerators")):
        yield "Unsupported field 'inferenceAccelerators'", ("InferenceAccelerators",)
    storage = resource.get("EphemeralStorage", "SizeInGiB")
    if storage is not None and not isinstance(storage, Unknown):
        path: PropertyPath = ("EphemeralStorage", "SizeInGiB")
        if as_number(storage, SMALLEST_STORAGE_GIB) < SMALLEST_STORAGE_GIB:
            yield f"EphemeralStorage size should be at least {SMALLEST_STORAGE_GIB}", path
        if as_number(storage, LARGEST_STORAGE_GIB) > LARGEST_STORAGE_GIB:
            yield f"EphemeralStorage size should be at most {LARGEST_STORAGE_GIB}", path
    if not fargate:
        return
    if is_given(resource.get("IpcMode")):
        yield "Fargate compatible task definitions do not support ipcMode", ("IpcMode",)
    if as_text(resource.get("PidMode")) == "host":
        yield "Tasks using the Fargate launch type do not support pidMode 'host'", ("PidMode",)
    if entries(resource.get("PlacementConstraints")):
        yield "Fargate compatible task definitions do not support constraints", ("PlacementConstraints",)


def _volumes(resource: Resource, fargate: bool) -> Iterator[Said]:
    for index, volume in enumerate(entries(resource.get("Volumes"))):
        path: PropertyPath = ("Volumes", index)
        if fargate and is_given(at(volume, "DockerVolumeConfiguration")):
            yield (
                "Fargate compatible task definitions do not support dockerVolumeConfiguration",
                (*path, "DockerVolumeConfiguration"),
            )
        if fargate and as_text(at(volume, "Host", "SourcePath")):
            yield "Fargate compatible task definitions do not support sourcePath", (*path, "Host", "SourcePath")
        yield from _efs(volume, path)
        name = as_text(at(volume, "Name"))
        if name and not _FAMILY.match(name):
            # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html (read 2026-11-29)
            yield f"{_OURS[0]}{name} of a volume contains invalid characters.", (*path, "Name")
    at_launch = [at(item, "ConfiguredAtLaunch") for item in entries(resource.get("Volumes"))]
    if sum(as_flag(item) for item in at_launch) > 1:
        # "Each task definition revision may only have one volume configured at launch":
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html (read 2026-11-29)
        yield f"{_OURS[2]}configured at launch, and it may have one.", ("Volumes",)
    names, mounted = _volume_names(resource), _mounted_volumes(resource)
    if names is None or mounted is None:
        return
    for name, place in mounted.items():
        if name not in names:
            # UNVERIFIED wording.
            yield f"Unknown volume '{name}'.", place
    # Other volumes that no container mounts are taken: the CDK deploys file systems so in integ.fargate-with-efs.ts of
    # its tests (https://github.com/aws/aws-cdk), Cardinal's lakerunner-mcp.yaml an empty one
    # (https://github.com/cardinalhq/lakerunner-cloudformation), and cdk-preflight tells it of these alone (all read
    # 2026-11-30).
    launched = (as_text(at(item, "Name")) for item in entries(resource.get("Volumes")) if _is_launched(item))
    if unused := [name for name in launched if name not in mounted]:
        yield f"Volumes [{', '.join(unused)}] are not referenced by any of the containers", ("Volumes",)


def _is_launched(volume: Value) -> bool:
    return as_flag(at(volume, "ConfiguredAtLaunch"))


def _volume_names(resource: Resource) -> list[str] | None:
    """The names of the volumes; None where one isn't known."""
    volumes = resource.get("Volumes")
    names = [at(volume, "Name") for volume in as_list(volumes)]
    return [as_text(name) for name in names if as_text(name)] if known(names) else None


def _mounted_volumes(resource: Resource) -> dict[str, PropertyPath] | None:
    """Each volume that a container mounts, with its first place; None where one isn't known."""
    found: dict[str, PropertyPath] = {}
    for number, item in enumerate(as_list(resource.get("ContainerDefinitions"))):
        for index, point in enumerate(as_list(at(item, "MountPoints"))):
            source = at(point, "SourceVolume")
            if not known(source):
                return None
            if as_text(source):
                found.setdefault(as_text(source), ("ContainerDefinitions", number, "MountPoints", index))
    return found


def _efs(volume: object, path: PropertyPath) -> Iterator[Said]:
    if not isinstance(volume, dict):
        return
    key = "EFSVolumeConfiguration"
    efs = at(volume, key)
    encrypted = as_text(at(efs, "TransitEncryption")) == "ENABLED"
    root = as_text(at(efs, "RootDirectory"))
    if as_text(at(efs, "AuthorizationConfig", "AccessPointId")) and root not in ("", "/"):
        yield (
            'When using an EFS access point, the root directory must either be set to "/" or omitted',
            (*path, key, "RootDirectory"),
        )
    unsaid = isinstance(at(efs, "TransitEncryption"), Unknown)
    if as_text(at(efs, "AuthorizationConfig", "IAM")) == "ENABLED" and not encrypted and not unsaid:
        yield "EFS IAM authorization requires TransitEncryption to be enabled", (*path, key, "AuthorizationConfig")
    if is_given(at(efs, "TransitEncryptionPort")) and not encrypted:
        yield "TransitEncryptionPort requires that TransitEncryption is enabled", (*path, key, "TransitEncryptionPort")
