"""Quotas that a template breaks by itself, in an account where nobody has raised them.

What can't be raised is refused (see ``analyses/refusals``). What can may have been, which no template shows: so this
warns and says which quota it is. Counted is what the template makes; what the account has already comes on top. A rule
or a route with a prefix list counts as many as the list may have entries.

Sources (read 2026-11-23): https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. AWS's texts are those that users of
CloudFormation, CDK and Terraform quote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.iam import policy_size
from seatrial.kinds.endpoint_services import listed_weight
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_flag, as_list, as_number, as_text, at

_BALANCER, _LISTENER = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener"
_GROUP, _ROLE, _TABLE = "AWS::EC2::SecurityGroup", "AWS::IAM::Role", "AWS::EC2::RouteTable"
_SIDES = (
    ("inbound", "SecurityGroupIngress", "AWS::EC2::SecurityGroupIngress"),
    ("outbound", "SecurityGroupEgress", "AWS::EC2::SecurityGroupEgress"),
)


class Quota(Struct, frozen=True):
    """``count`` gives, for each resource that has a number of its own, that number; ``aws`` is what the API says."""

    noun: str
    most: int
    count: Callable[[Inquiry], Iterator[tuple[Resource, int]]]
    aws: str = ""
    mend: str = ""


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for quota in QUOTAS:
        for resource, number in quota.count(inquiry):
            if number > quota.most:
                yield Found(
                    resource,
                    (),
                    f"{resource.logical_id}: {number} {quota.noun}, but the default quota is {quota.most}",
                    f"{_by_lists(inquiry, resource)}unless the quota was raised, AWS refuses what exceeds it, and the "
                    "stack is rolled back",
                    quota.mend or "request an increase in Service Quotas before creating the stack, or use fewer",
                    quota.aws,
                )


_LISTS = ("SourcePrefixListId", "DestinationPrefixListId")


def _weight(inquiry: Inquiry, listed: Value) -> int:
    """How many rules or routes one with this prefix list counts as; 1 where that isn't known, or there is no list."""
    found = inquiry.find(listed, "AWS::EC2::PrefixList")
    if found is not None:
        return max(as_number(found.get("MaxEntries"), 0), len(as_list(found.get("Entries"))), 1)
    return listed_weight(as_text(listed), inquiry.system.scope.region)


def _list_of(rule: Value) -> Value:
    """The prefix list that a rule names."""
    return next((value for key in _LISTS if (value := at(rule, key)) is not None), None)


def _is_six(inquiry: Inquiry, rule: Value) -> bool:
    found = inquiry.find(_list_of(rule), "AWS::EC2::PrefixList")
    return at(rule, "CidrIpv6") is not None or (found is not None and found.get("AddressFamily") == "IPv6")


def _rules(inquiry: Inquiry, index: int) -> dict[str, list[Value]]:
    """The rules of each security group in one direction, those apart from it as well."""
    _, key, kind = _SIDES[index]
    rules = {item.logical_id: as_list(item.get(key)) for item in inquiry.system.of_type(_GROUP)}
    for item in inquiry.system.of_type(kind):
        owner = inquiry.find(item.get("GroupId"), _GROUP)
        if owner is not None and owner.logical_id in rules:
            rules[owner.logical_id] = [*rules[owner.logical_id], dict(item.properties)]
    return rules


def _by_lists(inquiry: Inquiry, resource: Resource) -> str:
    """That prefix lists count with all that they may hold, where they make the number."""
    rules = [rule for index in (0, 1) for rule in _rules(inquiry, index).get(resource.logical_id, ())]
    if resource.type == _TABLE:
        routes = inquiry.system.of_type("AWS::EC2::Route")
        rules = [dict(item.properties) for item in routes if inquiry.find(item.get("RouteTableId"), _TABLE) is resource]
    weights = [number for rule in rules if (number := _weight(inquiry, _list_of(rule))) > 1]
    return f"a prefix list counts as many as it may have entries, here {max(weights)}: " if weights else ""


