"""What is made and then refused where it is used: groups of no VPC, databases in one zone, endpoints of no protocol.

Sources (read 2026-11-23): https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds/pull/189 (the
text on zones), https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html (the endpoint of each protocol).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.arn import Arn
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text

SUBNET, SUBSCRIPTION = "AWS::EC2::Subnet", "AWS::SNS::Subscription"
SUBNET_GROUPS = ("AWS::RDS::DBSubnetGroup", "AWS::DocDB::DBSubnetGroup", "AWS::Neptune::DBSubnetGroup")
# The service that an endpoint's ARN names, by protocol.
_BY_ARN = {"sqs": "sqs", "lambda": "lambda", "firehose": "firehose"}


def _zones(inquiry: Inquiry) -> Iterator[Said]:
    for group in inquiry.system.of_type(*SUBNET_GROUPS):
        named = group.get("SubnetIds")
        subnets = [inquiry.find(item, SUBNET) for item in as_list(named)]
        zones = {inquiry.zone_of(item) if item is not None else "" for item in subnets}
        if isinstance(named, Unknown) or "" in zones or len(zones) != 1:
            continue
        (zone,) = zones
        yield Found(
            group,
            ("SubnetIds",),
            f"the subnets of {group.logical_id} are all in one Availability Zone, {zone}",
            "a DB subnet group needs subnets in at least two Availability "
            "Zones: RDS refuses it, and the stack is rolled back",
            f"add a subnet in another Availability Zone to SubnetIds of {group.logical_id}",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            f"{zone}. Add subnets to cover at least 2 AZs.",
        )


def _homeless(inquiry: Inquiry) -> Iterator[Said]:
    """A security group of the default VPC in a template that makes a VPC of its own."""
    vpc = next(inquiry.system.of_type("AWS::EC2::VPC"), None)
    for group in inquiry.system.of_type("AWS::EC2::SecurityGroup"):
        if vpc is not None and group.get("VpcId") is None:
            yield Found(
                group,
                ("VpcId",),
                f"{group.logical_id} has no VpcId",
                "without VpcId it is created in the account's default VPC, if there is one, but its users are in "
                f"{vpc.logical_id}: one of them is refused, and the stack is rolled back",
                f"add VpcId: !Ref {vpc.logical_id} to {group.logical_id}",
                "No default VPC for this user",
                fix=(set_property(group.logical_id, "VpcId", to={"Ref": vpc.logical_id}),),
            )


def _endpoints(inquiry: Inquiry) -> Iterator[Said]:
    for subscription in inquiry.system.of_type(SUBSCRIPTION):
        if subscription.get("Endpoint") is None and subscription.get("Protocol") is not None:
            yield Found(
                subscription,
                ("Endpoint",),
                f"{subscription.logical_id} has no Endpoint to deliver to",
                "Subscribe is refused without an Endpoint, and the stack is rolled back",
                f"add Endpoint to {subscription.logical_id}",
            )
        elif said := _endpoint(subscription):
            yield Found(
                subscription,
                ("Endpoint",),
                f"{subscription.logical_id} has an Endpoint that does not fit its Protocol "
                f"{as_text(subscription.get('Protocol'))}",
                f"{said[0]}: Subscribe is refused, and the stack is rolled back",
                said[1],
            )


def _endpoint(subscription: Resource) -> tuple[str, str] | None:
    """Why an endpoint doesn't fit its protocol, and what would."""
    protocol, value = subscription.get("Protocol"), subscription.get("Endpoint")
    if not isinstance(protocol, str) or not isinstance(value, str):
        return None
    arn = Arn.parse(value)
    service = _BY_ARN.get(protocol)
    if service is not None and arn is not None and arn.service != service:
        right = next((name for name, of in _BY_ARN.items() if of == arn.service), "")
        mend = f"write Protocol: {right}" if right else f"name the ARN of something that {protocol} delivers to"
        return f"{protocol} takes the ARN of a {service} resource, and this is one of {arn.service}", mend
    if protocol in ("http", "https") and not value.startswith(f"{protocol}://"):
        right = arn.service if arn is not None and arn.service in _BY_ARN else ""
        mend = f"write Protocol: {right}" if right else f"write an address that begins with {protocol}://"
        return f"{protocol} takes an address that begins with {protocol}://", mend
    if protocol in ("email", "email-json") and "@" not in value:
        return f"{protocol} takes an email address", "write Protocol: sqs" if arn is not None else "write an address"
    return None


CHECKS = (
    Check(
        "CRE032",
        Severity.ERROR,
        Question.CREATE,
        "A DB subnet group has subnets in only one Availability Zone",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        _zones,
    ),
    Check(
        "CRE034",
        Severity.ERROR,
        Question.CREATE,
        "A security group has no VpcId, although the template creates a VPC",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
        _homeless,
    ),
    Check(
        "CRE033",
        Severity.ERROR,
        Question.CREATE,
        "A subscription's Endpoint does not fit its Protocol",
        "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
        _endpoints,
    ),
)
