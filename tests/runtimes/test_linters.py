"""Other linters' findings join a report, each place told of once. The linters themselves run here."""

from __future__ import annotations

import json
import os
import site
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import linters_environment as environment
from seatrial import api
from seatrial.analyses.checklist.joined import joined
from seatrial.faces.cli.check import command
from seatrial.model.finding import Severity
from seatrial.runtimes.linters import PACKAGES, Asked, LinterFailed, at_hand, found_by, with_seatrial

BOTH = ("cfn-lint", "cloudformation-validate")
# The group's description is required, and is ours to say; a Sub without variables is theirs.
TEMPLATE = """\
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: vpc-0123456789abcdef0
  Queue:
    Type: AWS::SQS::Queue
    DependsOn: Group
    Properties:
      QueueName: !Sub plain
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE)
    return file


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this process ran in the environment that has the linters."""
    packages = str(environment.packages())
    monkeypatch.setattr(site, "getsitepackages", lambda: [packages])
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{environment.ENVIRONMENT / 'bin'}")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path in which a test puts a cfn-lint of its own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def written(folder: Path, script: str) -> None:
    file = folder / "cfn-lint"
    file.write_text(f"#!{sys.executable}\n{script}")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def ran(*arguments: str | Path, of: Path = environment.SEATRIAL, cwd: Path | None = None) -> dict[str, Any]:
    """The report of a file, by Seatrial's own command."""
    done = subprocess.run([of, "check", "--json", *arguments], capture_output=True, text=True, cwd=cwd)
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def codes(report: dict[str, Any]) -> Sequence[str]:
    return [item["code"] for item in report["findings"]]


def test_where_they_are_installed_they_join_unbidden(file: Path) -> None:
    assert {"SCH002", "W1020"} <= set(codes(ran(file)))
    assert "W1020" not in codes(ran(file, "--linter", "none"))


def test_a_project_may_leave_them_out(file: Path) -> None:
    (file.parent / "seatrial.toml").write_text("linters = []\n")
    assert "W1020" not in codes(ran(file))
    (file.parent / "seatrial.toml").write_text('linters = ["cloudformation-validate"]\n')
    assert "W1020" in codes(ran(file))


def test_what_is_installed_for_something_else_is_not_asked_unbidden(file: Path) -> None:
    here = Path(sys.executable).parent / "seatrial"
    done = subprocess.run(
        [here, "check", "--json", file],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{environment.ENVIRONMENT / 'bin'}{os.pathsep}{os.environ['PATH']}"},
    )
    report = json.loads(done.stdout)
    assert "SCH002" in codes(report) and "W1020" not in codes(report)


def test_codes_of_ours_alone_need_no_linter(file: Path, elsewhere: Path, installed: None) -> None:
    written(elsewhere, "raise SystemExit('asked')")
    done = CliRunner().invoke(command, ["--only", "SCH,STA", str(file)], standalone_mode=False)
    assert done.return_value == 1 and "gave no answer" not in done.output
    done = CliRunner().invoke(command, ["--only", "E3012", str(file)], standalone_mode=False)
    assert "gave no answer" in done.output and "asked" in done.output


def test_one_that_fails_unbidden_is_told_and_the_report_given(file: Path, elsewhere: Path, installed: None) -> None:
    written(elsewhere, "raise SystemExit('no schemas')")
    done = CliRunner().invoke(command, [str(file)], standalone_mode=False)
    assert done.return_value == 1 and "error[SCH002]" in done.output and "W1020" not in done.output
    assert "cfn-lint gave no answer" in done.output and "no schemas" in done.output
    asked = CliRunner().invoke(command, ["--linter", "cfn-lint", str(file)], standalone_mode=False)
    assert isinstance(asked.exception, api.Refused) and "no schemas" in str(asked.exception)


def test_many_files_are_few_calls(tmp_path: Path, elsewhere: Path) -> None:
    record = tmp_path / "calls"
    written(elsewhere, f"import sys\nopen({str(record)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\nprint('[]')")
    files = [tmp_path / f"t{number}.yaml" for number in range(40)]
    asked = [Asked(item, "eu-west-1" if number % 2 else "us-east-1") for number, item in enumerate(files)]
    assert found_by(("cfn-lint",), asked) == [[[] for _ in asked]]
    calls = [line.split() for line in record.read_text().splitlines()]
    assert 2 <= len(calls) <= 2 * (os.cpu_count() or 1)
    assert sorted(name for call in calls for name in call if name.endswith(".yaml")) == sorted(map(str, files))
    for call in calls:
        region = call[call.index("--regions") + 1]
        assert {item.region for item in asked if str(item.file) in call} == {region}


