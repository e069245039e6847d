"""What works beside the faults of ``faults/foreign.yaml``, and is nearly one of them."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

CODE = """        ZipFile: |
          import os

          import boto3

          def start(event, context):
              subnets = os.environ["SUBNETS"].split(",")
              network = {"subnets": subnets, "securityGroups": [os.environ["GROUP"]], "assignPublicIp": "ENABLED"}
              for record in event["Records"]:
                  boto3.client("ecs").run_task(
                      cluster=os.environ["CLUSTER"],
                      taskDefinition=os.environ["TASK_DEFINITION"],
                      launchType="FARGATE",
                      networkConfiguration={"awsvpcConfiguration": network},
                      overrides={"containerOverrides": [{"name": "render", "command": [record["body"]]}]},
                  )
"""
DEPLOYED = "        { S3Bucket: code-of-ours, S3Key: starter.zip }\n"
MAY = """              - Effect: Allow
                Action: ecs:RunTask
                Resource: !Ref Render
                Condition: { ArnEquals: { ecs:cluster: !GetAtt Cluster.Arn } }
              - Effect: Allow
                Action: iam:PassRole
                Resource: [!GetAtt ExecutionRole.Arn, !GetAtt TaskRole.Arn]
                Condition: { StringEquals: { iam:PassedToService: ecs-tasks.amazonaws.com } }
"""
FAMILY = "!Sub 'arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task-definition/*'"
USER = '      MasterUsername: !Sub "{{resolve:secretsmanager:${DatabaseSecret}:SecretString:username}}"\n'
PASSWORD = '      MasterUserPassword: !Sub "{{resolve:secretsmanager:${DatabaseSecret}:SecretString:password}}"\n'
# A virtual private gateway leads to an office, and everybody else is reached as before.
OFFICE = """  Office: { Type: AWS::EC2::VPNGateway, Properties: { Type: ipsec.1 } }
  ToOffice:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: { VpcId: !Ref Vpc, VpnGatewayId: !Ref Office }
  OfficeRoute:
    Type: AWS::EC2::Route
    DependsOn: ToOffice
    Properties: { RouteTableId: !Ref Routes, DestinationCidrBlock: 172.16.0.0/12, GatewayId: !Ref Office }
"""
LATER = """  Later:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }]
"""
NORTH = ", SubnetId: !Ref AppA"
IMAGE = '        ImageUri: !Sub "${AWS::AccountId}.dkr.ecr.us-east-1.amazonaws.com/starter:2"\n'
CLUSTER = "  Cluster: { Type: AWS::ECS::Cluster }\n"
ACCEPTED: dict[str, tuple[str, list[dict[str, str]]]] = {
    "a function that is given a task definition and only looks at it": (
        "summoned",
        [{"from": CODE, "to": DEPLOYED}, {"from": MAY, "to": ""}],
    ),
    "a function that may run any task definition": (
        "summoned",
        [{"from": "                Resource: !Ref Render\n", "to": f"                Resource: {FAMILY}\n"}],
    ),
    "a function from an image, without handler and runtime": (
        "summoned",
        [
            {"from": "      Runtime: python3.12\n      Handler: index.start\n", "to": "      PackageType: Image\n"},
            {"from": CODE, "to": IMAGE},
        ],
    ),
    "a route to an office beside the way to everybody": ("summoned", [{"from": CLUSTER, "to": OFFICE + CLUSTER}]),
    "a cluster of databases that is restored from a snapshot": (
        "given",
        [{"from": USER, "to": ""}, {"from": PASSWORD, "to": "      SnapshotIdentifier: orders-before-the-move\n"}],
    ),
    "a mount target whose file system is named by its ARN": (
        "shop",
        [
            {"from": f"FileSystemId: !Ref Media{NORTH}", "to": f"FileSystemId: !GetAtt Media.Arn{NORTH}"},
        ],
    ),
    "a role that waits for a task definition to come": (
        "worker",
        [
            {"from": "Resources:\n", "to": f"Resources:\n{LATER}"},
        ],
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_nearly_a_fault_and_works_brings_no_error(name: str) -> None:
    base, changes = ACCEPTED[name]
    case: dict[str, Any] = {"base": base, "changes": changes}
    before = _before(base)
    new = [item for item in _report(changed(case), base).findings if _kind(item) not in before]
    assert [item for item in new if item.severity is Severity.ERROR] == []


OUT = """  Out:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties: { RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway }
"""
BESIDE_A_GONE_ROUTE: dict[str, tuple[dict[str, str], str]] = {
    "a port that is shut": (
        {
            "from": "FromPort: 8080, ToPort: 8080, CidrIp: 10.90.0.0/16",
            "to": "FromPort: 80, ToPort: 80, CidrIp: 10.90.0.0/16",
        },
        "ARR002",
    ),
    "a role that may not start tasks": (
        {"from": "                Action: ecs:RunTask\n", "to": "                Action: ecs:StopTask\n"},
        "TRI120",
    ),
}


@pytest.mark.parametrize("name", BESIDE_A_GONE_ROUTE)
def test_beside_a_resource_that_is_gone_a_second_fault_is_told(name: str) -> None:
    """What only lacks the resource that is gone follows from it; another fault doesn't."""
    change, code = BESIDE_A_GONE_ROUTE[name]
    case: dict[str, Any] = {"base": "summoned", "changes": [{"from": OUT, "to": ""}, change]}
    errors = [item for item in _report(changed(case), "summoned").findings if item.severity is Severity.ERROR]
    assert sorted(item.code for item in errors) == sorted(["TPL010", code])
