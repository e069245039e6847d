"""``check --fix``: each mend takes its finding away, brings no other, and leaves the rest of the text as it stands."""

from __future__ import annotations

import difflib
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from case_files import read_yaml
from cases.checks.test_faults import BASES, FOLDER, changed
from seatrial import api
from seatrial.faces.cli.check import command
from seatrial.model.finding import Severity

# A policy is the longest that is ever written.
MOST_LINES = 14


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((FOLDER / "faults").glob("*.yaml")):
        for name, case in read_yaml(path).items():
            if not case.get("doubt"):
                yield f"{path.stem}: {name}", case


def _request(folder: Path, case: dict[str, Any]) -> api.ReadRequest:
    file = folder / f"{case['base']}.yaml"
    file.write_text(changed(case))
    return api.ReadRequest(file, stack=case["base"], parameters=case.get("parameters", {}))


def _kinds(report: Any) -> set[tuple[str, str]]:
    return {(item.code, item.what) for item in report.findings if item.severity is not Severity.NOTE}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in _cases() if case.get("mends")])
def test_a_mend_takes_its_finding_away_and_changes_nothing_else(tmp_path: Path, case: dict[str, Any]) -> None:
    request = _request(tmp_path, case)
    fixed = api.fix(request)
    assert case["code"] in [item.code for item in fixed.mended]
    [before] = api.check([request])
    request.file.write_text(fixed.text)
    [after] = api.check([request])
    assert _kinds(after) < _kinds(before)
    assert not {(item.code, item.what) for item in fixed.mended} & _kinds(after)
    assert api.fix(request).mended == (), "a second time there is nothing to do"

    old, new = changed(case).splitlines(), fixed.text.splitlines()
    touched = [line for line in difflib.ndiff(old, new) if line[:1] in "+-"]
    assert 0 < len(touched) <= MOST_LINES * len(fixed.mended), touched
    comments = [line for line in old if line.lstrip().startswith("#")]
    assert [line for line in new if line.lstrip().startswith("#")] == comments


@pytest.mark.parametrize("base", BASES)
def test_a_correct_template_stays_as_it_is(base: str, tmp_path: Path) -> None:
    file = tmp_path / f"{base}.yaml"
    file.write_bytes(BASES[base].read_bytes())
    fixed = api.fix(api.ReadRequest(file, stack=base))
    if fixed.mended:
        # Notes and warnings may have a plain mend; an error there is none.
        assert all(item.severity is not Severity.ERROR for item in fixed.mended)
    else:
        assert fixed.difference == ""


def _faulty(folder: Path) -> Path:
    file = folder / "template.yaml"
    text = BASES["web"].read_text()
    assert text.count("      TargetType: ip\n") == 1
    file.write_text(text.replace("      TargetType: ip\n", "      TargetType: instance\n"))
    file.chmod(0o640)
    return file


def test_without_a_terminal_nothing_is_written_unless_one_says_yes(tmp_path: Path) -> None:
    file = _faulty(tmp_path)
    before = file.read_text()
    done = CliRunner().invoke(command, ["--fix", str(file)], standalone_mode=False)
    assert done.return_value == 1 and file.read_text() == before
    assert "-      TargetType: instance\n+      TargetType: ip\n" in done.output
    assert "run again with --yes" in done.output
    done = CliRunner().invoke(command, ["--fix", "--yes", str(file)], standalone_mode=False)
    assert done.return_value == 0 and file.read_text() == BASES["web"].read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640 and [item.name for item in tmp_path.iterdir()] == [file.name]


