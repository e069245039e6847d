"""Whatever a text is, reading it gives findings and never fails; and it gives the same each time."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_files import CASES
from cases.readers.reading import DEPLOYED, read, text_of
from seatrial.model.finding import Finding
from seatrial.readers.cloudformation.codes import CODES
from seatrial.readers.cloudformation.resolve import FUNCTIONS

SETTINGS = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
REAL = [path.read_text(encoding="utf-8") for path in sorted((CASES / "readers").glob("*/template.*"))]
REAL += [path.read_text(encoding="utf-8") for path in sorted(DEPLOYED.glob("*.json"))[:3]]

NAMES = st.sampled_from(["A", "B", "C", "P", "Q", "M", "Cond", "AWS::Region", "AWS::NoValue", "Nothing", "A.Arn", ""])
TYPES = st.sampled_from(
    ["AWS::SQS::Queue", "AWS::EC2::VPC", "AWS::ECS::Service", "AWS::SSM::Parameter", "AWS::CloudFormation::Stack"]
)
SCALARS = st.one_of(
    NAMES,
    st.none(),
    st.booleans(),
    st.integers(-5, 300),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            "${A}",
            "${A.Arn}-${P}",
            "{{resolve:ssm:x}}",
            "10.0.0.0/16",
            ",",
            "a,b",
            "{{resolve:secretsmanager:s:SecretString:k}}",
        ]
    ),
    st.text(max_size=8),
)
FUNCTION_NAMES = st.sampled_from([*FUNCTIONS, "Condition", "Fn::Contains", "Fn::Nonsense", "Fn::ForEach::Loop"])


def nested(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(children, max_size=4),
        st.dictionaries(st.one_of(NAMES, st.text(max_size=5)), children, max_size=4),
        st.builds(lambda name, argument: {name: argument}, FUNCTION_NAMES, children),
    )


VALUES = st.recursive(SCALARS, nested, max_leaves=14)
RESOURCES = st.fixed_dictionaries(
    {"Type": TYPES},
    optional={
        "Properties": st.one_of(
            st.dictionaries(st.sampled_from(["QueueName", "CidrBlock", "Tags", "Value", "Name"]), VALUES), VALUES
        ),
        "DependsOn": VALUES,
        "Condition": VALUES,
        "DeletionPolicy": VALUES,
        "Metadata": VALUES,
    },
)
SECTIONS = st.fixed_dictionaries(
    {"Resources": st.dictionaries(st.sampled_from(["A", "B", "C", "D"]), st.one_of(RESOURCES, VALUES))},
    optional={
        "Parameters": st.dictionaries(
            st.sampled_from(["P", "Q"]),
            st.one_of(
                st.fixed_dictionaries(
                    {
                        "Type": st.sampled_from(
                            ["String", "Number", "CommaDelimitedList", "AWS::SSM::Parameter::Value<String>"]
                        )
                    },
                    optional={"Default": VALUES, "AllowedPattern": SCALARS, "NoEcho": SCALARS, "AllowedValues": VALUES},
                ),
                VALUES,
            ),
        ),
        "Conditions": st.dictionaries(st.sampled_from(["Cond", "D"]), VALUES),
        "Mappings": st.one_of(st.dictionaries(st.just("M"), VALUES), VALUES),
        "Rules": st.one_of(
            st.dictionaries(
                st.just("R"), st.fixed_dictionaries({"Assertions": st.lists(st.fixed_dictionaries({"Assert": VALUES}))})
            ),
            VALUES,
        ),
        "Outputs": st.one_of(
            st.dictionaries(st.just("O"), st.fixed_dictionaries({"Value": VALUES}, optional={"Export": VALUES})), VALUES
        ),
        "Transform": st.one_of(st.just("AWS::LanguageExtensions"), VALUES),
        "Description": VALUES,
        "Globals": VALUES,
    },
)


def check(text: str | bytes) -> None:
    reading = read(text)
    for finding in reading.findings:
        assert finding.code in CODES and finding.what
        assert is_one_line(finding), finding
    again = read(text)
    assert text_of(reading) == text_of(again)


def is_one_line(finding: Finding) -> bool:
    return all(part.isprintable() for part in (finding.what, finding.why, finding.mend, finding.where))


@SETTINGS
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_any_text_is_answered(text: str | bytes) -> None:
    check(text)


@SETTINGS
@given(st.text(alphabet="{}[]!&*:-?|>'\"%@`#, \n\tRefA0<=~", max_size=80))
def test_any_text_of_yaml_signs_is_answered(text: str) -> None:
    check(text)


@SETTINGS
@given(VALUES)
def test_any_json_is_answered(value: Any) -> None:
    check(json.dumps(value))


@SETTINGS
@given(SECTIONS)
def test_functions_in_any_place_are_answered(template: dict[str, Any]) -> None:
    check(json.dumps(template))


@SETTINGS
@given(SECTIONS)
def test_a_serverless_template_of_any_shape_is_answered(template: dict[str, Any]) -> None:
    template["Transform"] = "AWS::Serverless-2016-10-31"
    for resource in template["Resources"].values():
        if isinstance(resource, dict) and resource.get("Type") == "AWS::ECS::Service":
            resource["Type"] = "AWS::Serverless::Function"
    check(json.dumps(template))


@SETTINGS
@given(st.sampled_from(REAL), st.randoms(use_true_random=False))
def test_a_real_template_with_damage_is_answered(text: str, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        end = at + chance.randint(0, 30)
        piece = chance.choice(
            ["", "{", "]", "\n", "  ", "!Ref ", ": ", "&a ", "*a", "\x00", '"', "é", text[at : at + 40]]
        )
        text = text[:at] + piece + text[end:]
    check(text)


@SETTINGS
@given(
    st.sampled_from([text for text in REAL if text.lstrip().startswith("{")]), st.randoms(use_true_random=False), VALUES
)
def test_a_real_template_with_another_value_somewhere_is_answered(text: str, chance: random.Random, value: Any) -> None:
    document = json.loads(text)
    node: Any = document
    while True:
        keys: list[Any] = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = chance.choice(keys)
        if not isinstance(node[key], dict | list) or not node[key] or chance.random() < 0.2:
            node[key] = value
            break
        node = node[key]
    check(json.dumps(document))
