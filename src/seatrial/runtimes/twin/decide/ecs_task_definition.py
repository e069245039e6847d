"""A task definition as a Fargate task has it: every default filled in, every unit said.

Only what Fargate accepts is read. Whether AWS would accept the definition at all is asked elsewhere; here the odd value
falls back to its default. ``speed`` divides AWS's own waiting times (health check interval, start period, restart
period), never the time that the application is given to start, answer or stop.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from seatrial.model.resource import Resource
from seatrial.model.units import cpu_units, memory_mib
from seatrial.model.value import Value, as_dict, as_flag, as_list, as_number, as_text, at

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
HEALTH_INTERVAL_SECONDS = 30
HEALTH_TIMEOUT_SECONDS = 5
HEALTH_RETRIES = 3
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (startTimeout, stopTimeout)
STOP_TIMEOUT_SECONDS = 30
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html: what Fargate sets where nothing is given
NOFILE_SOFT = 65535
NOFILE_HARD = 65535
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html
EPHEMERAL_STORAGE_GIB = 20
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html
RESTART_ATTEMPT_SECONDS = 300
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html: the one that Fargate adds
ADDABLE_CAPABILITIES = ("SYS_PTRACE",)
SMALLEST_CPU_UNITS, SMALLEST_MEMORY_MIB = 256, 512


class HealthCheck(Struct, frozen=True, omit_defaults=True):
    """``command`` is as written, with its CMD or CMD-SHELL in front."""

    command: tuple[str, ...]
    interval_seconds: float = HEALTH_INTERVAL_SECONDS
    timeout_seconds: float = HEALTH_TIMEOUT_SECONDS
    start_period_seconds: float = 0
    retries: int = HEALTH_RETRIES

    @property
    def argv(self) -> tuple[str, ...]:
        """The program to run in the container; empty where there is nothing to run (NONE, or an unknown first word)."""
        match self.command:
            case ("CMD", *words):
                return tuple(words)
            case ("CMD-SHELL", *words):
                return ("/bin/sh", "-c", *words)
            case _:
                return ()


class Dependency(Struct, frozen=True, omit_defaults=True):
    """``condition`` is START, COMPLETE, SUCCESS or HEALTHY."""

    container: str
    condition: str


class PortMapping(Struct, frozen=True, omit_defaults=True):
    container_port: int
    protocol: str = "tcp"
    name: str = ""
    app_protocol: str = ""


class MountPoint(Struct, frozen=True, omit_defaults=True):
    volume: str
    container_path: str
    read_only: bool = False


class VolumesFrom(Struct, frozen=True, omit_defaults=True):
    container: str
    read_only: bool = False


class Ulimit(Struct, frozen=True, omit_defaults=True):
    name: str
    soft: int
    hard: int


class LogConfiguration(Struct, frozen=True, omit_defaults=True):
    """``secret_options`` are option name → valueFrom."""

    driver: str
    options: Mapping[str, str] = field(default_factory=dict)
    secret_options: Mapping[str, str] = field(default_factory=dict)


class LinuxParameters(Struct, frozen=True, omit_defaults=True):
    """Capabilities are named as in the definition, without ``CAP_``."""

    init: bool = False
    add_capabilities: tuple[str, ...] = ()
    drop_capabilities: tuple[str, ...] = ()


class RestartPolicy(Struct, frozen=True, omit_defaults=True):
    ignored_exit_codes: tuple[int, ...] = ()
    attempt_period_seconds: float = RESTART_ATTEMPT_SECONDS


class ContainerSpec(Struct, frozen=True, omit_defaults=True):
    """One container. ``entry_point`` and ``command`` are None where the image's hold; values may be Sensitive."""

    name: str
    image: str
    essential: bool = True
    entry_point: tuple[str, ...] | None = None
    command: tuple[str, ...] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    working_directory: str = ""
    user: str = ""
    read_only_root: bool = False
    ulimits: tuple[Ulimit, ...] = ()
    linux_parameters: LinuxParameters = LinuxParameters()
    mount_points: tuple[MountPoint, ...] = ()
    volumes_from: tuple[VolumesFrom, ...] = ()
    port_mappings: tuple[PortMapping, ...] = ()
    cpu_units: int = 0
    memory_mib: int | None = None
    memory_reservation_mib: int | None = None
    health_check: HealthCheck | None = None
    depends_on: tuple[Dependency, ...] = ()
    start_timeout_seconds: float | None = None
    stop_timeout_seconds: float = STOP_TIMEOUT_SECONDS
    log_configuration: LogConfiguration | None = None
    docker_labels: Mapping[str, str] = field(default_factory=dict)
    system_controls: Mapping[str, str] = field(default_factory=dict)
    pseudo_terminal: bool = False
    interactive: bool = False
    restart_policy: RestartPolicy | None = None


