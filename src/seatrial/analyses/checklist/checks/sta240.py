"""Whether a service runs the task definition of another one, while the one that is for it is run by nothing.

Where the containers and ports that the service names are in the idle definition, and not in the one that it runs, it is
certain. Otherwise both services have the same containers, and what the first should do is done by nobody. Two services
may well share a definition, and another be kept for later: so it takes a definition that nothing names, and that is
called as the service is.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html (TaskDefinition)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at, unknowns

_DEFINITION = "AWS::ECS::TaskDefinition"
_KIND = re.compile(r"(?:ecs|fargate)?(?:task)?(?:definition|def|task|service|svc)\Z|\A(?:ecs|fargate)", re.IGNORECASE)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    run: dict[str, list[Resource]] = {}
    for item in inquiry.placements:
        if item.definition is not None:
            run.setdefault(item.definition.logical_id, []).append(item.by)
    idle = [item for item in inquiry.system.of_type(_DEFINITION) if item.logical_id not in run]
    if idle:
        named = {item.target for item in inquiry.system.references}
        told = [item.value for item in inquiry.system.outputs.values()]
        idle = [item for item in idle if item.logical_id not in named and item.physical_id not in told]
    for placement in inquiry.placements if idle else ():
        service, definition = placement.by, placement.definition
        if service.type != SERVICE or definition is None:
            continue
        if fits := _only_fit(service, definition, idle):
            yield _certain(service, definition, fits)
            continue
        if len(run[definition.logical_id]) == 1:
            continue
        likest = next((item for item in idle if _stem(item) == _stem(service) != _stem(definition)), None)
        if likest is None:
            continue
        others = inquiry.names([item for item in run[definition.logical_id] if item is not service])
        name, meant = service.logical_id, likest.logical_id
        yield Found(
            service,
            ("TaskDefinition",),
            f"{name} runs {definition.logical_id}, as {others} does, and nothing runs {meant}",
            f"the containers of {meant} are started by nobody, and who calls {name} is answered by {others} or not",
            f"write TaskDefinition: !Ref {meant}",
        )


def _only_fit(service: Resource, definition: Resource, idle: list[Resource]) -> Resource | None:
    """The idle definition that has what the service names of its containers, where its own hasn't."""
    listed = [*as_list(service.get("LoadBalancers")), *as_list(service.get("ServiceRegistries"))]
    wanted = {as_text(at(item, "ContainerName")) for item in listed}
    wanted |= {as_text(at(item, "PortName")) for item in as_list(service.get(CONNECT, "Services"))}
    wanted.discard("")
    own = _names(definition)
    if not wanted or own is None or wanted & own:
        return None
    fitting = [item for item in idle if (names := _names(item)) is not None and wanted <= names]
    return fitting[0] if len(fitting) == 1 else None


def _names(definition: Resource) -> set[str] | None:
    """The names of containers and of their ports; None where one of them isn't known."""
    containers = definition.get("ContainerDefinitions")
    if next(unknowns(containers), None) is not None:
        return None
    ports = [port for item in as_list(containers) for port in as_list(at(item, "PortMappings"))]
    return {as_text(at(item, "Name")) for item in (*as_list(containers), *ports)}


def _certain(service: Resource, definition: Resource, fits: Resource) -> Found:
    return Found(
        service,
        ("TaskDefinition",),
        f"{service.logical_id} runs {definition.logical_id}, and nothing runs {fits.logical_id}, which has the "
        "containers that it names",
        f"{definition.logical_id} has none of them: the service is refused, and the stack is rolled back",
        f"write TaskDefinition: !Ref {fits.logical_id}",
        severity=Severity.ERROR,
    )


def _stem(resource: Resource) -> str:
    """What a service or its definition is called, without the word for what it is."""
    return _KIND.sub("", resource.logical_id).lower()


CHECK = Check(
    "STA240",
    Severity.WARNING,
    Question.START,
    "A service runs the task definition of another one, and nothing runs its own",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
    _ask,
    gravest=Severity.ERROR,
)
