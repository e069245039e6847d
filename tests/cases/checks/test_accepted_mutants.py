"""Small changes of one value, one line or one level of indentation that AWS takes as well as what stood there."""

from __future__ import annotations

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

ACCEPTED: dict[str, tuple[str, list[dict[str, str]]]] = {
    # AWS chooses the zone (read 2026-11-30):
    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
    "a subnet of any zone behind a load balancer": (
        "web",
        [{"from": "  PublicSubnetB:\n    Type: AWS::EC2::Subnet\n    Properties:\n      VpcId: !Ref Vpc\n"
          "      AvailabilityZone: !Select [1, !GetAZs \"\"]\n",
          "to": "  PublicSubnetB:\n    Type: AWS::EC2::Subnet\n    Properties:\n      VpcId: !Ref Vpc\n"}],
    ),
    "a resource that is called as an attribute is": (
        "disk",
        [{"from": "  Cluster: { Type: AWS::ECS::Cluster }\n",
          "to": "  Cluster: { Type: AWS::ECS::Cluster }\n  Metadata: { Type: AWS::SQS::Queue }\n"
          "  Properties: { Type: AWS::SQS::Queue }\n"}],
    ),
    # A role's name is as good as its ARN for ECS, and may be any word.
    "a task role that is named as text": (
        "disk",
        [{"from": "  Cluster: { Type: AWS::ECS::Cluster }\n",
          "to": "  Cluster: { Type: AWS::ECS::Cluster }\n  Reader:\n    Type: AWS::IAM::Role\n    Properties:\n"
          "      RoleName: Reader\n      AssumeRolePolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n"
          "          - Effect: Allow\n            Principal: { Service: ecs-tasks.amazonaws.com }\n"
          "            Action: sts:AssumeRole\n  Plain:\n    Type: AWS::ECS::TaskDefinition\n    DependsOn: Reader\n"
          "    Properties:\n      Cpu: '256'\n      Memory: '512'\n      NetworkMode: awsvpc\n"
          "      RequiresCompatibilities: [FARGATE]\n      TaskRoleArn: Reader\n      ContainerDefinitions:\n"
          "        - { Name: plain, Image: 'public.ecr.aws/docker/library/nginx:1.27' }\n"}],
    ),
    "a cluster that is named as its logical id": (
        "disk",
        [{"from": "  Cluster: { Type: AWS::ECS::Cluster }\n",
          "to": "  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: Cluster } }\n"}],
    ),
    "a word of the template in a name that somebody chooses": (
        "thumbs",
        [{"from": "Value: .jpg", "to": "Value: Uploads"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_it_gives_no_error(name: str) -> None:
    base, changes = ACCEPTED[name]
    report = _report(changed({"base": base, "changes": changes}), base)
    errors = [item for item in report.findings if item.severity is Severity.ERROR and _kind(item) not in _before(base)]
    assert not errors, errors
