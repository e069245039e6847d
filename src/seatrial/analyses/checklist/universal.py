"""The request of a schedule that calls RunTask as a universal target, in the words of a target that is a cluster.

A universal target is ``arn:aws:scheduler:::aws-sdk:ecs:runTask`` with the request as JSON in Input. Its keys are those
of RunTask, each with a capital at the beginning as Step Functions wants them in such calls. Scheduler's pages only
point to the API, so that it may take others: they are understood here whatever their capitals, with a
warning.

Sources (read 2026-11-29): https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
"""

from __future__ import annotations

import json
import re

from seatrial.analyses.across import find
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_text, parsed_json

PLACE: PropertyPath = ("Target", "Input")
CLUSTER = "AWS::ECS::Cluster"
# Of the request.
TASK_DEFINITION, COUNT, OVERRIDES = "TaskDefinition", "Count", "Overrides"
KEYS = (
    *("CapacityProviderStrategy", "ClientToken", "Cluster", COUNT, "EnableECSManagedTags", "EnableExecuteCommand"),
    *("Group", "LaunchType", "NetworkConfiguration", OVERRIDES, "PlacementConstraints", "PlacementStrategy"),
    *("PlatformVersion", "PropagateTags", "ReferenceId", "StartedBy", "Tags", TASK_DEFINITION, "VolumeConfigurations"),
)
OF_NETWORK = ("AssignPublicIp", "SecurityGroups", "Subnets")
# Every name that stands anywhere in a request.
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html and the types of its parameters, such as
# API_TaskOverride.html, API_ContainerOverride.html, API_TaskVolumeConfiguration.html (read 2026-11-30)
FIELDS = (
    *KEYS,
    *OF_NETWORK,
    *("AwsvpcConfiguration", "Base", "CapacityProvider", "Command", "ContainerOverrides", "Cpu", "DeleteOnTermination"),
    *("DeviceName", "DeviceType", "Encrypted", "Environment", "EnvironmentFiles", "EphemeralStorage"),
    *("ExecutionRoleArn", "Expression", "Field", "FilesystemType", "InferenceAcceleratorOverrides", "Iops", "Key"),
    *("KmsKeyId", "ManagedEBSVolume", "Memory", "MemoryReservation", "Name", "ResourceRequirements", "ResourceType"),
    *("RoleArn", "SizeInGiB", "SnapshotId", "TagSpecifications", "TaskRoleArn", "TerminationPolicy", "Throughput"),
    *("Type", "Value", "VolumeInitializationRate", "VolumeType", "Weight"),
)
_RUN_TASK = re.compile(r"arn:[a-z-]+:scheduler:::aws-sdk:ecs:runtask\Z", re.IGNORECASE)


def is_run_task(schedule: Resource) -> bool:
    """Whether a schedule calls RunTask as a universal target."""
    return _RUN_TASK.match(as_text(schedule.get("Target", "Arn"))) is not None


def request_of(schedule: Resource) -> dict[str, Value] | Unknown | None:
    """The request in a schedule's Input; None where there is none that is an object."""
    text = schedule.get(*PLACE)
    if isinstance(text, Unknown):
        return text
    try:
        found: Value = parsed_json(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def given(request: Value, key: str) -> Value:
    """A value of a request, whatever the capitals of its key."""
    if not isinstance(request, dict):
        return None
    return request.get(key, next((item for name, item in request.items() if name.lower() == key.lower()), None))


def as_target(schedule: Resource, request: dict[str, Value], systems: tuple[System, ...]) -> dict[str, Value]:
    """The target that would start the same task, were it the cluster itself."""
    cluster = given(request, "Cluster")
    found = find(systems, cluster, CLUSTER)
    parameters: dict[str, Value] = {key: value for key in KEYS if (value := given(request, key)) is not None}
    parameters["TaskDefinitionArn"] = parameters.pop(TASK_DEFINITION, None)
    parameters["TaskCount"] = parameters.pop(COUNT, None)
    network = given(given(request, "NetworkConfiguration"), "AwsvpcConfiguration")
    if isinstance(network, dict):
        parameters["NetworkConfiguration"] = {
            "AwsvpcConfiguration": {key: value for key in OF_NETWORK if (value := given(network, key)) is not None}
        }
    overrides = parameters.pop(OVERRIDES, None)
    return {
        "Arn": found.arn if found is not None else cluster,
        "RoleArn": schedule.get("Target", "RoleArn"),
        "EcsParameters": {key: value for key, value in parameters.items() if value is not None},
        "Input": json.dumps(in_small_letters(overrides)) if overrides is not None else None,
    }


def in_small_letters(value: Value) -> Value:
    """Overrides as RunTask's own API spells them."""
    match value:
        case dict():
            return {key[:1].lower() + key[1:]: in_small_letters(item) for key, item in value.items()}
        case list():
            return [in_small_letters(item) for item in value]
        case _:
            return value
