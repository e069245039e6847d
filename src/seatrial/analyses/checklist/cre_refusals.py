"""What AWS's APIs refuse while CloudFormation creates the stack, each resource at its own moment of the timeline.

One check per API family. The texts are the APIs' own; see ``analyses/refusals``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from seatrial.analyses.checklist.arr_network import misplaced, unattached
from seatrial.analyses.checklist.check import Said
from seatrial.analyses.checklist.cre_other_vpc import strayed
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import definition_of
from seatrial.analyses.checklist.same_zone import pair_in_one_zone, says_so
from seatrial.analyses.refusals import Refusal
from seatrial.model.resource import Resource

# How EC2 and Elastic Load Balancing say that an internet gateway is not attached.
_WITHOUT_GATEWAY = ("and network gateway igw-", "has no Internet gateway attached", "has no internet gateway")
# What a service asks its task definition for.
_ASKED_FOR = (("RequiresCompatibilities",), ("ContainerDefinitions",), ("NetworkMode",))


def refused_by(*prefixes: str) -> Callable[[Inquiry], Iterator[Said]]:
    """Asks what the APIs whose names begin so refuse of the template's resources."""

    def ask(inquiry: Inquiry) -> Iterator[Said]:
        refused: list[tuple[Resource, Refusal]] = []
        for resource, refusal in inquiry.refusals:
            if _is_misread(inquiry, resource, refusal):
                continue
            if refusal.api.startswith(prefixes) and not _follows(inquiry, resource, refusal):
                refused.append((resource, refusal))
        pair = pair_in_one_zone(inquiry) if "ec2." in prefixes else None
        if refused or pair is not None:
            from seatrial.analyses.checklist.cre_refused import told

            yield from told(inquiry, refused, pair)

    return ask


def _is_misread(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> bool:
    """Whether reading told an error of the same property, of a part of it (a policy lacks what is misspelt in it) or of
    the whole.
    """
    length = len(refusal.path)
    of_it = [path for name, path in inquiry.misread if name == resource.logical_id]
    if refusal.message.endswith(" is missing.") and any(path[:-1] == refusal.path[:-1] != () for path in of_it):
        return True
    above = any(path and refusal.path[: len(path)] == path for path in of_it)
    return above or refusal.path in of_it or (length > 0 and any(path[:length] == refusal.path for path in of_it))


def _follows(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> bool:
    """Whether a refusal is nothing but the consequence of what is told elsewhere: its task definition is refused
    already, the internet gateway that it needs is attached to no VPC, its security group names no VPC, or it is the
    protocol of a target group that is wrong, and not an attribute.
    """
    if "does not support the attribute" in refusal.message and _of_another_protocol(inquiry, resource):
        return True
    if "associated IPv6 CIDR block" in refusal.message and misplaced(inquiry, resource):
        return True
    if strayed(inquiry, resource, refusal):
        return True
    if says_so(refusal) and pair_in_one_zone(inquiry) is not None:
        return True
    named = inquiry.find(resource.get(*refusal.path), "AWS::EC2::SecurityGroup")
    if named is not None and named.get("VpcId") is None:
        return True
    if any(text in refusal.message for text in _WITHOUT_GATEWAY):
        return unattached(inquiry) or _not_public(inquiry, resource)
    if resource.type != "AWS::ECS::Service" or not re.search("[Tt]ask definition|container port", refusal.message):
        return False
    definition = definition_of(resource.get("TaskDefinition"), inquiry.systems)
    if definition is None:
        return False
    misread = any(name == definition.logical_id and path[:1] in _ASKED_FOR for name, path in inquiry.misread)
    return misread or ("task definition" in refusal.message and any(item is definition for item, _ in inquiry.refusals))


def _of_another_protocol(inquiry: Inquiry, group: Resource) -> bool:
    """Whether a listener may not send to a target group, because its protocol is another one."""
    return any(
        "incompatible protocols" in refusal.message and inquiry.find(by.get(*refusal.path)) is group
        for by, refusal in inquiry.refusals
    )


def _not_public(inquiry: Inquiry, resource: Resource) -> bool:
    """Whether it is told that a NAT gateway stands in a subnet without a route to the internet: the route that is
    missing is also what the NAT gateway would wait for.
    """
    if resource.type != "AWS::EC2::NatGateway":
        return False
    rules = [blocked.first.path.deciding for blocked in inquiry.launches.blocked]
    return any(rule is not None and rule.what.startswith(f"{resource.logical_id} is in ") for rule in rules)
