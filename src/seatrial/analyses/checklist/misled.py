"""One reference that leads to the wrong one of several: a service to another's target group, a subnet to another VPC.

What then no longer fits is told at every place that it should have fitted: the load balancer does not reach the tasks,
the container is not the one of that name, the role may not run what is to be run. Each of these places is right. What
gives the fault away is one of the same type that nothing names any more where others are named. So it is tried: with
that one in the place of the other, what is still wrong? Where all errors are gone, and no other has come, the reference
is the fault, and they are its consequences.

A single error may have many mends. It is moved only to what does nothing but bring two things together (an association,
a route, a rule), and where more speaks for that: the wrong one is named twice there, the error speaks of the right one,
or the holder is called like it.

``swaps`` and ``role_swaps`` ask the same of security groups and roles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from seatrial.analyses.checklist.check import Check, Found
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.merging import Item
from seatrial.analyses.checklist.swaps import key_of
from seatrial.analyses.outside import put
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System

# Each trial asks every check again, which takes the longer the more resources there are.
_MOST_TRIALS, _MOST_RESOURCES_TRIED = 12, 800
_MOST_OF_ONE = 6
# Of these a template has few, all of which are named by many.
_FEW = ("AWS::EC2::VPC", "AWS::ECS::Cluster", "AWS::ElasticLoadBalancingV2::LoadBalancer")
# What brings two others together.
_JOINTS = (
    *("AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::SubnetNetworkAclAssociation", "AWS::EC2::Route"),
    *("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress", "AWS::EFS::MountTarget"),
    *("AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"),
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


class Trial(Struct, frozen=True):
    """``holder`` names ``wrong`` at the reference's path, and might mean ``right``, whose value would be ``value``."""

    holder: Resource
    reference: Reference
    wrong: Resource
    right: Resource
    value: str
    spare: bool
    """Whether nothing else names the right one in such a place."""
    signs: int
    """How much speaks for it beside that."""


class Misled(Struct, frozen=True):
    """What one reference explains: ``explained`` are the findings that go, ``check`` and ``found`` what is told."""

    explained: tuple[Finding, ...]
    check: Check
    found: Found


