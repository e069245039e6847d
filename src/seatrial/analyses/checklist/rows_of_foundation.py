"""The rows of the foundation: the network, the security groups, the roles, and where images and logs are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.ledger import ROUTE, TARGETS, Ledger
from seatrial.model.layer import Layer
from seatrial.model.report import Row
from seatrial.model.resource import Resource
from seatrial.model.value import GAP, Unknown, Value, as_list, as_text, at

BALANCER, LISTENER = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener"
# What each endpoint service stands in for when there is no NAT gateway; s3 is a gateway endpoint for ECR's layers.
WAYS = ("ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager", "ssm", "sqs")


def network(ledger: Ledger) -> Iterator[Row]:
    """The VPC, its subnets, and the ways out of them."""
    inquiry = ledger.inquiry
    # Where nothing here runs a task, whoever runs it has the network.
    foreign = ledger.foreign_subnets or not inquiry.placements
    vpcs = ledger.anywhere("AWS::EC2::VPC")
    yield ledger.there(Layer.FOUNDATION, "VPC", vpcs, _block, from_elsewhere=foreign)
    public, private = ledger.public_subnets, ledger.private_subnets
    needs_public = ledger.faces_internet or any(ledger.anywhere("AWS::EC2::NatGateway"))
    yield _subnets(
        ledger, "public subnets in 2+ zones", public, needs_public, "nothing here faces the internet", foreign
    )
    yield _subnets(
        ledger, "private subnets in 2+ zones", private, not public, "the tasks run in public subnets", foreign
    )
    yield ledger.there(
        Layer.FOUNDATION,
        "internet gateway, attached",
        [item for item in ledger.anywhere("AWS::EC2::VPCGatewayAttachment") if item.get("InternetGatewayId")],
        lambda item: _name_of(inquiry, item.get("InternetGatewayId")),
        needed=needs_public or foreign or any(item.public_address is True for item in inquiry.placements),
        essential=needs_public or any(item.public_address is True for item in inquiry.placements),
        otherwise="nothing here reaches the internet",
        from_elsewhere=foreign,
    )
    ways = [
        item
        for kind in ("NatGateway", "EgressOnlyInternetGateway", "VPCEndpoint")
        for item in ledger.anywhere(f"AWS::EC2::{kind}")
    ]
    placed = [item for item in inquiry.placements if item.subnets]
    public_tasks = bool(placed) and all(item.public_address is True for item in placed)
    yield ledger.there(
        Layer.FOUNDATION,
        "NAT gateway or VPC endpoints",
        ways or ledger.other_ways,
        _way,
        codes=("STA001", "STA002", "STA003", "STA042"),
        needed=not public_tasks,
        otherwise="the tasks have public addresses",
        from_elsewhere=foreign,
    )
    tables = ledger.anywhere("AWS::EC2::RouteTable")
    yield ledger.there(
        Layer.FOUNDATION, "route tables of the subnets", tables, also=ledger.routes, from_elsewhere=foreign
    )


def _subnets(
    ledger: Ledger, title: str, subnets: Sequence[Resource], needed: bool, otherwise: str, foreign: bool
) -> Row:
    zones = {as_text(item.get("AvailabilityZone")) or item.logical_id for item in subnets}
    note = "" if len(zones) > 1 or not subnets else " (only one Availability Zone)"
    row = ledger.there(Layer.FOUNDATION, title, subnets, needed=needed, otherwise=otherwise, from_elsewhere=foreign)
    return ledger.with_text(row, f"{row.text}{note}")


def guards(ledger: Ledger) -> Iterator[Row]:
    """The security groups of load balancers and of tasks."""
    balancers = ledger.anywhere(BALANCER)
    of_balancers = ledger.named(
        value for item in balancers for value in as_list(item.get("SecurityGroups")) if not isinstance(value, Unknown)
    )
    elsewhere = not balancers and any(as_list(item.by.get("LoadBalancers")) for item in ledger.inquiry.placements)
    yield ledger.there(
        Layer.FOUNDATION,
        "load balancer security group",
        of_balancers,
        also=ledger.rules,
        needed=elsewhere or any(item.get("SecurityGroups") is not None for item in balancers),
        essential=bool(balancers) and not all(as_text(item.get("Type")) in _UNGUARDED for item in balancers),
        otherwise=_unguarded(balancers),
        from_elsewhere=elsewhere or any(as_list(item.get("SecurityGroups")) for item in balancers),
    )
    groups = {group.logical_id: group for item in ledger.inquiry.placements for group in item.known_groups}
    yield ledger.there(
        Layer.FOUNDATION,
        "task security group",
        list(groups.values()),
        also=ledger.rules,
        needed=any(item.groups for item in ledger.inquiry.placements) or not ledger.inquiry.placements,
        essential=True,
        otherwise="the VPC's default security group is used, which only allows traffic from its own members",
        from_elsewhere=any(item.groups for item in ledger.inquiry.placements) or not ledger.inquiry.placements,
    )


# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html (read 2026-11-30)
_UNGUARDED = ("network", "gateway")


def _unguarded(balancers: Sequence[Resource]) -> str:
    if not balancers:
        return "there is no load balancer"
    if all(as_text(item.get("Type")) in _UNGUARDED for item in balancers):
        return "a Network Load Balancer without one takes all traffic"
    return "the VPC's default security group is used"


def roles(ledger: Ledger) -> Iterator[Row]:
    """The two roles of a task."""
    inquiry = ledger.inquiry
    needed = any(step.requirement.calls for step in inquiry.launches.steps)
    for key, title, essential, otherwise, codes in (
        ("ExecutionRoleArn", "task execution role", needed, "no ECR image, no secret, no awslogs", _START_CODES),
        ("TaskRoleArn", "task role", False, "the application calls no AWS service that the template shows", ("APP",)),
    ):
        values = [item.get(key) for item in inquiry.definitions if item.get(key) not in (None, "")]
        roles = ledger.named(values, "AWS::IAM::Role")
        yield ledger.there(
            Layer.FOUNDATION,
            title,
            roles,
            codes=codes,
            needed=essential or bool(values),
            essential=essential,
            otherwise=otherwise,
            from_elsewhere=bool(values),
        )


_START_CODES = ("STA004", "STA006", "STA007", "STA008", "STA009", "STA016", "STA040")


def stores(ledger: Ledger) -> Iterator[Row]:
    """Where images come from, and where logs go."""
    inquiry = ledger.inquiry
    images = [at(item, "Image") for one in inquiry.definitions for _, item in inquiry.containers(one)]
    in_ecr = [image for image in images if _may_be_in_ecr(image)]
    yield ledger.there(
        Layer.FOUNDATION,
        "ECR repository",
        ledger.anywhere("AWS::ECR::Repository"),
        needed=bool(in_ecr),
        essential=False,
        otherwise="no image comes from Amazon ECR" if images else "there is no image",
        from_elsewhere=bool(in_ecr),
    )
    drivers = [
        as_text(at(item, "LogConfiguration", "LogDriver"))
        for one in inquiry.definitions
        for _, item in inquiry.containers(one)
    ]
    yield ledger.there(
        Layer.FOUNDATION,
        "log group",
        ledger.anywhere("AWS::Logs::LogGroup"),
        codes=("STA010",),
        needed="awslogs" in drivers,
        essential="awslogs" in drivers,
        otherwise=f"logs go through {', '.join(sorted(set(filter(None, drivers)))) or 'no driver'}",
        from_elsewhere="awslogs" in drivers,
    )


def _may_be_in_ecr(image: Value) -> bool:
    known = image.text if isinstance(image, Unknown) else as_text(image)
    return ".dkr.ecr." in known or ".dkr-ecr." in known or (isinstance(image, Unknown) and known[:1] in ("", GAP))


def _block(vpc: Resource) -> str:
    return as_text(vpc.get("CidrBlock"))


def _way(item: Resource) -> str:
    if item.type == ROUTE:
        return next((noun for key, noun in TARGETS.items() if item.get(key) is not None), "")
    name = as_text(item.get("ServiceName"))
    return next((way for way in WAYS if name.endswith(f".{way}")), "")


def _name_of(inquiry: Inquiry, value: Value) -> str:
    found = inquiry.find(value)
    return found.logical_id if found is not None else ""
