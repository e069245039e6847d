"""Whether a scalable target names a service that there is, and is there by then.

Source (read 2026-11-23):
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.sca_targets import ecs_targets
from seatrial.analyses.checklist.scaling import SERVICE
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import GAP, Unknown, as_text

CLUSTER = "AWS::ECS::Cluster"


_FORM = ("service", "CLUSTER_NAME", "SERVICE_NAME")
_SERVICE = "service/"
_ID = re.compile(r"service/([^/:]+)/([^/:]+)")


def _named(inquiry: Inquiry) -> Iterator[Said]:
    for target in ecs_targets(inquiry):
        value = target.resource.get("ResourceId")
        if isinstance(value, Unknown) and value.text and (why := _wrong_in_part(inquiry, value.text)):
            yield _of_no_form(inquiry, target.resource, value.text, why)
        elif isinstance(value, Unknown) and target.service is None:
            what = f"which service {target.resource.logical_id} scales"
            yield Doubt(target.resource, ("ResourceId",), what, value.reason)
        elif target.service is None:
            yield from _nobody(inquiry, target.resource, as_text(value))
        elif _races(inquiry, target.resource, target.service):
            yield _too_early(target.resource, target.service)


def _wrong_in_part(inquiry: Inquiry, text: str) -> str:
    """What is wrong with an id of which a part isn't known, whatever that is; "" where it may be right."""
    start = text.partition(GAP)[0]
    if not start.startswith(_SERVICE) and not _SERVICE.startswith(start):
        return f"it has to begin with {_SERVICE}"
    if ":" in text:
        return "an ARN stands in it where a name belongs"
    parts = text.split("/")
    names = {as_text(item.attributes.get("Name")) for item in of_type(inquiry.systems, SERVICE)}
    if len(parts) == len(_FORM) and parts[1] in names and parts[2] == GAP:
        return "the service stands where the cluster should"
    return ""


def _of_no_form(inquiry: Inquiry, resource: Resource, text: str, why: str) -> Found:
    services = [item for item in of_type(inquiry.systems, SERVICE) if inquiry.owns(item)]
    name = f"!GetAtt {services[0].logical_id}.Name" if len(services) == 1 else "SERVICE_NAME"
    shown = text.replace(GAP, "…")
    return Found(
        resource,
        ("ResourceId",),
        f"{resource.logical_id} names no existing service: {shown}",
        f"{why}; Application Auto Scaling finds nothing of that name, and the stack is rolled back",
        f"write ResourceId: !Join [/, [service, CLUSTER_NAME, {name}]]",
    )


def _races(inquiry: Inquiry, resource: Resource, service: Resource) -> bool:
    """Whether CloudFormation may make a target before its service."""
    here = inquiry.system.resources
    return service.logical_id in here and service.logical_id not in inquiry.after(resource.logical_id)


def _nobody(inquiry: Inquiry, resource: Resource, text: str) -> Iterator[Said]:
    services = list(of_type(inquiry.systems, SERVICE))
    match = _ID.fullmatch(text)
    # A service that another target scales already isn't the one that is meant.
    free = [item for item in services if inquiry.scaling.target_of(item) is None]
    meant: Resource | None = free[0] if len(free) == 1 else None
    why = f"it has to be service/CLUSTER_NAME/SERVICE_NAME{', not an ARN' if 'arn:' in text else ''}"
    if match is not None:
        cluster, name = match.groups()
        turned = f"service/{name}/{cluster}"
        by_name = [item for item in services if as_text(item.attributes.get("Name")) in (cluster, name)]
        if any(item.arn.endswith(f":{turned}") for item in services):
            why, meant = (
                "the cluster stands where the service should, and the service where the cluster should",
                by_name[0],
            )
        elif by_name:
            meant = by_name[0]
            why = f"{meant.logical_id} is in the cluster {meant.arn.rpartition('/')[0].rpartition('/')[2]}"
        elif (own := _cluster(inquiry, cluster)) is not None:
            meant = next((item for item in free if inquiry.find(item.get("Cluster"), CLUSTER) is own), None)
            why = f"the template creates {own.logical_id}, but no service {name} in it"
        else:
            what = f"whether there is a service for {resource.logical_id}"
            yield Doubt(resource, ("ResourceId",), what, f"{text} is not in the templates")
            return
    around = meant.get("Cluster") if meant is not None and match is not None else None
    if meant is not None and isinstance(around, Unknown):
        # Where the cluster isn't written rightly, that is told.
        if (meant.logical_id, ("Cluster",)) not in inquiry.misread:
            yield Doubt(resource, ("ResourceId",), f"whether {text} is {meant.logical_id}", around.reason)
        return
    if meant is not None and meant.logical_id in inquiry.refused:
        # Whatever cluster or name it has, there will be no such service.
        return
    yield Found(
        resource,
        ("ResourceId",),
        f"{resource.logical_id} names no existing service: {text}",
        f"{why}; Application Auto Scaling finds nothing of that name, and the stack is rolled back",
        _written(inquiry, meant),
        f"ECS service doesn't exist: {text}",
    )


def _written(inquiry: Inquiry, meant: Resource | None) -> str:
    """How one writes the id of a service; the template's own names where they are known."""
    if meant is None:
        return "write ResourceId as service/CLUSTER_NAME/SERVICE_NAME of a service that nothing else scales"
    cluster = inquiry.find(meant.get("Cluster"), CLUSTER)
    name = meant.arn.rpartition("/")[0].rpartition("/")[2] or "default"
    there = f"${{{cluster.logical_id}}}" if cluster is not None and inquiry.owns(cluster) else name
    return f'write ResourceId: !Sub "service/{there}/${{{meant.logical_id}.Name}}"'


def _cluster(inquiry: Inquiry, name: str) -> Resource | None:
    """The cluster of this name, where this template makes it: then no other stack has put a service there before."""
    found = inquiry.find(name, CLUSTER)
    return found if found is not None and inquiry.owns(found) else None


def _too_early(resource: Resource, service: Resource) -> Found:
    return Found(
        resource,
        ("ResourceId",),
        f"{resource.logical_id} doesn't wait for {service.logical_id}, which it scales",
        "it names the service only as text, so CloudFormation creates both at once; a service takes minutes, and is "
        "not there yet when the target is registered",
        f"write the name as ${{{service.logical_id}.Name}}, or add DependsOn: {service.logical_id}",
        f"ECS service doesn't exist: {as_text(resource.get('ResourceId'))}",
    )


CHECK = Check(
    "SCA001",
    Severity.ERROR,
    Question.SCALE,
    "A scalable target names no existing service",
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    _named,
)
