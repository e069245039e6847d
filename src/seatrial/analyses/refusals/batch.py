"""What AWS Batch refuses about jobs on Fargate: job definitions, compute environments and job queues.

Sources (read 2026-11-30): https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html ("For jobs
that run on Fargate resources, you must provide an execution role"; ``privileged``, ``vcpus`` and ``memory`` are not for
them), https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html (the sizes, and that there are
no GPUs), https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html (what isn't applicable to
Fargate: "Don't specify it"), https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-queues.html ("EC2 and
Fargate compute environments can't be mixed").

Texts: ``vCPU is not provided.`` as https://github.com/ASFHyP3/hyp3/pull/586 has it. The others are after what other
operations say: SubmitJob of vcpus and of sizes (https://github.com/insitro/redun/pull/95,
https://github.com/Netflix/metaflow/issues/749), UpdateComputeEnvironment of minvCpus
(https://github.com/hashicorp/terraform-provider-aws/pull/16819). That instanceRole and instanceTypes are refused:
https://github.com/aws/aws-cdk/issues/12028.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.kinds.data.fargate_sizes import FARGATE_SIZES
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_flag, as_text, at, is_whole

ENVIRONMENT, QUEUE, DEFINITION = "AWS::Batch::ComputeEnvironment", "AWS::Batch::JobQueue", "AWS::Batch::JobDefinition"
FARGATE = "FARGATE"
_CONTAINER: PropertyPath = ("ContainerProperties",)
_NEEDED: PropertyPath = (*_CONTAINER, "ResourceRequirements")
# What a compute environment has for its instances, as the API calls it.
_OF_INSTANCES = (
    *("AllocationStrategy", "BidPercentage", "DesiredvCpus", "Ec2Configuration", "Ec2KeyPair", "ImageId"),
    *("InstanceRole", "InstanceTypes", "LaunchTemplate", "MinvCpus", "PlacementGroup", "SpotIamFleetRole"),
)
_CPU_UNITS = 1024


class _Said(Struct, frozen=True):
    message: str
    path: PropertyPath = ()
    because: str = ""
    instead: str = ""
    ours: bool = True


def definition_refused(world: World, resource: Resource) -> Refusal | None:
    """A job definition for Fargate."""
    return _first("batch.RegisterJobDefinition", _definition(resource))


def environment_refused(world: World, resource: Resource) -> Refusal | None:
    """A compute environment of Fargate."""
    return _first("batch.CreateComputeEnvironment", _environment(resource))


def queue_refused(world: World, resource: Resource) -> Refusal | None:
    """A job queue whose compute environments are of both kinds."""
    return _first("batch.CreateJobQueue", _queue(world, resource))


def _first(api: str, said: Iterator[_Said]) -> Refusal | None:
    for item in said:
        message = item.message if item.ours else f"Error executing request, Exception : {item.message}"
        because, instead = item.because, item.instead
        return Refusal(api, "ClientException", message, item.path, because=because, instead=instead, ours=item.ours)
    return None


def _definition(resource: Resource) -> Iterator[_Said]:
    platforms, container = resource.get("PlatformCapabilities"), resource.get(*_CONTAINER)
    if [as_text(item).upper() for item in entries(platforms)] != [FARGATE] or not isinstance(container, dict):
        return
    if container.get("ExecutionRoleArn") in (None, ""):
        yield _Said("A job on Fargate needs an executionRoleArn.", _CONTAINER)
    for key in ("Vcpus", "Memory"):
        if is_given(container.get(key)):
            yield _Said(f"{key} is not applicable for Fargate. Use resource requirements instead.", (*_CONTAINER, key))
    if as_flag(container.get("Privileged")):
        yield _Said("Privileged is not applicable for Fargate.", (*_CONTAINER, "Privileged"))
    yield from _size(container.get("ResourceRequirements"))


def _size(needed: Value) -> Iterator[_Said]:
    """What a job needs: one of Fargate's sizes."""
    items = entries(needed)
    if isinstance(needed, Unknown) or any(isinstance(item, Unknown) for item in items):
        return
    by_type = {as_text(at(item, "Type")).upper(): (index, at(item, "Value")) for index, item in enumerate(items)}
    if "GPU" in by_type:
        yield _Said("GPU is not applicable for Fargate.", (*_NEEDED, by_type["GPU"][0]), "Fargate has no GPUs")
    place: PropertyPath = _NEEDED if items else _CONTAINER
    if "VCPU" not in by_type:
        yield _Said("vCPU is not provided.", place, ours=False)
    elif "MEMORY" not in by_type:
        yield _Said("Memory is not provided.", place)
    else:
        (index, cpu), (at_memory, memory) = by_type["VCPU"], by_type["MEMORY"]
        units = _units(as_text(cpu))
        if isinstance(cpu, Unknown) or isinstance(memory, Unknown):
            return
        sizes = FARGATE_SIZES.get(units, ())
        if not sizes:
            offered = ", ".join(f"{item / _CPU_UNITS:g}" for item in FARGATE_SIZES)
            text = f"Fargate resource requirements ({as_text(cpu)} vCPU) not valid."
            yield _Said(text, (*_NEEDED, index, "Value"), f"Fargate offers {offered} vCPU")
        elif not is_whole(as_text(memory)) or int(as_text(memory)) not in sizes:
            text = f"Fargate resource requirements ({units / _CPU_UNITS:.2f} vCPU, {as_text(memory)} MiB) not valid."
            written = is_whole(as_text(memory))
            near = min(sizes, key=lambda item: abs(item - int(as_text(memory)))) if written else sizes[0]
            because = f"with {units / _CPU_UNITS:g} vCPU Fargate offers {sizes[0]} to {sizes[-1]} MiB, in steps"
            yield _Said(text, (*_NEEDED, at_memory, "Value"), because, f'"{near}"')


