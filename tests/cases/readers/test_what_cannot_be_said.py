"""What CloudFormation refuses to be told of exports, imports, snapshots, nested stacks and transforms."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.readers.reading import codes, errors, read

QUEUE = "Resources:\n  Queue: {Type: AWS::SQS::Queue}\n"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            f"{QUEUE}Outputs:\n  Out: {{Value: x, Export: {{Name: !GetAtt Queue.QueueName}}}}\n",
            "TPL031",
            "depends on Queue",
        ),
        (f"{QUEUE}Outputs:\n  Out: {{Value: !ImportValue {{Ref: Queue}}}}\n", "TPL032", "depends on Queue"),
        ("Resources:\n  Queue: {Type: AWS::SQS::Queue, DeletionPolicy: Snapshot}\n", "TPL033", "AWS::SQS::Queue"),
        ("Resources:\n  Table: {Type: AWS::Serverless::SimpleTable}\n", "TPL030", "serverless"),
        ("Globals: {Function: {Timeout: 3}}\n" + QUEUE, "TPL030", "Globals"),
        ("Resources:\n  Queue: {Type: AWS::SQS::Qeue}\n", "TPL021", "AWS::SQS::Qeue"),
        ("Transform: AWS::Serverles-2016-10-31\n" + QUEUE, "TPL011", "AWS::Serverles-2016-10-31"),
        (
            "Parameters:\n  Vpc: {Type: AWS::EC2::VPC, Default: vpc-0123456789abcdef0}\n" + QUEUE,
            "TPL006",
            "AWS::EC2::VPC",
        ),
    ],
)
def test_one_mistake_is_one_error(text: str, code: str, said: str) -> None:
    found = errors(read(text))
    assert [item.code for item in found] == [code]
    assert said in found[0].what


def test_a_mistyped_type_is_read_as_the_one_that_is_meant() -> None:
    reading = read("Resources:\n  Queue: {Type: AWS::SQS::Qeue}\nOutputs:\n  Arn: {Value: !GetAtt Queue.Arn}\n")
    assert reading.system is not None
    assert reading.system.resources["Queue"].type == "AWS::SQS::Queue"
    assert codes(reading) == ["TPL021"]


def test_a_nested_stack_is_given_strings(tmp_path: Path) -> None:
    child = "Parameters:\n  Ids: {Type: CommaDelimitedList}\nResources:\n  Queue: {Type: AWS::SQS::Queue}\n"
    (tmp_path / "child.yaml").write_text(child, encoding="utf-8")
    stack = (
        "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: child.yaml\n"
    )
    found = errors(read(f"{stack}      Parameters: {{Ids: [a, b]}}\n", tmp_path))
    assert [(item.code, item.path) for item in found] == [("TPL034", ("Parameters", "Ids"))]
    assert errors(read(f'{stack}      Parameters: {{Ids: !Join [",", [a, b]]}}\n', tmp_path)) == []


def test_a_transform_that_is_missing_is_read_as_if_it_were_there() -> None:
    reading = read("Resources:\n  Table: {Type: AWS::Serverless::SimpleTable}\n")
    assert reading.system is not None
    assert [item.type for item in reading.system.resources.values()] == ["AWS::DynamoDB::Table"]


def test_another_macro_may_bring_the_serverless_types() -> None:
    reading = read("Transform: OurOwnMacro\nResources:\n  Table: {Type: AWS::Serverless::SimpleTable}\n")
    assert errors(reading) == []


@pytest.mark.parametrize("name", ["Transform", "Resources", "Parameters", "Outputs"])
def test_a_section_under_a_name_that_is_nearly_its_own_is_read_as_it_is_meant(name: str) -> None:
    """Whatever is done with a section then: what Transform includes is put in its place."""
    text = (
        "Transform: {Name: AWS::Include, Parameters: {Location: outputs.yaml}}\n"
        "Parameters: {Stage: {Type: String, Default: one}}\n"
        "Resources: {Queue: {Type: AWS::SQS::Queue, Properties: {Fn::Transform: {Name: Macro}}}}\n"
        "Outputs: {Url: {Value: !Ref Queue}}\n"
    )
    reading = read(f"\n{text}".replace(f"\n{name}:", f"\n{name[1:]}:"))
    assert [item.what for item in errors(reading) if item.code == "TPL005"] == [
        f"{name[1:]} is no section of a template"
    ]
    assert reading.system is not None and "Queue" in reading.system.resources
