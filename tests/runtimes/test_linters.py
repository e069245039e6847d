"""Other linters' findings join a report, each place told of once. The linters themselves run here."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from seatrial import api
from seatrial.faces.cli.check import command
from seatrial.model.finding import Severity
from seatrial.runtimes.linters import LINTERS, Asked, LinterFailed, installed, join

# An instance's tenancy is no type's that is looked into here; the group's description is required, and is ours to say.
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


def test_both_are_installed_for_tests() -> None:
    assert installed() == tuple(LINTERS) == ("cfn-lint", "cloudformation-validate")


@pytest.mark.parametrize(("linter", "code"), [("cfn-lint", "W1020"), ("cloudformation-validate", "W1020")])
def test_their_findings_join_with_their_codes_and_places(linter: str, code: str, file: Path) -> None:
    [alone] = api.check([api.ReadRequest(file)])
    [joined] = api.check([api.ReadRequest(file)], linters=(linter,))
    assert set(alone.findings) <= set(joined.findings)
    more = [item for item in joined.findings if item not in alone.findings]
    assert code in {item.code for item in more}
    [found] = [item for item in more if item.code == code]
    assert (found.logical_id, found.span.file, found.span.line) == ("Queue", str(file), 10)
    assert found.severity is Severity.WARNING and found.why.startswith(linter)


@pytest.mark.parametrize("linter", LINTERS)
def test_what_is_said_of_a_place_is_not_said_again(linter: str, file: Path) -> None:
    [report] = api.check([api.ReadRequest(file)], linters=(linter,))
    assert [item.code for item in report.findings if item.logical_id == "Group" and "Descr" in item.what] == ["SCH002"]


@pytest.mark.parametrize("linter", LINTERS)
def test_a_template_that_cannot_be_read_is_told_of_once(linter: str, tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text("Resources: [1\n")
    ours = api.check([api.ReadRequest(file)])[0].findings
    theirs = join((), Asked(file, "us-east-1"), (linter,))
    assert [item.severity for item in theirs] == [Severity.ERROR] and theirs[0].span.line > 0
    assert len(join(ours, Asked(file, "us-east-1"), (linter,))) <= len(ours) + 1


def test_their_codes_can_be_left_out(file: Path) -> None:
    [report] = api.check([api.ReadRequest(file)], linters=("cfn-lint",), ignore=("W1020",))
    assert "W1020" not in {item.code for item in report.findings}


def test_one_that_is_not_installed_says_how_to_get_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.runtimes.linters.installed", lambda: ())
    with pytest.raises(LinterFailed, match="pip install cfn-lint"):
        join((), Asked(file, "us-east-1"), ("cfn-lint",))


def test_a_linter_that_nobody_knows_is_a_usage_error(file: Path) -> None:
    done = CliRunner().invoke(command, ["--linter", "tflint", str(file)])
    assert done.exit_code == 2 and "cfn-lint, cloudformation-validate, all" in done.output