class TaskSpec(Struct, frozen=True, omit_defaults=True):
    """``volumes`` are the names of the volumes that the containers share; ``pid_shared`` is PidMode ``task``."""

    family: str
    revision: int
    arn: str
    cpu_units: int
    memory_mib: int
    containers: tuple[ContainerSpec, ...]
    volumes: tuple[str, ...] = ()
    execution_role_arn: str = ""
    task_role_arn: str = ""
    ephemeral_storage_gib: int = EPHEMERAL_STORAGE_GIB
    cpu_architecture: str = "X86_64"
    operating_system_family: str = "LINUX"
    pid_shared: bool = False
    fault_injection: bool = False

    def container(self, name: str) -> ContainerSpec | None:
        return next((item for item in self.containers if item.name == name), None)


def task_spec(definition: Resource, speed: float = 1.0) -> TaskSpec:
    """Reads an ``AWS::ECS::TaskDefinition``."""
    arn = definition.arn or definition.physical_id
    family, _, revision = arn.rpartition("/")[2].rpartition(":")
    storage = as_number(definition.get("EphemeralStorage", "SizeInGiB"), EPHEMERAL_STORAGE_GIB)
    return TaskSpec(
        family=as_text(definition.get("Family")) or family or definition.logical_id,
        revision=as_number(revision, 1),
        arn=arn,
        cpu_units=cpu_units(as_text(definition.get("Cpu"))) or SMALLEST_CPU_UNITS,
        memory_mib=memory_mib(as_text(definition.get("Memory"))) or SMALLEST_MEMORY_MIB,
        containers=tuple(_container(item, speed) for item in as_list(definition.get("ContainerDefinitions"))),
        volumes=tuple(as_text(at(item, "Name")) for item in as_list(definition.get("Volumes"))),
        execution_role_arn=as_text(definition.get("ExecutionRoleArn")),
        task_role_arn=as_text(definition.get("TaskRoleArn")),
        ephemeral_storage_gib=storage,
        cpu_architecture=as_text(definition.get("RuntimePlatform", "CpuArchitecture")) or "X86_64",
        operating_system_family=as_text(definition.get("RuntimePlatform", "OperatingSystemFamily")) or "LINUX",
        pid_shared=as_text(definition.get("PidMode")) == "task",
        fault_injection=as_flag(definition.get("EnableFaultInjection")),
    )


def _container(item: Value, speed: float) -> ContainerSpec:
    start_timeout = as_number(at(item, "StartTimeout"), 0)
    return ContainerSpec(
        name=as_text(at(item, "Name")),
        image=as_text(at(item, "Image")),
        essential=as_flag(at(item, "Essential"), True),
        entry_point=_words(at(item, "EntryPoint")),
        command=_words(at(item, "Command")),
        environment=_pairs(at(item, "Environment"), "Name", "Value"),
        secrets=_pairs(at(item, "Secrets"), "Name", "ValueFrom"),
        working_directory=as_text(at(item, "WorkingDirectory")),
        user=as_text(at(item, "User")),
        read_only_root=as_flag(at(item, "ReadonlyRootFilesystem")),
        ulimits=tuple(_ulimit(limit) for limit in as_list(at(item, "Ulimits"))),
        linux_parameters=_linux_parameters(at(item, "LinuxParameters")),
        mount_points=tuple(_mount_point(point) for point in as_list(at(item, "MountPoints"))),
        volumes_from=tuple(
            VolumesFrom(as_text(at(source, "SourceContainer")), as_flag(at(source, "ReadOnly")))
            for source in as_list(at(item, "VolumesFrom"))
        ),
        port_mappings=tuple(_port_mapping(port) for port in as_list(at(item, "PortMappings"))),
        cpu_units=as_number(at(item, "Cpu"), 0),
        memory_mib=as_number(at(item, "Memory"), 0) or None,
        memory_reservation_mib=as_number(at(item, "MemoryReservation"), 0) or None,
        health_check=_health_check(at(item, "HealthCheck"), speed),
        depends_on=tuple(
            Dependency(as_text(at(need, "ContainerName")), as_text(at(need, "Condition"), "START"))
            for need in as_list(at(item, "DependsOn"))
        ),
        start_timeout_seconds=start_timeout or None,
        stop_timeout_seconds=as_number(at(item, "StopTimeout"), STOP_TIMEOUT_SECONDS),
        log_configuration=_log_configuration(at(item, "LogConfiguration")),
        docker_labels=_texts(at(item, "DockerLabels")),
        system_controls=_pairs(at(item, "SystemControls"), "Namespace", "Value"),
        pseudo_terminal=as_flag(at(item, "PseudoTerminal")),
        interactive=as_flag(at(item, "Interactive")),
        restart_policy=_restart_policy(at(item, "RestartPolicy"), speed),
    )


