"""One reference that leads to the wrong one of several: a service to another's target group, a subnet to another VPC.

What then no longer fits is told at every place that it should have fitted: the load balancer does not reach the tasks,
the container is not the one of that name, the role may not run what is to be run. Each of these places is right. What
gives the fault away is one of the same type that nothing names any more where others are named. So it is tried
(``trials``): with that one in the place of the other, what is still wrong? Where all errors are gone, and no other has
come, the reference is the fault, and they are its consequences.

A single error may have many mends. It is moved only to what does nothing but bring two things together (an association,
a route, a rule), and where more speaks for that: the wrong one is named twice there, the error speaks of the right one,
or the holder is called like it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question
from seatrial.analyses.checklist.handed_down import handed_down, of_another_kind
from seatrial.analyses.checklist.merging import WAYS, Item
from seatrial.analyses.checklist.trials import Candidate, Change, Explanation, Trials, key_of
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Reference, Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System

# The trials for a single error, with those at its own place.
_MOST_OF_ONE = 6
# Of these a template has few, all of which are named by many.
_FEW = ("AWS::EC2::VPC", "AWS::ECS::Cluster", "AWS::ElasticLoadBalancingV2::LoadBalancer")
GROUP = "AWS::EC2::SecurityGroup"
_BALANCER, _KINDS = "AWS::ElasticLoadBalancingV2::LoadBalancer", ("network", "application")
_RULES = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
# What brings two others together.
_JOINTS = (
    *("AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::SubnetNetworkAclAssociation", "AWS::EC2::Route"),
    *(*_RULES, "AWS::EFS::MountTarget"),
    *("AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"),
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


class _Other(Struct, frozen=True):
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


def misled(trials: Trials, left: Sequence[Finding]) -> Misled | None:
    """The one reference that explains several errors; None where there is none, or no single one.

    ``left`` are the findings that are told so far.
    """
    errors = [item for item in left if item.severity is Severity.ERROR]
    said = {key_of(item): item for item in trials.said}
    wrong = [(item.code, item.what) for item in errors]
    if not errors or not trials.errors.issuperset(wrong):
        return None
    first = said[wrong[0]]
    if trials.inquiry.strays:
        # A property of the wrong kind is read as it is meant, so in a trial it is told of nothing.
        given = of_another_kind(trials.inquiry, errors)
        return Misled(tuple(errors), first[0], given.tell([first])) if given is not None else None
    won = trials.series().first(handed_down(trials.inquiry.system, errors), wrong)
    if won is None and len(errors) > 1:
        others = _others(trials.inquiry.system, errors)
        tried = (*_balancers(trials.inquiry.system, errors), *(_candidate(item, errors) for item in others))
        won = trials.series().first(tried, wrong)
    elif won is None:
        won = trials.series().first(_of_protocols(trials.inquiry.system, errors), wrong)
        won = won or _joint(trials, first[0], errors)
    if won is None:
        return None
    rest = (item for item in left if (item.code, item.what) in won.gone and item is not errors[0])
    return Misled((errors[0], *rest), first[0], won.candidate.tell([first]))


def _joint(trials: Trials, check: Check, errors: Sequence[Finding]) -> Explanation | None:
    """What brings the wrong two together, where it explains a single error that isn't explained yet.

    What two resources have to do with each other matters to the ways between them and to what APIs make of both.
    """
    wrong = [(item.code, item.what) for item in errors]
    refused = check.question is Question.CREATE
    if wrong[0] in trials.explained or (check.code not in WAYS and not refused):
        return None
    others = _others(trials.inquiry.system, errors)
    own = [item for item in others if item.holder.logical_id == errors[0].logical_id]
    about = _about(trials.inquiry.system, errors[0]) if refused else None
    joints = [
        item
        for item in others
        if item.spare and item.signs > 0 and item.holder.type in _JOINTS and item not in own and not _is_worn(item)
        if about is None or item.right.logical_id in about
    ][: max(0, _MOST_OF_ONE - len(own))]
    series = trials.series()
    won = series.first((_candidate(item, errors) for item in joints), wrong)
    # Where a change at its own place mends it too, it stands there already.
    if won is not None and series.first((_candidate(item, errors) for item in own), wrong) is not None:
        return None
    return won


def _about(system: System, error: Finding) -> set[str]:
    """What an API looks at that refuses a resource: itself, what it names, and what the API speaks of."""
    resource = system.resources.get(error.logical_id)
    named = {item.target for item in resource.references} if resource is not None else set()
    return {error.logical_id, *named, *re.findall(r"[\w/]+", f"{error.what} {error.why}")}


def _is_worn(other: _Other) -> bool:
    """Whether it is a security group that something wears, which ``swaps`` has tried."""
    return other.wrong.type == GROUP and other.holder.type not in _RULES


def _others(system: System, errors: Sequence[Finding]) -> list[_Other]:
    """What may be meant, the likeliest first."""
    uses = Counter((*_slot(system, item), item.target) for item in system.references)
    spoken = set(re.findall(r"[\w/]+", "\n".join(f"{item.what} {item.why}" for item in errors)))
    found: list[_Other] = []
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
                signs = 2 * (right.logical_id in spoken) + twice + 2 * ((likes[0] > likes[1]) - (likes[0] < likes[1]))
                found.append(_Other(holder, reference, wrong, right, value, spare, signs))
    return sorted(found, key=lambda item: (not item.spare, -item.signs))


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


def _candidate(other: _Other, errors: Sequence[Finding]) -> Candidate:
    change = Change(other.holder, other.reference.path, other.value, other.right.logical_id)
    return Candidate((change,), partial(_told, other, errors))


def _of_protocols(system: System, errors: Sequence[Finding]) -> Iterator[Candidate]:
    """The other kind of load balancer, for a listener whose protocol a load balancer of this kind doesn't have."""
    return _balancers(system, [item for item in errors if item.path == ("Protocol",)])


