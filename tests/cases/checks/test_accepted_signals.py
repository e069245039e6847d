"""Signals that look wrong and work: changes of a correct system that must bring nothing new but notes."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.api.listing import checks
from seatrial.model.finding import Severity

_BACKLOG = "visible / IF(running > 0, running, 1)"
_RULE = "  OrderRule:\n    Type: AWS::Events::Rule\n    Properties:\n"
_DEAD = "      MessageRetentionPeriod: 1209600\n\n  Orders:"
ACCEPTED: dict[str, list[tuple[str, str]]] = {
    "metric math with functions, conditions and texts": [
        (
            _BACKLOG,
            "IF(running > 0 AND (visible >= 1 || running == 1), MAX([visible, FILL(running, REPEAT)]) / -1e2, 0)",
        )
    ],
    "a query of Metrics Insights": [
        (_BACKLOG, "'SELECT MAX(CPUUtilization) FROM SCHEMA(\"AWS/ECS\", ClusterName, ServiceName)'")
    ],
    "a function that may be new": [(_BACKLOG, "visible / QUANTILE(running, 1)")],
    "a percentile": [("Stat: Maximum", "Stat: p99.5")],
    "a trimmed mean": [("Stat: Maximum", "Stat: TM(10%:90%)")],
    "a metric of enhanced observability": [("MetricName: RunningTaskCount", "MetricName: TaskCpuUtilization")],
    "a metric of Container Insights that may be new": [("MetricName: RunningTaskCount", "MetricName: ZonalTasks")],
    "a low target of a metric of one's own": [
        (
            "        PredefinedMetricSpecification: { PredefinedMetricType: ECSServiceAverageCPUUtilization }\n",
            "        CustomizedMetricSpecification: { Namespace: Shop, MetricName: Load, Statistic: Average }\n",
        ),
        ("TargetValue: 60", "TargetValue: 0.6"),
    ],
    "a step that begins at nothing": [
        ("MetricIntervalUpperBound: 0, ScalingAdjustment: -1", "MetricIntervalUpperBound: -1, ScalingAdjustment: -1")
    ],
    "scaling in that is suspended": [
        (
            "      MaxCapacity: 20\n",
            "      MaxCapacity: 20\n      SuspendedState: { DynamicScalingInSuspended: true }\n",
        )
    ],
    "a scheduled minimum above the maximum that another action sets": [
        ("ScalableTargetAction: { MinCapacity: 4 }", "ScalableTargetAction: { MinCapacity: 40, MaxCapacity: 50 }"),
        ("ScalableTargetAction: { MinCapacity: 1 }", "ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 20 }"),
    ],
    "a time zone that is an offset": [
        (
            "          Timezone: Europe/Paris\n          ScalableTargetAction: { MinCapacity: 4 }",
            "          Timezone: Etc/GMT+5\n          ScalableTargetAction: { MinCapacity: 4 }",
        )
    ],
    "numbers of all kinds": [('[">", 0, "<=", 100000]', '["=", -1.5]')],
    "a negation with a wildcard": [("{ anything-but: [test] }", "{ anything-but: { wildcard: test-* } }")],
    "events of a partner on their bus": [
        (_RULE, f"{_RULE}      EventBusName: aws.partner/example.com/shop\n"),
        ("source: [com.example.orders]", "source: [aws.partner/example.com/shop]"),
    ],
    "calls that CloudTrail tells of": [
        ("detail-type: [Object Created]", "detail-type: [AWS API Call via CloudTrail]"),
        (
            "          bucket: { name: [!Ref Uploads] }\n          object: { key: [{ prefix: incoming/ }] }\n",
            "          requestParameters: { key: [{ prefix: incoming/ }] }\n",
        ),
    ],
    "one right source of two": [("source: [aws.s3]", "source: [aws.S3, aws.s3]")],
    "the default bus by its name": [
        (
            "  UploadRule:\n    Type: AWS::Events::Rule\n    Properties:\n",
            "  UploadRule:\n    Type: AWS::Events::Rule\n    Properties:\n      EventBusName: default\n",
        )
    ],
    "a dead-letter queue that lets its source in": [
        (
            "  Orders:\n    Type: AWS::SQS::Queue\n    Properties:\n",
            _DEAD.partition("\n\n")[2] + "\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: orders\n",
        ),
        (
            _DEAD,
            "      MessageRetentionPeriod: 1209600\n      RedriveAllowPolicy: { redrivePermission: byQueue, "
            "sourceQueueArns: [!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders'] }\n\n  Orders:",
        ),
    ],
    "a key whose policy lets the role in by itself": [
        (
            "              - Sid: UseKey\n                Effect: Allow\n"
            '                Action: ["kms:GenerateDataKey", "kms:Decrypt"]\n'
            "                Resource: !GetAtt QueueKey.Arn\n",
            "",
        ),
        (
            "          - Sid: Events\n",
            "          - Sid: Schedules\n            Effect: Allow\n"
            "            Principal: { AWS: !GetAtt ScheduleRole.Arn }\n"
            '            Action: ["kms:GenerateDataKey", "kms:Decrypt"]\n            Resource: "*"\n'
            "          - Sid: Events\n",
        ),
        (
            '{ Effect: Allow, Action: "sqs:SendMessage", Resource: [!GetAtt Ticks.Arn, !GetAtt Missed.Arn] }',
            '{ Effect: Allow, Action: "sqs:SendMessage", Resource: "*" }',
        ),
    ],
    "the key that AWS manages, for a role": [
        ("{ KmsMasterKeyId: !Ref QueueKey, MessageRetentionPeriod: 3600 }", "{ KmsMasterKeyId: alias/aws/sqs }")
    ],
    "a cluster by its name, in a request": [('"Cluster": "${Cluster.Arn}"', '"Cluster": "${Cluster}"')],
    "a task definition by its family, in a request": [
        (
            "  Job:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n",
            "  Job:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Family: job\n",
        ),
        ('"TaskDefinition": "${Job}"', '"TaskDefinition": "job"'),
        (
            '{ Effect: Allow, Action: "ecs:RunTask", Resource: !Ref Job }\n              - Sid: Pass',
            '{ Effect: Allow, Action: "ecs:RunTask", Resource: "*" }\n              - Sid: Pass',
        ),
    ],
    "a disabled rule beside an enabled one": [
        (
            _RULE,
            "  OtherRule:\n    Type: AWS::Events::Rule\n    Properties:\n      State: DISABLED\n"
            "      EventPattern: { source: [com.example.returns] }\n"
            "      Targets: [{ Id: returns, Arn: !GetAtt Orders.Arn }]\n\n" + _RULE,
        ),
        (
            "{ ArnEquals: { aws:SourceArn: !GetAtt OrderRule.Arn } }",
            "{ StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }",
        ),
    ],
}


@pytest.mark.parametrize("name", list(ACCEPTED))
def test_what_works_gives_no_new_finding(name: str) -> None:
    case: dict[str, Any] = {"base": "signals", "changes": [{"from": old, "to": new} for old, new in ACCEPTED[name]]}
    report = _report(changed(case), "signals")
    before = _before("signals", ())
    new = [item for item in report.findings if _kind(item) not in before and item.severity is not Severity.NOTE]
    assert [(item.code, item.where, item.what, item.why) for item in new] == []


def test_the_list_shows_how_much_a_finding_usually_weighs() -> None:
    listed = {row.code: row.severity for row in checks()}
    usual = {"CRE031": "error", "ARR006": "error", "INT010": "note", "INT031": "warning", "INT001": "error"}
    assert {code: listed[code] for code in usual} == usual
