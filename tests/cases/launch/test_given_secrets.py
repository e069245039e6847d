"""Secrets that no stack makes: read from a file without a word about values, found by any name, judged like others."""

from __future__ import annotations

from pathlib import Path

import pytest

from case_files import system_of
from seatrial import api
from seatrial.analyses.launch import Endpoint, Failed, Reached, judge, requirements, secret_values
from seatrial.analyses.launch.given_secrets import account_of, meant
from seatrial.model.system import System
from seatrial.model.value import Sensitive
from seatrial.readers.cloudformation import read_secrets_file

BASE = "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
PARAMETER = "arn:aws:ssm:us-east-1:123456789012:parameter/shop/limit"
TEMPLATE = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: "sts:AssumeRole" }]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: "secretsmanager:GetSecretValue", Resource: "%ssecret:db-??????" }
              - { Effect: Allow, Action: "ssm:GetParameters", Resource: "*" }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
        - Name: app
          Image: app:1
          Secrets:
            - { Name: WHOLE, ValueFrom: "WHOLE_ARN" }
            - { Name: PART, ValueFrom: "WHOLE_ARN:password::" }
            - { Name: LIMIT, ValueFrom: /shop/limit }
""".replace("%s", "arn:aws:secretsmanager:us-east-1:123456789012:")


def _system(arn: str = f"{BASE}db-AbC123") -> System:
    return system_of(TEMPLATE.replace("WHOLE_ARN", arn))


def _values(system: System, given: dict[str, str]) -> dict[str, str]:
    values, _ = meant(system, {name: Sensitive(value) for name, value in given.items()})
    systems = [account_of(system.scope, values), system]
    definition = system.resources["Task"]
    for step in requirements(systems, definition):
        reached = {endpoint: Reached() for endpoint in step.endpoints}
        if step.references:
            verdict = judge(systems, step, reached, "1")
            assert not isinstance(verdict, Failed), verdict
    found = secret_values(systems, definition).get("app", {})
    return {name: str.__str__(value) for name, value in found.items()}


@pytest.mark.parametrize("arn", [f"{BASE}db-AbC123", f"{BASE}db"])
@pytest.mark.parametrize("name", ["the arn", "db", f"{BASE}db"])
@pytest.mark.parametrize("limit", ["/shop/limit", "shop/limit", PARAMETER])
def test_a_value_may_be_given_under_any_name_that_means_it(arn: str, name: str, limit: str) -> None:
    given = {arn if name == "the arn" else name: '{"password":"x"}', limit: "7"}
    assert _values(_system(arn), given) == {"WHOLE": '{"password":"x"}', "PART": "x", "LIMIT": "7"}


def test_the_role_must_be_allowed_to_read_it_all_the_same() -> None:
    system = _system(f"{BASE}other-AbC123")
    values, _ = meant(system, {"other": Sensitive("x")})
    systems = [account_of(system.scope, values), system]
    (step, *_) = [item for item in requirements(systems, system.resources["Task"]) if item.subject.endswith("AbC123")]
    verdict = judge(systems, step, {Endpoint("secretsmanager.us-east-1.amazonaws.com"): Reached()}, "1")
    assert isinstance(verdict, Failed) and "is not authorized to perform" in verdict.reason


def test_a_name_that_nobody_uses_is_told() -> None:
    assert meant(_system(), {"nobody": Sensitive("x")}) == ({}, ("nobody",))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "# a comment\narn:aws:x:secret:db=a=b\n\n/shop/limit= 7\n",
            {"arn:aws:x:secret:db": "a=b", "/shop/limit": " 7"},
        ),
        ('{"db": {"user": "u", "n": 1}, "limit": "7"}', {"db": '{"user":"u","n":1}', "limit": "7"}),
        ("db:\n  user: u\nlimit: 07\n", {"db": '{"user":"u"}', "limit": "07"}),
    ],
)
def test_lines_json_and_yaml_are_read(tmp_path: Path, text: str, values: dict[str, str]) -> None:
    file = tmp_path / "secrets"
    file.write_text(text)
    found, findings = read_secrets_file(file)
    assert ({name: str.__str__(value) for name, value in found.items()}, findings) == (values, ())


@pytest.mark.parametrize("text", ["a=b\nhunter2\n", "hunter2", "- hunter2", "a: hunter2\na: hunter2: x", "{", ""])
def test_what_is_wrong_with_a_file_is_told_without_a_word_of_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "secrets"
    file.write_text(text)
    _, findings = read_secrets_file(file)
    assert [item.code for item in findings] == ["PAR005"]
    assert "hunter2" not in repr(findings) and findings[0].span.line <= 1


def test_a_file_that_gives_what_no_task_asks_for_says_so(tmp_path: Path) -> None:
    template, secrets = tmp_path / "template.yaml", tmp_path / "secrets"
    template.write_text(
        "Resources: {Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: a, Image: b}]}}}"
    )
    secrets.write_text("nobody=hunter2\n")
    planned = api.plan(api.ReadRequest(template), api.Yard(tmp_path / "yard"))
    given, findings = api.given_secrets(planned, [secrets])
    assert given == {} and [item.code for item in findings] == ["PAR006"]
    assert "nobody" in findings[0].what and "hunter2" not in repr(findings)
