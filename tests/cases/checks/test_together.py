"""Stacks of one account: templates that are checked in one call answer each other's imports."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from case_files import CASES
from seatrial import api
from seatrial.model.finding import Severity
from seatrial.model.report import Report

FOLDER = CASES / "checks" / "together"


def _reports(folder: Path, *names: str) -> dict[str, Report]:
    reports = api.check([api.ReadRequest(folder / name) for name in names])
    return dict(zip(names, reports, strict=True))


def _changed(folder: Path, name: str, old: str, new: str) -> None:
    for file in FOLDER.glob("*.yaml"):
        shutil.copy(file, folder)
    text = (folder / name).read_text()
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new))


@pytest.mark.parametrize("names", [("service.yaml", "network.yaml"), ("network.yaml", "service.yaml")])
def test_together_everything_can_be_told(names: tuple[str, ...]) -> None:
    for report in _reports(FOLDER, *names).values():
        assert {item.code for item in report.findings} <= {"CRE013", "SAF013"} and report.unsettled == ()
        assert all(answer.holds or not answer.needed for answer in report.answers)


def test_alone_what_comes_from_the_other_cannot_be_told() -> None:
    report = _reports(FOLDER, "service.yaml")["service.yaml"]
    assert {item.code for item in report.findings} == {"INT010", "CRE013", "SAF013"}
    held = {answer.question.value: answer.holds for answer in report.answers}
    assert held[2] is None and held[3] is None


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "at"),
    [
        # The fault stands in one template and harms what is in the other: it is told of where it stands.
        ("network.yaml", "FromPort: 80, ToPort: 80", "FromPort: 81, ToPort: 81", "ARR001", "BalancerGroup"),
        (
            "network.yaml",
            "0.0.0.0/0, GatewayId: !Ref Gateway",
            "0.0.0.0/0, GatewayId: !Ref Gone",
            "INT001",
            "DefaultRoute",
        ),
        # What either template's tasks and load balancers find from their side is one finding.
        (
            "network.yaml",
            "DestinationCidrBlock: 0.0.0.0/0",
            "DestinationCidrBlock: 10.0.0.0/8",
            "ARR001",
            "DefaultRoute",
        ),
        (
            "network.yaml",
            "SubnetId: !Ref SubnetB, RouteTableId",
            "SubnetId: !Ref SubnetA, RouteTableId",
            "CRE001",
            "RoutesOfB",
        ),
        (
            "network.yaml",
            "VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway",
            "VpcId: !Ref Vpcs, InternetGatewayId: !Ref Gateway",
            "INT001",
            "Attachment",
        ),
        (
            "network.yaml",
            "10.0.1.0/24, AvailabilityZone: !Select [1",
            "10.0.1.0/24, AvailabilityZone: !Select [0",
            "CRE001",
            "SubnetB",
        ),
        ("network.yaml", "Subnets: [!Ref SubnetA, !Ref SubnetB]", "Subnets: [!Ref SubnetA]", "CRE004", "Balancer"),
        ("network.yaml", "      SecurityGroups: [!Ref BalancerGroup]\n", "", "ARR001", "Balancer"),
        ("network.yaml", "Protocol: HTTP\n", "Protocol: HTTPS\n", "CRE004", "Listener"),
        ("network.yaml", "Name: network-cluster", "Name: network-vpc", "TPL020", ""),
        ("service.yaml", "AssignPublicIp: ENABLED", "AssignPublicIp: DISABLED", "STA001", "Service"),
        (
            "service.yaml",
            "FromPort: 8080\n          ToPort: 8080",
            "FromPort: 8081\n          ToPort: 8081",
            "ARR002",
            "TaskGroup",
        ),
        ("service.yaml", "network-subnets", "network-subnet", "INT010", "Service"),
    ],
)
def test_a_fault_of_one_is_told_once(tmp_path: Path, name: str, old: str, new: str, code: str, at: str) -> None:
    _changed(tmp_path, name, old, new)
    reports = _reports(tmp_path, "network.yaml", "service.yaml")
    told = [item for one in reports.values() for item in one.findings if item.severity is not Severity.NOTE]
    found = [(item.code, item.logical_id, Path(item.span.file).name) for item in told]
    assert found == [(code, at, name)], found


def _renamed(folder: Path, old: str, new: str) -> None:
    """The two stacks with exports that begin with a stage's name and not with the stack's."""
    for file in FOLDER.glob("*.yaml"):
        text = file.read_text().replace("network-", "prod-")
        (folder / file.name).write_text(text.replace(old, new) if file.name == "network.yaml" else text)


@pytest.mark.parametrize("new", ["prod-public-subnets", "prod-subnet-ids"])
def test_an_export_that_nothing_imports_may_be_the_one_that_is_missing(tmp_path: Path, new: str) -> None:
    _renamed(tmp_path, "Name: prod-subnets", f"Name: {new}")
    [found] = [
        item
        for item in _reports(tmp_path, "network.yaml", "service.yaml")["service.yaml"].findings
        if item.code == "INT010"
    ]
    assert found.severity is Severity.WARNING and found.what == "no stack here exports prod-subnets"
    assert found.mend.startswith(f"did you mean {new}? Otherwise --import")


def test_an_export_that_others_import_is_none_that_was_meant(tmp_path: Path) -> None:
    _renamed(tmp_path, "Export: { Name: prod-subnets }", "Description: not exported")
    [found] = [
        item
        for item in _reports(tmp_path, "network.yaml", "service.yaml")["service.yaml"].findings
        if item.code == "INT010"
    ]
    assert found.severity is Severity.NOTE and "did you mean" not in found.mend


def test_an_export_of_another_thing_is_one_fault_however_many_import_it(tmp_path: Path) -> None:
    _changed(tmp_path, "network.yaml", "Vpc: { Value: !Ref Vpc,", "Vpc: { Value: !GetAtt Vpc.CidrBlock,")
    reports = _reports(tmp_path, "network.yaml", "service.yaml")
    told = [item for one in reports.values() for item in one.findings if item.severity is not Severity.NOTE]
    assert [(item.code, item.logical_id, item.path) for item in told] == [("CRE001", "TaskGroup", ("VpcId",))]
    assert "for the same reason CreateTargetGroup refuses TargetGroup" in told[0].why
    assert told[0].mend == "export in network.yaml, line 55, what network-vpc is meant to be"


def test_a_missing_export_is_told_where_it_is_asked_for_first(tmp_path: Path) -> None:
    _changed(tmp_path, "network.yaml", "Export: { Name: network-vpc }", "Export: { Name: network-main }")
    shutil.copy(tmp_path / "service.yaml", tmp_path / "second.yaml")
    reports = _reports(tmp_path, "network.yaml", "service.yaml", "second.yaml")
    told = [(name, item.what) for name, one in reports.items() for item in one.findings if item.code == "INT010"]
    assert told == [("service.yaml", "no stack here exports network-vpc")]


def test_templates_that_do_not_speak_of_each_other_stay_apart(tmp_path: Path) -> None:
    text = "Resources: {Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /one}}}\n"
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(text)
    for report in _reports(tmp_path, "one.yaml", "two.yaml").values():
        assert [item for item in report.findings if item.severity is Severity.ERROR] == []


DATA = """
Resources:
  Database: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, MasterUserPassword: x } }
