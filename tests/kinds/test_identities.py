"""Ref, ARN and attributes: exactly what AWS gives, the same each time, and honest about what can't be told."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinds.places import at
from seatrial.kinds import CARDS, identify
from seatrial.kinds.naming import PUBLIC_ADDRESSES, generated_name, public_address, short_name
from seatrial.model.arn import Arn
from seatrial.model.value import Properties, Unknown, text_form

HEX16, HEX17 = "[0-9a-f]{16}", "0[0-9a-f]{16}"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
GENERATED = "web-Thing-[0-9A-Z]{13}"
HERE = "us-east-1:123456789012"

# What Ref gives of a resource Thing of stack web without properties.
REFS = {
    "AWS::EC2::VPC": f"vpc-{HEX17}",
    "AWS::EC2::Subnet": f"subnet-{HEX17}",
    "AWS::EC2::InternetGateway": f"igw-{HEX17}",
    "AWS::EC2::NatGateway": f"nat-{HEX17}",
    "AWS::EC2::RouteTable": f"rtb-{HEX17}",
    "AWS::EC2::SubnetRouteTableAssociation": f"rtbassoc-{HEX17}",
    "AWS::EC2::NetworkAcl": f"acl-{HEX17}",
    "AWS::EC2::SubnetNetworkAclAssociation": f"aclassoc-{HEX17}",
    "AWS::EC2::VPCEndpoint": f"vpce-{HEX17}",
    "AWS::EC2::SecurityGroup": f"sg-{HEX17}",
    "AWS::EC2::SecurityGroupIngress": f"sgr-{HEX17}",
    "AWS::EC2::EIP": r"198\.18\.\d+\.\d+",
    "AWS::IAM::Role": GENERATED,
    "AWS::IAM::ManagedPolicy": f"arn:aws:iam::123456789012:policy/{GENERATED}",
    "AWS::Logs::LogGroup": GENERATED,
    "AWS::ECR::Repository": "web-thing-[0-9a-z]{13}",
    "AWS::SecretsManager::Secret": f"arn:aws:secretsmanager:{HERE}:secret:Thing-[0-9A-Za-z]{{12}}-[0-9A-Za-z]{{6}}",
    "AWS::SSM::Parameter": "CFN-Thing-[0-9A-Za-z]{12}",
    "AWS::KMS::Key": UUID,
    "AWS::ECS::Cluster": GENERATED,
    "AWS::ECS::TaskDefinition": f"arn:aws:ecs:{HERE}:task-definition/{GENERATED}:1",
    "AWS::ECS::Service": f"arn:aws:ecs:{HERE}:service/default/{GENERATED}",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        f"arn:aws:elasticloadbalancing:{HERE}:loadbalancer/app/web-Thing-[0-9A-Z]{{13}}/{HEX16}"
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (
        f"arn:aws:elasticloadbalancing:{HERE}:targetgroup/web-Thing-[0-9A-Z]{{13}}/{HEX16}"
    ),
    "AWS::Route53::HostedZone": "Z[0-9A-Z]{20}",
    "AWS::CertificateManager::Certificate": f"arn:aws:acm:{HERE}:certificate/{UUID}",
    "AWS::Events::Rule": GENERATED,
    "AWS::Scheduler::Schedule": GENERATED,
    "AWS::ServiceDiscovery::HttpNamespace": "ns-[0-9a-z]{16}",
    "AWS::ServiceDiscovery::Service": "srv-[0-9a-z]{16}",
    "AWS::SQS::Queue": f"https://sqs.us-east-1.amazonaws.com/123456789012/{GENERATED}",
    "AWS::EFS::FileSystem": f"fs-{HEX17}",
}

names = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=255)
stacks = st.from_regex(r"[a-zA-Z][-a-zA-Z0-9]{0,127}", fullmatch=True)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
values = st.recursive(
    scalars | st.builds(Unknown, st.text(min_size=1, max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted(
    {relation.path.split(".")[0].removesuffix("[]") for card in CARDS.values() for relation in card.relations}
    | {"Name", "RoleName", "Path", "FifoQueue", "Family", "Type", "Scheme", "VPCs", "ServiceName", "Address"}
)


@pytest.mark.parametrize("type", REFS)
def test_ref_has_the_form_that_aws_gives_it(type: str) -> None:
    assert re.fullmatch(REFS[type], identify(type, at(), {}).ref)


@pytest.mark.parametrize(
    ("type", "properties", "expected"),
    [
        ("AWS::ECS::Cluster", {"ClusterName": "main"}, "main"),
        ("AWS::ECS::Service", {"Cluster": "main", "ServiceName": "api"}, f"arn:aws:ecs:{HERE}:service/main/api"),
        (
            "AWS::ECS::Service",
            {"Cluster": f"arn:aws:ecs:{HERE}:cluster/main", "ServiceName": "api"},
            f"arn:aws:ecs:{HERE}:service/main/api",
        ),
        ("AWS::EC2::Route", {"RouteTableId": "rtb-1", "DestinationCidrBlock": "0.0.0.0/0"}, "rtb-1|0.0.0.0/0"),
        ("AWS::EC2::VPCGatewayAttachment", {"VpcId": "vpc-1", "InternetGatewayId": "igw-1"}, "IGW|vpc-1"),
        ("AWS::EC2::SecurityGroup", {"GroupName": "apps", "GroupDescription": "x"}, "apps"),
        ("AWS::Events::Rule", {"Name": "hourly", "EventBusName": "orders"}, "orders|hourly"),
        ("AWS::Events::Rule", {"Name": "hourly", "EventBusName": "default"}, "hourly"),
        ("AWS::SQS::Queue", {"QueueName": "q.fifo"}, "https://sqs.us-east-1.amazonaws.com/123456789012/q.fifo"),
        ("AWS::Route53::RecordSet", {"Name": "www.example.com."}, "www.example.com"),
        (
            "AWS::ApplicationAutoScaling::ScalableTarget",
            {
                "ResourceId": "service/main/api",
                "ScalableDimension": "ecs:service:DesiredCount",
                "ServiceNamespace": "ecs",
            },
            "service/main/api|ecs:service:DesiredCount|ecs",
        ),
        ("AWS::IAM::ServiceLinkedRole", {"AWSServiceName": "ecs.amazonaws.com"}, "AWSServiceRoleForECS"),
        ("AWS::S3::Bucket", {"BucketName": "assets"}, "assets"),
        ("AWS::SNS::Topic", {"TopicName": "news"}, f"arn:aws:sns:{HERE}:news"),
    ],
)
def test_ref_follows_the_properties(type: str, properties: Properties, expected: str) -> None:
    assert identify(type, at(), properties).ref == expected


@pytest.mark.parametrize(
    ("type", "properties", "attribute", "expected"),
    [
        ("AWS::IAM::Role", {"RoleName": "r", "Path": "/app/"}, "Arn", "arn:aws:iam::123456789012:role/app/r"),
        ("AWS::Logs::LogGroup", {"LogGroupName": "/app"}, "Arn", f"arn:aws:logs:{HERE}:log-group:/app:*"),
        (
            "AWS::ECR::Repository",
            {"RepositoryName": "api"},
            "RepositoryUri",
            "123456789012.dkr.ecr.us-east-1.amazonaws.com/api",
        ),
        ("AWS::SSM::Parameter", {"Name": "/app/key"}, "Arn", f"arn:aws:ssm:{HERE}:parameter/app/key"),
        ("AWS::SSM::Parameter", {"Value": "blue"}, "Value", "blue"),
        ("AWS::EC2::Subnet", {"AvailabilityZone": "us-east-1c"}, "AvailabilityZone", "us-east-1c"),
        ("AWS::EC2::Subnet", {"MapPublicIpOnLaunch": True}, "MapPublicIpOnLaunch", True),
        ("AWS::SQS::Queue", {"QueueName": "jobs"}, "Arn", f"arn:aws:sqs:{HERE}:jobs"),
        ("AWS::SQS::Queue", {"VisibilityTimeout": 30}, "VisibilityTimeout", 30),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", {}, "CanonicalHostedZoneID", "Z35SXDOTRQ7X7K"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Type": "network"}, "CanonicalHostedZoneID", "Z26RNL4JYFTOTI"),
        ("AWS::Scheduler::Schedule", {"Name": "n", "GroupName": "g"}, "Arn", f"arn:aws:scheduler:{HERE}:schedule/g/n"),
        ("AWS::S3::Bucket", {"BucketName": "assets"}, "Arn", "arn:aws:s3:::assets"),
        ("AWS::DynamoDB::Table", {"TableName": "t"}, "Arn", f"arn:aws:dynamodb:{HERE}:table/t"),
        ("AWS::Lambda::Function", {"FunctionName": "f"}, "Arn", f"arn:aws:lambda:{HERE}:function:f"),
    ],
)
def test_attributes_follow_the_properties(type: str, properties: Properties, attribute: str, expected: object) -> None:
    assert identify(type, at(), properties).attributes[attribute] == expected


def test_a_listener_and_its_rules_carry_their_load_balancers_arn_on() -> None:
    balancer = identify("AWS::ElasticLoadBalancingV2::LoadBalancer", at("Alb"), {"Name": "front"})
    listener = identify("AWS::ElasticLoadBalancingV2::Listener", at("Http"), {"LoadBalancerArn": balancer.ref})
    rule = identify("AWS::ElasticLoadBalancingV2::ListenerRule", at("Api"), {"ListenerArn": listener.ref})
    path = balancer.ref.partition(":loadbalancer/")[2]
    assert re.fullmatch(f"app/front/{HEX16}", path)
    assert re.fullmatch(f"arn:aws:elasticloadbalancing:{HERE}:listener/{path}/{HEX16}", listener.ref)
    own = listener.ref.partition(":listener/")[2]
    assert re.fullmatch(f"arn:aws:elasticloadbalancing:{HERE}:listener-rule/{own}/{HEX16}", rule.ref)


@pytest.mark.parametrize(
    ("properties", "form"),
    [
        ({"Name": "front"}, r"front-\d{10}\.us-east-1\.elb\.amazonaws\.com"),
        ({"Name": "front", "Scheme": "internal"}, r"internal-front-\d{10}\.us-east-1\.elb\.amazonaws\.com"),
        ({"Name": "front", "Type": "network"}, rf"front-{HEX16}\.elb\.us-east-1\.amazonaws\.com"),
        ({"Name": "front", "Type": "network", "Scheme": "internal"}, rf"front-{HEX16}\.elb\.us-east-1\.amazonaws\.com"),
    ],
)
def test_a_load_balancers_dns_name_is_written_as_aws_writes_it(properties: Properties, form: str) -> None:
    name = identify("AWS::ElasticLoadBalancingV2::LoadBalancer", at(), properties).attributes["DNSName"]
    assert re.fullmatch(form, str(name))


def test_a_changed_task_definition_is_the_next_revision_of_the_same_family() -> None:
    first = identify("AWS::ECS::TaskDefinition", at(), {}).ref
    second = identify("AWS::ECS::TaskDefinition", at(generation=2), {}).ref
    assert first.endswith(":1") and second == f"{first[:-1]}2"


def test_a_replaced_resource_has_another_identity() -> None:
    for type in CARDS:
        if type == "AWS::IAM::ServiceLinkedRole":
            continue
        before, after = identify(type, at(), {}), identify(type, at(generation=2), {})
        if "unknown" not in before.ref:
            assert before.ref != after.ref, type


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
    ],
)
def test_partition_and_suffix_are_the_regions(region: str, partition: str, suffix: str) -> None:
    place = at(region=region)
    for type in CARDS:
        arn = identify(type, place, {}).arn
        assert not arn or partition == _partition(arn), type
    repository = identify("AWS::ECR::Repository", place, {"RepositoryName": "a"})
    assert repository.attributes["RepositoryUri"] == f"123456789012.dkr.ecr.{region}.{suffix}/a"
    balancer = identify("AWS::ElasticLoadBalancingV2::LoadBalancer", place, {})
    assert str(balancer.attributes["DNSName"]).endswith(f".{region}.elb.{suffix}")


def test_a_region_whose_load_balancer_zone_is_not_known_says_so() -> None:
    balancer = identify("AWS::ElasticLoadBalancingV2::LoadBalancer", at(region="mx-central-1"), {})
    assert balancer.attributes["CanonicalHostedZoneID"] == Unknown(
        "the hosted zone of mx-central-1's load balancers is not known here"
    )


@pytest.mark.parametrize(
    ("type", "key", "attribute"),
    [
        ("AWS::ECS::Cluster", "ClusterName", "Arn"),
        ("AWS::ECS::Service", "Cluster", "ServiceArn"),
        ("AWS::ECS::Service", "ServiceName", "Name"),
        ("AWS::ECS::TaskDefinition", "Family", "TaskDefinitionArn"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Name", "DNSName"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Scheme", "DNSName"),
        ("AWS::ElasticLoadBalancingV2::Listener", "LoadBalancerArn", "ListenerArn"),
        ("AWS::ElasticLoadBalancingV2::TargetGroup", "Name", "TargetGroupFullName"),
        ("AWS::IAM::Role", "Path", "Arn"),
        ("AWS::SecretsManager::Secret", "Name", "Id"),
        ("AWS::SQS::Queue", "QueueName", "QueueName"),
        ("AWS::S3::Bucket", "BucketName", "RegionalDomainName"),
    ],
)
def test_what_depends_on_an_unknown_property_is_unknown_for_its_reason(type: str, key: str, attribute: str) -> None:
    why = Unknown("the parameter has no value")
    identity = identify(type, at(), {key: why})
    assert identity.attributes[attribute] == why
    assert isinstance(identity.ref, str) and identity.ref


def _partition(arn: str) -> str:
    parsed = Arn.parse(arn)
    return parsed.partition if parsed else "no ARN"


@given(stack=stacks, logical=names, limit=st.integers(min_value=32, max_value=512))
def test_a_generated_name_keeps_the_services_limit(stack: str, logical: str, limit: int) -> None:
    name = generated_name(at(logical, stack=stack), limit)
    assert len(name) <= limit
    assert re.fullmatch(r"[a-zA-Z][-a-zA-Z0-9]*-1[0-9A-Z]{12}", name)


@given(stack=stacks, logical=names)
def test_a_load_balancers_generated_name_is_one_that_elb_takes(stack: str, logical: str) -> None:
    name = short_name(at(logical, stack=stack))
    assert re.fullmatch(r"[a-zA-Z0-9][-a-zA-Z0-9]{0,30}[a-zA-Z0-9]", name)
    assert not name.startswith("internal-")


@given(stack=stacks, logical=names)
def test_public_addresses_are_nobodys(stack: str, logical: str) -> None:
    assert ipaddress.IPv4Address(public_address(at(logical, stack=stack))) in PUBLIC_ADDRESSES


@given(
    one=st.tuples(stacks, names, st.sampled_from(["us-east-1", "eu-west-1"]), st.integers(1, 3)),
    other=st.tuples(stacks, names, st.sampled_from(["us-east-1", "eu-west-1"]), st.integers(1, 3)),
)
def test_identity_is_the_same_for_the_same_place_and_differs_for_any_other(
    one: tuple[str, str, str, int], other: tuple[str, str, str, int]
) -> None:
    def vpc(key: tuple[str, str, str, int]) -> str:
        return identify("AWS::EC2::VPC", at(key[1], stack=key[0], region=key[2], generation=key[3]), {}).ref

    assert (vpc(one) == vpc(other)) is (one == other)


@given(type=st.sampled_from(sorted(CARDS)), properties=st.dictionaries(st.sampled_from(KEYS), values, max_size=8))
def test_identity_never_raises_and_ref_is_always_text(type: str, properties: Properties) -> None:
    identity = identify(type, at(), properties)
    assert isinstance(identity.ref, str) and identity.ref
    assert isinstance(identity.arn, str)
    text_form(dict(identity.attributes))


def test_the_identities_of_all_types_are_as_recorded() -> None:
    """One line a value. A change here is a change of every user's physical ids: look at it twice."""
    recorded = Path(__file__).with_name("identities.txt")
    assert written_identities() == recorded.read_text()


def written_identities() -> str:
    lines = []
    for type in sorted(CARDS):
        identity = identify(type, at(), {"VpcId": "vpc-1", "Cluster": "main"})
        lines += [type, f"  Ref {identity.ref}"]
        lines += [f"  arn {identity.arn}"] if identity.arn else []
        lines += [f"  {name} {text_form(identity.attributes[name])}" for name in CARDS[type].attributes]
    return "\n".join(lines) + "\n"
