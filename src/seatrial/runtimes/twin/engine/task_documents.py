"""What a task may be told about itself, put together from what the engine knows of it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from seatrial.runtimes.twin.decide.container_create import ecs_labels, private_dns_name
from seatrial.runtimes.twin.decide.ecs_task_definition import ContainerSpec
from seatrial.runtimes.twin.decide.ecs_task_state import Container
from seatrial.runtimes.twin.decide.metadata_answer import Known
from seatrial.runtimes.twin.decide.network_script import mac_of
from seatrial.runtimes.twin.decide.nft_rules import METADATA_PORT
from seatrial.runtimes.twin.decide.task_credentials import task_credentials
from seatrial.runtimes.twin.decide.task_metadata import (
    ContainerHealth,
    ContainerState,
    Document,
    TaskInterface,
    TaskState,
)
from seatrial.runtimes.twin.engine.berth import Berth

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour


async def serve_metadata(harbour: Harbour, berth: Berth) -> None:
    """Answers at 169.254.170.2 in the task's namespace. Safe to repeat."""
    await harbour.metadata.serve(berth.task.id, berth.netns, lambda: _known(harbour, berth))


def socket_in(harbour: Harbour, netns: str, bind: tuple[str, int]) -> socket.socket:
    """Listens beside port 80, which is the task's own; the namespace's rules lead there."""
    return harbour.namespaces.socket(netns, bind=(bind[0], METADATA_PORT), listen=64)


def _known(harbour: Harbour, berth: Berth) -> Known:
    now = harbour.now()
    credentials = {}
    if berth.spec.task_role_arn:
        given = task_credentials(harbour.secret, berth.task.id, _role_arn(berth), now)
        credentials = {berth.credentials_id: given}

    def stats(container: str) -> Document | None:
        item, spec = berth.task.container(container), berth.spec.container(container)
        if item is None or spec is None:
            return None
        limit = spec.memory_mib or berth.spec.memory_mib
        pid = harbour.podman.pid(item.runtime_id) if item.runtime_id else 0
        return harbour.samples.document(berth.task.id, container, pid, limit)

    tokens = {token: name for name, token in berth.metadata_tokens.items()}
    return Known(_task_state(harbour, berth), tokens, credentials, stats)


def _role_arn(berth: Berth) -> str:
    """The task role's ARN; a definition may give the role's name."""
    role = berth.spec.task_role_arn
    if role.startswith("arn:"):
        return role
    return f"arn:{berth.task.arn.split(':')[1]}:iam::{berth.ask.account}:role/{role}"


def _task_state(harbour: Harbour, berth: Berth) -> TaskState:
    from seatrial.runtimes.twin.engine.launch import vpc_of

    task, spec = berth.task, berth.spec
    vpc = vpc_of(harbour, task.subnet_id)
    subnet = next((item for item in vpc.subnets if item.id == task.subnet_id), None) if vpc else None
    address = berth.interface.address if berth.interface else task.private_ip
    interface = TaskInterface(
        private_ip=address,
        mac_address=mac_of(berth.interface.id) if berth.interface else "",
        subnet_cidr=subnet.block if subnet else "",
        subnet_gateway=subnet.gateway if subnet else "",
        private_dns_name=private_dns_name(address, berth.ask.region),
        name_servers=(vpc.resolver,) if vpc else (),
    )
    return TaskState(
        task_arn=task.arn,
        cluster_arn=task.cluster_arn,
        family=spec.family,
        revision=spec.revision,
        cpu_units=spec.cpu_units,
        memory_mib=spec.memory_mib,
        availability_zone=task.availability_zone,
        interface=interface,
        containers=tuple(
            _container(berth, spec_item, item)
            for spec_item in spec.containers
            if (item := task.container(spec_item.name)) is not None
        ),
        desired_status=str(task.desired_status),
        known_status=str(task.last_status),
        service_name=berth.ask.service,
        pull_started_at=task.pull_started_at or 0,
        pull_stopped_at=task.pull_stopped_at or 0,
        execution_stopped_at=task.execution_stopped_at or 0,
        ephemeral_storage_gib=spec.ephemeral_storage_gib,
        fault_injection=spec.fault_injection,
    )


def _container(berth: Berth, spec: ContainerSpec, item: Container) -> ContainerState:
    log = spec.log_configuration
    health = None
    if spec.health_check is not None and spec.health_check.argv:
        health = ContainerHealth(str(item.health.status), item.started_at or 0, output=item.health.output)
    from seatrial.runtimes.twin.decide.container_create import TaskPlace

    place = TaskPlace(berth.task.id, berth.task.arn, berth.task.cluster_arn, berth.ask.region, "", "")
    return ContainerState(
        name=spec.name,
        image=spec.image,
        image_digest=item.image_digest,
        labels={**spec.docker_labels, **ecs_labels(berth.spec, spec, place)},
        desired_status=str(berth.task.desired_status),
        known_status=item.status.shown,
        exit_code=item.exit_code,
        cpu_units=spec.cpu_units,
        memory_mib=spec.memory_mib,
        created_at=item.started_at or berth.task.created_at,
        started_at=item.started_at or 0,
        finished_at=item.stopped_at or 0,
        health=health,
        log_driver=log.driver if log else "",
        log_options=dict(log.options) if log else {},
        restart_count=item.restarts if spec.restart_policy else None,
    )