def _units(text: str) -> int:
    """CPU units of a number of vCPU; 0 where it is no number."""
    try:
        return round(float(text) * _CPU_UNITS)
    except (ValueError, OverflowError):
        return 0


def _environment(resource: Resource) -> Iterator[_Said]:
    resources = resource.get("ComputeResources")
    if not isinstance(resources, dict) or not _is_fargate(resources.get("Type")):
        return
    for key in _OF_INSTANCES:
        if is_given(resources.get(key)):
            yield _Said(f"{key} is not applicable for Fargate.", ("ComputeResources", key), "it is for instances")
    for key in ("Subnets", "SecurityGroupIds"):
        if resources.get(key) is None:
            yield _Said(f"Compute resources of Fargate need {key}.", ("ComputeResources",))


def _is_fargate(type: Value) -> bool:
    return as_text(type).upper().startswith(FARGATE)


def _queue(world: World, resource: Resource) -> Iterator[_Said]:
    found = []
    for index, item in enumerate(entries(resource.get("ComputeEnvironmentOrder"))):
        value, path = at(item, "ComputeEnvironment"), ("ComputeEnvironmentOrder", index, "ComputeEnvironment")
        named, environment = world.find(value), world.find(value, ENVIRONMENT)
        if named is not None and environment is None:
            yield _Said(f"{as_text(value)} is not a compute environment.", path, f"it is {named.logical_id}")
        if environment is not None and isinstance(environment.get("ComputeResources", "Type"), str):
            found.append((index, environment))
    for (_, one), (index, other) in pairwise(found):
        kinds = [_is_fargate(item.get("ComputeResources", "Type")) for item in (one, other)]
        if kinds[0] is not kinds[1]:
            names = [item.logical_id for item in (one, other)]
            on = names[kinds.index(True)]
            yield _Said(
                "EC2 and Fargate compute environments can't be mixed in a job queue.",
                ("ComputeEnvironmentOrder", index),
                f"{on} is of Fargate, and {names[kinds.index(False)]} is not",
            )
