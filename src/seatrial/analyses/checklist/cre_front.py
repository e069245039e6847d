"""What a load balancer needs when it is made, and what no single call of the API tells: the room in its subnets, the
listener of a load balancer that is another one's target, one VPC for all of it.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html (a listener with
the port of the target group), the text and the race: https://github.com/hashicorp/terraform-provider-aws/issues/38987,
https://github.com/aws/aws-cdk/issues/17208 and https://github.com/aws/aws-cdk/pull/19696,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html (subnets: a block of
at least /27 and eight free addresses),
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html (VpcId)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.across import of_type
from seatrial.analyses.checklist.arrivals import BALANCER, LISTENER, TARGET_GROUP, Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.cre_other_vpc import strayed
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.world import network
from seatrial.model.edit import wait_for
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

GROUP, SUBNET, VPC = "AWS::EC2::SecurityGroup", "AWS::EC2::Subnet", "AWS::EC2::VPC"
SMALLEST_SUBNET = 27
NO_LISTENER = (
    "If the target type is ALB, the target must have at least one listener that matches the target group port or any "
    "specified port overrides"
)


def balancer_targets(inquiry: Inquiry) -> Iterator[tuple[Resource, int, Resource, int, list[Listener] | None]]:
    """Application Load Balancers that are targets: group, index, load balancer, port, and the listeners on that port.

    None in place of the listeners where not all of them are known.
    """
    for group in inquiry.system.of_type(TARGET_GROUP):
        if as_text(group.get("TargetType")) != "alb":
            continue
        for index, item in enumerate(as_list(group.get("Targets"))):
            balancer = inquiry.find(at(item, "Id"), BALANCER)
            given = group.get("Port") if at(item, "Port") is None else at(item, "Port")
            if balancer is None or isinstance(given, Unknown):
                continue
            loose = any(
                isinstance(one.get("LoadBalancerArn"), Unknown)
                or (isinstance(one.get("Port"), Unknown) and inquiry.find(one.get("LoadBalancerArn")) is balancer)
                for one in of_type(inquiry.systems, LISTENER)
            )
            listed = [one for one in _listeners(inquiry, balancer) if one.port == as_number(given)]
            yield group, index, balancer, as_number(given), None if loose else listed


def _listeners(inquiry: Inquiry, balancer: Resource) -> list[Listener]:
    return [item for item in inquiry.arrivals.listeners if item.balancer is balancer]


def _unheard(inquiry: Inquiry) -> Iterator[Said]:
    """A target group for a load balancer that doesn't listen on its port."""
    for group, index, balancer, port, listed in balancer_targets(inquiry):
        # One of another stack may have listeners there.
        if listed is None or listed or not inquiry.owns(balancer):
            continue
        there = sorted({item.port for item in _listeners(inquiry, balancer)})
        ports = " and ".join(map(str, there))
        own = at(group.get("Targets"), index, "Port") is not None
        yield Found(
            group,
            ("Targets", index, "Port") if own else ("Port",),
            f"{group.logical_id} registers {balancer.logical_id} on port {port}, where that has no listener",
            f"{balancer.logical_id} {f'listens on {ports}' if there else 'has no listener'}: CloudFormation calls "
            f"RegisterTargets for {group.logical_id}; that fails with ValidationError, and the stack is rolled back",
            f"write Port: {there[0]}" if there else f"add a listener on port {port} to {balancer.logical_id}",
            NO_LISTENER,
        )


def _early(inquiry: Inquiry) -> Iterator[Said]:
    """A target group that doesn't wait for the listener of the load balancer which is its target."""
    for group, index, balancer, port, listed in balancer_targets(inquiry):
        own = [item.resource for item in listed or () if inquiry.owns(item.resource)]
        made_before = inquiry.after(group.logical_id)
        if not own or len(own) < len(listed or ()) or any(item.logical_id in made_before for item in own):
            continue
        name = own[0].logical_id
        yield Found(
            group,
            ("Targets", index, "Id"),
            f"{group.logical_id} does not wait for {name}, by which {balancer.logical_id} listens on port {port}",
            f"nothing makes CloudFormation create {name} first, and a load balancer without a listener on the port "
            "can't be registered: the stack is rolled back when the target group is created earlier",
            f"add DependsOn: {name} to {group.logical_id}",
            NO_LISTENER,
            fix=(wait_for(group.logical_id, name),),
        )


def _small(inquiry: Inquiry) -> Iterator[Said]:
    """Subnets too small for an Application Load Balancer that grows."""
    small: dict[str, tuple[Resource, Resource]] = {}
    for balancer in inquiry.system.of_type(BALANCER):
        if balancer.get("Type") not in (None, "", "application") or inquiry.refused_at(balancer):
            continue
        mapped = [at(item, "SubnetId") for item in as_list(balancer.get("SubnetMappings"))]
        for value in (*as_list(balancer.get("Subnets")), *mapped):
            subnet = inquiry.find(value, SUBNET)
            block = network(subnet.get("CidrBlock")) if subnet is not None else None
            if subnet is not None and block is not None and block.prefixlen > SMALLEST_SUBNET:
                small.setdefault(subnet.logical_id, (subnet, balancer))
    for subnet, balancer in small.values():
        cidr = as_text(subnet.get("CidrBlock"))
        yield Found(
            subnet,
            ("CidrBlock",),
            f"{subnet.logical_id} ({cidr}) is small for {balancer.logical_id}",
            f"an Application Load Balancer wants subnets of at least /{SMALLEST_SUBNET}, with eight free addresses "
            "each: in a smaller one it is refused when others have the addresses, or can't grow with its requests",
            f"give {subnet.logical_id} a CidrBlock of /{SMALLEST_SUBNET} or larger",
        )