def _balancers(system: System, errors: Sequence[Finding]) -> Iterator[Candidate]:
    """The other kind of load balancer, where Elastic Load Balancing refuses what stands on one."""
    if not any(item.code == "CRE004" for item in errors):
        return
    for item in _near(system, errors):
        kind = item.get("Type") if item.type == _BALANCER else None
        if kind in _KINDS or (kind is None and item.type == _BALANCER):
            other = _KINDS[1] if kind == _KINDS[0] else _KINDS[0]
            yield Candidate((Change(item, ("Type",), other),), partial(_of_the_other_kind, item, other, errors))


def _of_the_other_kind(balancer: Resource, other: str, errors: Sequence[Finding], explained: Sequence[Item]) -> Found:
    name, kind = balancer.logical_id, balancer.get("Type") or _KINDS[1]
    told = "; ".join(dict.fromkeys(item.what for item in errors))
    return Found(
        balancer,
        ("Type",),
        f"Type of {name} is {kind}, and what stands on it is for one of the type {other}",
        f"{told}; with the type {other}, none of this is so",
        f"write Type: {other}",
        explained[0][1].aws,
        Severity.ERROR,
    )


def _told(other: _Other, errors: Sequence[Finding], explained: Sequence[Item]) -> Found:
    holder, wrong, right = other.holder.logical_id, other.wrong.logical_id, other.right.logical_id
    name = right.rpartition("/")[2]
    path, attribute = other.reference.path, other.reference.attribute
    place = next((part for part in reversed(path) if isinstance(part, str)), "")
    written = f"!GetAtt {name}.{attribute}" if attribute else f"!Ref {name}"
    told = "; ".join(dict.fromkeys(item.what for item in errors))
    if len(errors) == 1:
        told = f"{told}: {errors[0].why}"
    return Found(
        other.holder,
        path,
        f"{place} of {holder} is {wrong}, which does not fit, where {right} does",
        f"{told}; with {right}, none of this is so",
        f"write {written} in place of {wrong}",
        explained[0][1].aws,
        Severity.ERROR,
    )
