"""A load balancer behind a VPC origin lets in only security groups that CloudFront is in none of.

CloudFront comes by network interfaces of its own in the load balancer's subnets, with a security group that it makes
itself; so the load balancer's groups let in that one, the managed prefix list of CloudFront, or addresses of the VPC.
That nobody at all is let in is told of the listener.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html,
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCloudFrontVPCOriginServiceRolePolicy.html ("allows
CloudFront to manage EC2 Elastic Network Interfaces and Security Groups on your behalf")
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

_VPC_ORIGIN, _GROUP, _RULE = "AWS::CloudFront::VpcOrigin", "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"
_INGRESS, _SOURCE = "SecurityGroupIngress", "SourceSecurityGroupId"
_PORTS = {"http-only": ("HTTPPort", 80), "https-only": ("HTTPSPort", 443)}


def _closed(inquiry: Inquiry) -> Iterator[Said]:
    for origin in inquiry.system.of_type(_VPC_ORIGIN):
        config = origin.get("VpcOriginEndpointConfig")
        balancer = inquiry.find(at(config, "Arn"), BALANCER)
        key, usual = _PORTS.get(as_text(at(config, "OriginProtocolPolicy")), ("", 0))
        if balancer is None or not key or isinstance(at(config, key), Unknown):
            continue
        port = as_number(at(config, key)) or usual
        groups = [inquiry.find(item, _GROUP) for item in as_list(balancer.get("SecurityGroups"))]
        rules = [rule for group in groups if group is not None for rule in _rules(inquiry, group)]
        fitting = [(resource, path, rule) for resource, path, rule in rules if _fits(rule, port)]
        if not groups or None in groups or not fitting or any(_may_be(inquiry, rule) for _, _, rule in fitting):
            continue
        resource, path, _ = fitting[0]
        names = inquiry.names([item for item in groups if item is not None])
        others = {as_text(at(rule, _SOURCE)): inquiry.find(at(rule, _SOURCE)) for _, _, rule in fitting}
        yield Found(
            resource,
            path,
            f"CloudFront cannot reach port {port} of {balancer.logical_id}, where {origin.logical_id} sends requests",
            f"{names} lets in only {inquiry.names([item for item in others.values() if item is not None])} there, and "
            "CloudFront comes with a security group of its own: it answers with 504",
            f"let in SourcePrefixListId: the id of com.amazonaws.global.cloudfront.origin-facing on port {port} in "
            f"{names}",
        )


def _rules(inquiry: Inquiry, group: Resource) -> Iterator[tuple[Resource, PropertyPath, Value]]:
    listed = group.get(_INGRESS)
    if isinstance(listed, Unknown):
        yield group, (_INGRESS,), listed
    for index, rule in enumerate(as_list(listed)):
        yield group, (_INGRESS, index, _SOURCE), rule
    for item in inquiry.system.of_type(_RULE):
        if isinstance(item.get("GroupId"), Unknown):
            yield item, (), Unknown("its group isn't known")
        elif inquiry.find(item.get("GroupId"), _GROUP) is group:
            yield item, (_SOURCE,), dict(item.properties)


def _fits(rule: Value, port: int) -> bool:
    """Whether a rule is for a port; one that isn't known may be."""
    protocol, first, last = (at(rule, key) for key in ("IpProtocol", "FromPort", "ToPort"))
    if any(isinstance(item, Unknown) for item in (rule, protocol, first, last)) or as_text(protocol) == "-1":
        return True
    return as_text(protocol).lower() in ("tcp", "6") and as_number(first) <= port <= as_number(last)


def _may_be(inquiry: Inquiry, rule: Value) -> bool:
    """Whether a rule may let CloudFront in: all do but those for a security group of the template."""
    return isinstance(rule, Unknown) or inquiry.find(at(rule, _SOURCE), _GROUP) is None


CHECK = Check(
    "ARR171",
    Severity.ERROR,
    Question.ARRIVE,
    "A load balancer behind a VPC origin lets in only other security groups",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html "
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCloudFrontVPCOriginServiceRolePolicy.html",
    _closed,
)
