"""What CloudFormation refuses is told in its words, and what it accepts is not."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import read_yaml
from seatrial.kinds import CARDS, schema
from seatrial.kinds.data.log_retention import RETENTION_DAYS
from seatrial.model.span import path_text
from seatrial.model.value import HIDDEN, Properties, Sensitive, Unknown, Value

CASES = Path(__file__).with_name("schema_cases")
SCHEMAS = files("seatrial.kinds.data").joinpath("schemas")
TYPES = sorted(json.loads(file.read_text())["typeName"] for file in SCHEMAS.iterdir() if file.name.endswith(".json"))
WHY = Unknown("a parameter has no value")

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just(WHY)
values = st.recursive(
    scalars | st.text(max_size=10).map(Sensitive),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def told(type: str, properties: Properties) -> str:
    """Problems as text: where, kind, what, why, mend."""
    return "\n".join(
        f"{problem.kind}: {problem.what}\n  at    {path_text(problem.path) or type}\n"
        f"  why   {problem.why}\n  mend  {problem.mend}"
        for problem in schema.problems(type, properties)
    )


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_properties_are_judged_as_written(case: Path) -> None:
    """Each case is a resource, and beside it what is said of it; nothing where CloudFormation accepts it."""
    resource = read_yaml(case)
    expected = case.with_suffix(".txt")
    assert (
        told(resource["Type"], resource["Properties"]) == (expected.read_text() if expected.exists() else "").rstrip()
    )


@pytest.mark.parametrize(
    ("type", "key", "value"),
    [
        ("AWS::ElasticLoadBalancingV2::TargetGroup", "Port", "80"),
        ("AWS::ElasticLoadBalancingV2::TargetGroup", "Port", 80.0),
        ("AWS::EC2::VPC", "EnableDnsSupport", "true"),
        ("AWS::EC2::VPC", "EnableDnsSupport", "True"),
        ("AWS::Logs::LogGroup", "RetentionInDays", "30"),
        ("AWS::ECR::Repository", "RepositoryPolicyText", '{"Version": "2012-10-17"}'),
        ("AWS::ECR::Repository", "RepositoryPolicyText", {"Version": "2012-10-17"}),
        ("AWS::SQS::Queue", "RedrivePolicy", {"deadLetterTargetArn": "arn", "maxReceiveCount": 3}),
        ("AWS::EC2::EIP", "Domain", "VPC"),
        ("AWS::EC2::EIP", "Domain", "{{resolve:ssm:domain}}"),
        ("AWS::EC2::EIP", "Tags", [{"Key": "a", "Value": 1}]),
    ],
)
def test_a_scalar_is_taken_as_cloudformation_takes_it(type: str, key: str, value: Any) -> None:
    assert not [problem for problem in schema.problems(type, {key: value}) if problem.path[:1] == (key,) and value]


@pytest.mark.parametrize(
    ("value", "found"),
    [("eighty", "String"), ([80], "JSONArray"), ({"Port": 80}, "JSONObject"), (80.5, "Number"), (True, "Boolean")],
)
def test_what_is_no_whole_number_is_a_wrong_type(value: Any, found: str) -> None:
    (problem,) = schema.problems("AWS::ElasticLoadBalancingV2::TargetGroup", {"Port": value})
    assert problem.kind == "wrong type" and problem.path == ("Port",)
    assert f"[#/Port: expected type: Integer, found: {found}]" in problem.why


@pytest.mark.parametrize("type", TYPES)
def test_what_is_unknown_passes(type: str) -> None:
    loaded = schema._schema(type)
    assert loaded is not None
    writable = loaded["properties"].keys() - {path[0] for path in schema.read_only(type) if len(path) == 1}
    properties: dict[str, Value] = dict.fromkeys(writable, WHY)
    assert not list(schema.problems(type, properties))


def test_an_unknown_property_may_turn_out_to_be_nothing() -> None:
    both: dict[str, Value] = {"CidrBlock": "10.0.0.0/16", "Ipv4IpamPoolId": WHY, "Ipv4NetmaskLength": WHY}
    assert not list(schema.problems("AWS::EC2::VPC", both))


def test_a_sensitive_value_is_never_shown() -> None:
    secret = Sensitive("hunter2-hunter2")
    for type, key in (
        ("AWS::ECS::Service", "LaunchType"),
        ("AWS::ElasticLoadBalancingV2::TargetGroup", "Port"),
        ("AWS::SSM::Parameter", "Tier"),
        ("AWS::Logs::LogGroup", "RetentionInDays"),
    ):
        text = told(type, {key: secret})
        assert HIDDEN in text and "hunter2" not in text


def test_a_type_without_a_schema_has_no_problems() -> None:
    for type in ("Made::Up::Thing::MODULE", "AWS::Made::Up", "aws::ecs::service", "AWS::ECS::Service ", "../../x", ""):
        assert not schema.knows(type)
        assert not list(schema.problems(type, {"Anything": 1}))
        assert not schema.attributes(type) and not schema.create_only(type)


def test_a_custom_resource_needs_who_provides_it_and_takes_all_else() -> None:
    assert [item.what for item in schema.problems("Custom::Thing", {"Id": True})] == [
        "Custom::Thing lacks ServiceToken"
    ]
    assert not list(
        schema.problems("Custom::Thing", {"ServiceToken": "arn:aws:sns:us-east-1:123456789012:t", "Id": {}})
    )


def test_a_thousand_mistakes_are_not_told_a_thousand_times() -> None:
    properties = {f"Wrong{number}": 1 for number in range(1000)}
    assert len(list(schema.problems("AWS::ECS::Service", properties))) == schema.MOST_PROBLEMS


def test_a_template_deeper_than_any_schema_ends() -> None:
    statement: Any = {"NotStatement": {}}
    for _ in range(500):
        statement = {"NotStatement": {"Statement": statement}}
    rule = {"Name": "r", "Priority": 1, "Statement": statement, "VisibilityConfig": {}}
    list(schema.problems("AWS::WAFv2::WebACL", {"Rules": [rule]}))


@given(
    type=st.sampled_from(TYPES),
    wrong=st.dictionaries(st.text(max_size=12), values, max_size=3),
    data=st.data(),
)
def test_no_properties_make_it_raise(type: str, wrong: Properties, data: st.DataObject) -> None:
    loaded = schema._schema(type)
    assert loaded is not None
    keys = st.sampled_from(sorted(loaded["properties"])) if loaded["properties"] else st.text(max_size=3)
    properties = {**wrong, **data.draw(st.dictionaries(keys, values, max_size=5))}
    for problem in schema.problems(type, properties):
        assert problem.what and problem.why and problem.mend
        assert problem.kind in ("unknown property", "missing property", "wrong type", "not allowed")
        assert all(isinstance(part, str | int) for part in problem.path)


def test_what_a_change_replaces_is_the_schemas() -> None:
    assert schema.create_only("AWS::ECS::Service") == {
        ("Cluster",),
        ("Role",),
        ("SchedulingStrategy",),
        ("ServiceName",),
    }
    assert ("TargetType",) in schema.create_only("AWS::ElasticLoadBalancingV2::TargetGroup")
    assert ("ContainerDefinitions",) in schema.create_only("AWS::ECS::TaskDefinition")
    assert ("VpcId",) in schema.read_only("AWS::EC2::VPC")
    assert schema.primary("AWS::ECS::Service") == (("ServiceArn",), ("Cluster",))


def test_getatt_names_are_those_of_cloudformation() -> None:
    assert schema.attributes("AWS::RDS::DBCluster") >= {"Endpoint.Address", "ReadEndpoint.Address"}
    assert schema.attributes("AWS::EC2::Subnet") >= {"AvailabilityZone", "VpcId", "CidrBlock"}
    assert "Name" in schema.attributes("AWS::ServiceDiscovery::Service")


def test_retention_days_are_those_of_the_schema() -> None:
    group = schema._schema("AWS::Logs::LogGroup")
    assert group is not None and tuple(sorted(group["properties"]["RetentionInDays"]["enum"])) == RETENTION_DAYS


def test_every_card_has_a_schema() -> None:
    assert set(TYPES) >= CARDS.keys()


@pytest.mark.parametrize("type", TYPES)
def test_a_schema_names_its_source_version_and_date(type: str) -> None:
    loaded = schema._schema(type)
    assert loaded is not None
    assert loaded["source"].startswith("https://") and loaded["version"].startswith("cfn-lint ") and loaded["date"]


def test_importing_the_cards_reads_no_schema() -> None:
    script = "import seatrial.kinds; from seatrial.kinds.schema import _schema; print(_schema.cache_info().misses)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
