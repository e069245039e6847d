"""Fargate platform versions: which there are, and what a task asks for that only a later one does.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html (EFS,
SYS_PTRACE, ephemeral storage, ECS Exec), https://docs.aws.amazon.com/AmazonECS/latest/APIReference/
API_RegisterTaskDefinition.html (pidMode), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/
ecs-arm64.html, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html (keys
of a secret). Volumes of EBS are newer than all but the last version:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html. Texts:
https://github.com/ansible-collections/community.aws/issues/136 and
https://github.com/jenkinsci/amazon-ecs-plugin/issues/218, where 1.4 for 1.4.0 was refused as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.world import entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_flag, as_text, at

LATEST = "LATEST"
VERSIONS = ("1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0")
# "The latest Windows platform version is 1.0.0":
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html (read 2026-11-30)
WINDOWS_VERSIONS = ("1.0.0",)
UNKNOWN = ("PlatformUnknownException", "The specified platform does not exist.")
INCOMPATIBLE = (
    "PlatformTaskDefinitionIncompatibilityException",
    "One or more of the requested capabilities are not supported.",
)
# Colons in the ARN of a secret; a key, a stage or a version comes after the last.
_ARN_COLONS = 6


def exists(version: Value, definition: Resource | None = None) -> bool:
    """Whether there is such a platform version, for what the tasks are; what isn't known may be one."""
    there = WINDOWS_VERSIONS if definition is not None and is_windows(definition) else VERSIONS
    # 1.4 without quotes is a number in YAML.
    known = isinstance(version, str | int | float)
    return not known or as_text(version) in ("", LATEST, *there)


def too_old_for(version: Value, definition: Resource | None) -> str:
    """What a task definition asks for that its platform version hasn't; "" where it has all, or that isn't known."""
    if definition is None or version not in VERSIONS[:-1] or is_windows(definition):
        return ""
    return next(_of_the_latest(definition), "")


def is_windows(definition: Resource) -> bool:
    return as_text(definition.get("RuntimePlatform", "OperatingSystemFamily")).startswith("WINDOWS")


def _of_the_latest(definition: Resource) -> Iterator[str]:
    for volume in entries(definition.get("Volumes")):
        if is_given(at(volume, "EFSVolumeConfiguration")):
            yield f"the EFS volume {as_text(at(volume, 'Name'))}".rstrip()
        if as_flag(at(volume, "ConfiguredAtLaunch")):
            yield f"the EBS volume {as_text(at(volume, 'Name'))}".rstrip()
    if is_given(definition.get("EphemeralStorage")):
        yield "EphemeralStorage"
    if as_text(definition.get("RuntimePlatform", "CpuArchitecture")) == "ARM64":
        yield "CpuArchitecture ARM64"
    if as_text(definition.get("PidMode")) == "task":
        yield "PidMode task"
    for container in entries(definition.get("ContainerDefinitions")):
        if "SYS_PTRACE" in entries(at(container, "LinuxParameters", "Capabilities", "Add")):
            yield "the capability SYS_PTRACE"
        for secret in entries(at(container, "Secrets")):
            source = as_text(at(secret, "ValueFrom"))
            if ":secretsmanager:" in source and source.count(":") > _ARN_COLONS:
                yield f"a key, stage or version of a secret ({as_text(at(secret, 'Name'))})"
