"""Properties that name a resource of the template by the wrong one of its identities: its name for its ARN, and so on.

Ref and GetAtt give different things, and which one a property takes is only in its documentation. The text is right,
the resource is there, and yet the API looks for something of that name and finds nothing.

Source: the pages of these types under https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (return
values and properties; read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

EACH = -1


class Wanted(Struct, frozen=True):
    """A property of ``type`` (with EACH for every item of a list) that names a ``target`` by one of its attributes;
    "" is what Ref gives. ``noun`` is what that is called.
    """

    type: str
    path: PropertyPath
    target: str
    attribute: str
    noun: str


_ELB, _IAM, _EC2 = "AWS::ElasticLoadBalancingV2::", "AWS::IAM::", "AWS::EC2::"
_LOG_GROUP = "AWS::Logs::LogGroup"
_GROUPS: tuple[PropertyPath, ...] = (("TargetGroupArn",), ("ForwardConfig", "TargetGroups", EACH, "TargetGroupArn"))
_ADVANCED: PropertyPath = ("LoadBalancers", EACH, "AdvancedConfiguration")
_TO_S3 = "ExtendedS3DestinationConfiguration"
_ROLE = (f"{_IAM}Role", "Arn", "ARN")
WANTED = (
    Wanted(f"{_EC2}NatGateway", ("AllocationId",), f"{_EC2}EIP", "AllocationId", "allocation id"),
    Wanted(f"{_EC2}EIPAssociation", ("AllocationId",), f"{_EC2}EIP", "AllocationId", "allocation id"),
    Wanted(f"{_IAM}Policy", ("Roles", EACH), f"{_IAM}Role", "", "name"),
    Wanted(f"{_IAM}ManagedPolicy", ("Roles", EACH), f"{_IAM}Role", "", "name"),
    Wanted("AWS::ECS::Service", ("LoadBalancers", EACH, "TargetGroupArn"), f"{_ELB}TargetGroup", "", "ARN"),
    Wanted(f"{_ELB}Listener", ("LoadBalancerArn",), f"{_ELB}LoadBalancer", "", "ARN"),
    Wanted(f"{_ELB}ListenerRule", ("ListenerArn",), f"{_ELB}Listener", "", "ARN"),
    *(Wanted(f"{_ELB}Listener", ("DefaultActions", EACH, *path), f"{_ELB}TargetGroup", "", "ARN") for path in _GROUPS),
    *(Wanted(f"{_ELB}ListenerRule", ("Actions", EACH, *path), f"{_ELB}TargetGroup", "", "ARN") for path in _GROUPS),
    Wanted("AWS::Route53::RecordSet", ("AliasTarget", "DNSName"), f"{_ELB}LoadBalancer", "DNSName", "DNS name"),
    Wanted(
        "AWS::Route53::RecordSetGroup",
        ("RecordSets", EACH, "AliasTarget", "DNSName"),
        f"{_ELB}LoadBalancer",
        "DNSName",
        "DNS name",
    ),
    Wanted("AWS::ECS::Service", (*_ADVANCED, "RoleArn"), f"{_IAM}Role", "Arn", "ARN"),
    Wanted("AWS::ECS::Service", (*_ADVANCED, "AlternateTargetGroupArn"), f"{_ELB}TargetGroup", "", "ARN"),
    Wanted("AWS::SNS::Subscription", ("TopicArn",), "AWS::SNS::Topic", "", "ARN"),
    Wanted("AWS::SNS::Subscription", ("Endpoint",), "AWS::SQS::Queue", "Arn", "ARN"),
    Wanted("AWS::SNS::Subscription", ("Endpoint",), "AWS::Lambda::Function", "Arn", "ARN"),
    Wanted("AWS::S3::BucketPolicy", ("Bucket",), "AWS::S3::Bucket", "", "name"),
    Wanted("AWS::Events::Rule", ("Targets", EACH, "RoleArn"), f"{_IAM}Role", "Arn", "ARN"),
    Wanted("AWS::Scheduler::Schedule", ("Target", "RoleArn"), f"{_IAM}Role", "Arn", "ARN"),
    Wanted("AWS::ECS::Service", ("DeploymentConfiguration", "LifecycleHooks", EACH, "RoleArn"), *_ROLE),
    Wanted("AWS::ECS::Service", ("VolumeConfigurations", EACH, "ManagedEBSVolume", "RoleArn"), *_ROLE),
    Wanted("AWS::ECS::Service", ("ServiceConnectConfiguration", "Services", EACH, "Tls", "RoleArn"), *_ROLE),
    Wanted("AWS::ECS::Service", ("VpcLatticeConfigurations", EACH, "RoleArn"), *_ROLE),
    Wanted("AWS::RDS::DBProxy", ("RoleArn",), *_ROLE),
    Wanted("AWS::StepFunctions::StateMachine", ("RoleArn",), *_ROLE),
    Wanted("AWS::Pipes::Pipe", ("Source",), "AWS::SQS::Queue", "Arn", "ARN"),
    Wanted("AWS::Pipes::Pipe", ("Target",), "AWS::SQS::Queue", "Arn", "ARN"),
    Wanted("AWS::Logs::MetricFilter", ("LogGroupName",), _LOG_GROUP, "", "name"),
    Wanted("AWS::Logs::SubscriptionFilter", ("LogGroupName",), _LOG_GROUP, "", "name"),
    Wanted("AWS::RDS::DBInstance", ("MonitoringRoleArn",), f"{_IAM}Role", "Arn", "ARN"),
    Wanted(
        "AWS::StepFunctions::StateMachine",
        ("LoggingConfiguration", "Destinations", EACH, "CloudWatchLogsLogGroup", "LogGroupArn"),
        _LOG_GROUP,
        "Arn",
        "ARN",
    ),
    Wanted("AWS::ApiGatewayV2::Stage", ("AccessLogSettings", "DestinationArn"), _LOG_GROUP, "Arn", "ARN"),
    Wanted("AWS::KinesisFirehose::DeliveryStream", (_TO_S3, "BucketARN"), "AWS::S3::Bucket", "Arn", "ARN"),
    Wanted("AWS::WAFv2::WebACLAssociation", ("WebACLArn",), "AWS::WAFv2::WebACL", "Arn", "ARN"),
    Wanted("AWS::CloudFront::Distribution", ("DistributionConfig", "WebACLId"), "AWS::WAFv2::WebACL", "Arn", "ARN"),
    Wanted(
        "AWS::ECS::Service",
        ("DeploymentConfiguration", "LifecycleHooks", EACH, "HookTargetArn"),
        "AWS::Lambda::Function",
        "Arn",
        "ARN",
    ),
    Wanted("AWS::Pipes::Pipe", ("RoleArn",), *_ROLE),
    Wanted("AWS::Pipes::Pipe", ("Source",), "AWS::Kinesis::Stream", "Arn", "ARN"),
    Wanted("AWS::Pipes::Pipe", ("Source",), "AWS::DynamoDB::Table", "StreamArn", "stream's ARN"),
    Wanted("AWS::Lambda::EventSourceMapping", ("EventSourceArn",), "AWS::DynamoDB::Table", "StreamArn", "stream's ARN"),
)
_BY_TYPE = {item.type: tuple(other for other in WANTED if other.type == item.type) for item in WANTED}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.of_type(*_BY_TYPE):
        for wanted in _BY_TYPE[resource.type]:
            first = resource.properties.get(str(wanted.path[0]))
            for path, value in _values(first, wanted.path[1:], wanted.path[:1]) if first is not None else ():
                found = _wrong(inquiry, wanted, resource, path, value)
                if found is not None:
                    yield found


def _values(value: Value, path: PropertyPath, done: PropertyPath = ()) -> Iterator[tuple[PropertyPath, Value]]:
    if not path:
        yield done, value
    elif path[0] == EACH:
        for index, item in enumerate(as_list(value)):
            yield from _values(item, path[1:], (*done, index))
    else:
        yield from _values(at(value, path[0]), path[1:], (*done, path[0]))


def _wrong(inquiry: Inquiry, wanted: Wanted, resource: Resource, path: PropertyPath, value: Value) -> Found | None:
    named = inquiry.find(value, wanted.target)
    if named is None or (resource.logical_id, path) in inquiry.misread or inquiry.refused_at(resource, *path):
        return None
    right = named.attributes.get(wanted.attribute) if wanted.attribute else named.physical_id
    # What Ref gives is another thing than an attribute, also of types whose attributes only AWS knows.
    others = (named.physical_id,) if wanted.noun == "ARN" else (named.physical_id, named.arn)
    by_ref = bool(wanted.attribute) and value in others and isinstance(right, Unknown)
    if not by_ref and (not isinstance(right, str) or value in (right, named.arn if wanted.noun == "ARN" else right)):
        return None
    written = f"!GetAtt {named.logical_id}.{wanted.attribute}" if wanted.attribute else f"!Ref {named.logical_id}"
    last = next(part for part in reversed(path) if isinstance(part, str))
    return Found(
        resource,
        path,
        f"{last} of {resource.logical_id} is {as_text(value)}, not the {wanted.noun} of {named.logical_id}",
        f"{last} takes the {wanted.noun}: AWS finds nothing under the given value, and the stack is rolled back",
        f"write {written}",
    )


CHECK = Check(
    "CRE030",
    Severity.ERROR,
    Question.CREATE,
    "A property is given a resource's name where it takes the ARN, or another wrong identifier",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html "
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    _ask,
)
