"""What isn't known narrows the answer and brings no error: values that come in by parameters without a value."""

from __future__ import annotations

import pytest

from cases.checks.test_faults import BASES, _text
from seatrial.analyses.checklist import check
from seatrial.model.finding import Severity
from seatrial.model.report import Report
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

GENERATED = """  Database:
    Type: AWS::SecretsManager::Secret
    Properties:
      GenerateSecretString: { SecretStringTemplate: %s, GenerateStringKey: %s }
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{ Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: !Ref Database }]
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: 512
      ExecutionRoleArn: !GetAtt Reader.Arn
      ContainerDefinitions:
        - Name: app
          Image: public.ecr.aws/docker/library/nginx:1.27
          Secrets: [{ Name: VALUE, ValueFrom: !Sub "${Database}:%s::" }]
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: main
      LaunchType: FARGATE
      TaskDefinition: !Ref Definition
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-0a1b2c3d4e5f60718] } }
"""


def _with(base: str, *changes: tuple[str, str]) -> Report:
    """The base with a parameter Given, which has no value."""
    text = _text(base)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    given = "  Given: { Type: String }\n"
    declared = "\nParameters:\n"
    if declared in text:
        text = text.replace(declared, f"{declared}{given}", 1)
    else:
        text = text.replace("\nResources:\n", f"\nParameters:\n{given}\nResources:\n", 1)
    return _checked(text, base)


def _checked(text: str, base: str) -> Report:
    reading = read_text(text, f"{base}.yaml", ReadOptions(scope=Scope(stack=base), assume=True), BASES[base].parent)
    assert reading.system is not None, reading.findings
    return check(reading.system, (), reading.findings)


def _errors(report: Report) -> list[str]:
    return [item.code for item in report.findings if item.severity is Severity.ERROR]


def test_whom_a_load_balancer_is_for_may_be_unknown() -> None:
    """Where it is internal, nobody on the internet need reach it."""
    report = _with(
        "web",
        ("      Scheme: internet-facing\n", "      Scheme: !Ref Given\n"),
    )
    assert _errors(report) == []
    assert "ARR001" in {item.code for item in report.unsettled}


@pytest.mark.parametrize(
    ("template", "key", "asked", "errors"),
    [
        ('!Sub \'{"username":"${Given}"}\'', "password", "password", []),
        ('!Sub \'{"username":"${Given}"}\'', "password", "username", []),
        ('\'{"username":"app"}\'', "!Ref Given", "password", []),
        ('\'{"username":"app"}\'', "password", "user", ["STA012"]),
    ],
)
def test_a_secret_whose_template_is_not_known_may_have_any_key(
    template: str, key: str, asked: str, errors: list[str]
) -> None:
    text = f"Parameters:\n  Given: {{ Type: String }}\nResources:\n{GENERATED % (template, key, asked)}"
    assert _errors(_checked(text, "web")) == errors


def test_a_rule_of_a_listener_from_outside_forwards_all_the_same() -> None:
    rule = "  Shop:\n    Type: AWS::ElasticLoadBalancingV2::ListenerRule\n    Properties:\n      ListenerArn: "
    report = _with("doors", (f"{rule}!Ref Https\n", f"{rule}!Ref Given\n"))
    assert "ARR042" not in _errors(report)


def test_a_port_that_is_not_known_is_no_port_nought() -> None:
    registered = "{ ContainerName: web, ContainerPort: %s, TargetGroupArn: !Ref TargetGroup }"
    report = _with("web", (registered % "8080", registered % "!Ref Given"))
    assert _errors(report) == []
    assert "ARR002" in {item.code for item in report.unsettled}


def test_a_task_definition_may_be_made_for_what_is_not_known() -> None:
    report = _with(
        "web", ("      RequiresCompatibilities: [FARGATE]\n", "      RequiresCompatibilities: [!Ref Given, EC2]\n")
    )
    assert _errors(report) == []
