"""What stands in templates beside what Seatrial knows, and looks wrong to it: types, schemes and roles of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, _text, changed
from seatrial.analyses.checklist import check
from seatrial.model.finding import Finding, Severity
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

CUSTOM = "{ ServiceToken: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:maker' }"
CLUSTER = "  Cluster:\n    Type: AWS::ECS::Cluster\n"
STREAM = "            - { Name: STREAM_NAME, Value: !Ref Clicks }\n"
TRUSTED = "Principal: { AWS: %s }, Action: sts:AssumeRole"
WRITER = """  Writer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, %s }] }
      Policies:
        - PolicyName: write
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{ Effect: Allow, Action: "kinesis:*", Resource: !GetAtt Clicks.Arn }]
"""
SENT = "            Resource: [!GetAtt Clicks.Arn, !Ref News, !GetAtt Letters.Arn]\n"
STARTERS = """  Starter:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { Service: [events.amazonaws.com, scheduler.amazonaws.com, states.amazonaws.com] }
            Action: sts:AssumeRole
      Policies:
        - PolicyName: start
          PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] }
"""
CUT = "!Select [%d, !Split ['-', !Select [6, !Split [':', !Ref DatabaseSecret]]]]"


def _beside(*resources: str) -> dict[str, str]:
    return {"from": CLUSTER, "to": "".join(resources) + CLUSTER}


def _told(*variables: str) -> dict[str, str]:
    return {"from": STREAM, "to": STREAM + "".join(f"            - {{ {one} }}\n" for one in variables)}


ACCEPTED: dict[str, list[dict[str, str]]] = {
    "a security group that a custom resource makes": [
        {
            "from": "          SecurityGroups: [!GetAtt StockSG.GroupId]\n",
            "to": "          SecurityGroups: [!Ref Guard]\n",
        },
        _beside(f"  Guard: {{ Type: 'Custom::Guard', Properties: {CUSTOM} }}\n"),
    ],
    "a role and a group of a type that a third party registered": [
        {"from": "      TaskRoleArn: !GetAtt TaskRole.Arn\n", "to": "      TaskRoleArn: !Ref Theirs\n"},
        _beside("  Theirs: { Type: 'Acme::Access::Role', Properties: { Name: app } }\n"),
    ],
    "an alarm that tells what a custom resource makes": [
        _beside(
            f"  Pager: {{ Type: AWS::CloudFormation::CustomResource, Properties: {CUSTOM} }}\n",
            "  Busy:\n    Type: AWS::CloudWatch::Alarm\n    Properties: { Namespace: AWS/SNS, MetricName: "
            "NumberOfNotificationsFailed, Dimensions: [{ Name: TopicName, Value: !GetAtt News.TopicName }], Statistic: "
            "Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold, "
            "AlarmActions: [!Ref Pager] }\n",
        )
    ],
    "an alarm that scales instances": [
        _beside(
            "  Grow:\n    Type: AWS::AutoScaling::ScalingPolicy\n    Properties: { AutoScalingGroupName: theirs, "
            "AdjustmentType: ChangeInCapacity, ScalingAdjustment: 1 }\n",
            "  Full:\n    Type: AWS::CloudWatch::Alarm\n    Properties: { Namespace: AWS/EC2, MetricName: "
            "CPUUtilization, Dimensions: [{ Name: AutoScalingGroupName, Value: theirs }], Statistic: Average, "
            "Period: 60, EvaluationPeriods: 1, Threshold: 80, ComparisonOperator: GreaterThanThreshold, "
            "AlarmActions: [!Ref Grow] }\n",
        )
    ],
    "a schedule for a version of a state machine, and a rule for a queue of AWS Batch": [
        _beside(
            STARTERS,
            "  Machine:\n    Type: AWS::StepFunctions::StateMachine\n    Properties: { RoleArn: !GetAtt Starter.Arn, "
            "Definition: { StartAt: A, States: { A: { Type: Pass, End: true } } } }\n",
            "  Version:\n    Type: AWS::StepFunctions::StateMachineVersion\n"
            "    Properties: { StateMachineArn: !Ref Machine }\n",
            "  Hourly:\n    Type: AWS::Scheduler::Schedule\n    Properties: { FlexibleTimeWindow: { Mode: 'OFF' }, "
            "ScheduleExpression: rate(1 hour), Target: { Arn: !Ref Version, RoleArn: !GetAtt Starter.Arn } }\n",
            "  Jobs: { Type: AWS::Batch::JobQueue, Properties: { Priority: 1, ComputeEnvironmentOrder: [] } }\n",
            "  Nightly:\n    Type: AWS::Events::Rule\n    Properties: { ScheduleExpression: rate(1 day), Targets: [{ "
            "Id: a, Arn: !Ref Jobs, RoleArn: !GetAtt Starter.Arn, BatchParameters: { JobDefinition: a, JobName: a } "
            "}] }\n",
        )
    ],
    "URLs that name no host": [
        _told(
            "Name: A, Value: 's3://archive/in/'",
            "Name: B, Value: 'file://etc/app.conf'",
            "Name: C, Value: 'ourapp://callback/done'",
            "Name: D, Value: 'mongodb+srv://orders/app'",
            "Name: E, Value: 'vault://secret/app'",
        )
    ],
    "URLs that nobody calls": [
        _told(
            "Name: JWT_AUDIENCE, Value: 'https://orders'",
            "Name: TOKEN_ISSUER, Value: 'https://login'",
            "Name: CORS_ORIGIN, Value: 'http://front:3000'",
        )
    ],
    "names that a search domain completes": [
        _told("Name: API_URL, Value: 'http://api:8000'"),
        {
            "from": "        - Name: app\n          Image:",
            "to": "        - { Name: search, Essential: false, Image: 'docker/ecs-searchdomain-sidecar:1.0' }\n"
            "        - Name: app\n          Image:",
        },
    ],
    "names and ids where calls take them as well as ARNs": [
        _told("Name: KEY_ARN, Value: !Ref OrdersKey", "Name: ORDERS_TABLE_ARN, Value: !Ref Orders"),
    ],
    "a role that lets the task role in": [
        {"from": SENT, "to": SENT.replace("!GetAtt Clicks.Arn, ", "")},
        _beside(WRITER % (TRUSTED % "!GetAtt TaskRole.Arn")),
        _told("Name: ROLE_ARN, Value: !GetAtt Writer.Arn"),
    ],
    "a role of the account that the task role may assume": [
        {
            "from": SENT,
            "to": SENT.replace("!GetAtt Clicks.Arn, ", "")
            + "          - { Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt Writer.Arn }\n",
        },
        _beside(WRITER % (TRUSTED % "!Ref AWS::AccountId")),
    ],
    "the name of a secret, cut out of its ARN as the CDK does": [
        _told(f"Name: SECRET, Value: !Join ['-', [{CUT % 0}, {CUT % 1}]]"),
    ],
    "a secret without a name is called by its logical id": [
        {
            "from": "            Resource: !Ref DatabaseSecret\n",
            "to": "            Resource: !Sub 'arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:"
            "DatabaseSecret-*'\n",
        }
    ],
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_looks_wrong_and_works_brings_no_finding(name: str) -> None:
    case: dict[str, Any] = {"base": "given", "changes": ACCEPTED[name]}
    before = _before("given")
    new = [item for item in _report(changed(case), "given").findings if _kind(item) not in before]
    assert [item for item in new if item.severity is not Severity.NOTE] == []


def _errors_of(text: str) -> list[Finding]:
    reading = read_text(text, "template.yaml", ReadOptions(scope=Scope(stack="stack")), Path())
    assert reading.system is not None
    return [item for item in check(reading.system, (), reading.findings).findings if item.severity is Severity.ERROR]


@pytest.mark.parametrize("key", ["alias/ours", "!Sub 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/ours'"])
def test_what_a_key_from_outside_lets_in_is_not_known(key: str) -> None:
    """Its policy may name the role, or all that comes by way of Secrets Manager."""
    text = _text("web")
    made = '      Description: !Sub "Signs the session cookies of ${AWS::StackName}"\n'
    assert text.count(made) == 1
    report = _report(text.replace(made, f"{made}      KmsKeyId: {key}\n"), "web")
    assert [item.code for item in report.findings if item.severity is Severity.ERROR] == []
    assert "STA007" in {item.code for item in report.unsettled}


def test_a_task_definition_from_outside_may_be_called_like_a_service_of_the_template() -> None:
    network = "NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-0a1b2c3d4e5f60718] } }"
    same = f"Cluster: main, LaunchType: FARGATE, DesiredCount: 1, {network}"
    named = (
        f"  Api: {{ Type: AWS::ECS::Service, Properties: {{ ServiceName: api, TaskDefinition: 'api:3', {same} }} }}\n"
    )
    latest = f"  Next: {{ Type: AWS::ECS::Service, Properties: {{ TaskDefinition: api, {same} }} }}\n"
    assert _errors_of(f"Resources:\n{named}{latest}") == []


LATTICE = """Resources:
  Infrastructure:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: ecs.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice"]
  Group: { Type: AWS::VpcLattice::TargetGroup, Properties: { Type: IP } }
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: main
      TaskDefinition: "api:3"
      LaunchType: FARGATE
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-0a1b2c3d4e5f60718] } }
      VpcLatticeConfigurations: [{ RoleArn: !GetAtt Infrastructure.Arn, PortName: http, TargetGroupArn: %s }]
