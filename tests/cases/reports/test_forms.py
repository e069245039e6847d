"""What ``check``, ``explain`` and ``order`` print, to the letter.

``SEATRIAL_RENEW=1`` writes the files anew; read the difference before it is committed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from case_files import CASES
from seatrial import api
from seatrial.faces.cli.check import command as check
from seatrial.faces.cli.explain import command as explain
from seatrial.faces.cli.order import command as order

FOLDER = CASES / "reports"
EXAMPLE = CASES.parent.parent / "examples" / "web" / "template.yaml"
FORMS = {"txt": [], "json": ["--json"], "sarif.json": ["--sarif"], "github.txt": ["--github"]}


@pytest.fixture(autouse=True)
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, so that paths in outputs are the same everywhere."""
    for file in FOLDER.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    shutil.copy(EXAMPLE, tmp_path / "web.yaml")
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)


def _ran(command: Any, *arguments: str) -> Result:
    done = CliRunner().invoke(command, [*arguments], standalone_mode=False)
    assert done.exception is None, (done.output, done.exception)
    return done


def _same(said: str, file: Path) -> None:
    if os.environ.get("SEATRIAL_RENEW") == "1":
        file.write_text(said)
    assert said == file.read_text()


@pytest.mark.parametrize("form", FORMS)
def test_a_report_in_each_form(form: str) -> None:
    done = _ran(check, "faulty.yaml", *FORMS[form])
    assert done.return_value == 1
    _same(done.output.replace(version("seatrial"), "VERSION"), FOLDER / f"faulty.{form}")


def test_what_a_condition_leaves_out_is_named() -> None:
    said = _ran(check, "web.yaml", "--param", "DomainName=").output
    assert "HttpsInternalPathsRule, Name: the condition WithHttps is false" in said
    assert "also checked with DomainName given" in _ran(check, "web.yaml").output
    absent = json.loads(_ran(check, "web.yaml", "--json").output)["not_created"]
    assert absent["HttpsListener"] == "WithHttps" and "HttpListener" not in absent


def test_many_notes_for_one_reason_are_told_in_a_line_each() -> None:
    names = ("Vpc", "Image", "Cluster", "Secret")
    parameters = "".join(f"  {name}: {{ Type: String }}\n" for name in names)
    used = "".join(f"  {name}: {{ Value: !Ref {name} }}\n" for name in names)
    resource = "  Topic: { Type: AWS::SNS::Topic }\n"
    Path("many.yaml").write_text(f"Parameters:\n{parameters}Resources:\n{resource}Outputs:\n{used}")
    said = _ran(check, "many.yaml").output
    assert said.count("[PAR001]") == 1 and "  mend  --param Vpc=VALUE\n" in said
    for line, name in enumerate(names[1:], 3):
        assert f"many.yaml:{line}:3  the parameter {name} has no value: --param {name}=VALUE\n" in said
    findings = json.loads(_ran(check, "many.yaml", "--json").output)["findings"]
    assert [item["code"] for item in findings].count("PAR001") == len(names)


def test_sarif_names_files_by_uris() -> None:
    shutil.copy("faulty.yaml", "a b#c%.yaml")
    log = json.loads(_ran(check, "a b#c%.yaml", "--sarif").output)
    places = [item["locations"][0]["physicalLocation"]["artifactLocation"] for item in log["runs"][0]["results"]]
    assert {place["uri"] for place in places} == {"a%20b%23c%25.yaml"}


@pytest.mark.parametrize("verb", [explain, order])
def test_what_cannot_be_read_is_told_as_json_too(verb: Any) -> None:
    Path("empty.yaml").write_text("")
    assert [item["code"] for item in json.loads(_ran(verb, "--json", "empty.yaml").output)["findings"]] == ["TPL005"]


