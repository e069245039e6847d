"""What is said of a refusal: of several with one message at once, with what mends them.

Apart from the checks, so that the tables of mends are loaded only where something is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seatrial.analyses.checklist.check import Found
from seatrial.analyses.checklist.copied import copy_of
from seatrial.analyses.checklist.cre_fixes import fix_of
from seatrial.analyses.checklist.cre_mends import mend_of
from seatrial.analyses.checklist.cre_mends_named import forwarded_instead, named_mend
from seatrial.analyses.checklist.empty_parameters import given_in_place, is_empty
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.keys import KEY
from seatrial.analyses.checklist.same_zone import Pair, says_so
from seatrial.analyses.refusals import Refusal
from seatrial.analyses.refusals.ecs_task_definition import COMPATIBILITIES, what_is_unfit
from seatrial.analyses.refusals.metric_math import INVALID
from seatrial.analyses.refusals.policy_shape import SYNTAX
from seatrial.analyses.refusals.world import network
from seatrial.model.edit import Edit, wait_for
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

# What CloudWatch Logs says of a key that doesn't let it in, and how the reason names the statement that nearly does.
_BY_KEY = "not allowed to be used with Arn"
_STATEMENT = re.compile(r": statement (\w+) of KeyPolicy of (\w+) ")
# Some resource's ARN, where a mend doesn't know which.
_SOME_ARN = re.compile(r"!GetAtt [A-Z]{2,}\.Arn\b")


def told(inquiry: Inquiry, refused: Sequence[tuple[Resource, Refusal]], pair: Pair | None) -> Iterator[Found]:
    """What is said of these refusals, and of two subnets of one zone where that is what some of them are for."""
    alike: dict[tuple[str, str], list[tuple[Resource, Refusal]]] = {}
    vpcs = [item.physical_id for item, said in refused if said.code == "InvalidVpc.Range"]
    for resource, refusal in refused:
        # Its subnets are in no block of a VPC whose block is none.
        if refusal.code == "InvalidSubnet.Range" and resource.get("VpcId") in vpcs:
            continue
        # Subnets outside of their VPC's blocks lack one block together, whichever each of them names.
        apart = refusal.code == "InvalidSubnet.Range" and refusal.because
        # This says nothing of what is wrong, and two of them may be two faults.
        apart = apart or (refusal.message == INVALID and refusal.because)
        # What one key doesn't let in is one fault of it, whatever the log groups are called.
        if _BY_KEY in refusal.message and (key := inquiry.find(resource.get(*refusal.path), KEY)) is not None:
            apart = key.logical_id
        alike.setdefault((refusal.api, apart or refusal.message), []).append((resource, refusal))
    for found in alike.values():
        yield _found(inquiry, found)
    if pair is not None:
        yield _in_one_zone(inquiry, pair)


def _in_one_zone(inquiry: Inquiry, pair: Pair) -> Found:
    first, second = (item.logical_id for item in pair)
    refused = [resource for resource, refusal in inquiry.refusals if says_so(refusal)]
    said = next(refusal for _, refusal in inquiry.refusals if says_so(refusal))
    several = len(refused) > 1
    return Found(
        pair[1],
        ("AvailabilityZone",),
        f"{first} and {second} are both in {inquiry.zone_of(pair[1])}",
        f"{inquiry.names(refused)} {'want' if several else 'wants'} one subnet of each Availability Zone and "
        f"{'are' if several else 'is'} refused: the stack is rolled back",
        f"set AvailabilityZone of {second} to another zone than that of {first}",
        said.reason,
    )


def _found(inquiry: Inquiry, alike: Sequence[tuple[Resource, Refusal]]) -> Found:
    """What is said of one refusal, or of several with one message."""
    resource, refusal = alike[0]
    names = inquiry.names([item for item, _ in alike])
    copy = copy_of(inquiry, resource, refusal)
    mend = _mend(inquiry, resource, refusal)
    if copy is not None:
        because = f"{copy.resource.logical_id} names {copy.named} as well, and {copy.because}" if copy.named else ""
        refusal, mend = replace(refusal, path=(copy.key,), because=because or copy.because), copy.mend
    elif (block := _late_block(inquiry, resource, refusal)) is not None:
        refusal = replace(refusal, because=f"nothing makes CloudFormation create {block.logical_id} first")
        mend = f"add DependsOn: {block.logical_id} to {names}"
    elif (twice := forwarded_instead(inquiry, resource, refusal)) is not None:
        rule, other, group = twice
        resource, refusal = rule, replace(refusal, path=_forward_path(inquiry, rule, group))
        because = (
            f"nothing forwards to it, and {rule.logical_id} forwards to {group.logical_id} as {other.logical_id} does"
        )
        refusal = replace(refusal, because=because)
    elif (len(alike) == 1 or _BY_KEY in refusal.message) and (
        fault := _at_fault(inquiry, resource, refusal, several=len(alike) > 1)
    ) is not None:
        resource, refusal = fault[0], replace(refusal, path=fault[1])
    elif refusal.code == "InvalidSubnet.Range" and len(alike) > 1:
        mend = f"add an AWS::EC2::VPCCidrBlock that has the blocks of {names}, or give them blocks of the VPC's"
    return Found(
        resource if copy is None else copy.resource,
        refusal.path,
        f"{_operation(refusal)} refuses {names}: {refusal.message}",
        _why(refusal, names),
        mend,
        "" if refusal.ours else refusal.reason,
        fix=tuple(edit for item, said in alike for edit in _fix(inquiry, item, said)),
    )


def _at_fault(
    inquiry: Inquiry, service: Resource, refusal: Refusal, *, several: bool = False
) -> tuple[Resource, PropertyPath] | None:
    """What a service or a log group is refused for and is only wrong at what it names: a target group for instances, a
    definition that is made for Fargate and says otherwise, the statement of a key that is for another one, or the whole
    policy of a key that lets in none of several.
    """
    if "has target type" in refusal.message:
        group = inquiry.find(service.get(*refusal.path), "AWS::ElasticLoadBalancingV2::TargetGroup")
        if group is not None and inquiry.owns(group):
            return group, ("TargetType",) if "TargetType" in group.properties else ()
    if _BY_KEY in refusal.message:
        statement = _STATEMENT.search(refusal.because)
        key = inquiry.system.resources.get(statement[2]) if statement is not None else None
        if statement is not None and key is not None:
            for index, item in enumerate(as_list(key.get("KeyPolicy", "Statement"))):
                if statement[1] in (as_text(at(item, "Sid")), str(index + 1)):
                    return key, ("KeyPolicy", "Statement", index)
        key = inquiry.find(service.get(*refusal.path), KEY)
        if several and key is not None and inquiry.owns(key):
            return key, ("KeyPolicy",)
    if "does not support launch_type" in refusal.message:
        definition = inquiry.find(service.get("TaskDefinition"), "AWS::ECS::TaskDefinition")
        sized = definition is not None and definition.get("NetworkMode") == "awsvpc" and bool(definition.get("Cpu"))
        users = [item for item in inquiry.placements if item.definition is definition]
        if definition is not None and inquiry.owns(definition) and sized and len(users) == 1:
            unfit = what_is_unfit(definition)
            return definition, unfit[1] if unfit is not None else COMPATIBILITIES
    return None


def _forward_path(inquiry: Inquiry, rule: Resource, group: Resource) -> PropertyPath:
    """Where a rule says that it forwards to a target group."""
    return next((item.path for item in inquiry.arrivals.forwards if item.by is rule and item.group is group), ())


def _fix(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> tuple[Edit, ...]:
    if (copy := copy_of(inquiry, resource, refusal)) is not None:
        return copy.fix
    if (block := _late_block(inquiry, resource, refusal)) is not None:
        return (wait_for(resource.logical_id, block.logical_id),)
    return fix_of(inquiry, resource, refusal)


def _late_block(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> Resource | None:
    """The VPC's block that a refused subnet lies in, and that it doesn't wait for."""
    own = network(resource.get("CidrBlock"))
    if refusal.code != "InvalidSubnet.Range" or own is None:
        return None
    for item in inquiry.system.of_type("AWS::EC2::VPCCidrBlock"):
        block = network(item.get("CidrBlock"))
        if block is not None and item.get("VpcId") == resource.get("VpcId") and own.subnet_of(block):
            return item
    return None


def _why(refusal: Refusal, names: str) -> str:
    because = f"{refusal.because}; " if refusal.because else ""
    if refusal.by_handler:
        return f"{because}CloudFormation looks for one before it creates {names}, and the stack is rolled back"
    return (
        f"{because}CloudFormation calls {_operation(refusal)} for {names}; that fails with {refusal.code}, and the "
        "stack is rolled back"
    )


def _mend(inquiry: Inquiry, resource: Resource, refusal: Refusal) -> str:
    if refusal.message.startswith("Resource  must be in ARN format"):
        given = given_in_place(inquiry, "", "") or "its default"
        return f"give the empty parameter that Resource comes from a value ({given}), or leave the statement out then"
    last = refusal.path[-1] if refusal.path else ""
    value = resource.get(*refusal.path) if refusal.path else None
    if is_empty(value) and (given := given_in_place(inquiry, value, str(last))):
        return f"give the empty parameter that {last} comes from a value ({given})"
    if refusal.message == SYNTAX and "?" in refusal.because:
        return f"write {refusal.because.partition('did you mean ')[2].rstrip('?')} in place of {last}"
    if refusal.message == SYNTAX and "beside Condition" in refusal.because:
        return f"indent {last} by one more level, below Condition"
    if ": " in refusal.instead and not refusal.instead.startswith("{"):
        return f"write {refusal.instead} instead of {last} in {resource.logical_id}"
    if refusal.instead and isinstance(last, str):
        also = ", also where it is named" if "of a volume" in refusal.message else ""
        return f"write {last}: {refusal.instead}{also}"
    if refusal.instead and len(refusal.path) > 1:
        return f"write {refusal.instead} in {refusal.path[-2]} of {resource.logical_id}"
    mend = named_mend(inquiry, resource, refusal) or mend_of(resource, refusal.message, refusal.path)
    meant = [item.target for item in resource.references if item.path == refusal.path and item.attribute != "DependsOn"]
    # What stands there already, by another attribute than the one that is wanted.
    return _SOME_ARN.sub(f"!GetAtt {meant[0]}.Arn", mend) if len(meant) == 1 else mend


def _operation(refusal: Refusal) -> str:
    return "CloudFormation" if refusal.by_handler else refusal.api.partition(".")[2]
