"""Slips of the same sort everywhere: a property that is gone, a thing of another kind where one is named.

Whatever is made of such a slip, it is one fault, and what leans on it tells of no error of its own.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from case_files import CASES
from seatrial import api
from seatrial.model.finding import Finding, Severity
from seatrial.readers.cloudformation.nodes import plain_of
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.text import parse

BASES = ("api", "batch", "shop", "worker")
# Every so many of the places are tried, so that all are in a few rounds of changes to the bases.
STRIDE = 6
# Two errors, each of which has to be mended by itself.
TWO = {("api", "CatalogService", ("TaskDefinition",))}
Place = tuple[str | int, ...]


def _template(base: str) -> dict[str, Any]:
    file = CASES / "checks" / f"{base}.yaml"
    root = parse(file.read_text(), str(file), Problems())
    assert root is not None
    found = plain_of(root)
    assert isinstance(found, dict)
    return found


def _errors(folder: Path, template: dict[str, Any]) -> list[Finding]:
    file = folder / "template.json"
    file.write_text(json.dumps(template))
    (report,) = api.check([api.ReadRequest(file)])
    return [item for item in report.findings if item.severity is Severity.ERROR]


def _is_function(value: Any) -> bool:
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref"))


def _places(value: Any, place: Place = ()) -> Iterator[Place]:
    if _is_function(value):
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*place, key)
        yield from _places(item, (*place, key))


def _references(value: Any, place: Place = ()) -> Iterator[Place]:
    if _is_function(value):
        if "Ref" in value or "Fn::GetAtt" in value:
            yield place
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _references(item, (*place, key))


def _holder(template: dict[str, Any], name: str, place: Place) -> Any:
    value = template["Resources"][name]["Properties"]
    for key in place[:-1]:
        value = value[key]
    return value


@pytest.mark.parametrize("base", BASES)
def test_a_property_that_is_gone_is_one_error_at_most(base: str, tmp_path: Path) -> None:
    template = _template(base)
    places = [
        (name, place) for name, item in template["Resources"].items() for place in _places(item.get("Properties", {}))
    ]
    told = 0
    for name, place in places[::STRIDE]:
        changed = copy.deepcopy(template)
        del _holder(changed, name, place)[place[-1]]
        errors = _errors(tmp_path, changed)
        told += len(errors)
        if (base, name, place) not in TWO:
            assert len(errors) <= 1, (name, place, [item.what for item in errors])
    assert told > len(places) / STRIDE / 2


@pytest.mark.parametrize("base", BASES)
def test_a_thing_of_another_kind_is_one_error_at_most(base: str, tmp_path: Path) -> None:
    template = _template(base)
    vpc = next(name for name, item in template["Resources"].items() if item["Type"] == "AWS::EC2::VPC")
    places = [
        (name, place)
        for name, item in template["Resources"].items()
        if name != vpc
        for place in _references(item.get("Properties", {}))
    ]
    told = 0
    for name, place in places[:: STRIDE // 2]:
        changed = copy.deepcopy(template)
        holder = _holder(changed, name, place)
        if holder[place[-1]] == {"Ref": vpc}:
            continue
        holder[place[-1]] = {"Ref": vpc}
        errors = _errors(tmp_path, changed)
        told += len(errors)
        assert len(errors) <= 1, (name, place, [item.what for item in errors])
    assert told > len(places) / STRIDE


@pytest.mark.parametrize("base", BASES)
def test_a_resource_that_is_gone_is_missing_once(base: str, tmp_path: Path) -> None:
    template = _template(base)
    told = 0
    for name in list(template["Resources"])[:: STRIDE // 3]:
        changed = copy.deepcopy(template)
        del changed["Resources"][name]
        missing = [item for item in _errors(tmp_path, changed) if item.code in ("INT001", "INT002", "INT006", "TPL010")]
        told += len(missing)
        assert len(missing) <= 1, (name, [item.what for item in missing])
        assert all(name in f"{item.what} {item.mend}" for item in missing)
    assert told > len(template["Resources"]) / STRIDE


def _network() -> dict[str, Any]:
    """A VPC without tasks, of which something is gone that others wait for."""
    net = {"VpcId": {"Ref": "Net"}}
    return {
        "Resources": {
            "Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
            "Gateway": {"Type": "AWS::EC2::InternetGateway"},
            "Attachment": {
                "Type": "AWS::EC2::VPCGatewayAttachment",
                "Properties": {**net, "InternetGatewayId": {"Ref": "Gateway"}},
            },
            "Block": {"Type": "AWS::EC2::VPCCidrBlock", "Properties": {**net, "AmazonProvidedIpv6CidrBlock": True}},
            "Subnet": {
                "Type": "AWS::EC2::Subnet",
                "DependsOn": ["Block"],
                "Properties": {
                    **net,
                    "CidrBlock": "10.0.0.0/24",
                    "Ipv6CidrBlock": {
                        "Fn::Select": [
                            0,
                            {"Fn::Cidr": [{"Fn::Select": [0, {"Fn::GetAtt": ["Net", "Ipv6CidrBlocks"]}]}, 4, 64]},
                        ]
                    },
                },
            },
            "Table": {"Type": "AWS::EC2::RouteTable", "Properties": net},
            "Route": {
                "Type": "AWS::EC2::Route",
                "DependsOn": ["Attachment"],
                "Properties": {
                    "RouteTableId": {"Ref": "Table"},
                    "DestinationCidrBlock": "0.0.0.0/0",
                    "GatewayId": {"Ref": "Gateway"},
                },
            },
            "Address": {"Type": "AWS::EC2::EIP", "DependsOn": ["Attachment"], "Properties": {"Domain": "vpc"}},
            "Nat": {
                "Type": "AWS::EC2::NatGateway",
                "DependsOn": ["Route"],
                "Properties": {
                    "SubnetId": {"Ref": "Subnet"},
                    "AllocationId": {"Fn::GetAtt": ["Address", "AllocationId"]},
                },
            },
        }
    }


@pytest.mark.parametrize("gone", ["Attachment", "Block"])
def test_what_a_network_without_tasks_lacks_is_told_where_it_is_named(gone: str, tmp_path: Path) -> None:
    template = _network()
    assert _errors(tmp_path, template) == []
    del template["Resources"][gone]
    assert [(item.code, gone in item.what) for item in _errors(tmp_path, template)] == [("TPL010", True)]


@pytest.mark.parametrize(("waiting", "name"), [("Subnet", "Blocks"), ("Route", "Attachement")])
def test_what_is_misspelt_in_depends_on_is_told_there(waiting: str, name: str, tmp_path: Path) -> None:
    template = _network()
    template["Resources"][waiting]["DependsOn"] = [name]
    assert [(item.code, name in item.what) for item in _errors(tmp_path, template)] == [("TPL010", True)]
