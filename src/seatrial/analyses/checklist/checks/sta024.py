"""Whether the first tasks of a service find their way when the stack is made: NAT gateways and endpoints take minutes.

CloudFormation makes a service as soon as what it refers to is there, and it refers to neither routes nor mount targets.
ECS starts tasks again that fail, so in the end all is well; a circuit breaker that counts them may end the deployment
before. So this is worth a note, and DependsOn.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html (read 2026-11-23);
typical times are those of ``analyses/creation``.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.creation import Creation, creation_order
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_flag, as_list, as_text, at

# A task that starts a little too early meets its way while it is still trying: Fargate tries an image again and again.
SECONDS_THAT_MATTER = 60
MOUNT_TARGET = "AWS::EFS::MountTarget"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    ways: dict[str, dict[str, Resource]] = {}
    # Where tasks have no way at all, its time is of no interest.
    lost = {user.logical_id for blocked in inquiry.launches.blocked for user in blocked.users}
    for attempt in inquiry.launches.attempts:
        by = attempt.placement.by
        if by.type == SERVICE and inquiry.owns(by) and attempt.path.verdict is Verdict.YES:
            needed = ways.setdefault(by.logical_id, {})
            needed.update({hop.resource.logical_id: hop.resource for hop in attempt.path.hops if hop.resource})
    if not ways:
        return
    times = {item.resource.logical_id: item for item in creation_order(inquiry.system)}
    for name, needed in ways.items():
        service = inquiry.system.resources[name]
        if as_text(service.get("DesiredCount")) == "0" or name in inquiry.refused or name in lost:
            continue
        late = [item for item in needed.values() if _late(times, service, item)]
        late += _mounts(inquiry, service)
        if late:
            yield _found(inquiry, service, late)


def _late(times: dict[str, Creation], service: Resource, needed: Resource) -> bool:
    there = times.get(needed.logical_id)
    return there is not None and there.ends - times[service.logical_id].starts > SECONDS_THAT_MATTER


def _mounts(inquiry: Inquiry, service: Resource) -> list[Resource]:
    """The mount targets of the service's file systems that it doesn't wait for; they take more than a minute."""
    definition = next((item.definition for item in inquiry.placements if item.by is service), None)
    volumes = as_list(definition.get("Volumes")) if definition is not None else []
    systems = [
        inquiry.find(at(item, "EFSVolumeConfiguration", "FilesystemId"), "AWS::EFS::FileSystem") for item in volumes
    ]
    waited = inquiry.after(service.logical_id)
    return [
        item
        for item in inquiry.system.of_type(MOUNT_TARGET)
        if item.logical_id not in waited
        and any(system is not None and inquiry.find(item.get("FileSystemId")) is system for system in systems)
    ]


def _found(inquiry: Inquiry, service: Resource, late: list[Resource]) -> Found:
    breaker = as_flag(service.get("DeploymentConfiguration", "DeploymentCircuitBreaker", "Enable"))
    names, are = [item.logical_id for item in late], "are" if len(late) > 1 else "is"
    then = (
        "ECS starts new ones, and the circuit breaker counts each of them"
        if breaker
        else "ECS starts new ones until they succeed"
    )
    return Found(
        service,
        (),
        f"the first tasks of {service.logical_id} start before {inquiry.names(late)} {are} there",
        f"nothing makes {service.logical_id} wait for what its tasks need to start: the first ones fail, and {then}",
        f"add DependsOn: [{', '.join(names)}] to {service.logical_id}",
    )


CHECK = Check(
    "STA024",
    Severity.NOTE,
    Question.START,
    "The first tasks of a service start before what they need exists",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html "
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    _ask,
)
