"""No text makes reading take for ever, fill the memory or fail: what is too much is a finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cases.readers.reading import codes, errors, read
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_file
from seatrial.readers.cloudformation.problems import MOST_FINDINGS
from seatrial.readers.cloudformation.text import MOST_BYTES, MOST_DEPTH

QUEUE = "{Type: AWS::SQS::Queue}"


def alias_bomb(width: int, depth: int) -> str:
    lines = [f"a0: &a0 [{', '.join(['x'] * width)}]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]" for level in range(1, depth)]
    return "\n".join(lines)


@pytest.mark.parametrize("text", [alias_bomb(10, 12), alias_bomb(2, 40), alias_bomb(1, 5_000)])
def test_aliases_that_explode_are_refused(text: str) -> None:
    reading = read(text)
    assert reading.system is None and "TPL004" in codes(reading)


def test_an_alias_to_itself_names_nothing() -> None:
    reading = read(f"Metadata: &a [*a]\nResources: {{Queue: {QUEUE}}}")
    assert reading.system is not None and codes(reading) == ["TPL002"]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "- " * 50_000, "? " * 50_000, "{a: " * 2_000])
def test_deep_nesting_is_refused(text: str) -> None:
    reading = read(text)
    assert reading.system is None
    assert set(codes(reading)) & {"TPL004", "TPL002"}


@pytest.mark.parametrize("opening", ['{"Fn::Base64": ', '{"Fn::Sub": ["x", {"x": ', '{"Fn::If": ["Yes", ', '[{"Ref": '])
def test_functions_may_be_nested_as_deep_as_text_may(opening: str) -> None:
    closing = {
        '{"Fn::Base64": ': "}",
        '{"Fn::Sub": ["x", {"x": ': "}]}",
        '{"Fn::If": ["Yes", ': ', "b"]}',
        '[{"Ref": ': "}]",
    }[opening]
    levels = (MOST_DEPTH - 8) // (opening.count("{") + opening.count("["))
    expression = opening * levels + '"x"' + closing * levels
    conditions = '"Conditions": {"Yes": {"Fn::Equals": ["a", "a"]}}'
    queue = f'{{"Type": "AWS::SQS::Queue", "Properties": {{"QueueName": {expression}}}}}'
    reading = read(f'{{{conditions}, "Resources": {{"Queue": {queue}}}}}')
    assert reading.system is not None and "TPL004" not in codes(reading)


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    reading = read_file(path, ReadOptions(Scope("test")))
    assert reading.system is None and codes(reading) == ["TPL004"] and "52,428,800" in reading.findings[0].what


def test_a_template_that_needs_s3_is_noted_and_read() -> None:
    reading = read(f"# {'x' * 60_000}\nResources: {{Queue: {QUEUE}}}")
    assert reading.system is not None and codes(reading) == ["TPL016"]
    assert not errors(reading)
    assert codes(read("#" * (MOST_BYTES + 1))) == ["TPL004"]


def test_a_long_chain_of_references_is_followed() -> None:
    count = 450
    lines = [f"  R{at}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !Ref R{at + 1}}}}}" for at in range(count)]
    reading = read("Resources:\n" + "\n".join(lines) + f"\n  R{count}: {{Type: Custom::End}}")
    assert reading.system is not None
    names = {str(reading.system.resources[f"R{at}"].properties["QueueName"]) for at in range(count)}
    assert all(reading.system.resources[f"R{count}"].physical_id in name for name in names)


def test_a_long_circle_is_one_finding() -> None:
    lines = [
        f"  R{at}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !Ref R{(at + 1) % 400}}}}}" for at in range(400)
    ]
    reading = read("Resources:\n" + "\n".join(lines))
    assert codes(reading).count("TPL009") == 1


def test_a_long_chain_of_conditions_is_decided() -> None:
    lines = [f"  C{at}: !Not [!Condition C{at + 1}]" for at in range(3_000)]
    reading = read("Conditions:\n" + "\n".join(lines) + f"\n  C3000: !Equals [a, a]\nResources: {{Queue: {QUEUE}}}\n")
    assert reading.system is not None and not errors(reading)


def test_a_chain_of_dynamic_references_ends() -> None:
    resources = {
        f"P{at}": {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Name": f"/p{at}", "Type": "String", "Value": f"{{{{resolve:ssm:/p{at + 1}}}}}"},
        }
        for at in range(400)
    }
    reading = read(json.dumps({"Resources": resources}))
    assert reading.system is not None and len(reading.system.resources) == 400


def test_loops_in_loops_are_bounded() -> None:
    items = list(range(200))
    loop = (
        f"Fn::ForEach::A:\n  - A\n  - {items}\n  - Fn::ForEach::B:\n      - B\n      - {items}\n"
        f"      - Fn::ForEach::C:\n          - C\n          - {items}\n          - R${{A}}x${{B}}x${{C}}: {QUEUE}\n"
    )
    reading = read(
        "Transform: AWS::LanguageExtensions\nResources:\n" + "".join(f"  {line}\n" for line in loop.splitlines())
    )
    assert "TPL004" in codes(reading)


def test_nested_stacks_that_multiply_are_bounded(tmp_path: Path) -> None:
    for level in range(3):
        stacks = "\n".join(
            f"  S{at}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: level{level + 1}.yaml}}}}"
            for at in range(100)
        )
        (tmp_path / f"level{level}.yaml").write_text(f"Resources:\n{stacks}\n")
    (tmp_path / "level3.yaml").write_text(f"Resources: {{Queue: {QUEUE}}}")
    reading = read_file(tmp_path / "level0.yaml", ReadOptions(Scope("test")))
    too_many = [finding for finding in reading.findings if "too many files" in finding.what]
    assert reading.system is not None and len(too_many) == 1


def test_a_file_that_includes_itself_ends(tmp_path: Path) -> None:
    include = "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: loop.yaml}}}"
    (tmp_path / "loop.yaml").write_text(f"Again: {include}")
    reading = read(f"Resources: {{Queue: {QUEUE}}}\nMetadata: {include}", tmp_path)
    assert codes(reading) == ["TPL014"] and "part of itself" in reading.findings[0].what


def test_an_include_cannot_make_a_template_deeper_than_it_may_be(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 80 + "]" * 80)
    include = "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: deep.json}}}"
    nested = "{a: " * 40 + include + "}" * 40
    reading = read(f"Resources: {{Queue: {QUEUE}}}\nMetadata: {nested}", tmp_path)
    assert "TPL004" in codes(reading)


def test_too_many_findings_end_with_how_many_more() -> None:
    lines = "\n".join(f"  Q{at}: {{Type: AWS::SQS::Queue, Nonsense: 1}}" for at in range(MOST_FINDINGS + 20))
    reading = read(f"Resources:\n{lines}")
    assert len(reading.findings) == MOST_FINDINGS + 1 and "TPL019" in codes(reading)


def test_a_name_cannot_break_the_line_or_the_terminal() -> None:
    reading = read('Resources: {"a\\nb\\e[31m": {Type: AWS::SQS::Queue}}\n"x\\tsection": 1\n' + f"{'y' * 900}: 1")
    assert len(reading.findings) >= 3
    for finding in reading.findings:
        assert (finding.what + finding.why + finding.mend + finding.logical_id).isprintable()
        assert len(finding.what) < 1_000


def test_a_lone_surrogate_becomes_a_character_that_can_be_written() -> None:
    reading = read('{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "a\\ud800b"}}}}')
    assert reading.system is not None
    str(reading.system.resources["Queue"].properties["QueueName"]).encode()
