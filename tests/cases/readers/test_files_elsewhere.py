"""Files that a template leads to and that are not beside it under that name."""

from __future__ import annotations

from pathlib import Path

from seatrial.model.finding import Severity
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import Reading, ReadOptions, read_text

CHILD = "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {Url: {Value: !Ref Q}}\n"
CDK = """
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: !Sub 'https://s3.${AWS::Region}.${AWS::URLSuffix}/assets/0a1b.json' }
    Metadata: { 'aws:asset:path': child.nested.template.json, 'aws:asset:property': TemplateURL }
Outputs: { Url: { Value: !GetAtt Child.Outputs.Url } }
"""
INCLUDED = """
Parameters: { File: { Type: String } }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: one
      Tags: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: !Ref File } } }
"""
APPLICATION = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Rotation:
    Type: AWS::Serverless::Application
    Properties:
      Location: { ApplicationId: 'arn:aws:serverlessrepo:us-east-1:1:applications/x', SemanticVersion: 1.1.1 }
"""


def _read(text: str, folder: Path | None = None) -> Reading:
    return read_text(text, "template.yaml", ReadOptions(Scope(stack="s"), assume=True), folder)


def test_a_nested_stack_of_the_cdk_is_read_from_its_asset(tmp_path: Path) -> None:
    (tmp_path / "child.nested.template.json").write_text(CHILD)
    reading = _read(CDK, tmp_path)
    assert reading.findings == () and reading.system is not None
    assert list(reading.system.resources) == ["Child", "Child/Q"]


def test_without_the_asset_it_is_somewhere_else(tmp_path: Path) -> None:
    assert [(item.code, item.severity) for item in _read(CDK, tmp_path).findings] == [("TPL013", Severity.WARNING)]


def test_an_application_of_the_repository_has_no_file() -> None:
    [finding] = _read(APPLICATION).findings
    assert (finding.code, finding.severity) == ("TPL013", Severity.NOTE)
    assert "Serverless Application Repository" in finding.what


def test_an_include_whose_file_is_chosen_later_is_no_unknown_macro() -> None:
    found = [item for item in _read(INCLUDED).findings if item.code.startswith("TPL")]
    assert [(item.code, item.severity) for item in found] == [("TPL014", Severity.NOTE)]


def test_a_name_longer_than_any_file_has_is_a_finding(tmp_path: Path) -> None:
    text = f"Resources: {{N: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {'a' * 300}}}}}}}"
    assert [item.code for item in _read(text, tmp_path).findings] == ["TPL013"]


def test_a_circle_in_a_nested_stack_has_its_mend(tmp_path: Path) -> None:
    (tmp_path / "child.yaml").write_text(
        "Resources:\n"
        "  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt T.TopicName}}\n"
        "  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt Q.Arn}}\n"
    )
    text = "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}}"
    [circle] = [item for item in _read(text, tmp_path).findings if item.code == "TPL009"]
    assert circle.mend
