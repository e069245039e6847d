"""What is done for each action of a task. Every one may be repeated: names are made from the task's id."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from seatrial.analyses.launch import secret_values
from seatrial.analyses.launch.image_reference import Missing
from seatrial.runtimes.twin.act.podman_api import PodmanError
from seatrial.runtimes.twin.decide import ecs_task_actions as actions
from seatrial.runtimes.twin.decide.container_create import (
    TaskPlace,
    container_create,
    hosts_text,
    internal_domain,
    pause_name,
    resolv_text,
)
from seatrial.runtimes.twin.decide.container_health import CheckOutcome
from seatrial.runtimes.twin.decide.ecs_task_observations import (
    ContainerCreated,
    ContainerExited,
    ContainersRemoved,
    ContainerStarted,
    ContainerStartFailed,
    HealthChecked,
    InterfaceFailed,
    InterfaceReady,
    InterfaceReleased,
    TargetsDrained,
    TargetsDraining,
    TargetsRegistered,
)
from seatrial.runtimes.twin.decide.ecs_task_state import StopCode
from seatrial.runtimes.twin.decide.network import Interface
from seatrial.runtimes.twin.decide.network_interfaces import interface_id, lent_address, place_interface
from seatrial.runtimes.twin.engine.berth import Berth
from seatrial.runtimes.twin.engine.launch import prepare, vpc_of
from seatrial.runtimes.twin.engine.task_documents import serve_metadata

if TYPE_CHECKING:
    from seatrial.runtimes.twin.engine.harbour import Harbour

NO_ADDRESS = (
    "Unexpected EC2 error while attempting to Create Network Interface in subnet '{subnet}': "
    "InsufficientFreeAddressesInSubnet"
)
SLOW_REMOVAL_SECONDS = 5.0


async def carry_out(harbour: Harbour, berth: Berth, action: actions.TaskAction) -> None:
    """Does one action and observes what came of it."""
    match action:
        case actions.ProvisionInterface():
            await _provision(harbour, berth)
        case actions.PrepareLaunch():
            harbour.tasks.observe(berth.task.id, await prepare(harbour, berth))
        case actions.CreateContainer(container=name):
            await _create(harbour, berth, name)
        case actions.StartContainer(container=name):
            await _start(harbour, berth, name)
        case actions.CheckHealth(container=name):
            await _check(harbour, berth, name)
        case actions.RegisterTargets():
            await _register(harbour, berth)
        case actions.DeregisterTargets():
            await _deregister(harbour, berth)
        case actions.SignalContainer(container=name):
            await _signal(harbour, berth, name, kill=False)
        case actions.KillContainer(container=name):
            await _signal(harbour, berth, name, kill=True)
        case actions.RemoveContainers():
            await _remove(harbour, berth)
        case actions.ReleaseInterface():
            berth.interface = None
            try:
                await harbour.rewire()
            finally:
                # Whatever keeps the network from being rewired, this interface is wanted no more.
                harbour.tasks.observe(berth.task.id, InterfaceReleased())


async def _provision(harbour: Harbour, berth: Berth) -> None:
    if berth.interface is None:
        systems, task = harbour.worlds(), berth.task
        here = [item.address for item in harbour.interfaces if item.subnet_id == task.subnet_id]
        address = place_interface(systems, task.subnet_id, here, task.id)
        if address is None:
            reason = NO_ADDRESS.format(subnet=task.subnet_id)
            harbour.tasks.observe(task.id, InterfaceFailed(reason))
            return
        public = ""
        if berth.ask.public_address:
            public = lent_address(task.id, {item.public_address for item in harbour.interfaces})
        id = interface_id(task.id)
        berth.interface = Interface(id, berth.netns, task.subnet_id, address, berth.ask.security_groups, public)
    await harbour.rewire()
    await serve_metadata(harbour, berth)
    harbour.tasks.observe(berth.task.id, InterfaceReady(berth.interface.id, berth.interface.address))


async def _create(harbour: Harbour, berth: Berth, name: str) -> None:
    task, spec = berth.task, berth.spec
    container, interface = spec.container(name), berth.interface
    definition = harbour.tasks.definitions.register(spec.arn)
    if container is None or interface is None or definition is None:
        return
    image = berth.images.get(name)
    if image is None:
        found = await harbour.images.find(container.image, harbour.stacks[berth.ask.stack].images)
        if isinstance(found, Missing):
            failed = ContainerStartFailed(name, f"CannotPullContainerError: {found.reason}")
            harbour.tasks.observe(task.id, failed)
            return
        image = berth.images[name] = found
    secrets = secret_values(harbour.worlds_for(berth.ask.stack), definition, harbour.secret).get(name, {})
    made = container_create(spec, container, _place(harbour, berth, interface), image, secrets, berth.ask.stack)
    try:
        runtime_id = await harbour.podman.create(made)
    except PodmanError as refusal:
        harbour.tasks.observe(task.id, ContainerStartFailed(name, f"CannotCreateContainerError: {refusal.message}"))
        return
    harbour.tasks.observe(task.id, ContainerCreated(name, runtime_id))


def _place(harbour: Harbour, berth: Berth, interface: Interface) -> TaskPlace:
    """The task's files and names. Files are written each time: they are the same."""
    task, region = berth.task, berth.ask.region
    folder = harbour.podman.settings.run / f"task-{task.id}"
    folder.mkdir(parents=True, exist_ok=True)
    vpc = vpc_of(harbour, interface.subnet_id)
    hosts, resolv = folder / "hosts", folder / "resolv.conf"
    hosts.write_text(hosts_text(interface.address, region))
    resolv.write_text(resolv_text((vpc.resolver,) if vpc else (), (internal_domain(region),)))
    return TaskPlace(
        task_id=task.id,
        task_arn=task.arn,
        cluster_arn=task.cluster_arn,
        region=region,
        private_ip=interface.address,
        network_namespace=berth.netns,
        metadata_tokens=berth.metadata_tokens,
        credentials_id=berth.credentials_id,
        hosts_file=str(hosts),
        resolv_file=str(resolv),
        cgroup_parent=harbour.cgroups.create_task(task.id, berth.spec.cpu_units, berth.spec.memory_mib),
    )


