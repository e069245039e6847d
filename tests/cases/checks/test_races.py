"""What nothing orders: an error where it goes wrong, a warning where it mostly goes well."""

from __future__ import annotations

import pytest

from case_files import CASES
from seatrial.analyses.checklist import check
from seatrial.model.finding import Severity
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

WEB = CASES.parent.parent / "examples" / "web" / "template.yaml"
# As one finds it: the load balancer is another stack's, the service says nothing of the listener.
SERVICE = """
Parameters:
  LoadBalancer:
    Type: String
    Default: arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/bg/c304acb4efd80992
  Subnets: { Type: "List<AWS::EC2::Subnet::Id>", Default: "subnet-0d19c794691bdc4d9,subnet-0d0c2eba267ad7f65" }
  Vpc: { Type: "AWS::EC2::VPC::Id", Default: vpc-0cf4876013219f0e8 }
Resources:
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Scheme: internal, Subnets: !Ref Subnets }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref LoadBalancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }]
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { TargetType: ip, Port: 80, Protocol: HTTP, VpcId: !Ref Vpc }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: "sts:AssumeRole" }]
  Cluster: { Type: AWS::ECS::Cluster }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: "256"
      Memory: "512"
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions: [{ Name: app, Image: "ghcr.io/team/app:1", PortMappings: [{ ContainerPort: 80 }] }]
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      LaunchType: FARGATE
      TaskDefinition: !Ref Task
      LoadBalancers: [{ ContainerName: app, ContainerPort: 80, TargetGroupArn: !Ref Targets }]
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: !Ref Subnets } }
"""
DATABASE = """
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.micro
      AllocatedStorage: "20"
      MasterUsername: app
      ManageMasterUserPassword: true
"""


@pytest.mark.parametrize("outside", [True, False])
def test_a_service_that_does_not_wait_loses_to_a_load_balancer_that_is_yet_to_be_made(outside: bool) -> None:
    text = SERVICE if outside else SERVICE.replace("Arn: !Ref LoadBalancer", "Arn: !Ref Balancer")
    reading = read_text(text, "service.yaml", ReadOptions(Scope("service")))
    assert reading.system is not None
    found = {item.code: item.severity for item in check(reading.system, (), reading.findings).findings}
    if outside:
        assert found["CRE007"] is Severity.WARNING and Severity.ERROR not in found.values()
    else:
        assert found["CRE003"] is Severity.ERROR and "CRE007" not in found


def test_a_service_that_waits_for_something_as_slow_as_its_load_balancer_is_in_a_race() -> None:
    metadata = "    Metadata:\n      SentToBy: !If [WithHttps, !Ref HttpsListener, !Ref HttpListener]\n"
    text = WEB.read_text(encoding="utf-8")
    assert metadata in text
    reading = read_text(text.replace(metadata, ""), "web.yaml", ReadOptions(Scope("web")))
    assert reading.system is not None
    found = {item.code: item.severity for item in check(reading.system, (), reading.findings).findings}
    assert found["CRE007"] is Severity.WARNING and Severity.ERROR not in found.values()


@pytest.mark.parametrize("slow", [True, False])
def test_a_service_that_waits_for_a_database_mostly_finds_its_listener(slow: bool) -> None:
    text = SERVICE.replace("Arn: !Ref LoadBalancer", "Arn: !Ref Balancer")
    if slow:
        host = 'Image: "ghcr.io/team/app:1", Environment: [{ Name: DB, Value: !GetAtt Db.Endpoint.Address }]'
        text = text.replace('Image: "ghcr.io/team/app:1"', host) + DATABASE
    reading = read_text(text, "service.yaml", ReadOptions(Scope("service")))
    assert reading.system is not None
    found = {item.code: item.severity for item in check(reading.system, (), reading.findings).findings}
    assert (found.get("CRE007"), found.get("CRE003")) == ((Severity.WARNING, None) if slow else (None, Severity.ERROR))
