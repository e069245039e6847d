"""State machines and pipes that look wrong and work: changes of a correct system that must bring no error."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, _text, changed
from seatrial.analyses.checklist.explanation import explanation
from seatrial.analyses.checklist.inquiry import Inquiry
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
              "Parameters": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:job", "Message": "${M}"}, "End": true},
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
        "changes": [
            {"from": '            "Failed": {"Type": "Fail"},\n', "to": NOTIFY},
            {"from": "Action: ['ecs:StopTask', 'ecs:DescribeTasks']", "to": "Action: ['ecs:*', 'sns:Publish']"},
        ],
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
            {
                "from": '{"day": "today", "big": false}',
                "to": '{"day": "today", "big": false, "cluster": "c", "subnets": ["s"], "container": "job"}',
            },
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
            {"from": "Value: $.body}", "to": "Value: $.eventID}"},
        ],
    },
    "a pipe whose role waits for just this pipe": {
        "base": "workflow",
        "changes": [
            {
                "from": "Principal: {Service: pipes.amazonaws.com}, Action: sts:AssumeRole}]",
                "to": "Principal: {Service: pipes.amazonaws.com}, Action: sts:AssumeRole, Condition: {ArnLike: "
                "{'aws:SourceArn': !Sub 'arn:aws:pipes:*:${AWS::AccountId}:pipe/orders'}}}]",
            },
            {
                "from": "      Source: !GetAtt Orders.Arn\n",
                "to": "      Source: !GetAtt Orders.Arn\n      Name: orders\n",
            },
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
    told = {item.code for item in report.unsettled}
    assert not told & {"TRI001"}


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("NightRole", "The state machine Night acts as it."),
        ("PipeRole", "Pipe reads its source and starts its target as it (pipe role)."),
        ("TaskRole", "The tasks of Job call AWS as it (task role)."),
        ("ExecRole", "ECS starts the tasks of Job as it (task execution role)."),
    ],
)
def test_a_role_says_what_it_is_for(role: str, says: str) -> None:
    system = _report(_text("workflow"), "workflow").system
    assert system is not None
    portrait = explanation(Inquiry(system), role).portraits[0]
    assert portrait.purpose == says
    assert bool(portrait.essential) is (role == "ExecRole")


HOSTILE = {
    "no object": "[1, 2]",
    "no states": "{StartAt: A, States: [A]}",
    "a state that is no object": "{StartAt: A, States: {A: 5, B: null}}",
    "numbers for names": "{StartAt: 1, States: {1: {Type: Task, Resource: 'arn:aws:states:::ecs:runTask', End: true}}}",
    "a task with nothing": "{StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::ecs:runTask'}}}",
    "lists where there are objects": "{StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::ecs:runTask', "
    "Parameters: {NetworkConfiguration: [1], Overrides: [{}], Cluster: [x], TaskDefinition: {a: 1}, LaunchType: 3}}}}",
    "branches and choices of any kind": "{StartAt: A, States: {A: {Branches: 3, Choices: 4, Catch: x, Iterator: [1]}}}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_definition_of_any_shape_is_read(name: str) -> None:
    head, found, tail = _text("workflow").partition("      Definition:\n")
    rest = tail.partition("  FanSchedule:\n")
    assert found and rest[1]
    text = f"{head}{found.rstrip()} {HOSTILE[name]}\n{rest[1]}{rest[2]}"
    assert _report(text, "workflow").answers
