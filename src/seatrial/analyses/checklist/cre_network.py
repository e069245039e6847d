"""What of a network must be there first, and no reference says so: blocks of IPv6, gateway endpoints, attachments.

A VPC's blocks of IPv6 are a resource of their own, an interface endpoint for Amazon S3 whose private names are for
inbound resolvers alone (the default) needs a gateway endpoint beside it, and EC2 knows a transit gateway in the routes
of a VPC only once that is attached.

Sources (read 2026-11-29): https://github.com/aws/aws-cdk/issues/28843 and https://github.com/aws/aws-cdk/issues/36714
(blocks of IPv6), https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/982 and
https://github.com/hashicorp/terraform-provider-aws/issues/31117 (endpoints of S3),
https://github.com/hashicorp/terraform-provider-aws/issues/10025 and https://github.com/aws-ia/terraform-aws-vpc/issues/101
(transit gateways).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.creation import creation_order
from seatrial.kinds.endpoint_services import service_of
from seatrial.model.edit import set_property, wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_text

VPC, BLOCK, ENDPOINT = "AWS::EC2::VPC", "AWS::EC2::VPCCidrBlock", "AWS::EC2::VPCEndpoint"
ROUTE, TABLE = "AWS::EC2::Route", "AWS::EC2::RouteTable"
ATTACHMENTS = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")
_SIX = ("AmazonProvidedIpv6CidrBlock", "Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6Pool", "Ipv6NetmaskLength")
_OPAQUE = ("AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Stack")
_NONE_THERE = "Template error: Fn::Select  cannot select nonexistent value at index 0"
_INBOUND = ("DnsOptions", "PrivateDnsOnlyForInboundResolverEndpoint")


def _parts(inquiry: Inquiry, vpc: Resource, *types: str) -> list[Resource] | None:
    """The resources of these types that belong to a VPC; None where that isn't known of all of them."""
    found = []
    for item in inquiry.system.of_type(*types):
        owner = item.get("VpcId")
        if isinstance(owner, Unknown):
            return None
        if owner == vpc.physical_id:
            found.append(item)
    return found


def _is_given_away(inquiry: Inquiry, resource: Resource) -> bool:
    """Whether something is given a resource that may do to it what no template tells."""
    return any(
        reference.target == resource.logical_id
        for item in inquiry.system.resources.values()
        if item.type in _OPAQUE or item.type.startswith("Custom::")
        for reference in item.references
    )


def _blocks(inquiry: Inquiry) -> Iterator[Said]:
    """Who reads the blocks of IPv6 of a VPC that has none, or that may have none yet."""
    for vpc in inquiry.system.of_type(VPC):
        readers = {
            item.logical_id: (item, reference.path)
            for item in inquiry.system.resources.values()
            for reference in item.references
            if reference.target == vpc.logical_id and reference.attribute == "Ipv6CidrBlocks" and reference.path
        }
        parts = _parts(inquiry, vpc, BLOCK)
        if not readers or parts is None:
            continue
        blocks = [item for item in parts if any(item.get(key) not in (None, False, "false") for key in _SIX)]
        early = [item for item in readers.values() if not _comes_after(inquiry, item[0], blocks)]
        if blocks and early:
            yield _too_early(inquiry, vpc, blocks[0], [item for item, _ in early], early[0][1])
        elif not blocks and not _is_given_away(inquiry, vpc):
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


def _comes_after(inquiry: Inquiry, resource: Resource, blocks: Sequence[Resource]) -> bool:
    return bool(inquiry.after(resource.logical_id) & {item.logical_id for item in blocks})


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