def test_each_file_has_its_own_findings(file: Path, installed: None) -> None:
    other = file.parent / "other.yaml"
    other.write_text(TEMPLATE.replace("!Sub plain", "plain"))
    both = api.check([api.ReadRequest(file), api.ReadRequest(other)], linters=BOTH)
    assert ["W1020" in {item.code for item in report.findings} for report in both] == [True, False]
    assert {item.span.file for report in both for item in report.findings} == {str(file), str(other)}


@pytest.mark.parametrize("linter", BOTH)
def test_their_findings_join_with_their_codes_and_places(linter: str, file: Path, installed: None) -> None:
    assert with_seatrial() == at_hand() == tuple(PACKAGES) == BOTH
    [alone] = api.check([api.ReadRequest(file)])
    [joint] = api.check([api.ReadRequest(file)], linters=(linter,))
    assert set(alone.findings) <= set(joint.findings)
    more = [item for item in joint.findings if item not in alone.findings]
    assert "W1020" in {item.code for item in more}
    [found] = [item for item in more if item.code == "W1020"]
    assert (found.logical_id, found.span.file, found.span.line) == ("Queue", str(file), 10)
    assert found.severity is Severity.WARNING and found.why.startswith(linter)


@pytest.mark.parametrize("linter", BOTH)
def test_what_is_said_of_a_place_is_not_said_again(linter: str, file: Path, installed: None) -> None:
    [report] = api.check([api.ReadRequest(file)], linters=(linter,))
    assert [item.code for item in report.findings if item.logical_id == "Group" and "Descr" in item.what] == ["SCH002"]


def test_what_a_check_says_comes_before_what_they_say_of_the_same_place(tmp_path: Path, installed: None) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(
        "Resources:\n  Definition:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Cpu: '256'\n"
        "      Memory: '4096'\n      NetworkMode: awsvpc\n      RequiresCompatibilities: [FARGATE]\n"
        "      ContainerDefinitions: [{Name: app, Image: nginx:1.27}]\n"
    )
    [alone] = api.check([api.ReadRequest(file)])
    [report] = api.check([api.ReadRequest(file)], linters=BOTH)
    errors = [item.code for item in alone.findings if item.severity is Severity.ERROR]
    assert errors == [item.code for item in report.findings if item.severity is Severity.ERROR] and len(errors) == 1


@pytest.mark.parametrize("linter", BOTH)
def test_an_error_of_theirs_answers_the_first_question(linter: str, tmp_path: Path, installed: None) -> None:
    file = tmp_path / "template.yaml"
    # Of this type nothing is known here but to them.
    file.write_text("Resources:\n  Tape:\n    Type: AWS::AppStream::Fleet\n    Properties: {Name: 5five, NoSuch: 1}\n")
    [alone] = api.check([api.ReadRequest(file)])
    [report] = api.check([api.ReadRequest(file)], linters=(linter,))
    more = [item for item in report.findings if item not in alone.findings and item.severity is Severity.ERROR]
    assert more
    assert more[0].code in report.answers[0].because and report.answers[0].holds is False


@pytest.mark.parametrize("linter", BOTH)
def test_a_template_that_cannot_be_read_is_told_of_once(linter: str, tmp_path: Path, installed: None) -> None:
    file = tmp_path / "template.yaml"
    file.write_text("Resources: [1\n")
    ours = api.check([api.ReadRequest(file)])[0].findings
    [[theirs]] = found_by((linter,), [Asked(file, "us-east-1")])
    assert [item.severity for item in theirs] == [Severity.ERROR] and theirs[0].span.line > 0
    assert len(joined(ours, [theirs])) <= 1


def test_their_codes_can_be_left_out(file: Path, installed: None) -> None:
    [report] = api.check([api.ReadRequest(file)], linters=("cfn-lint",), ignore=("W1020",))
    assert "W1020" not in {item.code for item in report.findings}


def test_one_that_is_not_installed_says_how_to_get_it(file: Path) -> None:
    with pytest.raises(LinterFailed, match="pip install cloudformation-validate"):
        found_by(("cloudformation-validate",), [Asked(file, "us-east-1")])


def test_a_linter_that_nobody_knows_is_a_usage_error(file: Path) -> None:
    done = CliRunner().invoke(command, ["--linter", "tflint", str(file)])
    assert done.exit_code == 2 and "cfn-lint, cloudformation-validate, all, none" in done.output