def test_what_cannot_be_mended_so_is_named(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    text = BASES["web"].read_text()
    file.write_text(text.replace("NatGatewayId: !Ref NatGatewayB", "NatGatewayId: !Ref NatGatewayC"))
    done = CliRunner().invoke(command, ["--fix", "--yes", str(file)], standalone_mode=False)
    assert done.return_value == 1 and "INT001" in done.output and "nothing here has one plain mend" in done.output


def test_a_file_that_is_no_template_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_bytes(b"\x00\xff: [")
    done = CliRunner().invoke(command, ["--fix", "--yes", str(file)], standalone_mode=False)
    assert done.return_value == 1 and file.read_bytes() == b"\x00\xff: ["


def test_json_keeps_its_layout(tmp_path: Path) -> None:
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "ecs.amazonaws.com"}, "Action": "sts:AssumeRole"}
                ],
            }
        },
    }
    task = {
        "Type": "AWS::ECS::TaskDefinition",
        "Properties": {
            "Cpu": "256", "Memory": "512", "NetworkMode": "awsvpc", "RequiresCompatibilities": ["FARGATE"],
            "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "ContainerDefinitions": [{"Name": "a", "Image": "public.ecr.aws/nginx/nginx:1.27"}],
        },
    }  # fmt: skip
    for indent in (1, 2, "\t"):
        text = json.dumps({"Resources": {"Role": role, "Task": task}}, indent=indent)
        file = tmp_path / "template.json"
        file.write_text(text)
        fixed = api.fix(api.ReadRequest(file))
        assert [item.code for item in fixed.mended] == ["STA004"], indent
        assert fixed.text == text.replace('"ecs.amazonaws.com"', '"ecs-tasks.amazonaws.com"')


def test_a_trust_policy_keeps_the_services_that_it_has(tmp_path: Path) -> None:
    there = "            Principal: { Service: %s }\n            Action: sts:AssumeRole\n      ManagedPolicyArns"
    change = {"from": there % "ecs-tasks.amazonaws.com", "to": there % "[lambda.amazonaws.com]"}
    case = {"base": "batch", "changes": [change]}
    fixed = api.fix(_request(tmp_path, case))
    assert "Service: [lambda.amazonaws.com, ecs-tasks.amazonaws.com]" in fixed.text


def test_what_is_read_only_stays(tmp_path: Path) -> None:
    file = _faulty(tmp_path)
    file.chmod(0o440)
    before = file.read_text()
    done = CliRunner().invoke(command, ["--fix", "--yes", str(file)], standalone_mode=False)
    assert done.return_value == 1 and file.read_text() == before
    assert f"nothing is written: it is read-only; chmod u+w {file}" in done.output


def test_what_has_changed_meanwhile_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _faulty(tmp_path)

    def agreed_after_a_while(_: Path) -> bool:
        file.write_text(file.read_text() + "# mine\n")
        return True

    monkeypatch.setattr("seatrial.faces.cli.fixing._agreed", agreed_after_a_while)
    done = CliRunner().invoke(command, ["--fix", str(file)], standalone_mode=False)
    assert done.return_value == 1 and "it has changed meanwhile" in done.output
    assert "TargetType: instance" in file.read_text() and file.read_text().endswith("# mine\n")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    file = _faulty(tmp_path)
    link = tmp_path / "link.yaml"
    link.symlink_to(file.name)
    assert CliRunner().invoke(command, ["--fix", "--yes", str(link)], standalone_mode=False).return_value == 0
    assert link.is_symlink() and file.read_text() == BASES["web"].read_text()


def test_standard_input_is_no_file_to_write() -> None:
    reading, writing = os.pipe()
    os.close(writing)
    done = CliRunner().invoke(command, ["--fix", f"/dev/fd/{reading}"])
    os.close(reading)
    assert done.exit_code == 2 and "--fix writes into the file that it is given" in done.output


def test_a_role_that_two_triggers_have_trusts_both(tmp_path: Path) -> None:
    name = "the rule that starts the state machine has a role for schedules"
    case = next(case for full, case in _cases() if full.endswith(name))
    fixed = api.fix(_request(tmp_path, case))
    assert "Service: [scheduler.amazonaws.com, events.amazonaws.com]" in fixed.text


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        # Both give the role an inline policy.
        (
            (
                "given_things: a key for another secret, by its encryption context",
                "rights: the_action_for_one_parameter",
            ),
            ["STA007", "STA008"],
        ),
        # RegisterTaskDefinition tells one mistake at a time.
        (("cre: a_bridge_network", "cre: a_memory_that_the_cpu_does_not_have"), ["CRE002", "CRE002"]),
    ],
)
def test_several_faults_of_one_resource_are_all_mended(tmp_path: Path, names: Any, codes: list[str]) -> None:
    cases = dict(_cases())
    changes = [change for name in names for change in cases[name]["changes"]]
    case = {"base": cases[names[0]]["base"], "changes": changes}
    request = _request(tmp_path, case)
    fixed = api.fix(request)
    assert sorted(item.code for item in fixed.mended) == codes
    request.file.write_text(fixed.text)
    [after] = api.check([request])
    assert not after.failed()