def test_sarif_has_what_readers_of_it_ask_for() -> None:
    log = json.loads(_ran(check, "faulty.yaml", "--sarif").output)
    assert (log["version"], log["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-2.1.0.json")
    [run] = log["runs"]
    rules = {item["id"]: item for item in run["tool"]["driver"]["rules"]}
    assert run["tool"]["driver"]["name"] == "Seatrial" and all(
        item["shortDescription"]["text"] for item in rules.values()
    )
    assert {item["level"] for item in run["results"]} == {"error", "warning", "note"}
    for item in run["results"]:
        assert item["ruleId"] in rules and item["message"]["text"]
        [place] = item["locations"]
        region = place["physicalLocation"]["region"]
        assert region["startLine"] > 0 and region["startColumn"] > 0
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "faulty.yaml"


def test_the_proofs_of_a_resource_and_the_order_of_all() -> None:
    _same(_ran(explain, "web.yaml", "Service").output, FOLDER / "explain.txt")
    _same(_ran(order, "web.yaml").output, FOLDER / "order.txt")


@pytest.mark.parametrize(
    ("arguments", "status", "codes"),
    [
        ((), 1, {"STA004", "SAF010"}),
        (("--ignore", "STA004"), 0, {"SAF010"}),
        (("--ignore", "sta004,SAF"), 0, set()),
        (("--ignore", "STA004", "--strict"), 1, {"SAF010"}),
        (("--only", "SAF"), 0, {"SAF010"}),
        (("--only", "SAF", "--strict"), 1, {"SAF010"}),
        (("--param", "Subnets=subnet-0123456789abcdef0"), 1, {"STA004", "SAF010"}),
    ],
)
def test_exit_status_and_selection(arguments: tuple[str, ...], status: int, codes: set[str]) -> None:
    done = _ran(check, "faulty.yaml", "--json", *arguments)
    found = {item["code"] for item in json.loads(done.output)["findings"] if item["severity"] != "note"}
    assert (done.return_value, found) == (status, codes)


def test_several_files_are_told_one_after_another() -> None:
    done = _ran(check, "web.yaml", "faulty.yaml", "--json")
    told = json.loads(done.output)
    assert done.return_value == 1 and not told["ok"]
    assert [(item["file"], item["ok"]) for item in told["reports"]] == [("web.yaml", True), ("faulty.yaml", False)]


def test_what_is_accepted_without_a_reason_is_told() -> None:
    text = Path("faulty.yaml").read_text()
    Path("faulty.yaml").write_text(text.replace(", reason: kept for the auditors", ""))
    done = _ran(check, "faulty.yaml", "--json")
    assert {"CHK001", "SAF009"} <= {item["code"] for item in json.loads(done.output)["findings"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Missing argument"),
        (("nothing.yaml",), "does not exist"),
        ((".",), "is a directory"),
        (("web.yaml", "--param", "x"), "is not NAME=VALUE"),
        (("web.yaml", "--account", "12"), "is not an AWS account id"),
        (("web.yaml", "--json", "--fix"), "--fix goes with neither"),
        (("web.yaml", "--only", "XYZ"), "no code begins with XYZ"),
        (("web.yaml", "--ignore", "STA,ARR0055"), "did you mean ARR055?"),
        (("web.yaml", "--parameters", "ParameterKey=A,ParameterValue=b"), "write it as --param A=b"),
    ],
)
def test_a_wrong_call_exits_with_2(arguments: tuple[str, ...], says: str) -> None:
    done = CliRunner().invoke(check, [*arguments])
    assert done.exit_code == 2 and says in done.output


@pytest.mark.parametrize("content", [b"", b"\x00\x01\xff", b"- a\n- b\n", b"{"])
def test_a_file_that_is_no_template_is_a_finding(content: bytes) -> None:
    Path("odd.yaml").write_bytes(content)
    for form in FORMS.values():
        assert _ran(check, "odd.yaml", *form).return_value == 1


def test_the_list_has_every_check() -> None:
    lines = _ran(check, "--list").output.splitlines()
    assert len(lines) > 150 and len({line.split()[0] for line in lines}) == len(lines)
    assert all(line.split()[1] in ("error", "warning", "note") and line.split()[2].isdigit() for line in lines)


def test_codes_of_linters_are_no_mistake() -> None:
    assert _ran(check, "web.yaml", "--ignore", "E3012,W2").return_value == 0


@pytest.mark.parametrize(("code", "status"), [("STA999", 2), ("STA004", 0), ("E3012", 0), ("their-own-rule", 0)])
def test_a_mistyped_code_in_the_settings_is_told_with_its_line(code: str, status: int) -> None:
    Path("seatrial.toml").write_text(f'strict = false\nignore = [\n"{code}"]\n')
    done = CliRunner().invoke(check, ["web.yaml"], standalone_mode=False)
    if not status:
        assert done.return_value == 0
    else:
        assert f"seatrial.toml:3: ignore: no code begins with {code}" in str(done.exception)


def test_what_is_left_out_is_not_answered_with_yes() -> None:
    done = _ran(check, "faulty.yaml", "--only", "SAF")
    assert "asked for SAF alone" in done.output
    assert "Will each task start?                           not asked: its checks are left out" in done.output
    told = json.loads(_ran(check, "faulty.yaml", "--ignore", "STA004", "--json").output)
    assert told["asked_for"] == "everything but STA004"
    assert told["answers"][6]["answer"] == "no"


def _answers(text: str) -> list[str]:
    Path("some.yaml").write_text(text)
    return [item["answer"] for item in json.loads(_ran(check, "some.yaml", "--json").output)["answers"]]


def test_what_nothing_asks_is_not_answered_with_yes() -> None:
    assert _answers("Resources: {}") == ["no", *["not needed"] * 6]
    queue = "Resources: {Queue: {Type: AWS::SQS::Queue}}"
    assert _answers(queue) == ["yes", "not needed", "not needed", "not needed", "yes", "not needed", "yes"]


def test_what_stands_behind_a_break_in_the_text_is_not_known() -> None:
    broken = '{"Resources": {"Queue": {"Type": "AWS::SQS::Queue",}}}'
    assert _answers(broken)[:6] == ["no", *["cannot tell"] * 5]


def test_a_broken_file_of_parameters_is_no_broken_template() -> None:
    Path("parameters.yaml").write_text("A: [b\n")
    told = json.loads(_ran(check, "web.yaml", "--parameters", "parameters.yaml", "--json").output)
    assert [item["answer"] for item in told["answers"]] == ["no", "yes", "yes", "yes", "not needed", "yes", "yes"]


ACCEPTED = """\
Metadata: {seatrial: {ignore: [{code: SAF002}, {code: sta999, reason: r}, {code: E3012, reason: r}]}}
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Metadata: {seatrial: {ignore: [{code: saf009, reason: kept}, {code: SAF010, reason: r}]}}
  Others:
    Type: AWS::Logs::LogGroup
    Metadata: {seatrial: {ignroe: [SAF009]}}
"""


def test_an_ignore_that_does_nothing_is_told() -> None:
    Path("some.yaml").write_text(ACCEPTED)
    told = json.loads(_ran(check, "some.yaml", "--json").output)
    assert [(item["severity"], item["what"]) for item in told["findings"] if item["code"] == "CHK001"] == [
        ("warning", "the template ignores SAF002 without a reason"),
        ("note", "the template ignores STA999, and there is nothing to ignore"),
        ("note", "Logs ignores SAF010, and there is nothing to ignore"),
        ("warning", "Others has Metadata for Seatrial in another shape: ignroe"),
    ]
    assert [item["code"] for item in told["accepted"]] == ["SAF009"]
    assert [
        item["code"] for item in json.loads(_ran(check, "some.yaml", "--json", "--only", "SAF").output)["findings"]
    ] == ["SAF009"]


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
def test_a_report_keeps_to_the_terminals_width(columns: int) -> None:
    [report] = api.check([api.ReadRequest(Path("faulty.yaml"))])
    lines = api.report_text(report, columns=columns).splitlines()
    # A finding's head, its place and what can't be broken are left to the terminal.
    free = re.compile(r"(error|warning|note)\[|  +faulty.yaml:|  note|seatrial check|.*TASK-ID|.*arn:")
    assert all(len(line) <= columns or free.match(line) for line in lines), columns
    assert any("task execution role" in line for line in lines)
    assert lines[-1].startswith("seatrial check faulty.yaml --fix")


def test_what_comes_through_a_pipe_is_read_as_often_as_it_is_asked_for() -> None:
    told = []
    for file in ("web.yaml", ""):
        reading, writing = os.pipe()
        if not file:
            os.write(writing, Path("web.yaml").read_bytes())
        os.close(writing)
        piped = Path(file or f"/dev/fd/{reading}")
        requests = [
            api.ReadRequest(item, stack="web", parameters={"VpcCidr": "10.8.0.0/16"})
            for item in (piped, Path("faulty.yaml"))
        ]
        first, _ = api.check(api.shared_out(requests))
        told.append(api.report_text(first).replace(str(piped), "web.yaml"))
        os.close(reading)
    assert told[0] == told[1] and "Vpc (10.8.0.0/16)" in told[0] and " | " in told[0]
