"""What no resolving meets: names in what is not created, and variables in strings that stay strings."""

from __future__ import annotations

import pytest

from cases.readers.reading import codes, read
from seatrial.model.finding import Severity

HEAD = """
Parameters: {Name: {Type: String, Default: a}}
Conditions: {Never: !Equals [a, b]}
"""


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("Resources: {Q: {Type: AWS::SQS::Queue, Condition: Never, Properties: {QueueName: !Ref Nme}}}", "INT001"),
        (
            "Resources: {Q: {Type: AWS::SQS::Queue, Condition: Never, Properties: {QueueName: !Sub 'a${Nme}'}}}",
            "INT001",
        ),
        ("Resources: {Q: {Type: AWS::SQS::Queue, Condition: Never, Properties: {QueueName: !GetAtt A.B}}}", "INT002"),
        ("Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !If [Never, !Ref Nme, a]}}}", "INT001"),
        ("Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {O: {Condition: Never, Value: !Ref Nme}}", "INT001"),
    ],
)
def test_a_name_in_what_is_not_created_must_be_there(part: str, code: str) -> None:
    assert codes(read(HEAD + part)) == [code]


@pytest.mark.parametrize(
    "part",
    [
        "Resources: {Q: {Type: AWS::SQS::Queue, Condition: Never, Properties: {QueueName: !Ref Name}}}",
        "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub ['${Own}', {Own: x}]}}}",
        "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !If [Never, !Ref AWS::NoValue, a]}}}",
    ],
)
def test_what_is_there_is_nothing_to_tell(part: str) -> None:
    assert read(HEAD + part).findings == ()


def test_a_variable_in_a_plain_string_stays_text() -> None:
    definition = "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: 'x-${Name}'}}}"
    [finding] = read(HEAD + definition).findings
    assert (finding.code, finding.severity) == ("INT031", Severity.WARNING) and "write !Sub" in finding.mend
    assert read(HEAD + definition.replace("${Name}", "${Else}")).findings == ()
    shell = "{Name: a, Image: b, Command: [sh, -c, 'echo ${Name}']}"
    task = f"Resources: {{T: {{Type: AWS::ECS::TaskDefinition, Properties: {{ContainerDefinitions: [{shell}]}}}}}}"
    assert read(HEAD + task).findings == ()
