"""What CreateTaskSet refuses: a task set brings to an external deployment what else stands in the service.

"This port must correspond to a containerPort in the task definition the tasks in the service are using", and with
awsvpc "you must choose ip as the target type, not instance":
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskset-loadbalancer.html and
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html (read 2026-11-30). The texts are those
of CreateService, so that here they are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.ecs_service import TASK_DEFINITION, Said, container_port, target_group, unattached
from seatrial.analyses.refusals.ecs_task_definition import unfit_for_fargate
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, entries
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text, at

API = "ecs.CreateTaskSet"


def refused(world: World, resource: Resource) -> Refusal | None:
    """The first thing that the API refuses."""
    definition = world.find(resource.get("TaskDefinition"), TASK_DEFINITION)
    for said in _problems(world, resource, definition):
        return Refusal(API, said.code, said.message, said.path, because=said.because, ours=True)
    return None


def _problems(world: World, resource: Resource, definition: Resource | None) -> Iterator[Said]:
    fargate = as_text(resource.get("LaunchType")) == "FARGATE"
    if fargate and definition is not None and (unfit := unfit_for_fargate(definition)) is not None:
        text = "Task definition does not support launch_type FARGATE."
        yield Said(text, ("LaunchType",), because=unfit.rstrip("."))
    for index, item in enumerate(entries(resource.get("LoadBalancers"))):
        group = at(item, "TargetGroupArn")
        if group is not None and at(item, "ContainerName") is None and not isinstance(item, Unknown):
            yield Said("A target group needs the name of a container.", ("LoadBalancers", index))
        yield from container_port(world, definition, item, ("LoadBalancers", index))
        yield from target_group(world, definition, group, ("LoadBalancers", index, "TargetGroupArn"))
        yield from unattached(world, group, ("LoadBalancers", index, "TargetGroupArn"))
