"""What RegisterTaskDefinition refuses about single containers and about how they depend on each other.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-ecs-*``; read 2026-11-23) unless a comment
names another source. Texts marked UNVERIFIED state the documented limit in our words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.launch.image_reference import image_of, parse
from seatrial.analyses.refusals.ecs_ports import ports_refused, shared_ports_refused
from seatrial.analyses.refusals.world import entries, is_given, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.units import cpu_units, memory_mib
from seatrial.model.value import Unknown, Value, as_dict, as_flag, as_number, as_text, at

Said = tuple[str, PropertyPath]

FARGATE_LOG_DRIVERS = ("awslogs", "splunk", "awsfirelens")
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (read 2026-11-23)
LONGEST_FARGATE_TIMEOUT_SECONDS = 120
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html (read 2026-11-23)
HEALTH_RANGES = {"Interval": (5, 300), "Timeout": (2, 60), "Retries": (1, 10), "StartPeriod": (0, 300)}
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html (read 2026-11-23)
RESTART_RANGE_SECONDS = (60, 1800)
MOST_ENVIRONMENT_FILES = 10
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html (read 2026-11-29)
AWSLOGS_OPTIONS = (
    *("awslogs-group", "awslogs-region", "awslogs-stream-prefix", "awslogs-create-group"),
    *("awslogs-datetime-format", "awslogs-multiline-pattern", "mode", "max-buffer-size"),
)
# What the driver itself also knows (https://docs.docker.com/engine/logging/drivers/awslogs/, read 2026-11-29). Which of
# it ECS lets through isn't documented.
DRIVER_OPTIONS = (
    *("awslogs-stream", "awslogs-create-stream", "awslogs-endpoint", "awslogs-credentials-endpoint", "awslogs-format"),
    *("awslogs-force-flush-interval-seconds", "awslogs-max-buffered-events", "tag", "labels", "labels-regex"),
    *("env", "env-regex", "cache-disabled", "cache-max-size", "cache-max-file", "cache-compress"),
)
ECR_IMAGE = re.compile(r"\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/")


def containers_refused(resource: Resource, fargate: bool) -> Iterator[Said]:
    """Everything about one container at a time, in the order of the text."""
    awsvpc = as_text(resource.get("NetworkMode")) == "awsvpc"
    for index, item in enumerate(entries(resource.get("ContainerDefinitions"))):
        path: PropertyPath = ("ContainerDefinitions", index)
        yield from _image(item, path)
        yield from _memory_and_cpu(resource, item, path)
        yield from ports_refused(item, path, as_text(resource.get("NetworkMode")))
        if awsvpc:
            yield from _not_with_awsvpc(item, path)
        if fargate:
            yield from _not_on_fargate(item, path)
        yield from _log_configuration(item, path, fargate)
        yield from _secrets(resource, item, path, fargate)
        yield from _ranges(item, path)
    yield from _cpu_sum(resource)
    yield from shared_ports_refused(resource)


def dependencies_refused(resource: Resource, fargate: bool) -> Iterator[Said]:
    """DependsOn, VolumesFrom, FireLens and proxy: what one container says of another."""
    containers = entries(resource.get("ContainerDefinitions"))
    by_name = {as_text(at(item, "Name")): item for item in containers}
    if any(isinstance(at(item, "Name"), Unknown) for item in containers):
        return
    for index, item in enumerate(containers):
        for place, need in enumerate(entries(at(item, "DependsOn"))):
            path: PropertyPath = ("ContainerDefinitions", index, "DependsOn", place)
            yield from _dependency(by_name, need, path)
        for place, source in enumerate(entries(at(item, "VolumesFrom"))):
            name = as_text(at(source, "SourceContainer"))
            if name and name not in by_name:
                yield (
                    f"Invalid 'volumesFrom' setting. Unknown container: '{name}'",
                    ("ContainerDefinitions", index, "VolumesFrom", place),
                )
    if (circle := _circle(containers)) is not None:
        # UNVERIFIED wording.
        yield f"Container dependencies form a circle: {' -> '.join(circle)}", ("ContainerDefinitions",)
    proxy = as_text(resource.get("ProxyConfiguration", "ContainerName"))
    if proxy and proxy not in by_name:
        yield f"Proxy container [{proxy}] does not exist", ("ProxyConfiguration", "ContainerName")
    yield from _firelens(containers)


def _image(item: Value, path: PropertyPath) -> Iterator[Said]:
    image = at(item, "Image")
    if isinstance(image, Unknown):
        return
    if not as_text(image):
        yield "Container.image repository should not be null or empty.", (*path, "Image")
    elif parse(as_text(image)) is None or as_text(image) != as_text(image).strip():
        # As quoted by users of the CLI for $NAME:$TAG and for a blank at the end (read 2026-11-29).
        yield "Container.image contains invalid characters.", (*path, "Image")


def _memory_and_cpu(resource: Resource, item: Value, path: PropertyPath) -> Iterator[Said]:
    task, limit, soft = resource.get("Memory"), at(item, "Memory"), at(item, "MemoryReservation")
    if isinstance(task, Unknown) or isinstance(limit, Unknown) or isinstance(soft, Unknown):
        return
    task_memory = memory_mib(as_text(task)) if task is not None else None
    if task_memory is None and limit is None and soft is None:
        name = as_text(at(item, "Name"))
        yield (
            (
                "Invalid setting for container "
                f"'{name}'. At least one of 'memory' or 'memoryReservation' must be specified."
            ),
            path,
        )
    hard_memory, soft_memory = as_number(limit, 0), as_number(soft, 0)
    if task_memory is not None and max(hard_memory, soft_memory) > task_memory:
        yield (
            f"The 'memory' setting for container '{as_text(at(item, 'Name'))}' is greater than for the task.",
            (*path, "Memory"),
        )
    if limit is not None and soft is not None and soft_memory > hard_memory:
        yield "'memory' must be greater than or equal to 'memoryReservation'", (*path, "MemoryReservation")


def _cpu_sum(resource: Resource) -> Iterator[Said]:
    containers, task = entries(resource.get("ContainerDefinitions")), resource.get("Cpu")
    parts = [at(item, "Cpu") for item in containers]
    limit = None if task is None or isinstance(task, Unknown) else cpu_units(as_text(task))
    if limit is not None and known(parts) and sum(as_number(part, 0) for part in parts) > limit:
        yield (
            "The sum of all container 'cpu' values cannot be greater than the task-level 'cpu' value.",
            ("ContainerDefinitions",),
        )


def _not_with_awsvpc(item: Value, path: PropertyPath) -> Iterator[Said]:
    for key, text in (
        ("Links", "Links are not supported when networkMode=awsvpc"),
        ("ExtraHosts", "Extra hosts are not supported on container when networkMode=awsvpc"),
        ("DnsServers", "DNS servers are not supported on container when networkMode=awsvpc"),
    ):
        if entries(at(item, key)):
            yield text, (*path, key)
    if as_text(at(item, "Hostname")):
        yield "hostname is not supported on container when networkMode=awsvpc", (*path, "Hostname")
    if as_flag(at(item, "DisableNetworking")):
        yield "Disable Networking is not supported on container when networkMode=awsvpc", (*path, "DisableNetworking")


def _not_on_fargate(item: Value, path: PropertyPath) -> Iterator[Said]:
    if as_flag(at(item, "Privileged")):
        yield "Fargate requires that the 'privileged' setting be 'false'.", (*path, "Privileged")
    if entries(at(item, "DockerSecurityOptions")):
        yield (
            "Fargate compatible task definitions do not support dockerSecurityOptions",
            (*path, "DockerSecurityOptions"),
        )
    for index, need in enumerate(entries(at(item, "ResourceRequirements"))):
        if as_text(at(need, "Type")) == "GPU":
            yield (
                "Tasks using the Fargate launch type do not support GPU resource requirements",
                (*path, "ResourceRequirements", index),
            )
    linux = as_dict(at(item, "LinuxParameters"))
    inside = (*path, "LinuxParameters")
    if entries(linux.get("Devices")):
        yield "Fargate compatible task definitions do not support devices", (*inside, "Devices")
    for key, name in (("MaxSwap", "maxSwap"), ("SharedMemorySize", "sharedMemorySize")):
        if is_given(linux.get(key)):
            yield f"Fargate compatible task definitions do not support {name}", (*inside, key)
    for capability in entries(at(linux, "Capabilities", "Add")):
        if isinstance(capability, str) and capability != "SYS_PTRACE":
            yield f"{capability} is not allowed on Fargate.", (*inside, "Capabilities", "Add")
    for key, name in (("StopTimeout", "stop"), ("StartTimeout", "start")):
        if as_number(at(item, key), 0) > LONGEST_FARGATE_TIMEOUT_SECONDS:
            # The text for "stop" is quoted by users of CDK (read 2026-11-23); its twin for "start" is UNVERIFIED.
            yield (
                f"Tasks using the Fargate launch type must have a container {name} timeout of less than "
                f"{LONGEST_FARGATE_TIMEOUT_SECONDS} seconds.",
                (*path, key),
            )


def _log_configuration(item: Value, path: PropertyPath, fargate: bool) -> Iterator[Said]:
    configuration = at(item, "LogConfiguration")
    driver = at(configuration, "LogDriver")
    if not isinstance(driver, str):
        return
    inside = (*path, "LogConfiguration")
    if fargate and driver not in FARGATE_LOG_DRIVERS:
        names = ", ".join(FARGATE_LOG_DRIVERS)
        yield f"{driver} is not a valid log driver. Must be one of [{names}]", (*inside, "LogDriver")
    options = at(configuration, "Options")
    if driver != "awslogs" or isinstance(options, Unknown):
        return
    given = as_dict(options)
    for key in given:
        if key not in AWSLOGS_OPTIONS and key not in DRIVER_OPTIONS:
            # https://github.com/aws-samples/amazon-ecs-firelens-examples/issues/83 (read 2026-11-29)
            yield f"Log driver awslogs disallows options: {key}", (*inside, "Options", key)
    if not given.get("awslogs-group"):
        yield "Log driver awslogs requires options: awslogs-group", (*inside, "Options")
    if fargate and not given.get("awslogs-stream-prefix"):
        yield "Fargate requires log configuration options to include awslogs-stream-prefix", (*inside, "Options")


def _secrets(resource: Resource, item: Value, path: PropertyPath, fargate: bool) -> Iterator[Said]:
    role, image = resource.get("ExecutionRoleArn"), image_of(at(item, "Image"))
    secrets = entries(at(item, "Secrets"))
    environment = {as_text(at(pair, "Name")) for pair in entries(at(item, "Environment"))}
    names = [as_text(at(secret, "Name")) for secret in secrets]
    for index, name in enumerate(names):
        if name and name in names[:index]:
            # https://github.com/CircleCI-Public/aws-ecs-orb/issues/190 (read 2026-11-30)
            text = f"Duplicate secret names found: {name}. Each secret name must be unique."
            yield text, (*path, "Secrets", index, "Name")
        if name and name in environment:
            # Quoted by hashicorp/terraform-provider-aws users (read 2026-11-23).
            yield (
                (
                    "The secret name must be unique and not shared with any new or existing environment "
                    "variables set on the "
                    f"container, such as '{name}'."
                ),
                (*path, "Secrets", index, "Name"),
            )
    if role is not None and role != "":
        return
    if secrets or entries(at(item, "LogConfiguration", "SecretOptions")):
        yield (
            "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
            (*path, "Secrets"),
        )
    needs = "Fargate requires task definition to have execution role ARN to support"
    if fargate and as_text(at(item, "LogConfiguration", "LogDriver")) == "awslogs":
        yield f"{needs} log driver awslogs.", (*path, "LogConfiguration")
    if fargate and ECR_IMAGE.match(image):
        # Quoted by many users of Terraform and the CLI (read 2026-11-23).
        yield f"{needs} ECR images.", (*path, "Image")


def _ranges(item: Value, path: PropertyPath) -> Iterator[Said]:
    for key, (lowest, highest) in HEALTH_RANGES.items():
        value = at(item, "HealthCheck", key)
        if value is None or isinstance(value, Unknown) or lowest <= as_number(value, lowest) <= highest:
            continue
        name = key[0].lower() + key[1:]
        # UNVERIFIED wording.
        text = f"The 'healthCheck.{name}' setting for container '{as_text(at(item, 'Name'))}' must be between"
        yield f"{text} {lowest} and {highest}.", (*path, "HealthCheck", key)
    period = at(item, "RestartPolicy", "RestartAttemptPeriod")
    lowest, highest = RESTART_RANGE_SECONDS
    if period is not None and not lowest <= as_number(period, lowest) <= highest:
        yield (
            f"the 'restartAttemptPeriod' setting for container '{as_text(at(item, 'Name'))}' must be between "
            f"{lowest} and {highest}",
            (*path, "RestartPolicy", "RestartAttemptPeriod"),
        )
    for index, limit in enumerate(entries(at(item, "Ulimits"))):
        soft, hard = at(limit, "SoftLimit"), at(limit, "HardLimit")
        # -1 means without limit.
        if known([soft, hard]) and as_number(hard, -1) >= 0 and as_number(soft, -1) > as_number(hard, -1):
            yield f"Soft limit exceeds hard limit for ulimit {as_text(at(limit, 'Name'))}", (*path, "Ulimits", index)
    if len(entries(at(item, "EnvironmentFiles"))) > MOST_ENVIRONMENT_FILES:
        yield (
            "The maximum number of environment files was exceeded. Specify ten or less and try again",
            (*path, "EnvironmentFiles"),
        )


def _dependency(by_name: dict[str, Value], need: Value, path: PropertyPath) -> Iterator[Said]:
    name, condition = as_text(at(need, "ContainerName")), as_text(at(need, "Condition"))
    if not name:
        return
    if name not in by_name:
        yield f"Cannot depend on container {name} because it does not exist.", path
        return
    other = by_name[name]
    essential = at(other, "Essential")
    if condition in ("SUCCESS", "COMPLETE") and not isinstance(essential, Unknown) and as_flag(essential, True):
        yield "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container.", path
    if condition == "HEALTHY" and at(other, "HealthCheck") is None:
        yield "A dependency container with HEALTHY condition must have health check configured.", path


def _circle(containers: list[Value]) -> list[str] | None:
    """Names of containers that wait for each other, the first one repeated at the end."""
    needs = {
        as_text(at(item, "Name")): [as_text(at(need, "ContainerName")) for need in entries(at(item, "DependsOn"))]
        for item in containers
    }
    for start in needs:
        trails = [[start]]
        seen: set[str] = set()
        while trails:
            trail = trails.pop()
            for need in needs.get(trail[-1], ()):
                if need == start:
                    return [*trail, start]
                if need not in seen:
                    seen.add(need)
                    trails.append([*trail, need])
    return None


def _firelens(containers: list[Value]) -> Iterator[Said]:
    routers = [index for index, item in enumerate(containers) if is_given(at(item, "FirelensConfiguration"))]
    senders = [
        index
        for index, item in enumerate(containers)
        if as_text(at(item, "LogConfiguration", "LogDriver")) == "awsfirelens"
    ]
    if senders and not routers:
        yield (
            (
                "When awsfirelens log driver is specified in log configuration, a firelens configuration object "
                "must be "
                "specified."
            ),
            ("ContainerDefinitions", senders[0], "LogConfiguration"),
        )
    drivers = [at(item, "LogConfiguration", "LogDriver") for item in containers]
    if routers and not senders and known([*containers, *drivers]):
        # Quoted by users of CloudFormation (read 2026-11-23).
        yield (
            (
                "When a firelensConfiguration object is specified, at least one container has to be configured "
                "with the "
                "awsfirelens log driver."
            ),
            ("ContainerDefinitions", routers[0], "FirelensConfiguration"),
        )
