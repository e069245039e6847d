"""Edits of a text: the change, and nothing but the change."""

from __future__ import annotations

import json

import pytest

from seatrial.model.edit import Edit, add_to_property, set_property, wait_for
from seatrial.writers.edits import CannotEdit, edited

YAML = """\
# top
Resources:
  Group:   # the tasks'
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: |
        two
        lines

      Tags: [ {Key: a, Value: b} ]   # kept

  # a service
  Service:
    Type: AWS::ECS::Service
    DependsOn: Group
    Properties: { Cluster: !Ref C,
                  DesiredCount: 2 }
  List:
    Type: AWS::IAM::Role
    DependsOn:
    - Group
    Properties:
      Policies:
      - PolicyName: x   # first
        PolicyDocument: {}
      Choice: !If [A, {B: 1}, {B: 2}]
"""


def _one(edit: Edit, old: str, new: str, text: str = YAML) -> None:
    assert text.count(old) == 1
    assert edited(text, [edit]) == text.replace(old, new)


def test_a_value_is_replaced_where_it_stands() -> None:
    _one(set_property("Service", "DesiredCount", to=3), "DesiredCount: 2 }", "DesiredCount: 3 }")
    _one(set_property("Service", "Cluster", to={"Ref": "D"}), "!Ref C", "!Ref D")
    _one(set_property("Group", "Tags", 0, "Value", to="true"), "Value: b", "Value: 'true'")


def test_a_key_comes_behind_its_siblings() -> None:
    _one(
        set_property("Group", "VpcId", to={"Fn::GetAtt": ["Vpc", "Id"]}),
        "# kept\n",
        "# kept\n      VpcId: !GetAtt Vpc.Id\n",
    )
    _one(
        set_property("Service", "LaunchType", to="FARGATE"),
        "DesiredCount: 2 }",
        "DesiredCount: 2,\n                  LaunchType: FARGATE }",
    )
    _one(
        set_property("List", "Deep", "Er", to={"Fn::Sub": "${A}:x"}),
        "{B: 2}]\n",
        '{B: 2}]\n      Deep: {Er: !Sub "${A}:x"}\n',
    )


def test_a_list_gets_an_item_in_its_own_style() -> None:
    _one(wait_for("List", "Service"), "    - Group\n", "    - Group\n    - Service\n")
    _one(wait_for("Service", "List"), "DependsOn: Group\n", "DependsOn: [Group, List]\n")
    _one(wait_for("Group", "List"), "SecurityGroup\n", "SecurityGroup\n    DependsOn: [List]\n")
    _one(add_to_property("Group", "Tags", item={"Key": "c", "Value": "d"}), "b} ]", "b}, {Key: c, Value: d} ]")
    _one(
        add_to_property("List", "Policies", item={"PolicyName": "z", "PolicyDocument": {"Statement": [{"A": [1]}]}}),
        "        PolicyDocument: {}\n",
        "        PolicyDocument: {}\n      - PolicyName: z\n        PolicyDocument:\n          Statement:\n"
        "            - A: [1]\n",
    )


def test_line_ends_of_windows_stay() -> None:
    text = YAML.replace("\n", "\r\n")
    _one(wait_for("List", "Service"), "    - Group\r\n", "    - Group\r\n    - Service\r\n", text)


def test_a_text_without_a_last_line_end_gets_one() -> None:
    assert edited("Resources:\n  A:\n    Type: x", [wait_for("A", "B")]) == (
        "Resources:\n  A:\n    Type: x\n    DependsOn: [B]\n"
    )


@pytest.mark.parametrize(
    "edit",
    [
        set_property("List", "Choice", "B", to=3),
        set_property("Nobody", "B", to=3),
        set_property("Group", "Tags", 7, "Value", to="x"),
        add_to_property("Group", "GroupDescription", "x", item=1),
        set_property("List", "Policies", to=1),
    ],
)
def test_what_is_not_written_out_is_not_changed(edit: Edit) -> None:
    with pytest.raises(CannotEdit):
        edited(YAML, [edit])


@pytest.mark.parametrize("indent", [None, 1, 4, "\t"])
def test_json_stays_json_and_as_it_was(indent: int | str | None) -> None:
    value = {"Resources": {"A": {"Type": "x", "DependsOn": ["B"], "Properties": {"P": [], "Q": {"R": 1}, "S": {}}}}}
    text = json.dumps(value, indent=indent)
    edits = [
        wait_for("A", "C"),
        add_to_property("A", "P", item={"Ref": "B"}),
        set_property("A", "Q", "T", to=True),
        set_property("A", "S", "U", "V", to="w"),
    ]
    after = edited(text, edits)
    assert json.loads(after) == {
        "Resources": {
            "A": {
                "Type": "x",
                "DependsOn": ["B", "C"],
                "Properties": {"P": [{"Ref": "B"}], "Q": {"R": 1, "T": True}, "S": {"U": {"V": "w"}}},
            }
        }
    }
    if indent is not None:
        kept = set(text.splitlines())
        assert sum(line not in kept for line in after.splitlines()) <= 8


def test_what_an_alias_names_is_not_written_for_one_place() -> None:
    one, two = "{Type: T, Properties: {Trust: &trust {Service: a}}}", "{Type: T, Properties: {Trust: *trust}}"
    text = f"Resources:\n  One: {one}\n  Two: {two}\n"
    for name in ("One", "Two"):
        with pytest.raises(CannotEdit, match="alias"):
            edited(text, [set_property(name, "Trust", "Service", to="b")])


def test_a_byte_order_mark_stays_and_moves_nothing() -> None:
    assert edited("\ufeff" + YAML, [set_property("Service", "DesiredCount", to=3)]) == "\ufeff" + YAML.replace(
        "DesiredCount: 2", "DesiredCount: 3"
    )
    text = '{"Resources": {"A": {"Type": "T", "Properties": {"Port": 80}}}}'
    assert edited("\ufeff" + text, [set_property("A", "Port", to=81)]) == "\ufeff" + text.replace("80", "81")


def test_a_block_of_lines_is_replaced_behind_its_key() -> None:
    text = "Resources:\n  A:\n    Type: T\n    Properties:\n      Name:\n        Fn::Sub: x-${B}\n      Other: 1\n"
    assert edited(text, [set_property("A", "Name", to={"Ref": "C"})]) == text.replace(
        "\n        Fn::Sub: x-${B}", " !Ref C"
    )
    with pytest.raises(CannotEdit, match="comments"):
        listed = text.replace("Fn::Sub: x-${B}", "- a  # why\n        - b")
        edited(listed, [set_property("A", "Name", to="y")])
