"""Hostile input: whatever a template says, check answers in bounded time and without a traceback."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_files import CASES
from seatrial.analyses.checklist import check
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_text

FOLDER = CASES / "checks"
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        [
            "0.0.0.0/0",
            "10.0.0.0/33",
            "10.0.0.0/8",
            "::/0",
            "-1",
            "*",
            "cron(0 0 31 2 ? *)",
            "rate(0 minutes)",
            "{}",
            "arn:aws:iam::123456789012:role/x",
            "arn:aws:sqs:us-east-1:123456789012:q",
            "AWS::NoValue",
            "99999999999",
            "\u00b2",
            "9" * 5_000,
            "[" * 5_000 + "]" * 5_000,
        ]
    ),
)
INTRINSICS = st.sampled_from([{"Ref": "AWS::Region"}, {"Ref": "AWS::NoValue"}, {"Fn::ImportValue": "elsewhere"}])
VALUES = st.recursive(
    st.one_of(SCALARS, INTRINSICS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms into their long ones."""


def _short(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    value: Any
    match node:
        case yaml.ScalarNode():
            value = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case _:
            value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _short)
BASES = {path.stem: yaml.load(path.read_text(encoding="utf-8"), _Loader) for path in sorted(FOLDER.glob("*.yaml"))}


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += _paths(item, (*path, key))
    return found


PLACES = {name: _paths(base["Resources"]) for name, base in BASES.items()}


ODD = ("\u00b2", "\u0663", "9" * 5_000, "[" * 5_000 + "]" * 5_000, '{"a":' * 300 + "1" + "}" * 300)


@pytest.mark.parametrize(
    "odd", ODD, ids=("a raised two", "an Arabic three", "many digits", "deep lists", "deep objects")
)
def test_odd_text_in_any_place_is_answered(odd: str) -> None:
    """Digits that are no number, more of them than Python reads, JSON that nests deeper than its reader goes."""
    for base, content in BASES.items():
        texts = [path for path in PLACES[base] if isinstance(_at(content["Resources"], path), str)]
        # Every other place at a time, so that what one mistake hides another run shows.
        for start in range(2):
            template = copy.deepcopy(content)
            for path in texts[start::2]:
                if path[-1] not in ("Type", "Ref", "Fn::GetAtt") and "Fn::GetAtt" not in path:
                    _spoil(template["Resources"], path, odd)
            _answered(template)


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_spoilt_template_is_answered(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(BASES)))
    template = copy.deepcopy(BASES[name])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(PLACES[name]))
        _spoil(template["Resources"], path, copy.deepcopy(data.draw(VALUES)))
    _answered(template)


def test_a_mapping_among_the_actions_of_a_buckets_policy_is_answered() -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": [{}, "s3:GetObject"], "Resource": "arn:aws:s3:::b"}
    policy = {"Bucket": "b", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    _answered({"Resources": {"Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": policy}}})


def test_a_mapping_in_the_place_of_a_peerings_network_is_answered() -> None:
    template = copy.deepcopy(BASES["crossing"])
    [peering] = [item for item in template["Resources"].values() if item["Type"] == "AWS::EC2::VPCPeeringConnection"]
    peering["Properties"]["PeerVpcId"] = {"of": "another kind"}
    _answered(template)


def test_a_mapping_in_the_place_of_a_subnet_is_answered() -> None:
    template = copy.deepcopy(BASES["plain_internal"])
    template["Resources"]["DoorARoutes"]["Properties"]["SubnetId"] = {"of": [{}]}
    _answered(template)


def test_nothing_in_the_place_of_a_rule_is_answered() -> None:
    template = copy.deepcopy(BASES["public"])
    template["Resources"]["LbGroup"]["Properties"]["SecurityGroupIngress"][1] = None
    _answered(template)


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


def _answered(template: Any) -> None:
    reading = read_text(json.dumps(template), "t.json", ReadOptions(scope=Scope("t")))
    if reading.system is not None:
        report = check(reading.system, (), reading.findings)
        for finding in report.findings:
            assert finding.what and finding.code and (finding.mend or finding.why)


def _spoil(value: Any, path: tuple[str | int, ...], new: Any) -> None:
    for part in path[:-1]:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(value, dict) or (isinstance(value, list) and isinstance(path[-1], int) and path[-1] < len(value)):
        value[path[-1]] = new


def test_a_resource_without_a_type_that_others_lean_on_is_answered() -> None:
    template = copy.deepcopy(BASES["shop"])
    del template["Resources"]["Logs"]["Type"]
    template["Resources"]["AppSG"]["Properties"]["VpcId"] = {"Ref": "AppRole"}
    _answered(template)
