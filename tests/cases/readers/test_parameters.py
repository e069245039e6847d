"""Parameters: where their values come from, and what their declarations demand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cases.readers.reading import codes, errors, read, value_of
from seatrial.model.finding import Severity
from seatrial.model.value import Sensitive, Unknown
from seatrial.readers.cloudformation import read_parameters_file

RESOURCES = "Resources: {Queue: {Type: AWS::SQS::Queue}}\n"
WANTED = {"Name": "x", "Count": "2", "Zones": ["a", "b"]}


@pytest.mark.parametrize(
    "content",
    [
        [{"ParameterKey": key, "ParameterValue": value} for key, value in WANTED.items()],
        {"Parameters": WANTED},
        {"Parameters": {**WANTED, "Count": 2}, "Tags": {"a": "b"}},
        WANTED,
    ],
)
def test_a_parameters_file_may_have_any_of_awss_shapes(tmp_path: Path, content: object) -> None:
    path = tmp_path / "parameters.json"
    path.write_text(json.dumps(content))
    assert read_parameters_file(path) == (WANTED, ())


def test_a_parameters_file_may_be_a_list_of_assignments_or_yaml(tmp_path: Path) -> None:
    path = tmp_path / "parameters"
    path.write_text('["Name=x=y", "Empty="]')
    assert read_parameters_file(path) == ({"Name": "x=y", "Empty": ""}, ())
    path.write_text("Name: x\nCount: 2\nFlag: yes\n")
    assert read_parameters_file(path) == ({"Name": "x", "Count": "2", "Flag": "true"}, ())


@pytest.mark.parametrize("content", ["just text", '[{"ParameterKey": "a"}]', '{"a": {"b": "c"}}', "[[1]]"])
def test_what_is_no_parameter_in_a_file_is_a_finding(tmp_path: Path, content: str) -> None:
    path = tmp_path / "parameters.json"
    path.write_text(content)
    found, findings = read_parameters_file(path)
    assert found == {} and [finding.code for finding in findings] == ["PAR004"]
    assert findings[0].span.file == str(path)


def test_a_parameters_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    _, findings = read_parameters_file(tmp_path / "nowhere.json")
    assert [finding.code for finding in findings] == ["PAR004"]


def test_a_parameter_without_a_value_says_how_to_give_it() -> None:
    text = f"Parameters: {{Name: {{Type: String}}}}\n{RESOURCES}"
    (finding,) = read(text).findings
    assert finding.code == "PAR001" and finding.mend == "--param Name=VALUE" and finding.span.line == 1
    assert codes(read(text, parameters={"Name": ""})) == []


def test_a_number_is_passed_on_as_it_is_written() -> None:
    head = "Parameters: {Number: {Type: Number}}\n"
    assert value_of("!Ref Number", head, parameters={"Number": "007"}) == "007"
    assert value_of('!Sub "${Number}"', head, parameters={"Number": "1.50"}) == "1.50"


@pytest.mark.parametrize(
    ("declaration", "good", "bad"),
    [
        ("Type: String, AllowedValues: [a, 010, yes]", ["a", "8", "true"], ["b", "010"]),
        ("Type: String, AllowedPattern: '[a-z]+'", ["abc"], ["", "abc1", "1abc"]),
        ("Type: String, MinLength: 2, MaxLength: 3", ["ab", "abc"], ["a", "abcd"]),
        ("Type: Number, MinValue: -1, MaxValue: 1.5", ["-1", "0", "1.5"], ["-2", "1.6", "x", ""]),
        ("Type: CommaDelimitedList, AllowedValues: [a, b]", ["a", "a,b", "a, b"], ["a,c"]),
        ("Type: List<Number>", ["1", "1, 2.5"], ["1,x"]),
        ("Type: String", ["x" * 4096], ["x" * 4097]),
    ],
)
def test_a_value_must_be_as_its_declaration_demands(declaration: str, good: list[str], bad: list[str]) -> None:
    text = f"Parameters: {{Name: {{{declaration}}}}}\n{RESOURCES}"
    for value in good:
        assert codes(read(text, parameters={"Name": value})) == [], value
    for value in bad:
        assert codes(read(text, parameters={"Name": value})) == ["PAR002"], value


def test_a_list_may_be_given_as_one() -> None:
    head = "Parameters: {Names: {Type: CommaDelimitedList}}\n"
    assert value_of("!Ref Names", head, parameters={"Names": ["a", " b"]}) == ["a", "b"]
    assert value_of("!Ref Names", head, parameters={"Names": "a, b"}) == ["a", "b"]


def test_every_item_of_a_secret_list_is_secret() -> None:
    value = value_of("!Ref Names", "Parameters: {Names: {Type: CommaDelimitedList, NoEcho: true, Default: 'a,b'}}\n")
    assert isinstance(value, list) and all(isinstance(item, Sensitive) for item in value)


def test_an_ssm_parameter_is_known_when_the_stack_or_the_user_says_it() -> None:
    head = "Parameters: {Image: {Type: AWS::SSM::Parameter::Value<String>, Default: /app/image}}\n"
    unknown = value_of("!Ref Image", head)
    assert isinstance(unknown, Unknown) and "--resolve /app/image=VALUE" in unknown.reason
    assert value_of("!Ref Image", head, dynamic={"/app/image": "web:1"}) == "web:1"
    setting = "Setting: {Type: AWS::SSM::Parameter, Properties: {Name: /app/image, Type: String, Value: web:2}}"
    assert value_of("!Ref Image", f"{head}Resources:\n  {setting}\n") == "web:2"


def test_one_name_for_two_things_is_a_finding() -> None:
    reading = read("""
        Parameters: {Queue: {Type: String, Default: x}}
        Resources: {Queue: {Type: AWS::SQS::Queue}}
        Outputs:
          One: {Value: a, Export: {Name: shared}}
          Two: {Value: b, Export: {Name: !Sub shared}}
    """)
    assert codes(reading) == ["TPL020", "TPL020"]


def test_a_condition_that_cannot_be_decided_is_taken_to_hold_and_says_so() -> None:
    reading = read("""
        Conditions:
          Imported: !Equals [!ImportValue there, a]
          After: !Not [!Condition Imported]
        Resources:
          Queue: {Type: AWS::SQS::Queue, Condition: Imported, Properties: {QueueName: !If [Imported, a, b]}}
    """)
    assert sorted(codes(reading)) == ["INT010", "TPL022"] and not errors(reading)
    assert reading.system is not None
    assert isinstance(reading.system.resources["Queue"].properties["QueueName"], Unknown)


def test_a_missing_property_is_found_at_its_resource() -> None:
    (finding,) = read("Resources:\n  Near: {Type: AWS::EC2::Subnet, Properties: {CidrBlock: 10.0.0.0/24}}").findings
    assert finding.code == "SCH002" and "VpcId" in finding.what and finding.span.line == 2


def test_on_paper_a_parameter_without_a_value_is_assumed() -> None:
    text = """
        Parameters:
          Environment: {Type: String, AllowedValues: [dev, prod]}
          Certificate: {Type: String}
        Conditions:
          IsDev: !Equals [!Ref Environment, dev]
          HasCertificate: !Not [!Equals [!Ref Certificate, ""]]
          HasNone: !Equals [!Ref Certificate, ""]
          Both: !And [!Condition IsDev, !Condition HasCertificate]
        Resources:
          Dev: {Type: AWS::SQS::Queue, Condition: IsDev}
          Secure: {Type: AWS::SQS::Queue, Condition: HasCertificate, Properties: {KmsMasterKeyId: !Ref Certificate}}
          Plain: {Type: AWS::SQS::Queue, Condition: HasNone}
          Last: {Type: AWS::SQS::Queue, Condition: Both}
        """
    reading = read(text, assume=True)
    assert reading.system is not None
    assert list(reading.system.resources) == ["Dev", "Secure", "Last"]
    assert isinstance(reading.system.resources["Secure"].get("KmsMasterKeyId"), Unknown)
    said = {(item.code, item.severity): item.what for item in reading.findings}
    assert set(said) == {("PAR001", Severity.NOTE), ("TPL022", Severity.NOTE)}
    texts = [item.what for item in reading.findings]
    assert "the parameter Environment has no value; dev is assumed, the first of its allowed values" in texts
    assert "whether the condition HasNone holds cannot be told; it is assumed not to" in texts
    given = read(text, assume=True, parameters={"Environment": "prod", "Certificate": ""})
    assert given.findings == () and given.system is not None and list(given.system.resources) == ["Plain"]
    assert {item.severity for item in read(text).findings if item.code == "PAR001"} == {Severity.ERROR}


def test_a_string_that_is_used_as_a_list_is_told_once_and_at_its_type() -> None:
    reading = read("""
        Parameters: {Subnets: {Type: String, Default: "subnet-0aaaaaaaaaaaaaaa1,subnet-0aaaaaaaaaaaaaaa2"}}
        Resources:
          One: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: !Ref Subnets}}
          Two: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: !Ref Subnets}}
    """)
    [finding] = reading.findings
    assert finding.code == "INT030" and "Subnets of One, Subnets of Two take lists" in finding.what
    assert finding.mend == "set Type: List<AWS::EC2::Subnet::Id> for Subnets"
    assert reading.system is not None
    assert isinstance(reading.system.resources["One"].properties["Subnets"], Unknown)
