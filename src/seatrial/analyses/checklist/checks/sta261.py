"""Whether a job on Fargate reaches the registry of its image from the subnets of its compute environment.

The subnets and the groups are the compute environment's, the public address is the job definition's: in a public subnet
a job without one reaches nothing. Asked of jobs that a rule or a schedule submits.

Sources (read 2026-11-30): https://docs.aws.amazon.com/batch/latest/APIReference/API_NetworkConfiguration.html (by
default a job has no public address; in a private subnet it needs a NAT gateway to pull its image),
https://docs.aws.amazon.com/batch/latest/userguide/fargate.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SECURITY_GROUP, SUBNET
from seatrial.analyses.checklist.tri_jobs import submissions
from seatrial.analyses.launch.image_reference import image_of, parse
from seatrial.analyses.launch.requirement import HTTPS
from seatrial.analyses.reach import Path, Verdict
from seatrial.analyses.refusals.batch import DEFINITION, ENVIRONMENT, FARGATE, QUEUE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text, at

_NETWORK: PropertyPath = ("ContainerProperties", "NetworkConfiguration")
_PUBLIC = "AssignPublicIp"


def _reaches(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for item in submissions(inquiry):
        queue, definition = inquiry.find(item.queue, QUEUE), inquiry.find(item.definition, DEFINITION)
        image = image_of(definition.get("ContainerProperties", "Image")) if definition is not None else ""
        for entry in as_list(queue.get("ComputeEnvironmentOrder")) if queue is not None else ():
            environment = inquiry.find(at(entry, "ComputeEnvironment"), ENVIRONMENT)
            if environment is None or definition is None or not image:
                continue
            pair = (definition.logical_id, environment.logical_id)
            if pair in seen or not as_text(environment.get("ComputeResources", "Type")).upper().startswith(FARGATE):
                continue
            seen.add(pair)
            reference = parse(image)
            host = reference.host.partition(":")[0] if reference is not None else ""
            found = _blocked(inquiry, definition, environment, host) if host else None
            if found is not None:
                yield found
                break


def _blocked(inquiry: Inquiry, definition: Resource, environment: Resource, host: str) -> Found | None:
    given = definition.get(*_NETWORK, _PUBLIC)
    if isinstance(given, Unknown) or isinstance(definition.get(*_NETWORK), Unknown):
        return None
    paths = _ways(inquiry, definition, environment, host, public=given == "ENABLED")
    if not paths or any(path.verdict is not Verdict.NO for path in paths):
        return None
    name = definition.logical_id
    what = f"jobs of {name} cannot reach the registry of their image, {host}, from {environment.logical_id}"
    why = f"{paths[0].why}: no job starts"
    helped = _ways(inquiry, definition, environment, host, public=True)
    if given != "ENABLED" and all(path.verdict is Verdict.YES for path in helped):
        written = f"{_PUBLIC}: ENABLED" if given is not None else f"NetworkConfiguration: {{ {_PUBLIC}: ENABLED }}"
        path: PropertyPath = (*_NETWORK, _PUBLIC) if given is not None else ("ContainerProperties",)
        return Found(definition, path, what, why, f"write {written} in ContainerProperties of {name}")
    place: PropertyPath = ("ComputeResources", "Subnets")
    mend = f"name subnets with a way to {host} in Subnets of {environment.logical_id}"
    return Found(environment, place, what, why, mend)


def _ways(inquiry: Inquiry, definition: Resource, environment: Resource, host: str, *, public: bool) -> list[Path]:
    """The way from each subnet; none where a subnet or a group isn't known."""
    resources = environment.get("ComputeResources")
    subnets = [inquiry.find(item, SUBNET) for item in as_list(at(resources, "Subnets"))]
    groups = [inquiry.find(item, SECURITY_GROUP) for item in as_list(at(resources, "SecurityGroupIds"))]
    known = [item for item in subnets if item is not None]
    own = [item for item in groups if item is not None]
    if len(known) < len(subnets) or len(own) < len(groups):
        return []
    name = f"jobs of {definition.logical_id}"
    return [inquiry.paper.to_host(inquiry.paper.interface(name, item, own, public), host, HTTPS) for item in known]


CHECK = Check(
    "STA261",
    Severity.ERROR,
    Question.START,
    "Jobs of AWS Batch cannot reach the registry that their image comes from",
    "https://docs.aws.amazon.com/batch/latest/APIReference/API_NetworkConfiguration.html",
    _reaches,
)
