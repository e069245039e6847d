"""Schedules, queues and workers that look wrong and work: changes that bring no error and no warning."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

FILTER = 'FilterPolicy: { Records: { eventName: [{ prefix: "ObjectCreated:" }] } }'
PROTECT = 'Resource: !Sub "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task/${Cluster}/*"'
ACCEPTED: dict[str, dict[str, Any]] = {
    "a filter for messages without an attribute": {
        "base": "plain_worker",
        "changes": [
            {
                "from": f"      FilterPolicyScope: MessageBody\n      {FILTER}\n",
                "to": "      FilterPolicy: { kind: [{ exists: false }] }\n",
            }
        ],
    },
    "a filter for one of two names of an event": {
        "base": "plain_worker",
        "changes": [
            {
                "from": FILTER,
                "to": 'FilterPolicy: { Records: { eventName: ["s3:ObjectCreated:Put", "ObjectCreated:Put"] } }',
            }
        ],
    },
    "a filter as text": {
        "base": "plain_worker",
        "changes": [
            {"from": FILTER, "to": 'FilterPolicy: \'{"Records": {"s3": {"object": {"key": [{"prefix": "in/"}]}}}}\''}
        ],
    },
    "a protection of all tasks": {
        "base": "plain_worker",
        "changes": [{"from": PROTECT, "to": 'Resource: "*"'}],
    },
    "a policy for each of two queues": {
        "base": "plain_worker",
        "changes": [
            {
                "from": "  # What was read goes on in the order of each shop.\n",
                "to": "  OneMore:\n    Type: AWS::SQS::QueuePolicy\n    Properties:\n"
                "      Queues: [!Ref NotDelivered]\n"
                '      PolicyDocument:\n        Version: "2012-10-17"\n        Statement:\n'
                "          - { Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: sqs:SendMessage, "
                "Resource: !GetAtt NotDelivered.Arn }\n",
            },
            {"from": "Queues: [!Ref ToRead, !Ref NotDelivered]", "to": "Queues: [!Ref ToRead]"},
        ],
    },
    "a role that puts some objects and generates keys for them": {
        "base": "plain_batch",
        "changes": [{"from": '["kms:GenerateDataKey", "kms:Decrypt"]', "to": '"kms:GenerateDataKey*"'}],
    },
    "a pattern with what an event of a task has, and with what it may have one day": {
        "base": "plain_batch",
        "changes": [
            {
                "from": "          lastStatus: [STOPPED]\n",
                "to": "          lastStatus: [STOPPED]\n          stopCode: [EssentialContainerExited]\n"
                "          group: [{ anything-but: { prefix: 'service:' } }]\n          taskRetries: [3]\n"
                "          Cluster: [{ exists: false }]\n",
            }
        ],
    },
    "a key for all logs of the region": {
        "base": "plain_batch",
        "changes": [{"from": "log-group:/bookings/*", "to": "*"}],
    },
    "a namespace of one's own that is called alike": {
        "base": "plain_worker",
        "changes": [{"from": "Namespace: ECS/ContainerInsights", "to": "Namespace: Receipts/ContainerInsights"}],
    },
}

ACCEPTED |= {
    "sizes of a job as numbers, in small letters": {
        "base": "plain_jobs",
        "changes": [
            {"from": 'Type: VCPU, Value: "0.5"', "to": "Type: VCPU, Value: 0.25"},
            {"from": 'Type: MEMORY, Value: "1024"', "to": "Type: MEMORY, Value: 2048"},
        ],
    },
    "a job for instances": {
        "base": "plain_jobs",
        "changes": [
            {
                "from": "      JobDefinitionName: statements\n      Type: container\n"
                "      PlatformCapabilities: [FARGATE]\n",
                "to": "      JobDefinitionName: statements\n      Type: container\n",
            },
            {"from": 'Type: MEMORY, Value: "8192"', "to": 'Type: MEMORY, Value: "1500"'},
        ],
    },
    "a size that a parameter gives": {
        "base": "plain_jobs",
        "changes": [
            {
                "from": "Parameters:\n  Image",
                "to": 'Parameters:\n  Cpu: { Type: "AWS::SSM::Parameter::Value<String>", Default: /cpu }\n  Image',
            },
            {"from": 'Type: VCPU, Value: "2"', "to": "Type: VCPU, Value: !Ref Cpu"},
        ],
    },
    "a job by its name": {
        "base": "plain_jobs",
        "changes": [{"from": "JobDefinition: !Ref Invoices", "to": "JobDefinition: invoices"}],
    },
    "a role that may submit every job": {
        "base": "plain_jobs",
        "changes": [{"from": "Resource: [!Ref Queue, !Ref Statements]", "to": 'Resource: "*"'}],
    },
    "a role that may submit a job by its family": {
        "base": "plain_jobs",
        "changes": [{"from": "job-definition/invoices:*", "to": "job-definition/invoices"}],
    },
    "a star for the minutes of some hours": {
        "base": "plain_batch",
        "changes": [{"from": "cron(30 2 * * ? *)", "to": "cron(* 2-5 * * ? *)"}],
    },
    "an alarm on what rules send to a dead-letter queue": {
        "base": "plain_batch",
        "changes": [
            {"from": "MetricName: ApproximateNumberOfMessagesVisible", "to": "MetricName: NumberOfMessagesSent"}
        ],
    },
    "jobs in subnets of another stack": {
        "base": "plain_jobs",
        "changes": [
            {
                "from": "        MaxvCpus: 16\n        Subnets: [!Ref Subnet1, !Ref Subnet2]\n",
                "to": "        MaxvCpus: 16\n        Subnets: [subnet-0a1b2c3d4e5f60718]\n",
            },
            {"from": "        - { Order: 2, ComputeEnvironment: !Ref Spare }\n", "to": ""},
            {
                "from": "        FargatePlatformConfiguration: { PlatformVersion: LATEST }\n"
                "        NetworkConfiguration: { AssignPublicIp: ENABLED }\n",
                "to": "",
            },
        ],
    },
    "a role that reads below two prefixes": {
        "base": "plain_worker",
        "changes": [
            {
                "from": 'Action: s3:GetObject, Resource: !Sub "arn:${AWS::Partition}:s3:::'
                'receipt-scans-${AWS::AccountId}/in/*" }',
                "to": 'Action: s3:GetObject, Resource: [!Sub "arn:${AWS::Partition}:s3:::'
                'receipt-scans-${AWS::AccountId}/old/*", !Sub "arn:${AWS::Partition}:s3:::'
                'receipt-scans-${AWS::AccountId}/*.pdf"] }',
            }
        ],
    },
    "a queue of instances": {
        "base": "plain_jobs",
        "changes": [
            {
                "from": "        Type: FARGATE_SPOT\n",
                "to": "        Type: SPOT\n        MinvCpus: 0\n        InstanceTypes: [optimal]\n"
                "        InstanceRole: ecsInstanceRole\n",
            },
            {"from": "        - { Order: 2, ComputeEnvironment: !Ref Spare }\n", "to": ""},
        ],
    },
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in ACCEPTED.items()])
def test_what_works_gives_no_finding(case: dict[str, Any]) -> None:
    report = _report(changed(case), case["base"])
    before = _before(case["base"])
    bad = (Severity.ERROR, Severity.WARNING)
    new = [item for item in report.findings if _kind(item) not in before and item.severity in bad]
    assert new == [], "\n".join(f"{item.code} {item.where}\n  {item.what}\n  {item.why}" for item in new)


def test_a_topic_that_others_publish_to_may_be_filtered_by_attributes() -> None:
    change = {
        "from": f"      FilterPolicyScope: MessageBody\n      {FILTER}\n",
        "to": "      FilterPolicy: { kind: [scan] }\n",
    }
    told = {"from": "Name: TOPIC_ARN, Value: !Ref Read }", "to": "Name: TOPIC_ARN, Value: !Ref Read }\n"}
    told["to"] += "            - { Name: AGAIN_TOPIC_ARN, Value: !Ref Arrived }"
    may = {
        "from": "Action: sns:Publish, Resource: !Ref Read }",
        "to": "Action: sns:Publish, Resource: [!Ref Read, !Ref Arrived] }",
    }
    report = _report(changed({"base": "plain_worker", "changes": [change, told, may]}), "plain_worker")
    assert [item.code for item in report.findings if item.severity is Severity.ERROR] == []
    assert "TRI260" in [item.code for item in report.findings if item.severity is Severity.WARNING]
