"""What has to be asked again of a template with other values of its parameters.

Mostly a choice adds a listener with its certificate and its record, an alarm, a rule. No task starts otherwise for
that, and to the APIs it is what an update to that choice would be: what differs is made, and so is whatever hangs
together with it, with all the rest there already. Where the network itself differs, everything is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.resource import Resource
from seatrial.model.system import System

_ELB = "AWS::ElasticLoadBalancingV2::"
_GROUP = "AWS::EC2::SecurityGroup"
_GROUPS = (_GROUP, f"{_GROUP}Ingress", f"{_GROUP}Egress")
_RECORDS = ("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")
_ZONE = "AWS::Route53::HostedZone"
_DOORS = frozenset(
    (
        *(f"{_ELB}{kind}" for kind in ("Listener", "ListenerRule", "ListenerCertificate")),
        "AWS::CertificateManager::Certificate",
        *_RECORDS,
    )
)
# What no task's start depends on. A load balancer is none of them: it takes addresses of its subnets.
_APART = _DOORS | {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"}
# What a front door has no part in.
_WITHIN = (Question.TRIGGER, Question.SCALE)
# Too many refer to these for that to mean that they hang together.
_HUBS = frozenset(("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::ECS::Cluster"))


def asked_again(base: Inquiry, inquiry: Inquiry, checks: Sequence[Check]) -> list[Check]:
    """The checks that may find errors in a choice which ``base`` has not.

    What the choice has in common with it, ``inquiry`` takes over: how tasks start, and what was refused.
    """
    found = list(_differing(base.system, inquiry.system))
    names = {item.logical_id for item in found}
    wanted = [item for item in checks if item.finds_errors]
    if not any(item.type.startswith("AWS::EC2::") and item.type not in _GROUPS for item in found):
        changing = _hanging_together(found, names, (base.system, inquiry.system))
        inquiry.changing = changing & inquiry.system.resources.keys()
        there = inquiry.system.resources.keys() - changing
        inquiry.refused_before = tuple(item for item in base.refusals if item[0].logical_id in there)
        inquiry.places_before = tuple(item for item in base.dynamic_references if item.resource.logical_id in there)
    if all(_is_apart(item, (base.system, inquiry.system)) for item in found):
        inquiry.launches = base.launches
        wanted = [item for item in wanted if item.question is not Question.START]
        if all(item.type in _DOORS or item.type == _GROUP for item in found):
            wanted = [item for item in wanted if item.question not in _WITHIN]
    return wanted


def _differing(before: System, after: System) -> Iterator[Resource]:
    """Both versions of every resource that isn't the same in both."""
    for name in before.resources.keys() | after.resources.keys():
        one, other = before.resources.get(name), after.resources.get(name)
        if one is other or (one is not None and other is not None and _same(one, other)):
            continue
        yield from (item for item in (one, other) if item is not None)


def _same(one: Resource, other: Resource) -> bool:
    return (
        one.type == other.type
        and one.properties == other.properties
        and (one.physical_id, one.arn, one.attributes) == (other.physical_id, other.arn, other.attributes)
    )


def _is_apart(resource: Resource, systems: Sequence[System]) -> bool:
    """Whether no task's start depends on a resource."""
    if resource.type in _RECORDS:
        # In a private zone of the template it may be the name of a registry or an endpoint.
        return not any(True for system in systems for _ in system.of_type(_ZONE))
    if resource.type != _GROUP:
        return resource.type in _APART
    # A security group of load balancers alone. Only tasks and endpoints have others that matter here.
    holders = _referring(systems, {resource.logical_id})
    return all(item.type in (f"{_ELB}LoadBalancer", *_GROUPS) for item in holders)


def _hanging_together(found: Iterable[Resource], names: set[str], systems: Sequence[System]) -> set[str]:
    """Logical ids of these, of what refers to them, and of what refers to the same things."""
    types = {name: resource.type for system in systems for name, resource in system.resources.items()}
    targets = {item.target for resource in found for item in resource.references}
    around = names | {name for name in targets if types.get(name) not in _HUBS}
    return names | {item.logical_id for item in _referring(systems, around)}


def _referring(systems: Sequence[System], targets: set[str]) -> Iterator[Resource]:
    for system in systems:
        for resource in system.resources.values():
            if any(item.target in targets for item in resource.references):
                yield resource
