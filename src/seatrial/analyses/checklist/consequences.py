"""One fault, one finding: what only follows from something that is told already is left out.

A route that EC2 refuses is no route, so tasks reach nothing through it; but that is said by the refusal. A finding
follows from another where that one stands at the same property, above or below it, or keeps a part of the resource
from being made: a route of its table, a rule of its group. Faults at other properties of the same resource stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.follow_ups import without_follow_ups
from seatrial.analyses.strays import Stray, wanted
from seatrial.model.finding import Finding, Severity
from seatrial.model.span import PropertyPath, path_text
from seatrial.model.system import System

# The codes of what reading finds wrong and of what APIs refuse: with these, the resource is not made as it stands.
BEGINNINGS = (
    *("SCH", "INT", "CRE001", "CRE002", "CRE003", "CRE004", "CRE005", "CRE006"),
    *("CRE008", "CRE009", "CRE010", "CRE011", "CRE012", "CRE036", "CRE051", "CRE066", "CRE071", "CRE079"),
    *("CRE110", "CRE111", "CRE112", "CRE113", "CRE114", "CRE115"),
)
# Questions two to six are about a system that has been made.
LATER = ("STA", "ARR", "APP", "TRI", "SCA")
# A name of so many letters says what it is a part of: Value of ValueFrom.
_LEAST_PART = 4
# A name that leads nowhere.
NOWHERE = ("INT001", "INT002", "TPL010")
# The note on what is made at the same time.
RACE = "STA024"
TABLE, ASSOCIATION = "AWS::EC2::RouteTable", "AWS::EC2::SubnetRouteTableAssociation"
_ROUTING = ("AWS::EC2::Route", TABLE, ASSOCIATION, "AWS::EC2::Subnet", "AWS::EC2::NatGateway")
_RULES = ("SecurityGroupIngress", "SecurityGroupEgress")
_ENTRIES = (*_RULES, "NetworkAclEntry")
# Which resources are parts of others, and by which property.
PARTS: Mapping[str, tuple[str, ...]] = {
    "AWS::EC2::Route": ("RouteTableId",),
    "AWS::EC2::SubnetRouteTableAssociation": ("SubnetId", "RouteTableId"),
    "AWS::EC2::SubnetNetworkAclAssociation": ("SubnetId", "NetworkAclId"),
    "AWS::EC2::NetworkAclEntry": ("NetworkAclId",),
    "AWS::EC2::VPCEndpoint": ("VpcId",),
    "AWS::EC2::VPCGatewayAttachment": ("VpcId", "InternetGatewayId"),
    "AWS::EC2::SecurityGroupIngress": ("GroupId", "SourceSecurityGroupId"),
    "AWS::EC2::SecurityGroupEgress": ("GroupId", "DestinationSecurityGroupId"),
    "AWS::ElasticLoadBalancingV2::ListenerRule": ("ListenerArn",),
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": ("ListenerArn",),
    "AWS::IAM::Policy": ("Roles",),
    "AWS::IAM::ManagedPolicy": ("Roles",),
    "AWS::IAM::RolePolicy": ("RoleName",),
    "AWS::SQS::QueuePolicy": ("Queues",),
    "AWS::SNS::TopicPolicy": ("Topics",),
    "AWS::S3::BucketPolicy": ("Bucket",),
}


def without_consequences(
    system: System,
    findings: Sequence[Finding],
    without_way: Collection[str] = (),
    unmade: Collection[str] = (),
    strays: Collection[Stray] = (),
    doubled: Collection[str] = (),
) -> list[Finding]:
    """The findings but for those errors that follow from others of them. Nothing of a circle is ever made.

    ``without_way`` are the subnets and route tables that lack what a refused copy should have given them, ``unmade``
    the subnets whose addresses are refused, ``strays`` the properties that name a thing of another kind, ``doubled``
    the subnets with two route tables and the tables with two routes to one place.
    """
    if any(item.code == "SCH002" or item.code.startswith("CRE0") for item in findings):
        from seatrial.analyses.checklist.bare import bare_ones, without_theirs

        if bare := bare_ones(system, findings):
            parts = {part for name in bare for part in PARTS.get(system.resources[name].type, ())}
            findings = without_theirs(system, findings, bare, parts)
    findings = _without_races(system, findings)
    findings = [item for item in findings if not _closes_by_mistake(system, item, findings, strays)]
    circling = {name for item in findings if item.code == "TPL009" for name in _round(item)}
    findings = [item for item in findings if not (item.code.startswith("CRE") and _is_in(item, circling))]
    findings = [item for item in findings if not _closes(system, item, circling)]
    findings = without_follow_ups(system, findings)
    if any(item.code in NOWHERE for item in findings):
        # Only a template with such a mistake pays for loading it.
        from seatrial.analyses.checklist.absentees import without_what_is_gone

        findings = without_what_is_gone(system, findings)
    if any(item.code == "INT031" for item in findings):
        from seatrial.analyses.checklist.left_variables import without_left_variables

        findings = without_left_variables(findings)
    findings = [item for item in findings if not _is_misspelt(item, findings)]
    findings = _in_place(findings)
    causes: dict[str, list[PropertyPath]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR and finding.logical_id and finding.code.startswith(BEGINNINGS):
            causes.setdefault(finding.logical_id, []).append(finding.path)
    astray = [*((item.resource.logical_id, item.types) for item in strays), *_without_a_whole(system, causes)]
    findings = [item for item in findings if not _is_perhaps_meant(system, item, astray)]
    if not causes:
        return list(findings)
    maimed = _maimed(system, causes) | set(without_way)
    kept = [item for item in findings if not _follows(item, causes, maimed)]
    kept = [item for item in kept if not _leads_to_nothing(system, item, causes) and not _adds_up(system, item, maimed)]
    tables = {name for name in maimed if (found := system.resources.get(name)) and found.type == TABLE}
    kept = [item for item in kept if not _lacks(item, {*without_way, *tables}) and not _is_about(item, unmade)]
    return [item for item in kept if not _is_routed(system, item, doubled)]


def _without_races(system: System, findings: Sequence[Finding]) -> list[Finding]:
    """Without the notes that tasks start before something is there, of services that wait for what has an error: what
    it doesn't refer to by mistake, it would have waited for.
    """
    races = [item for item in findings if item.code == RACE]
    wrong = {item.logical_id for item in findings if item.severity is Severity.ERROR and item.logical_id}
    if not races or not wrong:
        return list(findings)
    named: dict[str, set[str]] = {}
    for one in system.references:
        named.setdefault(one.source, set()).add(one.target)
    left = [item for item in findings if item.code != RACE]
    for item in races:
        reached, ahead = {item.logical_id}, [item.logical_id]
        while ahead:
            more = named.get(ahead.pop(), set()) - reached
            reached |= more
            ahead += more
        if reached.isdisjoint(wrong):
            left.append(item)
    return left


def _round(circle: Finding) -> list[str]:
    """The logical ids in what is said of a circle."""
    return re.findall(r"[\w/]+", circle.what)


def _closes_by_mistake(system: System, circle: Finding, findings: Sequence[Finding], strays: Collection[Stray]) -> bool:
    """Whether a circle goes through a reference that is told to be wrong: there is none without it."""
    if circle.code != "TPL009":
        return False
    names = set(_round(circle))
    if any(item.resource.logical_id in names and item.other.logical_id in names for item in strays):
        return True
    wrong = {(item.logical_id, item.path) for item in findings if item.code in ("INT003", "SCH004") and item.path}
    return any(
        item.target in names and (name, item.path) in wrong
        for name in names
        if name in system.resources
        for item in system.resources[name].references
    )


def _without_a_whole(
    system: System, causes: Mapping[str, Sequence[PropertyPath]]
) -> Iterator[tuple[str, Sequence[str]]]:
    """The parts that don't say what they are a part of, each with what that may be."""
    for name, paths in causes.items():
        resource = system.resources.get(name)
        for part in PARTS.get(resource.type, ()) if resource is not None else ():
            assert resource is not None
            types = wanted(resource.type, (part,)) or wanted(resource.type, (part, 0))
            ends = [item.target for item in resource.references if item.path[:1] == (part,)]
            named = any(one.type in types for end in ends if (one := system.resources.get(end)) is not None)
            if not named and any(path[:1] == (part,) for path in paths):
                yield name, types


