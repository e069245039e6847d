"""What the states of a machine hand to each other, followed on paper: what is certainly missing, and what isn't."""

from __future__ import annotations

from typing import Any

import pytest

from case_files import system_of
from seatrial.analyses.state_data import ANY, lost_paths
from seatrial.analyses.state_machines import Machine, machine_of

_UPDATE = {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:updateItem", "Parameters": {"TableName": "jobs"}}
_INVOKE = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}


def _machine(states: dict[str, Any]) -> Machine:
    definition = {"StartAt": next(iter(states)), "States": states}
    resource = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "r", "Definition": definition}}
    machine = machine_of(system_of({"Resources": {"Flow": resource}}).resources["Flow"])
    return Machine(machine.resource, machine.path, machine.written, machine.whole)


def _asks(path: str) -> dict[str, Any]:
    return {**_INVOKE, "Parameters": {"Payload.$": path}, "End": True}


@pytest.mark.parametrize(
    ("states", "given", "lost"),
    [
        ({"A": _asks("$.name")}, {"title": "x"}, [("A", "name")]),
        ({"A": _asks("$.name")}, ANY, []),
        ({"A": _asks("States.Format('{} of $.title', $.name)")}, {"name": "x"}, []),
        ({"A": _asks("States.Format('{}', $.title)")}, {"name": "x"}, [("A", "title")]),
        ({"A": _asks("$$.Execution.Name")}, {}, []),
        ({"A": {**_UPDATE, "Next": "B"}, "B": _asks("$.name")}, ANY, [("B", "name")]),
        ({"A": {**_UPDATE, "ResultPath": None, "Next": "B"}, "B": _asks("$.name")}, {"name": "x"}, []),
        ({"A": {**_UPDATE, "ResultPath": "$.put", "Next": "B"}, "B": _asks("$.name")}, {"name": "x"}, []),
        ({"A": {**_INVOKE, "Next": "B"}, "B": _asks("$.Payload.name")}, {}, []),
        ({"A": {"Type": "Pass", "Result": {"a": 1}, "Next": "B"}, "B": _asks("$.b")}, {"b": 1}, [("B", "b")]),
        ({"A": {"Type": "Choice", "Choices": [], "Default": "B"}, "B": _asks("$.b")}, {"a": 1}, []),
        ({"A": {"Type": "Wait", "SecondsPath": "$.wait", "End": True}}, {"a": 1}, [("A", "wait")]),
    ],
)
def test_a_path_is_lost_where_it_is_certain(states: dict[str, Any], given: object, lost: list[tuple[str, str]]) -> None:
    assert [(item.state, item.key) for item in lost_paths(_machine(states), given)] == lost


def _map(**more: Any) -> dict[str, Any]:
    inner = {"StartAt": "Each", "States": {"Each": _asks("$.name")}}
    return {"All": {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inner, "End": True, **more}}


@pytest.mark.parametrize(
    ("states", "given", "lost"),
    [
        (_map(), {"items": [{"name": "x"}]}, []),
        (_map(), {"items": [{"title": "x"}]}, [("Each", "name", False)]),
        (_map(), {"items": {"name": "x"}}, [("All", "", True)]),
        (_map(), {"items": []}, []),
        (_map(ItemSelector={"name.$": "$$.Map.Item.Value"}), {"items": ["x"]}, []),
        (_map(ItemBatcher={"MaxItemsPerBatch": 5}), {"items": [{"title": "x"}]}, []),
    ],
)
def test_each_item_of_a_map_is_looked_into(states: dict[str, Any], given: object, lost: list[Any]) -> None:
    assert [(item.state, item.key, item.listed) for item in lost_paths(_machine(states), given)] == lost