def misled(inquiry: Inquiry, checks: Sequence[Check], items: Sequence[Item], left: Sequence[Finding]) -> Misled | None:
    """The one reference that explains several errors; None where there is none, or no single one.

    ``items`` is what the checks said, ``left`` the findings that are told so far.
    """
    said = {key_of(item): item for item in items}
    heavy = {key_of(item) for item in items if _weighs(*item)}
    errors = [item for item in left if item.severity is Severity.ERROR]
    if not errors or any((item.code, item.what) not in heavy for item in errors):
        return None
    trials = _trials(inquiry.system, errors)
    if len(errors) == 1:
        own = [one for one in trials if one.holder.logical_id == errors[0].logical_id]
        joints = [one for one in trials if one.spare and one.signs > 0 and one.holder.type in _JOINTS]
        trials = [*own, *(one for one in joints if one not in own)][:_MOST_OF_ONE] if joints else []
    most = min(_MOST_TRIALS, _MOST_RESOURCES_TRIED // len(inquiry.system.resources))
    wanted = {(item.code, item.what) for item in errors}
    deciding = [check for check in checks if check.code in {item.code for item in errors}]
    for trial in trials[:most]:
        tried = _tried(inquiry, trial)
        # Most trials leave the errors as they are, which few checks say.
        if not wanted.isdisjoint(map(key_of, _asked(tried, deciding))):
            continue
        after = list(_asked(tried, checks))
        if {key_of(item) for item in after if _weighs(*item)} <= heavy:
            if len(errors) == 1 and trial.holder.logical_id == errors[0].logical_id:
                return None
            first, keys = said[errors[0].code, errors[0].what], {key_of(item) for item in after}
            gone = [item for item in left if (item.code, item.what) in said and (item.code, item.what) not in keys]
            others = (item for item in gone if item is not errors[0])
            return Misled((errors[0], *others), first[0], _told(trial, errors, first[1]))
    return None


def _weighs(check: Check, found: Found) -> bool:
    return (found.severity or check.severity) is Severity.ERROR


def _asked(inquiry: Inquiry, checks: Sequence[Check]) -> Iterator[Item]:
    for check in checks:
        for said in check.ask(inquiry):
            if isinstance(said, Found):
                yield check, said


def _trials(system: System, errors: Sequence[Finding]) -> list[Trial]:
    """What may be meant, the likeliest first."""
    uses = Counter((*_slot(system, item), item.target) for item in system.references)
    spoken = set(re.findall(r"[\w/]+", "\n".join(f"{item.what} {item.why}" for item in errors)))
    found: list[Trial] = []
    for holder in _near(system, errors):
        own = set(_WORDS.findall(holder.logical_id))
        for reference in holder.references:
            wrong = system.resources.get(reference.target)
            if wrong is None or not reference.path or holder.get(*reference.path) != _value(wrong, reference):
                continue
            slot = _slot(system, reference)
            for right in system.of_type(wrong.type):
                spare, value = not uses[*slot, right.logical_id], _value(right, reference)
                apart = right.logical_id.rpartition("/")[0] != holder.logical_id.rpartition("/")[0]
                if right is wrong or right is holder or apart or not value or not (spare or wrong.type in _FEW):
                    continue
                likes = [len(own & set(_WORDS.findall(item.logical_id))) for item in (right, wrong)]
                twice = uses[*slot, wrong.logical_id] > 1
                signs = 2 * (right.logical_id in spoken) + twice + 2 * (likes[0] > likes[1]) - (likes[0] < likes[1])
                found.append(Trial(holder, reference, wrong, right, value, spare, signs))
    return sorted(found, key=lambda trial: (not trial.spare, -trial.signs))


def _near(system: System, errors: Sequence[Finding]) -> Iterator[Resource]:
    """The resources at which errors stand, those of which they speak, and what refers to these or is referred to."""
    names = dict.fromkeys(item.logical_id for item in errors)
    for item in errors:
        names.update(dict.fromkeys(re.findall(r"[\w/]+", f"{item.what} {item.why}")))
    told = [system.resources[name] for name in names if name in system.resources]
    beside = [system.resources.get(one.target) for item in told for one in item.references]
    joints = [item for item in system.of_type(*_JOINTS) if any(one.target in names for one in item.references)]
    return iter({item.logical_id: item for item in (*told, *joints, *beside) if item is not None}.values())


def _slot(system: System, reference: Reference) -> tuple[str, PropertyPath]:
    """The property of a type of which a reference is the value, in whatever item of a list."""
    source = system.resources[reference.source]
    return source.type, tuple(part for part in reference.path if isinstance(part, str))


def _value(resource: Resource, reference: Reference) -> str:
    """What a reference of this kind to a resource gives; "" where that isn't known."""
    if not reference.attribute:
        return resource.physical_id
    found = resource.arn if reference.attribute == "Arn" else resource.attributes.get(reference.attribute)
    return found if isinstance(found, str) else ""


def _tried(inquiry: Inquiry, trial: Trial) -> Inquiry:
    """The same system with the other one named."""
    holder, path = trial.holder, trial.reference.path
    value = put(dict(holder.properties), path, trial.value)
    assert isinstance(value, dict)
    others = tuple(
        replace(item, target=trial.right.logical_id) if item is trial.reference else item for item in holder.references
    )
    changed = replace(holder, properties=value, references=others)
    resources = {**inquiry.system.resources, holder.logical_id: changed}
    return Inquiry(replace(inquiry.system, resources=resources), inquiry.systems[:-1])


def _told(trial: Trial, errors: Sequence[Finding], first: Found) -> Found:
    holder, wrong, right = trial.holder.logical_id, trial.wrong.logical_id, trial.right.logical_id
    name = right.rpartition("/")[2]
    path, attribute = trial.reference.path, trial.reference.attribute
    place = next((part for part in reversed(path) if isinstance(part, str)), "")
    written = f"!GetAtt {name}.{attribute}" if attribute else f"!Ref {name}"
    told = "; ".join(dict.fromkeys(item.what for item in errors))
    if len(errors) == 1:
        told = f"{told}: {errors[0].why}"
    return Found(
        trial.holder,
        path,
        f"{place} of {holder} is {wrong}, which does not fit, where {right} does",
        f"{told}; with {right}, none of this is so",
        f"write {written} in place of {wrong}",
        first.aws,
        Severity.ERROR,
    )