def _endpoints(inquiry: Inquiry) -> Iterator[Said]:
    for endpoint in inquiry.system.of_type(ENDPOINT):
        vpc, only = inquiry.find(endpoint.get("VpcId"), VPC), endpoint.get(*_INBOUND)
        kind, private = as_text(endpoint.get("VpcEndpointType")), as_flag(endpoint.get("PrivateDnsEnabled"))
        if kind != "Interface" or service_of(as_text(endpoint.get("ServiceName"))) != "s3" or not private:
            continue
        if vpc is None or not inquiry.owns(vpc) or isinstance(only, Unknown) or as_text(only) == "AllResolvers":
            continue
        others = _parts(inquiry, vpc, ENDPOINT)
        if others is None or any(_may_be_gateway(item) for item in others) or _is_given_away(inquiry, vpc):
            continue
        name = endpoint.logical_id
        yield Found(
            endpoint,
            _INBOUND if only is not None else ("PrivateDnsEnabled",),
            f"{name} has private DNS for inbound resolvers alone, and {vpc.logical_id} has no gateway endpoint for s3",
            "that is the default, and what the VPC itself sends to Amazon S3 then goes to a gateway endpoint: "
            "CreateVpcEndpoint fails without one, and the stack is rolled back",
            f"set DnsOptions: {{ PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }} in {name}, or add a gateway "
            f"endpoint for s3 to {vpc.logical_id}",
            "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC "
            f"{vpc.physical_id} must have a Gateway endpoint for the service.",
            fix=(set_property(name, "DnsOptions", to={_INBOUND[1]: "AllResolvers"}),),
        )


def _may_be_gateway(endpoint: Resource) -> bool:
    kind, name = endpoint.get("VpcEndpointType"), endpoint.get("ServiceName")
    if isinstance(kind, Unknown) or isinstance(name, Unknown):
        return True
    return (as_text(kind) or "Gateway") == "Gateway" and service_of(as_text(name)) == "s3"


def _transit(inquiry: Inquiry) -> Iterator[Said]:
    by_vpc: dict[str, tuple[Resource, list[Resource]]] = {}
    for route in inquiry.system.of_type(ROUTE):
        table = inquiry.find(route.get("RouteTableId"), TABLE)
        vpc = inquiry.find(table.get("VpcId"), VPC) if table is not None else None
        given = route.get("TransitGatewayId") not in (None, "") and not inquiry.refused_at(route)
        if given and vpc is not None and inquiry.owns(vpc):
            by_vpc.setdefault(vpc.logical_id, (vpc, []))[1].append(route)
    for vpc, routes in by_vpc.values():
        attachments = _parts(inquiry, vpc, *ATTACHMENTS)
        if attachments is None or _is_given_away(inquiry, vpc):
            continue
        early = [route for route in routes if not _comes_after(inquiry, route, attachments)]
        if early:
            yield _unattached(inquiry, vpc, early, attachments)


def _unattached(inquiry: Inquiry, vpc: Resource, routes: Sequence[Resource], attachments: Sequence[Resource]) -> Found:
    names, one = inquiry.names(routes), len(routes) == 1
    path = ("TransitGatewayId",)
    if not attachments:
        return Found(
            routes[0],
            path,
            f"{names} {'leads' if one else 'lead'} to a transit gateway that is not attached to {vpc.logical_id}",
            f"the template makes {vpc.logical_id} and no attachment for it, so EC2 knows no such transit gateway there "
            f"and refuses {'the route' if one else 'the routes'}: the stack is rolled back",
            f"add an AWS::EC2::TransitGatewayAttachment with VpcId: !Ref {vpc.logical_id}, and let {names} depend on "
            "it",
        )
    attachment = attachments[0].logical_id
    return Found(
        routes[0],
        path,
        f"{names} {'does' if one else 'do'} not wait for {attachment}, which attaches the transit gateway to "
        f"{vpc.logical_id}",
        f"nothing makes CloudFormation create {attachment} first, and EC2 refuses a route that is created earlier",
        f"add DependsOn: {attachment} to {names}",
        severity=Severity.WARNING,
        fix=tuple(wait_for(route.logical_id, attachment) for route in routes),
    )


CHECKS = (
    Check(
        "CRE055",
        Severity.ERROR,
        Question.CREATE,
        "The IPv6 blocks of a VPC are used before it has any",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html",
        _blocks,
    ),
    Check(
        "CRE056",
        Severity.ERROR,
        Question.CREATE,
        "An interface endpoint for Amazon S3 with private DNS lacks the gateway endpoint that it needs",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html",
        _endpoints,
    ),
    Check(
        "CRE057",
        Severity.ERROR,
        Question.CREATE,
        "A route leads to a transit gateway that is not attached to its VPC",
        "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
        _transit,
    ),
)
