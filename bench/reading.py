"""Reading a template of 500 resources, as many as CloudFormation takes, over cfn-lint's reading of the same text.

Ours resolves every intrinsic, computes every identity and validates every value against its schema; cfn-lint's side is
decoding alone, with positions, and validates nothing.
"""

from __future__ import annotations

from bench.comparison import Comparison, in_turns
from bench.linters import importable

RESOURCES = 500
ROUNDS = 5


def compare() -> Comparison:
    importable()
    from cfnlint.decode.cfn_yaml import loads

    from seatrial.model.finding import Severity
    from seatrial.model.system import Scope
    from seatrial.readers.cloudformation import ReadOptions, read_text

    text = template(RESOURCES)
    options = ReadOptions(scope=Scope(stack="bench", region="us-east-1", account="123456789012"))

    def ours() -> None:
        reading = read_text(text, "bench.yaml", options)
        assert reading.system is not None and len(reading.system.resources) == RESOURCES, reading.findings[:3]
        wrong = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
        assert not wrong, wrong[:3]

    found = in_turns(ours, lambda: loads(text), ROUNDS)
    return Comparison(
        f"read, resolve and validate {RESOURCES} resources", "decode them with cfn-lint", "ms", found[0], found[1]
    )


def template(resources: int) -> str:
    """A template of so many resources: a network and services of it, with references in both directions."""
    parts = ["AWSTemplateFormatVersion: '2010-09-09'", "Resources:", VPC]
    made = 1
    while resources - made >= 5:
        parts.append(GROUP.replace("{n}", str(made)).replace("{subnet}", f"10.{made // 250}.{made % 250}.0/24"))
        made += 5
    parts.extend(LOG_GROUP.replace("{n}", str(number)) for number in range(resources - made))
    return "\n".join(parts)


VPC = """
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/15, EnableDnsSupport: true}}
"""
GROUP = """
  Subnet{n}:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: {subnet}
      AvailabilityZone: !Select [0, !GetAZs '']
  Group{n}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: !Sub "${AWS::StackName} {n}"
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: !GetAtt Vpc.CidrBlock}]
  Role{n}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: 'sts:AssumeRole'}]
  Logs{n}:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: !Sub "/ecs/${AWS::StackName}/{n}", RetentionInDays: 7}
  Task{n}:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: !Join ['-', [!Ref AWS::StackName, task, '{n}']]
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: '256'
      Memory: '512'
      ExecutionRoleArn: !GetAtt Role{n}.Arn
      ContainerDefinitions:
        - Name: app
          Image: !Sub "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/app:1"
          PortMappings: [{ContainerPort: 8080}]
          LogConfiguration:
            LogDriver: awslogs
            Options: {awslogs-group: !Ref Logs{n}, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: app}
"""
LOG_GROUP = """
  Rest{n}: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 7}}
"""
