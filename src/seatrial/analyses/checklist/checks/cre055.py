"""Whether a VPC has the IPv6 blocks that are read of it, and has them by then.

A VPC's blocks of IPv6 are a resource of their own, so that no reference says that they must be there first.

Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html,
https://github.com/aws/aws-cdk/issues/28843 and https://github.com/aws/aws-cdk/issues/36714 (both read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_network import VPC, comes_after, is_given_away, parts_of
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.creation import creation_order
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource

BLOCK = "AWS::EC2::VPCCidrBlock"
_SIX = ("AmazonProvidedIpv6CidrBlock", "Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6Pool", "Ipv6NetmaskLength")
_NONE_THERE = "Template error: Fn::Select  cannot select nonexistent value at index 0"


def _blocks(inquiry: Inquiry) -> Iterator[Said]:
    """Who reads the blocks of IPv6 of a VPC that has none, or that may have none yet."""
    for vpc in inquiry.system.of_type(VPC):
        readers = {
            item.logical_id: (item, reference.path)
            for item in inquiry.system.resources.values()
            for reference in item.references
            if reference.target == vpc.logical_id and reference.attribute == "Ipv6CidrBlocks" and reference.path
        }
        parts = parts_of(inquiry, vpc, BLOCK)
        if not readers or parts is None:
            continue
        blocks = [item for item in parts if any(item.get(key) not in (None, False, "false") for key in _SIX)]
        early = [item for item in readers.values() if not comes_after(inquiry, item[0], blocks)]
        if blocks and early:
            yield _too_early(inquiry, vpc, blocks[0], [item for item, _ in early], early[0][1])
        elif not blocks and not is_given_away(inquiry, vpc):
            resource, path = next(iter(readers.values()))
            names = inquiry.names([item for item, _ in readers.values()])
            yield Found(
                resource,
                path,
                f"{names} {'uses' if len(readers) == 1 else 'use'} the IPv6 blocks of {vpc.logical_id}, which has none",
                f"no AWS::EC2::VPCCidrBlock gives {vpc.logical_id} a block of IPv6, so !GetAtt "
                f"{vpc.logical_id}.Ipv6CidrBlocks is an empty list: {resource.logical_id} fails, and the stack is "
                "rolled back",
                "add an AWS::EC2::VPCCidrBlock with AmazonProvidedIpv6CidrBlock: true and "
                f"VpcId: !Ref {vpc.logical_id}, and let {names} depend on it",
                _NONE_THERE,
            )


def _too_early(
    inquiry: Inquiry, vpc: Resource, block: Resource, early: Sequence[Resource], path: tuple[str | int, ...]
) -> Found:
    names, times = inquiry.names(early), {item.resource.logical_id: item for item in creation_order(inquiry.system)}
    loses = any(times[item.logical_id].starts < times[block.logical_id].ends for item in early)
    return Found(
        early[0],
        path,
        f"{names} {'does' if len(early) == 1 else 'do'} not wait for {block.logical_id}, which gives {vpc.logical_id} "
        "its block of IPv6",
        f"nothing makes CloudFormation create {block.logical_id} first, and until then !GetAtt "
        f"{vpc.logical_id}.Ipv6CidrBlocks is an empty list: {early[0].logical_id} fails when it is created earlier",
        f"add DependsOn: {block.logical_id} to {names}",
        _NONE_THERE,
        None if loses else Severity.WARNING,
        fix=tuple(wait_for(item.logical_id, block.logical_id) for item in early),
    )


CHECK = Check(
    "CRE055",
    Severity.ERROR,
    Question.CREATE,
    "The IPv6 blocks of a VPC are used before it has any",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html",
    _blocks,
)