"""


@pytest.mark.parametrize("group", ["!Ref Group", "!GetAtt Group.Arn"])
def test_a_role_may_register_tasks_with_the_group_that_a_service_names(group: str) -> None:
    assert _errors_of(LATTICE % group) == []


def test_that_a_task_on_ec2_needs_its_task_role_passed_is_not_sure() -> None:
    """The CDK has left it out there for years."""
    trusted = (
        "AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: %s }, "
    )
    trusted += "Action: sts:AssumeRole }] }"
    started = (
        "PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: ecs:RunTask, Resource: '*' }] }"
    )
    text = f"""Resources:
  TaskRole: {{ Type: AWS::IAM::Role, Properties: {{ {trusted % "ecs-tasks.amazonaws.com"} }} }}
  Starter:
    Type: AWS::IAM::Role
    Properties: {{ {trusted % "events.amazonaws.com"}, Policies: [{{ PolicyName: run, {started} }}] }}
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [%s]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: 512
      TaskRoleArn: !GetAtt TaskRole.Arn
      ContainerDefinitions: [{{ Name: app, Image: "public.ecr.aws/docker/library/nginx:1.27" }}]
  Rule:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 hour)
      Targets:
        - Id: run
          Arn: !Sub "arn:aws:ecs:${{AWS::Region}}:${{AWS::AccountId}}:cluster/main"
          RoleArn: !GetAtt Starter.Arn
          EcsParameters:
            LaunchType: %s
            TaskDefinitionArn: !Ref Definition
            NetworkConfiguration: {{ AwsVpcConfiguration: {{ Subnets: [subnet-0a1b2c3d4e5f60718] }} }}