def _is_perhaps_meant(system: System, finding: Finding, astray: Collection[tuple[str, Sequence[str]]]) -> bool:
    """Whether an error is about what a property was perhaps meant for that names a thing of another kind or none,
    about a part of that, or about the property's own resource.
    """
    resource = system.resources.get(finding.logical_id)
    if not astray or resource is None or not finding.code.startswith(LATER) or finding.severity is not Severity.ERROR:
        return False
    parts = (*PARTS.get(resource.type, ()), *finding.path[:1])
    # What is referred to may be without a type, and so no resource of the system.
    named = {item.target for item in resource.references if item.path and item.path[0] in parts}
    about = {resource.type, *(item.type for name, item in system.resources.items() if name in named)}
    return any(not about.isdisjoint(types) for _, types in astray) or _is_about(finding, {name for name, _ in astray})


def _leads_to_nothing(system: System, finding: Finding, causes: Collection[str]) -> bool:
    """Whether an error is about a property that names what is not made."""
    resource = system.resources.get(finding.logical_id)
    if resource is None or not finding.path or not finding.code.startswith(LATER):
        return False
    length = len(finding.path)
    named = {item.target for item in resource.references if item.path[:length] == finding.path}
    return finding.severity is Severity.ERROR and any(name in causes and name != finding.logical_id for name in named)


def _adds_up(system: System, finding: Finding, maimed: Collection[str]) -> bool:
    """Whether an error is about a rule of a group, or an entry of an ACL, of which another one is refused."""
    resource = system.resources.get(finding.logical_id)
    if resource is None or resource.type.rpartition("::")[2] not in _ENTRIES or not finding.code.startswith(LATER):
        return False
    return any(item.target in maimed for item in resource.references if item.path in (("GroupId",), ("NetworkAclId",)))