def _words(value: Value) -> tuple[str, ...] | None:
    """A list of words; an absent or empty one is None, since ECS then uses the image's."""
    return tuple(as_text(word) for word in as_list(value)) or None


def _pairs(value: Value, name: str, content: str) -> dict[str, str]:
    """A list of named values as a mapping, the last of a name winning as in a process's environment."""
    return {as_text(at(item, name)): as_text(at(item, content)) for item in as_list(value) if as_text(at(item, name))}


def _texts(value: Value) -> dict[str, str]:
    return {name: as_text(item) for name, item in as_dict(value).items()}


def _ulimit(value: Value) -> Ulimit:
    return Ulimit(as_text(at(value, "Name")), as_number(at(value, "SoftLimit")), as_number(at(value, "HardLimit")))


def _mount_point(value: Value) -> MountPoint:
    return MountPoint(
        as_text(at(value, "SourceVolume")), as_text(at(value, "ContainerPath")), as_flag(at(value, "ReadOnly"))
    )


def _port_mapping(value: Value) -> PortMapping:
    return PortMapping(
        as_number(at(value, "ContainerPort"), 0),
        # What isn't udp is registered as tcp (https://github.com/hashicorp/terraform-provider-aws/issues/3645).
        "udp" if at(value, "Protocol") == "udp" else "tcp",
        as_text(at(value, "Name")),
        as_text(at(value, "AppProtocol")),
    )


def _linux_parameters(value: Value) -> LinuxParameters:
    added = tuple(as_text(name) for name in as_list(at(value, "Capabilities", "Add")))
    return LinuxParameters(
        init=as_flag(at(value, "InitProcessEnabled")),
        add_capabilities=tuple(name for name in added if name in ADDABLE_CAPABILITIES),
        drop_capabilities=tuple(as_text(name) for name in as_list(at(value, "Capabilities", "Drop"))),
    )


def _health_check(value: Value, speed: float) -> HealthCheck | None:
    command = _words(at(value, "Command"))
    if command is None:
        return None
    return HealthCheck(
        command,
        as_number(at(value, "Interval"), HEALTH_INTERVAL_SECONDS) / speed,
        as_number(at(value, "Timeout"), HEALTH_TIMEOUT_SECONDS),
        as_number(at(value, "StartPeriod"), 0) / speed,
        as_number(at(value, "Retries"), HEALTH_RETRIES),
    )


def _log_configuration(value: Value) -> LogConfiguration | None:
    driver = as_text(at(value, "LogDriver"))
    if not driver:
        return None
    return LogConfiguration(
        driver, _texts(at(value, "Options")), _pairs(at(value, "SecretOptions"), "Name", "ValueFrom")
    )


def _restart_policy(value: Value, speed: float) -> RestartPolicy | None:
    if not as_flag(at(value, "Enabled")):
        return None
    return RestartPolicy(
        tuple(as_number(code) for code in as_list(at(value, "IgnoredExitCodes"))),
        as_number(at(value, "RestartAttemptPeriod"), RESTART_ATTEMPT_SECONDS) / speed,
    )
