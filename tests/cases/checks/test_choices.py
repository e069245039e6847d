"""What a template makes only with other values of its parameters is checked as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seatrial import api
from seatrial.model.finding import Severity
from seatrial.model.report import Report

PARAMETERS = """
Parameters:
  Env: { Type: String, Default: dev, AllowedValues: [dev, prod] }
  WithQueue: { Type: String, Default: "no" }
  Name: { Type: String, Default: "" }
"""
RESOURCES = """
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: !If [Asked, 14, 30] } }
  Jobs: { Type: AWS::SQS::Queue, Condition: Asked, Properties: { QueueName: jobs.fifo } }
"""


def _report(folder: Path, condition: str, resources: str = RESOURCES, **given: Any) -> Report:
    file = folder / "template.yaml"
    file.write_text(f"{PARAMETERS}Conditions:\n  Prod: !Equals [!Ref Env, prod]\n  Asked: {condition}\n{resources}")
    return api.check([api.ReadRequest(file, **given)])[0]


@pytest.mark.parametrize(
    ("condition", "label"),
    [
        ("!Equals [!Ref Env, prod]", "Env=prod"),
        ("!Equals [prod, !Ref Env]", "Env=prod"),
        ("!Condition Prod", "Env=prod"),
        ("!Not [!Equals [!Ref Env, dev]]", "Env=prod"),
        ("!And [!Condition Prod, !Equals [!Ref WithQueue, yes please]]", "Env=prod and WithQueue=yes please"),
        ("!Or [!Condition Prod, !Equals [!Ref WithQueue, yes please]]", "Env=prod"),
    ],
)
def test_a_fault_of_another_choice_is_a_warning(tmp_path: Path, condition: str, label: str) -> None:
    report = _report(tmp_path, condition)
    [found] = report.findings
    assert (found.code, found.logical_id, found.severity) == ("CRE009", "Jobs", Severity.WARNING)
    assert found.what.startswith(f"with {label}, CreateQueue refuses Jobs")
    assert report.otherwise[label] == ("Jobs",)


@pytest.mark.parametrize(
    "condition",
    [
        # No text has a value that AllowedValues leave out, or that two conditions want at once.
        "!Equals [!Ref Env, test]",
        "!And [!Equals [!Ref Env, prod], !Equals [!Ref Env, test]]",
        "!Equals [!Ref AWS::Region, eu-west-1]",
    ],
)
def test_what_the_text_has_no_value_for_is_named_as_not_checked(tmp_path: Path, condition: str) -> None:
    report = _report(tmp_path, condition)
    assert report.system is not None and report.system.absent == {"Jobs": "Asked"}
    # That it never holds is told, where AllowedValues say so.
    assert {item.code for item in report.findings} <= {"INT180"}
    assert not any("Jobs" in names for names in report.otherwise.values())


def test_who_gives_a_value_has_chosen(tmp_path: Path) -> None:
    report = _report(tmp_path, "!Condition Prod", parameters={"Env": "dev"})
    assert report.findings == () and report.otherwise == {}
    [found] = _report(tmp_path, "!Condition Prod", parameters={"Env": "prod"}).findings
    assert found.severity is Severity.ERROR


def test_what_is_wrong_anyhow_is_told_once(tmp_path: Path) -> None:
    always = "Resources:\n  Jobs: { Type: AWS::SQS::Queue, Properties: { QueueName: !If [Asked, a.fifo, b.fifo] } }\n"
    report = _report(tmp_path, "!Condition Prod", always)
    assert [(item.code, item.severity) for item in report.findings] == [("CRE009", Severity.ERROR)]


def test_both_branches_of_a_value_are_looked_at(tmp_path: Path) -> None:
    days = "Resources:\n  G: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: !If [Asked, 31, 14] } }\n"
    [found] = _report(tmp_path, "!Condition Prod", days).findings
    assert (found.code, found.severity) == ("SCH004", Severity.WARNING) and found.what.startswith("with Env=prod, ")


def test_what_may_be_empty_is_taken_to_be_given(tmp_path: Path) -> None:
    report = _report(tmp_path, "!Not [!Equals [!Ref Name, '']]")
    [found] = report.findings
    assert (found.code, found.severity) == ("CRE009", Severity.WARNING)
    assert found.what.startswith("with Name given, CreateQueue refuses Jobs")
    assert list(report.otherwise) == ["Env=prod", "Name given"]


def test_what_may_be_empty_is_given_all_at_once(tmp_path: Path) -> None:
    one = "Resources:\n  A: { Type: AWS::SQS::Queue, Condition: A }\n  B: { Type: AWS::SQS::Queue, Condition: B }\n"
    given = "Parameters:\n  One: { Type: String, Default: '' }\n  Two: { Type: String, Default: '' }\n"
    conditions = "Conditions:\n  A: !Not [!Equals [!Ref One, '']]\n  B: !Not [!Equals ['', !Ref Two]]\n"
    (tmp_path / "template.yaml").write_text(given + conditions + one)
    report = api.check([api.ReadRequest(tmp_path / "template.yaml")])[0]
    assert report.otherwise == {"One given and Two given": ("A", "B")}


STAGES = """
Parameters:
  Stage: { Type: String, Default: prod, AllowedValues: [dev, staging, prod] }