def _is_in(finding: Finding, circling: Collection[str]) -> bool:
    """Whether a finding is about one of these, or about what one of them, a nested stack, would make."""
    return any(finding.logical_id == name or finding.logical_id.startswith(f"{name}/") for name in circling)


def _closes(system: System, finding: Finding, circling: Collection[str]) -> bool:
    """Whether an error stands at a reference of a circle: it is to be another one, or to stand elsewhere."""
    resource = system.resources.get(finding.logical_id)
    if resource is None or not finding.path or finding.logical_id not in circling:
        return False
    if not finding.code.startswith(LATER) or finding.severity is not Severity.ERROR:
        return False
    length = len(finding.path)
    return any(item.path[:length] == finding.path and item.target in circling for item in resource.references)


def _is_about(finding: Finding, names: Collection[str]) -> bool:
    """Whether an error names one of these in what it says: a way from or to there."""
    if not finding.code.startswith(LATER) or finding.severity is not Severity.ERROR:
        return False
    said = f"{finding.what}\n{finding.why}"
    return any(re.search(rf"\b{re.escape(name)}\b", said) for name in names)


def _is_misspelt(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a property that is missing is there by another name, which is told."""
    if finding.code != "SCH002":
        return False
    wanted = set(re.findall(r"\w+", finding.mend))
    return any(
        item.code == "SCH001"
        and item.logical_id == finding.logical_id
        and item.path[:-1] in (finding.path, finding.path[:-1])
        and _is_meant_by(item, wanted)
        for item in findings
    )


def _in_place(findings: Sequence[Finding]) -> list[Finding]:
    """Without what is missed where it belongs and stands a level above or below, where it is told as unknown; that says
    where to.
    """
    strays = [item for item in findings if item.code == "SCH001" and item.path]
    moved: dict[Finding, PropertyPath] = {}
    left = []
    for item in findings if strays else ():
        stray = next((one for one in strays if one is not item and _is_level_apart(one, item)), None)
        if stray is not None:
            moved.setdefault(stray, item.path[:-1])
        else:
            left.append(item)
    if not moved:
        return list(findings)
    return [
        replace(item, mend=f"move {item.path[-1]} to {path_text(moved[item]) or 'Properties'}")
        if item in moved
        else item
        for item in left
    ]


def _is_level_apart(stray: Finding, item: Finding) -> bool:
    if stray.logical_id != item.logical_id or not item.path or stray.path[-1] != item.path[-1]:
        return False
    above, below = sorted((stray.path[:-1], item.path[:-1]), key=len)
    return above != below and below[: len(above)] == above


def _is_meant_by(finding: Finding, wanted: Collection[str]) -> bool:
    """Whether an unknown property is one of those that are missing, by what mends it or by being a part of its name."""
    if finding.mend.startswith("write "):
        return finding.mend.removeprefix("write ") in wanted
    name = str(finding.path[-1]).lower() if finding.path else ""
    return any(len(name) >= _LEAST_PART and (name in one.lower()) for one in wanted)


def _lacks(finding: Finding, without_way: Collection[str]) -> bool:
    """Whether an error is about the route that one of these lacks, wherever it stands."""
    if not without_way or not finding.code.startswith(LATER) or finding.severity is not Severity.ERROR:
        return False
    head = finding.why.partition(":")[0]
    return "no route" in head and any(re.search(rf"\b{re.escape(name)}\b", head) for name in without_way)


def _is_routed(system: System, finding: Finding, doubled: Collection[str]) -> bool:
    """Whether an error is about where one of two tables or routes leads, of which just one can be there."""
    resource = system.resources.get(finding.logical_id)
    if not doubled or resource is None:
        return False
    if resource.type not in _ROUTING and finding.path[-1:] != ("AssignPublicIp",):
        return False
    sides = set(doubled)
    for item in system.of_type(ASSOCIATION):
        ends = {one.target for one in item.references}
        sides |= ends if ends & set(doubled) else set()
    return _is_about(finding, sides)


def _maimed(system: System, causes: Collection[str]) -> set[str]:
    """The resources that lack a part."""
    found: set[str] = set()
    for name in causes:
        resource = system.resources.get(name)
        parts = PARTS.get(resource.type, ()) if resource is not None else ()
        if resource is not None and parts:
            found |= {item.target for item in resource.references if item.path and item.path[0] in parts}
    return found


def _follows(finding: Finding, causes: Mapping[str, Sequence[PropertyPath]], maimed: Collection[str]) -> bool:
    if not finding.code.startswith(LATER):
        return False
    for path in causes.get(finding.logical_id, ()):
        shared = min(len(path), len(finding.path))
        if path[:shared] == finding.path[:shared]:
            return True
        # The rules of a group add up: where one of them is refused, none is missing.
        if path[0] == finding.path[0] and path[0] in _RULES and finding.severity is Severity.ERROR:
            return True
    return finding.logical_id in maimed and finding.severity is Severity.ERROR