"""
    assert [item.code for item in _errors_of(text % ("FARGATE", "FARGATE"))] == ["TRI003"]
    assert _errors_of(text % ("EC2", "EC2")) == []


@pytest.mark.parametrize(
    ("base", "old", "new"),
    [
        ("mesh", "Values: ['/v1/orders*']", "RegexValues: ['^/v[0-9]+/orders']"),
        (
            "public",
            "HostHeaderConfig: {Values: [status.example.com]}",
            "RegexValues: ['^status[.]example[.](com|org)$']",
        ),
    ],
)
def test_a_condition_may_have_regular_expressions_in_place_of_values(base: str, old: str, new: str) -> None:
    text = changed({"base": base, "changes": [{"from": old, "to": new}]})
    found = [item for item in _report(text, base).findings if _kind(item) not in _before(base)]
    assert [item for item in found if item.severity is not Severity.NOTE] == []


def test_what_the_cdk_could_not_look_up_is_told_as_that() -> None:
    text = "Resources:\n  Group:\n    Type: AWS::ElasticLoadBalancingV2::TargetGroup\n    Properties:\n"
    found = _errors_of(f"{text}      {{ TargetType: ip, Port: 80, Protocol: HTTP, VpcId: vpc-12345 }}\n")
    assert [item.mend for item in found] == [
        "synthesize with credentials of the account, or with its cdk.context.json: CDK wrote a placeholder into Group"
    ]
    # One synthesis mends them all.
    more = "  Other: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: vpc-12345 } }\n"
    both = _errors_of(f"{text}      {{ TargetType: ip, Port: 80, Protocol: HTTP, VpcId: vpc-12345 }}\n{more}")
    assert len(both) == 1 and "more placeholders in line" in both[0].why


@pytest.mark.parametrize(
    ("outputs", "errors"), [("", ["TRI050"]), ("\nOutputs:\n  Space: { Value: !Ref Depot }\n", [])]
)
def test_who_is_told_of_a_namespace_may_add_names_to_it(outputs: str, errors: list[str]) -> None:
    """By an output that a script or a parent stack reads, as by an export."""
    called = _told("Name: BILLING_URL, Value: 'http://billing.depot:8000'")
    report = _report(changed({"base": "given", "changes": [called]}) + outputs, "given")
    assert [item.code for item in report.findings if item.severity is Severity.ERROR] == errors


def test_a_worker_may_know_a_queue_that_no_variable_names() -> None:
    """Its role is allowed to take from it: so ECS service extensions of the CDK scale by the queues of topics."""
    watched = "- { Name: QueueName, Value: !GetAtt %s.QueueName }\n      Statistic: Maximum\n      Period: 60\n"
    watched += "      EvaluationPeriods: 1\n"
    taken = "sqs:ChangeMessageVisibility, sqs:GetQueueAttributes]\n            Resource: %s\n"
    alarm = {"from": watched % "Jobs", "to": watched % "FailedJobs"}
    allowed = {"from": taken % "!GetAtt Jobs.Arn", "to": taken % "[!GetAtt Jobs.Arn, !GetAtt FailedJobs.Arn]"}
    found = [
        {item.code for item in _report(changed({"base": "worker", "changes": changes}), "worker").findings}
        for changes in ([alarm], [alarm, allowed])
    ]
    assert "SCA045" in found[0] and "SCA045" not in found[1]
