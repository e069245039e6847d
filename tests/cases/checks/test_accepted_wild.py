"""What stands in people's own templates, works on AWS, and looks wrong."""

from __future__ import annotations

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity
from seatrial.model.report import Question
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

RULES = "        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0%s }\n"
ACCEPTED: dict[str, tuple[str, list[dict[str, str]]]] = {
    # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/612 (read 2026-11-30)
    "a rule of a security group that stands twice": (
        "shop",
        [{"from": "  Uploads:\n", "to": "  Spare:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n"
          "      GroupDescription: spare\n      VpcId: !Ref VPC\n      SecurityGroupIngress:\n"
          + RULES % "" + RULES % ", Description: again" + "  Uploads:\n"}],
    ),
    "datagrams for an internal load balancer": (
        "network",
        [{"from": "      Scheme: internet-facing\n      Subnets: [!Ref SubnetA, !Ref SubnetB]\n"
          "      SecurityGroups: [!GetAtt LinesBalancerGroup.GroupId]\n",
          "to": "      Scheme: internal\n      Subnets: [!Ref SubnetA, !Ref SubnetB]\n"
          "      SecurityGroups: [!GetAtt LinesBalancerGroup.GroupId]\n"}],
    ),
    "subnets of jobs that another stack has": (
        "plain_jobs",
        [{"from": "        MaxvCpus: 64\n        Subnets: [!Ref Subnet1, !Ref Subnet2]\n"
          "        SecurityGroupIds: [!Ref JobGroup]\n",
          "to": "        MaxvCpus: 64\n        Subnets: !Split [',', !ImportValue subnets]\n"
          "        SecurityGroupIds: !Split [',', !ImportValue groups]\n"}],
    ),
    "a property that stands twice": (
        "shop",
        [{"from": "      LaunchType: FARGATE\n      PlatformVersion",
          "to": "      LaunchType: EC2\n      LaunchType: FARGATE\n      PlatformVersion"}],
    ),
    # Its task definition waits for nothing, so that the service is only seconds behind the cluster.
    "a cluster that is named as text": (
        "disk",
        [{"from": "  Cluster: { Type: AWS::ECS::Cluster }\n",
          "to": "  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: desk } }\n  Other:\n"
          "    Type: AWS::ECS::Service\n    Properties:\n      Cluster: desk\n      TaskDefinition: !Ref Plain\n"
          "      LaunchType: FARGATE\n      DesiredCount: 1\n      NetworkConfiguration:\n"
          "        AwsvpcConfiguration: { Subnets: [subnet-0123456789abcdef0], AssignPublicIp: ENABLED }\n"
          "  Plain:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Cpu: '256'\n      Memory: '512'\n"
          "      NetworkMode: awsvpc\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions:\n"
          "        - { Name: plain, Image: 'public.ecr.aws/docker/library/nginx:1.27' }\n"}],
    ),
    "an empty value in what may be any JSON": (
        "shop",
        [{"from": "  Uploads:\n", "to": "  Steps:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n"
          "      RoleArn: !GetAtt StepsRole.Arn\n      Definition:\n        StartAt: Rest\n        States:\n"
          "          Rest: { Type: Pass, ResultPath: null, End: true }\n  StepsRole:\n    Type: AWS::IAM::Role\n"
          "    Properties:\n      AssumeRolePolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n"
          "          - Effect: Allow\n            Principal: { Service: states.amazonaws.com }\n"
          "            Action: sts:AssumeRole\n  Uploads:\n"}],
    ),
    # As https://github.com/waterstreamio/waterstream-aws-ecs-cloudformation does (read 2026-11-30).
    "a file system that an instance fills": (
        "shop",
        [{"from": "        CreationInfo: {OwnerUid: '1000', OwnerGid: '1000', Permissions: '0755'}\n", "to": ""},
         {"from": "  Uploads:\n", "to": "  Filler:\n    Type: AWS::EC2::Instance\n    Properties:\n"
          "      ImageId: ami-0a1b2c3d4e5f60718\n      InstanceType: t4g.nano\n      SubnetId: !Ref AppA\n"
          "      UserData:\n        Fn::Base64: !Sub mount -t efs ${Media}:/ /mnt && mkdir /mnt/media\n"
          "  Uploads:\n"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_it_gives_no_error(name: str) -> None:
    base, changes = ACCEPTED[name]
    report = _report(changed({"base": base, "changes": changes}), base)
    errors = [item for item in report.findings if item.severity is Severity.ERROR and _kind(item) not in _before(base)]
    assert not errors, errors


def test_a_macro_may_fill_what_is_empty() -> None:
    text = "%sResources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName:\n"
    for transform, count in (("", 1), ("Transform: Filler\n", 0), ("Transform: AWS::Serverless-2016-10-31\n", 0)):
        reading = read_text((text % transform).encode(), "template.yaml", ReadOptions(Scope("test")))
        assert sum(item.severity is Severity.ERROR for item in reading.findings) == count, transform


def test_what_an_api_refuses_is_not_created_whichever_question_it_is_of() -> None:
    target = {"from": "service, !Ref Cluster, !GetAtt Service.Name]]", "to": "service, !Ref Cluster, !Ref Service]]"}
    said = _report(changed({"base": "shop", "changes": [target]}), "shop")
    told = {item.question: item for item in said.answers}
    assert (told[Question.SCALE].holds, told[Question.CREATE].holds) == (False, False)
    assert told[Question.CREATE].because == ("SCA001",)
