"""Systems with exactly one fault: each must give the finding that names the fault, at its place, and nothing else new.

A case is a base (a correct system that gives no error), one change of its text, and what must be found then. The text
is changed, not the parsed template, so that a case is what somebody could have typed. The documentation of the checks
shows these changes: what trips a check, and what passes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from case_files import CASES, read_yaml
from seatrial.analyses.checklist import all_checks, check
from seatrial.model.finding import Finding, Severity
from seatrial.model.report import Report
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

FOLDER = CASES / "checks"
EXAMPLES = CASES.parent.parent / "examples"
BASES = {"web": EXAMPLES / "web" / "template.yaml", **{path.stem: path for path in FOLDER.glob("*.yaml")}}


def _cases(*, doubt: bool = False) -> Iterator[Any]:
    for path in sorted((FOLDER / "faults").glob("*.yaml")):
        for name, case in read_yaml(path).items():
            if bool(case.get("doubt")) is not doubt:
                continue
            yield pytest.param(case, id=f"{path.stem}: {name}")


@cache
def _text(base: str) -> str:
    return BASES[base].read_text(encoding="utf-8")


def _report(text: str, base: str, parameters: dict[str, str] | None = None) -> Report:
    given = parameters or GIVEN.get(base, {})
    options = ReadOptions(scope=Scope(stack=base), parameters=given, assume=base in ASSUMED)
    reading = read_text(text, f"{base}.yaml", options, BASES[base].parent)
    assert reading.system is not None, reading.findings
    return check(reading.system, (), reading.findings)


@cache
def _before(base: str, parameters: tuple[tuple[str, str], ...] = ()) -> frozenset[tuple[str, str, str]]:
    return frozenset(_kind(item) for item in _report(_text(base), base, dict(parameters)).findings)


def _kind(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.logical_id, finding.what


def changed(case: dict[str, Any]) -> str:
    """The base's text with the case's changes; each ``from`` must stand there exactly once."""
    text = _text(case["base"])
    for change in case["changes"]:
        assert text.count(change["from"]) == 1, f"stands {text.count(change['from'])} times: {change['from']!r}"
        text = text.replace(change["from"], change["to"])
    return text


# What these stand on is in no template, so that some questions stay open.
OPEN = ("existing", "tenant", "pixels")
# Nobody gives their parameters a value.
ASSUMED = ("tenant", "pixels")
GIVEN = {
    "existing": {
        "VpcId": "vpc-0a1b2c3d4e5f60718",
        "PublicSubnets": "subnet-0a1b2c3d4e5f60718,subnet-0a1b2c3d4e5f60719",
        "PrivateSubnets": "subnet-0a1b2c3d4e5f60720,subnet-0a1b2c3d4e5f60721",
    },
    "pixels": {
        "VpcId": "vpc-0a1b2c3d4e5f60718",
        "PrivateSubnets": "subnet-0a1b2c3d4e5f60720,subnet-0a1b2c3d4e5f60721",
    },
}
# A statement is offered only where it would do: no policy denies, a boundary allows, and no key's policy has the say.
PROMISES = ("STA006", "STA007")
# With a name of its own, the example is served by HTTPS.
NAMED = {"DomainName": "www.example.com", "HostedZoneId": "Z1D633PJN98FT9"}


@pytest.mark.parametrize(("base", "parameters"), [*((base, {}) for base in BASES), ("web", NAMED)])
def test_a_correct_system_has_no_error(base: str, parameters: dict[str, str]) -> None:
    report = _report(_text(base), base, parameters)
    assert [item for item in report.findings if item.severity is Severity.ERROR] == []
    assert bool(report.unsettled) is (base in OPEN)


@pytest.mark.parametrize("case", list(_cases(doubt=True)))
def test_what_cannot_be_told_is_said(case: dict[str, Any]) -> None:
    """Nothing is wrong, but a question is left open, with its reason."""
    report = _report(changed(case), case["base"], case.get("parameters"))
    before = _before(case["base"], tuple(case.get("parameters", {}).items()))
    new = [item for item in report.findings if _kind(item) not in before]
    assert [item for item in new if item.severity is Severity.ERROR] == []
    assert {item.code for item in report.unsettled} == {case["code"], *case.get("also", ())}, report.unsettled
    assert report.unsettled[0].logical_id == case["at"]
    for word in case.get("says", ()):
        assert word in f"{report.unsettled[0].what} {report.unsettled[0].why}"


@cache
def _lenient() -> frozenset[str]:
    """The checks that say of themselves that they find no errors."""
    return frozenset(item.code for item in all_checks() if not item.finds_errors)


@pytest.mark.parametrize("case", list(_cases()))
def test_one_fault_gives_one_finding(case: dict[str, Any]) -> None:
    report = _report(changed(case), case["base"], case.get("parameters"))
    before = _before(case["base"], tuple(case.get("parameters", {}).items()))
    new = [item for item in report.findings if _kind(item) not in before]
    told = "\n".join(f"{item.code} {item.where}\n  {item.what}\n  {item.why}\n  {item.mend}" for item in new)
    assert len(new) == 1 and case["code"] in (new[0].code, "any"), told or "nothing new was found"
    found = new[0]
    place = ".".join(part for part in (found.logical_id, found.where.rpartition(f"{found.logical_id}.")[2]) if part)
    assert case["at"] in (found.logical_id, place, "any"), f"found at {place}"
    for word in case.get("says", ()):
        assert word in f"{found.what}\n{found.why}\n{found.mend}\n{report.aws.get(found, '')}", (
            f"{word!r} is not in:\n{told}"
        )
    assert found.severity == case.get("severity", found.severity)
    # Checks that find no errors are not asked of other choices of parameters.
    assert found.severity is not Severity.ERROR or found.code not in _lenient()
    assert found.mend and found.why
    if found.code in PROMISES or case.get("mends"):
        assert (found in report.fixes) is bool(case.get("mends"))


def test_every_check_has_a_case_that_trips_it() -> None:
    tripped = {case.values[0]["code"] for case in (*_cases(), *_cases(doubt=True))}
    assert sorted({item.code for item in all_checks()} - tripped) == []