def _without_vpc(inquiry: Inquiry) -> Iterator[Said]:
    """A group that lands in the default VPC, where all else is in one that the stack is given."""
    placed: list[Value] = [
        value
        for item in inquiry.system.of_type(GROUP, SUBNET, TARGET_GROUP)
        if (value := item.get("VpcId")) is not None
    ]
    given = {item.reason for item in placed if isinstance(item, Unknown)}
    if len(given) != 1 or not all(isinstance(item, Unknown) for item in placed):
        return
    for group in inquiry.system.of_type(GROUP):
        users = [
            item.logical_id
            for item in inquiry.system.resources.values()
            if not item.type.startswith(GROUP) and any(one.target == group.logical_id for one in item.references)
        ]
        if group.get("VpcId") is not None or not users:
            continue
        others = next(item for item in inquiry.system.of_type(GROUP, SUBNET, TARGET_GROUP) if item.get("VpcId"))
        yield Found(
            group,
            (),
            f"{group.logical_id} has no VpcId, so it belongs to the account's default VPC",
            f"{others.logical_id} is in the VPC that the stack is given: unless that is the default one, "
            f"{inquiry.names([inquiry.system.resources[name] for name in users])} and {group.logical_id} belong to "
            "different networks, and AWS refuses the one with the other",
            f"give {group.logical_id} the VpcId of {others.logical_id}",
        )


def _apart(inquiry: Inquiry) -> Iterator[Said]:
    """A target group in another VPC than its load balancer, of which at least one is of no template."""
    literal = {(item.resource.logical_id, item.path): item.value for item in inquiry.outside}
    # What an API refuses for a VPC from outside is told there.
    told = {item.logical_id for resource, said in inquiry.refusals for item in strayed(inquiry, resource, said)}
    for forward in inquiry.arrivals.forwards:
        group, balancer = forward.group, forward.listener.balancer
        if balancer is None or group.logical_id in told or not inquiry.owns(group) or not inquiry.owns(balancer):
            continue
        own = _vpc(inquiry, group, literal)
        groups = [(value, GROUP) for value in as_list(balancer.get("SecurityGroups"))]
        subnets = [(value, SUBNET) for value in as_list(balancer.get("Subnets"))]
        for value, kind in (*groups, *subnets):
            found = inquiry.find(value, kind)
            there = _vpc(inquiry, found, literal) if found is not None and inquiry.owns(found) else ""
            # Two VPCs of templates are compared when the listener is made.
            outside = ("VpcId",) in {path for name, path in literal if name == group.logical_id} or (
                found is not None and (found.logical_id, ("VpcId",)) in literal
            )
            if found is None or not own or not there or own == there or not outside:
                continue
            told.add(group.logical_id)
            path: PropertyPath = ("VpcId",)
            yield Found(
                group,
                path,
                f"{group.logical_id} is in another VPC than {balancer.logical_id}, which forwards to it",
                f"{group.logical_id} is in {own}, and {found.logical_id} of {balancer.logical_id} in {there}: "
                f"CloudFormation calls {'CreateRule' if forward.by.type != LISTENER else 'CreateListener'} for "
                f"{forward.by.logical_id}; that fails, and the stack is rolled back",
                f"write the VpcId of {found.logical_id} in {group.logical_id}",
            )
            break


def _vpc(inquiry: Inquiry, resource: Resource, literal: dict[tuple[str, PropertyPath], str]) -> str:
    """The VPC that a resource names: a template's by its logical id, another by its id; "" where it isn't known."""
    found = inquiry.find(resource.get("VpcId"), VPC)
    return found.logical_id if found is not None else literal.get((resource.logical_id, ("VpcId",)), "")


_ELB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/"
CHECKS = (
    Check(
        "CRE090",
        Severity.ERROR,
        Question.CREATE,
        "A load balancer is registered as a target on a port where it has no listener",
        f"{_ELB}network/application-load-balancer-target.html",
        _unheard,
    ),
    Check(
        "CRE091",
        Severity.WARNING,
        Question.CREATE,
        "A target group does not wait for the listener of the load balancer that is its target",
        f"{_ELB}network/application-load-balancer-target.html https://github.com/aws/aws-cdk/issues/17208",
        _early,
    ),
    Check(
        "CRE092",
        Severity.WARNING,
        Question.CREATE,
        "A subnet of an Application Load Balancer is smaller than /27",
        f"{_ELB}application/application-load-balancers.html",
        _small,
    ),
    Check(
        "CRE093",
        Severity.WARNING,
        Question.CREATE,
        "A security group without a VPC stands beside others in a VPC that the stack is given",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html",
        _without_vpc,
    ),
    Check(
        "CRE094",
        Severity.ERROR,
        Question.CREATE,
        "A target group is in another VPC than the load balancer that forwards to it",
        f"{_ELB}APIReference/API_CreateListener.html",
        _apart,
    ),
)
