"""What to write so that an API takes a resource, where one answer is plainly right: by the text with which it refuses.

A wrong guess does no harm: an edit is kept only if the finding goes away by it and no other comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from seatrial.analyses.checklist.by_text import first_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals import Refusal
from seatrial.analyses.refusals.ecs_task_definition import COMPATIBILITIES, what_is_unfit
from seatrial.kinds.data.fargate_sizes import FARGATE_SIZES
from seatrial.model.edit import Edit, set_property, wait_for
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_number, as_text, at

Fix = Callable[[Inquiry, Resource, Refusal], tuple[Edit, ...]]
TASK_DEFINITION = "AWS::ECS::TaskDefinition"


def fix_of(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    """The edits that mend a refusal; none where somebody has to decide."""
    found = first_of(_FIXES.items(), refusal.message)
    return found[0](inquiry, resource, refusal) if found is not None else ()


def _wait_for_gateway(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    found = [item for item in inquiry.system.of_type("AWS::EC2::VPCGatewayAttachment") if item.get("InternetGatewayId")]
    return (wait_for(resource.logical_id, found[0].logical_id),) if len(found) == 1 else ()


def _ip_targets(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    groups = [inquiry.find(at(item, "TargetGroupArn")) for item in as_list(resource.get("LoadBalancers"))]
    return tuple(
        set_property(group.logical_id, "TargetType", to="ip")
        for group in groups
        if group is not None and inquiry.owns(group) and as_text(group.get("TargetType"), "instance") != "ip"
    )


def _size(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    """The next memory above that the cpu has; where it has none, the next cpu that has it."""
    cpu, memory = as_number(resource.get("Cpu")), as_number(resource.get("Memory"))
    larger = [size for size in FARGATE_SIZES.get(cpu, ()) if size >= memory]
    if larger:
        return (set_property(resource.logical_id, "Memory", to=str(larger[0])),)
    enough = [size for size, memories in FARGATE_SIZES.items() if size > cpu and memory in memories]
    return (set_property(resource.logical_id, "Cpu", to=str(enough[0])),) if enough else ()


def _awsvpc(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    return (set_property(resource.logical_id, "NetworkMode", to="awsvpc"),)


def _fargate(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    definition = inquiry.find(resource.get("TaskDefinition"), TASK_DEFINITION)
    return fit_for_fargate(inquiry, definition, refusal) if definition is not None and inquiry.owns(definition) else ()


def fit_for_fargate(inquiry: Inquiry, definition: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    unfit = what_is_unfit(definition)
    if unfit is None or unfit[1] == COMPATIBILITIES:
        return (set_property(definition.logical_id, "RequiresCompatibilities", to=["FARGATE"]),)
    return fix_of(inquiry, definition, replace(refusal, message=unfit[0], path=unfit[1]))


def _only_container(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    """The container and port of the service, where its task definition maps just one."""
    definition = inquiry.find(resource.get("TaskDefinition"), TASK_DEFINITION)
    if definition is None or len(refusal.path) < 2 or not isinstance(refusal.path[1], int):
        return ()
    mapped = [
        (as_text(at(container, "Name")), as_number(at(mapping, "ContainerPort")))
        for container in as_list(definition.get("ContainerDefinitions"))
        for mapping in as_list(at(container, "PortMappings"))
    ]
    if len(mapped) != 1:
        return ()
    entry, (name, port) = refusal.path[:2], mapped[0]
    given = at(resource.get("LoadBalancers"), refusal.path[1])
    edits = []
    if at(given, "ContainerName") != name:
        edits.append(set_property(resource.logical_id, *entry, "ContainerName", to=name))
    if as_number(at(given, "ContainerPort")) != port:
        edits.append(set_property(resource.logical_id, *entry, "ContainerPort", to=port))
    return tuple(edits)


def _dns(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    vpc = inquiry.find(resource.get("VpcId"), "AWS::EC2::VPC")
    if vpc is None or not inquiry.owns(vpc):
        return ()
    return tuple(
        set_property(vpc.logical_id, key, to=True)
        for key in ("EnableDnsSupport", "EnableDnsHostnames")
        if key == "EnableDnsHostnames" or vpc.get(key) is not None
    )


def _slash(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    path = as_text(resource.get("HealthCheckPath"))
    return (set_property(resource.logical_id, "HealthCheckPath", to=f"/{path}"),) if path else ()


def _instead(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    return (set_property(resource.logical_id, *refusal.path, to=refusal.instead),) if refusal.instead else ()


_FIXES: Mapping[str, Fix] = {
    r"and network gateway igw-|has no [Ii]nternet gateway attached|has no [Ii]nternet gateway": _wait_for_gateway,
    r"incompatible with the awsvpc network mode": _ip_targets,
    r"No Fargate configuration exists": _size,
    r"Fargate only supports network mode": _awsvpc,
    r"does not support launch_type FARGATE": _fargate,
    r"does not exist in the task definition|did not have a container port": _only_container,
    r"enableDns(Support|Hostnames)": _dns,
    r"must begin with a '/' character": _slash,
    r"ScheduleExpression|Schedule Expression|schedule expression": _instead,
}
