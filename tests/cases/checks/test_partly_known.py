"""What is wrong with a value is told, although a part of it comes from elsewhere: an import, a parameter."""

from __future__ import annotations

from pathlib import Path

import pytest

from seatrial.analyses.checklist import check
from seatrial.model.finding import Severity
from seatrial.model.report import Report
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

WORKER = """
Parameters:
  Subnets: { Type: "List<AWS::EC2::Subnet::Id>" }
  Image: { Type: String }
Resources:
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: 512
      ContainerDefinitions: [{ Name: worker, Image: !Ref Image }]
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !ImportValue shop-cluster
      LaunchType: FARGATE
      TaskDefinition: !Ref Definition
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: !Ref Subnets } }
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: ecs
      ScalableDimension: ecs:service:DesiredCount
      ResourceId: !Join [/, [service, !ImportValue shop-cluster, !GetAtt Service.Name]]
      MinCapacity: 1
      MaxCapacity: 4
      ScheduledActions:
        - { ScheduledActionName: night, Schedule: cron(0 20 * * ? *), ScalableTargetAction: { MaxCapacity: 1 } }
"""
QUEUE = """
Resources:
  Jobs: { Type: AWS::SQS::Queue }
  Given: { Type: AWS::SQS::Queue }
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { Service: sns.amazonaws.com }
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs.Arn
            Condition: { ArnEquals: { aws:SourceArn: !ImportValue orders-topic } }
  Subscription:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !ImportValue orders-topic, Protocol: sqs, Endpoint: !GetAtt Jobs.Arn }
"""
MACHINE = """
Parameters:
  Subnets: { Type: "List<AWS::EC2::Subnet::Id>" }
Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/machine
      DefinitionSubstitutions: { Subnets: !Join ['","', !Ref Subnets] }
      DefinitionString: |
        {
          "StartAt": "Wait",
          "States": {
            "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Subnets"},
            "Subnets": {"Type": "Pass", "Result": ["${Subnets}"], "End": true}
          }
        }
"""


def _report(text: str) -> Report:
    reading = read_text(text, "partly.yaml", ReadOptions(scope=Scope(stack="partly"), assume=True), Path())
    assert reading.system is not None, reading.findings
    return check(reading.system, (), reading.findings)


def _grave(text: str) -> list[tuple[str, str]]:
    return [
        (item.code, item.where.partition("  ")[2])
        for item in _report(text).findings
        if item.severity is not Severity.NOTE
    ]


@pytest.mark.parametrize("text", [WORKER, MACHINE, QUEUE])
def test_what_may_be_right_is_not_an_error(text: str) -> None:
    assert [item for item in _report(text).findings if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[service, !ImportValue", "[services, !ImportValue", "it has to begin with service/"),
        ("!GetAtt Service.Name]]", "!Ref Service]]", "an ARN stands in it"),
        (
            "[service, !ImportValue shop-cluster, !GetAtt Service.Name]",
            "[service, !GetAtt Service.Name, !ImportValue shop-cluster]",
            "the service stands where the cluster should",
        ),
    ],
)
def test_an_id_of_no_service_whatever_the_cluster(old: str, new: str, says: str) -> None:
    found = [item for item in _report(WORKER.replace(old, new)).findings if item.code == "SCA001"]
    assert [item.where.partition("  ")[2] for item in found] == ["Target.ResourceId"]
    assert says in found[0].why


def test_a_list_of_a_parameter_within_a_list() -> None:
    found = _grave(WORKER.replace("Subnets: !Ref Subnets }", "Subnets: [!Ref Subnets] }"))
    assert ("SCH003", "Service.NetworkConfiguration.AwsvpcConfiguration.Subnets[0]") in found


def test_a_definition_that_is_no_json_before_what_is_not_known() -> None:
    found = _grave(MACHINE.replace('"StartAt": "Wait",', '"StartAt": "Wait"'))
    assert ("CRE008", "Machine.DefinitionString") in found


def test_a_queue_that_lets_no_topic_in_whichever_it_is() -> None:
    found = _grave(QUEUE.replace("sns.amazonaws.com", "sqs.amazonaws.com"))
    assert ("TRI015", "JobsPolicy.PolicyDocument.Statement[0].Principal.Service") in found


def test_a_dead_letter_queue_that_lets_no_topic_in_whichever_it_is() -> None:
    text = QUEUE.replace("Jobs.Arn }\n", "Jobs.Arn, RedrivePolicy: { deadLetterTargetArn: !GetAtt Given.Arn } }\n")
    assert ("TRI015", "Given") in _grave(text)
