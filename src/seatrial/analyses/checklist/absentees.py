"""What is lacking because a resource is gone that others still name.

A name that leads nowhere is told where it stands. Of what kind the resource was, nobody knows, so the network, the
roles and the names look as if something else were missing as well: a route, a policy, a record. Near the place where
the name stands, that is the same resource, and whoever adds it, as the finding says, has mended both. A name that is
only misspelt hides nothing: its resource is there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from math import ceil

from seatrial.analyses.checklist.unresolved import name_of
from seatrial.model.finding import Finding
from seatrial.model.system import System

# What those mends say that want one more thing of the template.
_ADDS = ("AWS::", "add an action that forwards", "associate ")
_LACKS = ("STA", "ARR", "APP", "TRI", "CRE003", "CRE017", "CRE021", "CRE055", "CRE057", "CRE060", "CRE072")
# What is named and not made, and who is let in by no policy.
_MISS = ("CRE021", "CRE060")
_STEPS = 2
_SLIP, _LETTERS = 0.92, 2
# How long a beginning is that two names have in common by more than chance, and how much of one.
_LONG = 12
_MOST_OF = 0.7
# What the CDK puts behind a logical id.
_HASH = re.compile(r"[0-9A-F]{8}$")
_HOSTS, _REGISTRIES = ("TRI022", "TRI050"), ("RegistryArn", "NamespaceId")
# How such things are called, and how a finding says that it wants one.
_CALLED = {
    "way": re.compile(r"route|rt\b|rtb|assoc|attach|gateway|gw|nat|endpoint|peering", re.IGNORECASE),
    "right": re.compile(r"polic|role|permission|access", re.IGNORECASE),
    "rule": re.compile(r"ingress|egress|sg\b|securitygroup|from|allow", re.IGNORECASE),
    "traffic": re.compile(r"listener|rule|target|balancer|lb", re.IGNORECASE),
}
_SAID = {
    "way": re.compile(r"\broutes?\b|RouteTable|Gateway|associate |[eE]ndpoint"),
    "right": re.compile(r"\ba policy\b|QueuePolicy|TopicPolicy|Permission|^CRE060|AssumeRole|ManagedPolicy"),
    "rule": re.compile(r"SecurityGroup(?:In|E)gress"),
    "traffic": re.compile(r"^CRE003|forwards to"),
}
# What is nearly always called so: a name that says nothing of it is none.
_CALLED_SO = ("right", "rule")
_ONE_WAY_OUT, _GATEWAY = "SAF005", "NatGatewayId"


def without_what_is_gone(system: System, findings: Sequence[Finding]) -> list[Finding]:
    """The findings but for those that miss what is told as a name that leads nowhere."""
    gone = [item for item in findings if (name := name_of(item)) and not is_a_slip(name, system.resources)]
    if not gone:
        return list(findings)
    keys = {part for item in gone for part in item.path}
    names = [name_of(item) for item in gone]
    near = _near(system, {item.logical_id for item in gone if item.logical_id})
    near |= {known for known in system.resources if any(_begins_alike(name, known) for name in names)}
    return [item for item in findings if not (_is_lacking(item, near, keys) and may_be_named(item, names))]


def may_be_named(finding: Finding, names: Collection[str]) -> bool:
    """Whether what a finding wants may be what one of the names meant: a policy is hardly called SomethingRoute, and
    two faults are two findings.
    """
    wanted = {kind for kind, said in _SAID.items() if said.search(f"{finding.code} {finding.mend}")}
    for name in names:
        called = {kind for kind, words in _CALLED.items() if words.search(name)}
        if called & wanted or (not (called and wanted) and wanted.isdisjoint(_CALLED_SO)):
            return True
    return False


def is_a_slip(name: str, known: Collection[str]) -> bool:
    """Whether a name is that of a resource but for a letter or two; RouteA and RouteB are siblings."""
    bare = _HASH.sub("", name)
    for other in known:
        like = _HASH.sub("", other)
        if re.sub(r"[A-Z0-9]", "", bare) == re.sub(r"[A-Z0-9]", "", like) and bare.lower() != like.lower():
            continue
        if abs(len(bare) - len(like)) <= _LETTERS and SequenceMatcher(None, bare, like).ratio() >= _SLIP:
            return True
    return False


def _begins_alike(name: str, known: str) -> bool:
    """Whether two things are called after the same one, as the CDK calls the parts of a subnet: SubnetARouteTable,
    SubnetARouteTableAssociation.
    """
    bare = _HASH.sub("", known)
    return name.startswith(bare[: max(_LONG, ceil(len(bare) * _MOST_OF))]) and len(bare) >= _LONG


def _near(system: System, places: Collection[str]) -> set[str]:
    """What is at most two references away from where the names stand, and what refers to that place."""
    found = set(places)
    for _ in range(_STEPS):
        steps = [system.resources[name].references for name in found if name in system.resources]
        found |= {item.target for references in steps for item in references}
    return found | {item.source for item in system.references if item.target in places}


def _is_lacking(finding: Finding, near: Collection[str], keys: Collection[object]) -> bool:
    """Whether a finding wants something more, at what is near to a name that leads nowhere."""
    if finding.code in _HOSTS:
        return any(key in keys for key in _REGISTRIES)
    if finding.code == _ONE_WAY_OUT:
        return _GATEWAY in keys
    if not finding.code.startswith(_LACKS) and not (finding.code == "CRE001" and "DependsOn" in finding.mend):
        return False
    if finding.logical_id not in near:
        return False
    no_route = "no route" in finding.why.partition(":")[0]
    adds = any(word in finding.mend for word in _ADDS)
    return not finding.path or adds or no_route or finding.code in _MISS
