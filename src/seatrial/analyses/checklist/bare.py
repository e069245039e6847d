"""A resource that has lost all its properties, by a block that is gone or stands elsewhere.

The schema misses one property after another then, the API says the first of them in words of its own, and whatever
names the resource meets nothing. Whoever gives it its properties has mended all of that: one finding says what it
needs, and what others say of it, or of what it was a part of, follows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from seatrial.analyses.strays import wanted
from seatrial.model.finding import Finding, Severity
from seatrial.model.resource import Resource
from seatrial.model.system import System

# Where a resource is told to be wrong: by its schema, or by the API that makes it.
_WRONG = ("SCH002", "CRE")
# What follows from a resource that isn't made as it was meant.
_FOLLOWING = ("STA", "ARR", "APP", "TRI", "SCA", "CRE", "SAF")
# What others miss that a resource of a type would have given them.
_MISSED: Mapping[str, Collection[str]] = {
    "AWS::ECS::Service": ("ARR008", "ARR215", "ARR216"),
    "AWS::ElasticLoadBalancingV2::Listener": ("ARR010", "CRE007"),
    "AWS::CloudWatch::Alarm": ("SCA008",),
    "AWS::ApplicationAutoScaling::ScalingPolicy": ("SCA005",),
    "AWS::SQS::QueuePolicy": ("TRI015",),
    "AWS::SNS::TopicPolicy": ("TRI015",),
    "AWS::SNS::Subscription": ("TRI192",),
    "AWS::IAM::Policy": ("APP010",),
}
_ATTRIBUTES = ("DependsOn", "Metadata", "Condition", "CreationPolicy", "UpdatePolicy", "DeletionPolicy")


def bare_ones(system: System, findings: Sequence[Finding]) -> set[str]:
    """The resources without any property of which that is an error."""
    names = {item.logical_id for item in findings if item.severity is Severity.ERROR and item.code.startswith(_WRONG)}
    found = (system.resources.get(name) for name in names)
    return {item.logical_id for item in found if item is not None and _is_bare(item)}


def without_theirs(
    system: System, findings: Sequence[Finding], bare: Collection[str], parts: Collection[str]
) -> list[Finding]:
    """The findings with one for each of these, and none of what follows. ``parts`` are the properties by which a
    resource says what it is a part of.
    """
    said: dict[str, list[Finding]] = {name: [] for name in bare}
    for item in sorted(findings, key=lambda one: not one.code.startswith("SCH")):
        if item.logical_id in said and item.severity is Severity.ERROR:
            said[item.logical_id].append(item)
    first = {item for items in said.values() for item in _told(items)}
    types = {
        kind
        for name in bare
        for part in parts
        for kind in wanted(system.resources[name].type, (part,)) or wanted(system.resources[name].type, (part, 0))
    }
    missed = {code for name in bare for code in _MISSED.get(system.resources[name].type, ())}
    naming = {item.source for item in system.references if item.target in bare}
    return [
        item
        for item in findings
        if item in first or not (item.code in missed or _follows(system, item, bare, naming, types))
    ]


def _is_bare(resource: Resource) -> bool:
    return all(not path or path[0] in _ATTRIBUTES for path in resource.spans)


def _told(items: Sequence[Finding]) -> Sequence[Finding]:
    """What a resource lacks, which is put into one finding later; what else is said of it only where that is all."""
    lacks = [item for item in items if item.code == "SCH002" and item.path]
    return lacks or items[:1]


def _follows(
    system: System, item: Finding, bare: Collection[str], naming: Collection[str], types: Collection[str]
) -> bool:
    resource = system.resources.get(item.logical_id)
    if resource is None or not item.code.startswith((*_FOLLOWING, "SCH")):
        return False
    if item.logical_id in bare:
        return item.severity is Severity.ERROR or not item.code.startswith("SAF")
    if not item.code.startswith(_FOLLOWING):
        return False
    if any(re.search(rf"\b{re.escape(name)}\b", f"{item.what}\n{item.why}") for name in bare):
        return True
    if item.severity is not Severity.ERROR:
        length = len(item.path)
        return any(one.target in bare and one.path[:length] == item.path for one in resource.references)
    about = {resource.type, *(one.type for ref in resource.references if (one := system.resources.get(ref.target)))}
    return item.logical_id in naming or (not item.code.startswith("CRE") and not about.isdisjoint(types))