Mappings:
  Sizes: { dev: { Days: 7 }, stage: { Days: 14 }, prod: { Days: 30 } }
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  Dev: !Equals [!Ref Stage, dev]
  Both: !Or [!Condition Prod, !Equals [!Ref Stage, staging]]
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: !FindInMap [Sizes, !Ref Stage, Days] } }
  Other: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: !FindInMap [Sizes, !Ref Stage, Days] } }
  Jobs: { Type: AWS::SQS::Queue, Condition: Prod, Properties: { VisibilityTimeout: 60 } }
  Told: { Type: AWS::SSM::Parameter, Condition: Both, Properties: { Type: String, Value: !Ref Jobs } }
"""


def test_an_allowed_value_with_which_conditions_hold_in_a_new_way_is_a_choice(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(STAGES)
    report = api.check([api.ReadRequest(tmp_path / "template.yaml")])[0]
    assert list(report.otherwise) == ["Stage=dev", "Stage=staging"]
    found = {item.logical_id: item for item in report.findings if item.severity is Severity.WARNING}
    assert found["Told"].code == "INT006" and found["Told"].what.startswith("with Stage=staging, ")
    # A key that a mapping lacks is one mistake, in however many places it is looked up.
    assert [item.logical_id for item in report.findings if item.code == "INT007"] == ["Group"]


def test_what_is_wrong_anyhow_and_stands_elsewhere_then_is_told_once(tmp_path: Path) -> None:
    """One rule in the way of tasks and of requests is one finding, whichever of the two there are."""
    text = (Path(__file__).parent / "storefront.yaml").read_text()
    pair = "SubnetId: !Ref PublicB, RouteTableId: !Ref PublicRoutes"
    wrong = text.replace(pair, pair.replace("PublicRoutes", "DataRoutes"))
    assert wrong != text
    (tmp_path / "storefront.yaml").write_text(wrong)
    report = api.check([api.ReadRequest(tmp_path / "storefront.yaml")])[0]
    assert not [item for item in report.findings if item.what.startswith("with ")]


def test_an_allowed_value_without_a_key_in_its_mapping_is_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    mappings = "Mappings:\n  Days: { dev: { Kept: 7 }, test: { Kept: 14 } }\n"
    days = "!FindInMap [Days, !Ref Env, Kept]"
    group = "  Group: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: "
    file.write_text(f"{PARAMETERS}{mappings}Resources:\n{group}{days} }} }}\n")
    [found] = api.check([api.ReadRequest(file)])[0].findings
    assert (found.code, found.logical_id, found.severity) == ("INT007", "Group", Severity.WARNING)
    assert found.what == "with Env=prod, the mapping Days has no key 'prod'"


def test_a_mapping_with_every_allowed_value_or_a_default_asks_for_no_other_choice(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    group = "  Group: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: "
    for keys, days in (
        ("dev: { Kept: 7 }, prod: { Kept: 30 }", "!FindInMap [Days, !Ref Env, Kept]"),
        ("dev: { Kept: 7 }", "!FindInMap [Days, !Ref Env, Kept, { DefaultValue: 14 }]"),
    ):
        start = f"Transform: AWS::LanguageExtensions\n{PARAMETERS}Mappings:\n  Days: {{ {keys} }}\n"
        file.write_text(f"{start}Resources:\n{group}{days} }} }}\n")
        report = api.check([api.ReadRequest(file)])[0]
        assert [item for item in report.findings if item.code == "INT007"] == []
        assert report.otherwise == {}
