"""State machines and pipes that look wrong and work: changes of a correct system that must bring no error."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

FROM_TABLE = """Source: !GetAtt Table.StreamArn
      SourceParameters: {DynamoDBStreamParameters: {StartingPosition: LATEST}}
      Target:"""
READS_TABLE = (
    "Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'], "
    "Resource: !Sub '${Table.Arn}/stream/*'}"
)
TABLE = """  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
  PipeRole:
"""
NOTIFY = """            "Failed": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish",
              "Parameters": {"topicArn": "arn:aws:sns:us-east-1:123456789012:job", "message": "${M}"}, "End": true},
"""
ACCEPTED: dict[str, dict[str, Any]] = {
    "a subnet that only another stack knows": {
        "base": "workflow",
        "changes": [
            {"from": "SubnetB: !Ref S2", "to": "SubnetB: !ImportValue subnet"},
        ],
    },
    "a number that only another stack knows, outside of quotes": {
        "base": "workflow",
        "changes": [
            {"from": "SubnetB: !Ref S2", "to": "SubnetB: !Ref S2, Seconds: !ImportValue seconds"},
            {"from": '"Type": "Task",', "to": '"Type": "Task", "TimeoutSeconds": ${Seconds},'},
        ],
    },
    "a state whose name only another stack knows": {
        "base": "workflow",
        "changes": [
            {"from": "SubnetB: !Ref S2", "to": "SubnetB: !Ref S2, Last: !ImportValue last"},
            {"from": '            "Done": {"Type"', "to": '            "${Last}": {"Type"'},
        ],
    },
    "a state's name is filled in": {
        "base": "workflow",
        "changes": [
            {"from": "SubnetB: !Ref S2", "to": "SubnetB: !Ref S2, Last: Done"},
            {"from": '            "Done": {"Type"', "to": '            "${Last}": {"Type"'},
        ],
    },
    "another service's parameters and a placeholder that nothing fills in": {
        "base": "workflow",
        "changes": [{"from": '            "Failed": {"Type": "Fail"},\n', "to": NOTIFY}],
    },
    "a cluster by its name": {
        "base": "workflow",
        "changes": [{"from": "Cluster: !GetAtt Cluster.Arn, Task", "to": "Cluster: !Ref Cluster, Task"}],
    },
    "what RunTask is given is only known when the machine runs": {
        "base": "workflow",
        "changes": [
            {"from": '"Cluster": "${Cluster}"', "to": '"Cluster.$": "$.cluster"'},
            {"from": '"Subnets": ["${SubnetA}", "${SubnetB}"]', "to": '"Subnets.$": "$.subnets"'},
            {"from": '[{"Name": "job", "Command"', "to": '[{"Name.$": "$.container", "Command"'},
        ],
    },
    "a role that may do anything": {
        "base": "workflow",
        "changes": [
            {
                "from": "- {Sid: Watch, Effect: Allow, Action: ['ecs:StopTask', 'ecs:DescribeTasks'], Resource: '*'}\n",
                "to": "- {Sid: All, Effect: Allow, Action: '*', Resource: '*'}\n",
            }
        ],
    },
    "the integration of the SDK": {
        "base": "workflow",
        "changes": [
            {
                "from": "Resource: arn:aws:states:::ecs:runTask\n",
                "to": "Resource: arn:aws:states:::aws-sdk:ecs:runTask\n",
            }
        ],
    },
    "another action of ECS over the SDK": {
        "base": "workflow",
        "changes": [
            {
                "from": "Resource: arn:aws:states:::ecs:runTask\n",
                "to": "Resource: arn:aws:states:::aws-sdk:ecs:listTasks\n",
            }
        ],
    },
    "a pipe that takes its events from the stream of a table": {
        "base": "workflow",
        "changes": [
            {
                "from": "Source: !GetAtt Orders.Arn\n      SourceParameters: {SqsQueueParameters: {BatchSize: 1}}\n"
                "      Target:",
                "to": FROM_TABLE,
            },
            {
                "from": "Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], "
                "Resource: !GetAtt Orders.Arn}",
                "to": READS_TABLE,
            },
            {"from": "  PipeRole:\n", "to": TABLE},
        ],
    },
    "a pipe that starts a state machine": {
        "base": "workflow",
        "changes": [
            {
                "from": "      Target: !GetAtt Cluster.Arn\n      TargetParameters:\n        EcsTaskParameters:\n",
                "to": "      Target: !Ref Night\n      TargetParameters:\n"
                "        StepFunctionStateMachineParameters: {InvocationType: FIRE_AND_FORGET}\n"
                "    Metadata:\n        Former:\n",
            },
            {
                "from": "{Sid: Run, Effect: Allow, Action: ecs:RunTask, Resource: !Ref Job}\n              - {Sid: "
                "Pass, Effect: Allow, Action: iam:PassRole, Resource: [!GetAtt ExecRole.Arn, !GetAtt TaskRole.Arn]}\n",
                "to": "{Sid: Start, Effect: Allow, Action: states:StartExecution, Resource: !Ref Night}\n",
            },
        ],
    },
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_workflow_that_looks_wrong_and_works_is_no_error(name: str) -> None:
    case = ACCEPTED[name]
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    new = [item for item in report.findings if _kind(item) not in before and item.severity is not Severity.NOTE]
    # An export of another stack is missed with a warning of its own.
    assert [item for item in new if item.code != "INT010"] == []