def _each(*types: str) -> Callable[[Inquiry], Iterator[tuple[Resource, int]]]:
    """All resources of some types together, told at the first that is too many."""

    def count(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
        found = list(inquiry.system.of_type(*types))
        if found:
            yield found[-1], len(found)

    return count


def _within(kind: str, key: str, *types: str) -> Callable[[Inquiry], Iterator[tuple[Resource, int]]]:
    """The resources of some types that name one of ``kind`` by their property ``key``, for each of it."""

    def count(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
        found: dict[str, int] = defaultdict(int)
        owners: dict[str, Resource] = {}
        for item in inquiry.system.of_type(*types):
            owner = inquiry.find(item.get(key), kind)
            if owner is not None:
                owners[owner.logical_id] = owner
                found[owner.logical_id] += 1
        yield from ((owners[name], number) for name, number in found.items())

    return count


def _rules_of(index: int) -> Callable[[Inquiry], Iterator[tuple[Resource, int]]]:
    """Rules of a security group in one direction: those for IPv4 and those for IPv6 count apart."""

    def count(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
        for name, rules in _rules(inquiry, index).items():
            numbers = {"four": 0, "six": 0, "both": 0}
            for rule in rules:
                listed = _list_of(rule)
                six = _is_six(inquiry, rule)
                four = at(rule, "CidrIp") is not None or (listed is not None and not six)
                numbers["six" if six else "four" if four else "both"] += _weight(inquiry, listed)
            if rules:
                yield inquiry.system.resources[name], max(numbers["four"], numbers["six"]) + numbers["both"]

    return count


def _routes(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    """Routes of a route table."""
    found: dict[str, int] = defaultdict(int)
    owners: dict[str, Resource] = {}
    for item in inquiry.system.of_type("AWS::EC2::Route"):
        owner = inquiry.find(item.get("RouteTableId"), _TABLE)
        if owner is not None:
            owners[owner.logical_id] = owner
            found[owner.logical_id] += _weight(inquiry, item.get("DestinationPrefixListId"))
    yield from ((owners[name], number) for name, number in found.items())


def _entries(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    """Entries of a network ACL, of the direction that has more."""
    found: dict[tuple[str, bool], int] = defaultdict(int)
    owners: dict[str, Resource] = {}
    for item in inquiry.system.of_type("AWS::EC2::NetworkAclEntry"):
        acl = inquiry.find(item.get("NetworkAclId"), "AWS::EC2::NetworkAcl")
        if acl is not None:
            owners[acl.logical_id] = acl
            found[acl.logical_id, as_flag(item.get("Egress"))] += 1
    for name, acl in owners.items():
        yield acl, max(found[name, False], found[name, True])


def _rules_of_balancers(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    found: dict[str, int] = defaultdict(int)
    owners: dict[str, Resource] = {}
    for rule in inquiry.system.of_type("AWS::ElasticLoadBalancingV2::ListenerRule"):
        listener = inquiry.find(rule.get("ListenerArn"), _LISTENER)
        balancer = inquiry.find(listener.get("LoadBalancerArn"), _BALANCER) if listener is not None else None
        if balancer is not None:
            owners[balancer.logical_id] = balancer
            found[balancer.logical_id] += 1
    yield from ((owners[name], number) for name, number in found.items())


def _managed_policies(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    attached: dict[str, int] = defaultdict(int)
    for policy in inquiry.system.of_type("AWS::IAM::ManagedPolicy"):
        for name in as_list(policy.get("Roles")):
            role = inquiry.find(name, _ROLE)
            if role is not None:
                attached[role.logical_id] += 1
    for role in inquiry.system.of_type(_ROLE):
        yield role, len(as_list(role.get("ManagedPolicyArns"))) + attached[role.logical_id]


def _trust(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    for role in inquiry.system.of_type(_ROLE):
        yield role, policy_size(role.get("AssumeRolePolicyDocument"))


def _certificates(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    """Certificates of a load balancer beside the default one of each listener."""
    found: dict[str, int] = defaultdict(int)
    owners: dict[str, Resource] = {}
    for item in inquiry.system.of_type("AWS::ElasticLoadBalancingV2::ListenerCertificate"):
        listener = inquiry.find(item.get("ListenerArn"), _LISTENER)
        balancer = inquiry.find(listener.get("LoadBalancerArn"), _BALANCER) if listener is not None else None
        if balancer is not None:
            owners[balancer.logical_id] = balancer
            found[balancer.logical_id] += len(as_list(item.get("Certificates")))
    yield from ((owners[name], number) for name, number in found.items())


def _gateways_of_a_zone(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    found: dict[str, list[Resource]] = defaultdict(list)
    for gateway in inquiry.system.of_type("AWS::EC2::NatGateway"):
        subnet = inquiry.find(gateway.get("SubnetId"), "AWS::EC2::Subnet")
        zone = subnet.get("AvailabilityZone") if subnet is not None else None
        if isinstance(zone, str):
            found[zone].append(gateway)
    yield from ((gateways[-1], len(gateways)) for gateways in found.values())


def _endpoints(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    """Interface endpoints of a VPC."""
    found: dict[str, int] = defaultdict(int)
    owners: dict[str, Resource] = {}
    for endpoint in inquiry.system.of_type("AWS::EC2::VPCEndpoint"):
        vpc = inquiry.find(endpoint.get("VpcId"), "AWS::EC2::VPC")
        if vpc is not None and as_text(endpoint.get("VpcEndpointType")) == "Interface":
            owners[vpc.logical_id] = vpc
            found[vpc.logical_id] += 1
    yield from ((owners[name], number) for name, number in found.items())


def _targets(inquiry: Inquiry) -> Iterator[tuple[Resource, int]]:
    """Target groups that a load balancer forwards to."""
    found: dict[str, set[str]] = defaultdict(set)
    owners: dict[str, Resource] = {}
    for item in inquiry.system.of_type(_LISTENER, "AWS::ElasticLoadBalancingV2::ListenerRule"):
        listener = item if item.type == _LISTENER else inquiry.find(item.get("ListenerArn"), _LISTENER)
        balancer = inquiry.find(listener.get("LoadBalancerArn"), _BALANCER) if listener is not None else None
        if balancer is None:
            continue
        owners[balancer.logical_id] = balancer
        for action in as_list(item.get("DefaultActions" if item.type == _LISTENER else "Actions")):
            named = [at(action, "TargetGroupArn")]
            named += [at(group, "TargetGroupArn") for group in as_list(at(action, "ForwardConfig", "TargetGroups"))]
            found[balancer.logical_id] |= {value for value in named if isinstance(value, str)}
    yield from ((owners[name], len(groups)) for name, groups in found.items())


_RULES = "The maximum number of rules per security group has been reached."
_PREFIXES = "merge CIDR blocks, use a security group as the source, or request an increase in Service Quotas"
QUOTAS = (
    Quota("inbound rules for one IP version", 60, _rules_of(0), _RULES, _PREFIXES),
    Quota("outbound rules for one IP version", 60, _rules_of(1), _RULES, _PREFIXES),
    Quota("rules in one direction", 20, _entries),
    Quota("routes", 500, _routes),
    Quota("subnets", 200, _within("AWS::EC2::VPC", "VpcId", "AWS::EC2::Subnet")),
    Quota("route tables", 200, _within("AWS::EC2::VPC", "VpcId", "AWS::EC2::RouteTable")),
    Quota("interface endpoints", 50, _endpoints),
    Quota("VPCs in a region", 5, _each("AWS::EC2::VPC"), "The maximum number of VPCs has been reached."),
    Quota(
        "Elastic IP addresses in a region",
        5,
        _each("AWS::EC2::EIP"),
        "The maximum number of addresses has been reached.",
    ),
    Quota("NAT gateways in one Availability Zone", 5, _gateways_of_a_zone),
    Quota("listeners", 50, _within(_BALANCER, "LoadBalancerArn", _LISTENER)),
    Quota("rules of its listeners", 100, _rules_of_balancers),
    Quota("target groups", 100, _targets),
    Quota("certificates besides the default ones", 25, _certificates),
    Quota(
        "managed policies",
        10,
        _managed_policies,
        "Cannot exceed quota for PoliciesPerRole: 10",
        "merge some of them into one policy, or request an increase in Service Quotas",
    ),
    Quota(
        "characters in the trust policy",
        2048,
        _trust,
        "Cannot exceed quota for ACLSizePerRole: 2048",
        "shorten the trust policy, or request an increase in Service Quotas",
    ),
)


CHECK = Check(
    "CRE014",
    Severity.WARNING,
    Question.CREATE,
    "The template alone exceeds a default quota that can be raised",
    "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html "
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    _ask,
)