Outputs:
  Host: { Value: !GetAtt Database.Endpoint.Address, Export: { Name: data-host } }
"""
USER = "Resources: {Host: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue data-host}}}\n"


def test_an_export_whose_value_only_aws_knows_is_no_missing_export(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text(DATA)
    (tmp_path / "user.yaml").write_text(USER)
    assert _reports(tmp_path, "data.yaml", "user.yaml")["user.yaml"].findings == ()
    assert [item.code for item in _reports(tmp_path, "user.yaml")["user.yaml"].findings] == ["INT010"]


def test_what_is_imported_from_stacks_that_are_not_here_is_one_note(tmp_path: Path) -> None:
    again = USER.strip().removeprefix("Resources: {Host")[:-1].replace("data-host", "data-port")
    (tmp_path / "user.yaml").write_text(USER.strip()[:-1] + ", Port" + again + "}")
    [finding] = _reports(tmp_path, "user.yaml")["user.yaml"].findings
    assert finding.severity is Severity.NOTE and finding.what == "no stack here exports data-host, data-port"


def test_a_schedule_beside_a_template_that_imports_from_it(tmp_path: Path) -> None:
    (tmp_path / "batch.yaml").write_text(
        "Resources:\n"
        "  Rule:\n"
        "    Type: AWS::Events::Rule\n"
        "    Properties:\n"
        "      ScheduleExpression: rate(5 minutes)\n"
        "      Targets:\n"
        "        - Id: a\n"
        "          Arn: arn:aws:ecs:us-east-1:123456789012:cluster/c\n"
        "          EcsParameters: {TaskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/t'}\n"
        "Outputs:\n"
        "  R: {Value: !GetAtt Rule.Arn, Export: {Name: rule}}\n"
    )
    (tmp_path / "other.yaml").write_text(
        "Resources:\n"
        "  Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: a, Image: nginx}]}}\n"
        "  Service:\n"
        "    Type: AWS::ECS::Service\n"
        "    Properties: {TaskDefinition: !Ref Task, Tags: [{Key: rule, Value: !ImportValue rule}]}\n"
    )
    reports = _reports(tmp_path, "batch.yaml", "other.yaml")
    assert "schedule or event" in {row.title for row in reports["batch.yaml"].rows}


@pytest.mark.parametrize(("mark", "severity"), [("-", Severity.WARNING), (":", Severity.ERROR)])
def test_what_a_stack_at_hand_does_not_export_is_more_than_a_note(
    tmp_path: Path, mark: str, severity: Severity
) -> None:
    """Its other exports begin with its name, as this one would: with a colon they are CDK's own."""
    (tmp_path / "data.yaml").write_text(DATA.replace("data-host", f"data{mark}host"))
    (tmp_path / "user.yaml").write_text(USER.replace("data-host", f"data{mark}certificate"))
    [found] = _reports(tmp_path, "data.yaml", "user.yaml")["user.yaml"].findings
    assert (found.code, found.severity) == ("INT010", severity)
    assert f"export it from data (Outputs with Export: {{ Name: data{mark}certificate }})" in found.mend
