"""Nested stacks: one system in several templates, and a fault stands in the text that has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from case_files import CASES
from seatrial import api
from seatrial.model.finding import Finding, Severity

FOLDER = CASES / "checks" / "nested"


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.logical_id


def test_a_system_in_parts_holds() -> None:
    (report,) = api.check([api.ReadRequest(FOLDER / "root.yaml")])
    assert all(answer.holds or not answer.needed for answer in report.answers)
    assert {item.severity for item in report.findings} == {Severity.NOTE}
    assert {"Network/Vpc", "Front/Balancer", "Service/Service"} <= set(report.system.resources if report.system else ())


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "at", "file"),
    [
        # What the parent says
        ("root.yaml", "        Vpc: !GetAtt Network.Outputs.Vpc\n        Subnets: !GetAtt Network.Outputs.Pub",
         "        Subnets: !GetAtt Network.Outputs.Pub", "PAR001", "Front", "root.yaml"),
        ("root.yaml", "        BalancerGroup: !GetAtt Front.Outputs.Group\n", "", "PAR001", "Service", "root.yaml"),
        ("root.yaml", "        TargetGroup: !GetAtt Front.Outputs.TargetGroup\n", "", "PAR001", "Service", "root.yaml"),
        ("root.yaml", "        Image: !Ref Image", "        Imag: !Ref Image", "PAR003", "Service", "root.yaml"),
        ("root.yaml", "Front.Outputs.Group", "Front.Outputs.Groups", "INT003", "Service", "root.yaml"),
        ("root.yaml", "Network.Outputs.PrivateSubnets", "Network.Outputs.PublicSubnets", "STA001", "Service/Service",
         "service.yaml"),
        ("root.yaml", "Network.Outputs.PublicSubnets", "Network.Outputs.PrivateSubnets", "ARR001", "Front/Balancer",
         "front.yaml"),
        ("root.yaml", "BalancerGroup: !GetAtt Front.Outputs.Group", "BalancerGroup: !GetAtt Network.Outputs.Vpc",
         "PAR002", "Service", "root.yaml"),
        ("root.yaml", "Front.Outputs.TargetGroup", "Front.Outputs.Address", "CRE003", "Service", "root.yaml"),
        ("root.yaml", "Vpc: !GetAtt Network.Outputs.Vpc\n        Subnets: !GetAtt Network.Outputs.Pri",
         "Vpc: !Ref Network\n        Subnets: !GetAtt Network.Outputs.Pri", "PAR002", "Service", "root.yaml"),
        ("root.yaml", "TemplateURL: front.yaml", "TemplateURL: fornt.yaml", "TPL013", "Front", "root.yaml"),
        ("root.yaml", "CidrBlock: 10.0.0.0/16", "CidrBlock: 10.0.0.0/8", "CRE001", "Network/Vpc", "network.yaml"),
        # What the parts say
        ("network.yaml", "NatGatewayId: !Ref Nat", "GatewayId: !Ref Gateway", "STA001", "Network/ToNat",
         "network.yaml"),
        ("network.yaml", "SubnetId: !Ref PublicA, Alloc", "SubnetId: !Ref PrivateA, Alloc", "STA001", "Network/Nat",
         "network.yaml"),
        ("network.yaml", "InternetGatewayId: !Ref Gateway", "InternetGatewayId: !Ref Vpc", "CRE001",
         "Network/Attachment", "network.yaml"),
        ("network.yaml", '  PrivateSubnets: { Value: !Join [",", [!Ref PrivateA, !Ref PrivateB]] }\n', "", "INT003",
         "Service", "root.yaml"),
        ("network.yaml", "{ Value: !Ref Vpc }", "{ Value: !GetAtt Vpc.CidrBlock }", "PAR002", "Front", "root.yaml"),
        ("network.yaml", '{ Value: !Join [",", [!Ref PrivateA, !Ref PrivateB]] }',
         "{ Value: [!Ref PrivateA, !Ref PrivateB] }", "TPL023", "PrivateSubnets", "network.yaml"),
        ("front.yaml", "TargetType: ip", "TargetType: instance", "CRE003", "Front/TargetGroup", "front.yaml"),
        ("front.yaml", "FromPort: 80, ToPort: 80", "FromPort: 81, ToPort: 81", "ARR001", "Front/Group", "front.yaml"),
        ("service.yaml", "Service: ecs-tasks", "Service: ecs", "STA004", "Service/ExecutionRole", "service.yaml"),
        ("service.yaml", "FromPort: 8080\n          ToPort: 8080", "FromPort: 80\n          ToPort: 80", "ARR002",
         "Service/TaskGroup", "service.yaml"),
        ("service.yaml", "awslogs-group: !Ref LogGroup", "awslogs-group: /ecs/other", "STA010", "Service/Task",
         "service.yaml"),
        ("service.yaml", 'BalancerGroup: { Type: "AWS::EC2::SecurityGroup::Id" }',
         'BalancerGroup: { Type: "AWS::EC2::VPC::Id" }', "PAR002", "Service", "root.yaml"),
    ],
)  # fmt: skip
def test_a_fault_of_a_part_is_one_finding_where_it_stands(
    tmp_path: Path, name: str, old: str, new: str, code: str, at: str, file: str
) -> None:
    before = {_kind(item) for item in api.check([api.ReadRequest(FOLDER / "root.yaml")])[0].findings}
    for part in FOLDER.glob("*.yaml"):
        shutil.copy(part, tmp_path)
    text = (tmp_path / name).read_text()
    assert text.count(old) == 1
    (tmp_path / name).write_text(text.replace(old, new))
    (report,) = api.check([api.ReadRequest(tmp_path / "root.yaml")])
    found = [item for item in report.findings if _kind(item) not in before]
    assert [_kind(item) for item in found] == [(code, at)], [item.what for item in found]
    assert Path(found[0].span.file).name == file and found[0].severity is Severity.ERROR


def test_what_a_parameter_should_be_given_is_told_as_one_types_it(tmp_path: Path) -> None:
    """Ref and GetAtt reach no further than their own template."""
    for part in FOLDER.glob("*.yaml"):
        shutil.copy(part, tmp_path)
    text = (tmp_path / "service.yaml").read_text()
    (tmp_path / "service.yaml").write_text(
        text.replace("SourceSecurityGroupId: !Ref BalancerGroup", "CidrIp: 10.9.0.0/16")
    )
    (report,) = api.check([api.ReadRequest(tmp_path / "root.yaml")])
    [found] = [item for item in report.findings if item.severity is Severity.ERROR]
    assert found.code == "ARR002" and "SourceSecurityGroupId: !Ref BalancerGroup }" in found.mend, found.mend
