"""Names that are made of parameters without a value, and written out in other places of the same template.

Whoever makes the stack gives the parameter the value that the rest speaks of, so that such a template works on AWS.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.checks.test_faults import BASES
from seatrial import api
from seatrial.model.finding import Finding, Severity

TEMPLATE = """Parameters:
  Desk: { Type: String }
  Stage: { Type: String }
  Yard: { Type: String }
Resources:
  Yards: { Type: AWS::ECS::Cluster, Properties: { ClusterName: !Ref Yard } }
  Parcels:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub "${Stage}-parcels"
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Lines: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub "/desk/${Stage}", RetentionInDays: 7 } }
  Launch:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy]
  Clerk:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: parcels
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: dynamodb:*
                Resource: !Sub "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/live-parcels"
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: "256"
      Memory: "512"
      ExecutionRoleArn: !GetAtt Launch.Arn
      TaskRoleArn: !GetAtt Clerk.Arn
      ContainerDefinitions:
        - Name: !Ref Desk
          Image: public.ecr.aws/nginx/nginx:1.27
          PortMappings: [{ ContainerPort: 80 }]
          Environment: [{ Name: PARCELS, Value: !Ref Parcels }]
          LogConfiguration:
            LogDriver: awslogs
            Options: { awslogs-group: /desk/live, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: desk }
        - Name: proxy
          Image: public.ecr.aws/nginx/nginx:1.27
          DependsOn: [{ ContainerName: counter, Condition: START }]
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: north
      TaskDefinition: !Ref Definition
      LaunchType: FARGATE
      NetworkConfiguration:
        AwsvpcConfiguration: { Subnets: [subnet-0a1b2c3d4e5f60718], AssignPublicIp: ENABLED }
      LoadBalancers:
        - ContainerName: counter
          ContainerPort: 80
          TargetGroupArn: arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/desk/0a1b2c3d4e5f6071
"""
OWED = {
    ("CRE002", "Definition"): "unless Desk is counter, ",
    ("CRE003", "Service"): "unless Yard is north, ",
    ("APP001", "Clerk"): "unless Stage is live, ",
    ("STA010", "Definition"): "unless Stage is live, ",
}


def _findings(path: Path, text: str, **parameters: str) -> list[Finding]:
    file = path / "template.yaml"
    file.write_text(text)
    return list(api.check([api.ReadRequest(file, region="eu-west-1", parameters=parameters)])[0].findings)


@pytest.mark.parametrize("transform", ["", "AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"])
def test_what_a_value_would_put_right_is_a_warning_that_says_the_value(tmp_path: Path, transform: str) -> None:
    found = _findings(tmp_path, f"Transform: {transform}\n{TEMPLATE}" if transform else TEMPLATE)
    assert not [item for item in found if item.severity is Severity.ERROR]
    told = {(item.code, item.logical_id): item for item in found if item.what.startswith("unless ")}
    assert told.keys() == OWED.keys()
    assert all(told[key].what.startswith(start) for key, start in OWED.items())


def test_with_these_values_nothing_is_wrong(tmp_path: Path) -> None:
    found = _findings(tmp_path, TEMPLATE, Desk="counter", Yard="north", Stage="live")
    assert not [item for item in found if item.severity is Severity.ERROR or item.code in {"CRE003", "STA010"}]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("/desk/live", '!Sub "/desk/${Stage}-lines"', "STA010"),
        ("table/live-parcels", "table/${Stage}-letters", "APP001"),
        ("table/live-parcels", "table/letters", "APP001"),
    ],
)
def test_what_no_value_puts_right_is_an_error(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in TEMPLATE
    found = _findings(tmp_path, TEMPLATE.replace(old, new, 1))
    assert [item.code for item in found if item.severity is Severity.ERROR] == [code]


FIRST_IN_FIRST_OUT = """Parameters:
  Line: { Type: String }
  Stage: { Type: String }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Line, FifoQueue: true } }
  Failed: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub "${Stage}-${Line}", FifoQueue: true } }
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !Join ["-", [news, !Ref Line]], FifoTopic: true } }
"""


def test_a_parameter_may_end_with_fifo(tmp_path: Path) -> None:
    assert not [item for item in _findings(tmp_path, FIRST_IN_FIRST_OUT) if item.severity is Severity.ERROR]


def test_a_role_for_a_family_that_is_written_out_is_told_with_the_value(tmp_path: Path) -> None:
    text = TEMPLATE.replace(
        "    Properties:\n      RequiresC", "    Properties:\n      Family: !Ref Desk\n      RequiresC", 1
    )
    text += """  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 day)
      Targets:
        - Id: nightly
          Arn: !GetAtt Yards.Arn
          RoleArn: !GetAtt Starter.Arn
          EcsParameters:
            TaskDefinitionArn: !Ref Definition
            LaunchType: FARGATE
            NetworkConfiguration:
              AwsVpcConfiguration: { Subnets: [subnet-0a1b2c3d4e5f60718], AssignPublicIp: ENABLED }
  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: start
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: ecs:RunTask
                Resource: !Sub "arn:aws:ecs:${AWS::Region}:${AWS::AccountId}:task-definition/counter:*"
              - { Effect: Allow, Action: iam:PassRole, Resource: [!GetAtt Launch.Arn, !GetAtt Clerk.Arn] }
"""
    found = _findings(tmp_path, text)
    assert not [item for item in found if item.severity is Severity.ERROR]
    assert any(item.code == "TRI002" and item.what.startswith("unless Desk is counter, ") for item in found)


PATH = """Parameters: { Flags: { Type: String } }
Resources:
  Launch:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: flags
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: ssm:GetParameters
                Resource: !Sub "arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter${Settings}"
  Settings: { Type: AWS::SSM::Parameter, Properties: { Name: !Ref Flags, Type: String, Value: "on" } }
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: "256"
      Memory: "512"
      ExecutionRoleArn: !GetAtt Launch.Arn
      ContainerDefinitions:
        - Name: desk
          Image: public.ecr.aws/nginx/nginx:1.27
          Secrets: [{ Name: FLAGS, ValueFrom: !Ref Settings }]
"""


def test_a_parameter_may_begin_with_a_slash(tmp_path: Path) -> None:
    assert not [item for item in _findings(tmp_path, PATH) if item.severity is Severity.ERROR]


def test_the_container_of_a_schedule_is_found_in_much_json(tmp_path: Path) -> None:
    text = (BASES["signals"]).read_text().replace("- Name: job\n", "- Name: !Ref Called\n", 1)
    text = text.replace("Resources:\n", "Parameters: { Called: { Type: String } }\nResources:\n", 1)
    found = _findings(tmp_path, text)
    assert not [item for item in found if item.severity is Severity.ERROR and item.code == "TRI008"]
    assert any(item.what.startswith("unless Called is job, the Input of Nightly ") for item in found)
