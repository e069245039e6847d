"""Whether a listener forwards to a target group that somebody registers targets in.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_targets import alternate_groups, empty_groups, misplaced_entry
from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Mistaken, Unknown, Value, as_list, as_number, as_text, at

# What registers instances by itself or can be registered.
INSTANCES = ("AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::Instance", "AWS::EC2::SpotFleet", "AWS::EC2::EC2Fleet")


def _named_anywhere(inquiry: Inquiry) -> list[Value]:
    """What any service names as its target group, one that can't be placed as well."""
    services = inquiry.system.of_type("AWS::ECS::Service", "AWS::ECS::TaskSet")
    return [at(item, "TargetGroupArn") for service in services for item in as_list(service.get("LoadBalancers"))]


def _nobody_registers(inquiry: Inquiry) -> Iterator[Said]:
    used = {entry.group.logical_id for entry in inquiry.arrivals.entries if entry.group is not None}
    named = _named_anywhere(inquiry)
    used |= alternate_groups(inquiry) | {
        group.logical_id for value in named if (group := inquiry.find(value)) is not None
    }
    told: set[str] = set()
    if any(isinstance(value, Mistaken) for value in named) or any(
        inquiry.refused_at(item.by, "LoadBalancers") for item in inquiry.placements
    ):
        return
    misplaced = _meant(inquiry)
    for forward in inquiry.arrivals.forwards:
        group = forward.group
        name = group.logical_id
        if name in misplaced:
            continue
        if name in used or name in told or group.get("Targets") or name not in inquiry.system.resources:
            continue
        if not inquiry.placements or not _for_tasks_alone(inquiry, group):
            continue
        told.add(name)
        if (service := _forgotten(inquiry, group)) is not None:
            yield Found(
                service,
                ("LoadBalancers",),
                f"{service.logical_id} has no LoadBalancers, and nothing else registers targets in {name}",
                f"{forward.by.logical_id} forwards to {name}, whose port the containers map: the load balancer finds "
                "no targets and answers with 503",
                f"name {name} with the container and its port in LoadBalancers of {service.logical_id}",
                severity=Severity.ERROR,
            )
            continue
        yield Found(
            forward.by,
            forward.path,
            f"{forward.by.logical_id} forwards to {name}, which has no targets",
            "no service of this template names the target group and it has no targets of its own: requests are "
            "answered with 503",
            f"name {name} in LoadBalancers of the service that is to answer, or forward to another target group",
            severity=Severity.WARNING,
        )


def _for_tasks_alone(inquiry: Inquiry, group: Resource) -> bool:
    """Whether nothing but a service could register targets: of instances there are none here."""
    kind = as_text(group.get("TargetType")) or "instance"
    return kind == "ip" or (kind == "instance" and not any(True for _ in inquiry.system.of_type(*INSTANCES)))


def _meant(inquiry: Inquiry) -> set[str]:
    """The empty target groups of which it is told whose they are."""
    used: dict[str, list[Entry]] = {}
    for entry in inquiry.arrivals.entries:
        if entry.group is not None:
            used.setdefault(entry.group.logical_id, []).append(entry)
    idle = empty_groups(inquiry)
    found = (misplaced_entry(inquiry, entries, idle) for entries in used.values())
    return {item[1].logical_id for item in found if item is not None}


def _forgotten(inquiry: Inquiry, group: Resource) -> Resource | None:
    """A service that maps the target group's port, is behind no load balancer, and is called in no other way."""
    port = as_number(group.get("Port"))
    # CodeDeploy and task sets bring target groups of their own.
    if any(isinstance(item.by.get("DeploymentController", "Type"), Unknown) for item in inquiry.placements):
        return None
    for placement in inquiry.placements:
        service = placement.by
        other_ways = ("LoadBalancers", "ServiceRegistries", "ServiceConnectConfiguration")
        if service.type != "AWS::ECS::Service" or any(service.get(key) not in (None, []) for key in other_ways):
            continue
        if placement.definition is not None and port in _mapped(placement.definition):
            return service
    return None


def _mapped(definition: Resource) -> set[int]:
    containers = as_list(definition.get("ContainerDefinitions"))
    mappings = [mapping for item in containers for mapping in as_list(at(item, "PortMappings"))]
    return {as_number(at(mapping, "ContainerPort")) for mapping in mappings} - {0}


CHECK = Check(
    "ARR008",
    Severity.WARNING,
    Question.ARRIVE,
    "A listener forwards to a target group that has no targets",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
    _nobody_registers,
    gravest=Severity.ERROR,
)