async def _start(harbour: Harbour, berth: Berth, name: str) -> None:
    task = berth.task
    item = task.container(name)
    if item is None:
        return
    try:
        await harbour.podman.start(item.runtime_id)
    except PodmanError as refusal:
        message = f"CannotStartContainerError: Error response from daemon: {refusal.message}"
        harbour.tasks.observe(task.id, ContainerStartFailed(name, message))
        return
    harbour.tasks.observe(task.id, ContainerStarted(name, item.runtime_id))
    harbour.tasks.watch(task.id, name, item.runtime_id)


async def _check(harbour: Harbour, berth: Berth, name: str) -> None:
    item, container = berth.task.container(name), berth.spec.container(name)
    if item is None or container is None or container.health_check is None:
        return
    check = container.health_check
    result = await harbour.exec.check(item.runtime_id, check.argv, check.timeout_seconds)
    outcome = CheckOutcome.TIMEOUT if result.timed_out else CheckOutcome.OK if result.healthy else CheckOutcome.FAIL
    harbour.tasks.observe(berth.task.id, HealthChecked(name, outcome, result.output))


async def _register(harbour: Harbour, berth: Berth) -> None:
    task = berth.task
    for item in task.registrations:
        harbour.traffic.register(item.target_group_arn, task.private_ip, item.port, task.availability_zone)
    harbour.tasks.observe(task.id, TargetsRegistered())


async def _deregister(harbour: Harbour, berth: Berth) -> None:
    """Drains the targets; a task that has nothing left to answer with leaves its groups at once.

    So does one whose whole stack is being deleted: nobody waits here for requests to an address that is going away.
    """
    task, stack = berth.task, harbour.stacks.get(berth.ask.stack)
    over = task.stop_code == StopCode.ESSENTIAL_CONTAINER_EXITED
    over = over or (stack is not None and stack.status == "DELETE_IN_PROGRESS")
    for item in task.registrations:
        if over:
            harbour.traffic.drop(item.target_group_arn, task.private_ip, item.port)
        else:
            harbour.traffic.deregister(item.target_group_arn, task.private_ip, item.port)
    harbour.tasks.observe(task.id, TargetsDraining())
    drains = [harbour.traffic.drained(item.target_group_arn, task.private_ip, item.port) for item in task.registrations]
    await asyncio.gather(*drains)
    harbour.tasks.observe(task.id, TargetsDrained())


async def _signal(harbour: Harbour, berth: Berth, name: str, *, kill: bool) -> None:
    item = berth.task.container(name)
    if item is None or not item.runtime_id:
        harbour.tasks.observe(berth.task.id, ContainerExited(name, None))
        return
    with contextlib.suppress(PodmanError):
        if kill:
            await harbour.podman.kill(item.runtime_id)
        else:
            await harbour.podman.signal(item.runtime_id, "SIGTERM")


async def _remove(harbour: Harbour, berth: Berth) -> None:
    task = berth.task
    for item in task.containers:
        if item.runtime_id:
            with contextlib.suppress(PodmanError):
                await harbour.podman.remove(item.runtime_id)
    if berth.spec.pid_shared:
        with contextlib.suppress(PodmanError):
            await harbour.podman.remove(pause_name(task.id))
    harbour.metadata.stop(task.id)
    await harbour.podman.remove_task_files(task.id)
    deadline = asyncio.get_running_loop().time() + SLOW_REMOVAL_SECONDS
    while not await asyncio.to_thread(harbour.cgroups.remove_task, task.id):
        if asyncio.get_running_loop().time() > deadline:
            break
        await asyncio.sleep(0.05)
    harbour.tasks.observe(task.id, ContainersRemoved())
