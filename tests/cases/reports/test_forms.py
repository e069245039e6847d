"""What ``check``, ``explain`` and ``order`` print, to the letter.

``SEATRIAL_RENEW=1`` writes the files anew; read the difference before it is committed.
"""

from __future__ import annotations

import json
import os
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from case_files import CASES
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
    assert "HttpsInternalPathsRule, Name: the condition WithHttps is false" in _ran(check, "web.yaml").output
    absent = json.loads(_ran(check, "web.yaml", "--json").output)["not_created"]
    assert absent["HttpsListener"] == "WithHttps" and "HttpListener" not in absent


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
