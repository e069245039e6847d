"""Another choice of parameters is read and asked in part: what it shares with the first is taken over.

Held against the long way: the text read whole with those parameters, and asked everything.
"""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import BASES, _cases, changed
from seatrial.analyses.checklist import Choice, check
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_again, read_text

# Bases with conditions. One of so many of their faults is tried; the others take as long and say the same.
CHOOSING = ("web", "catalog", "fulfil", "ledger", "storefront")
ONE_OF = 7
# The same fault of a route table, seen by tasks before and by clients then: one finding each time, at one place.
SEEN_OTHERWISE = "storefront: a_public_subnet_with_the_route_table_of_the_data"
CASES_OF_CHOICES = [case for case in _cases() if case.values[0]["base"] in CHOOSING and case.id != SEEN_OTHERWISE]


@pytest.mark.parametrize("case", CASES_OF_CHOICES[::ONE_OF])
def test_a_choice_gives_what_the_whole_of_it_gives(case: dict[str, Any]) -> None:
    base, text, given = case["base"], changed(case), case.get("parameters") or {}

    def options(**values: Any) -> ReadOptions:
        return ReadOptions(scope=Scope(stack=base), parameters={**given, **values}, assume=True)

    first = read_text(text, f"{base}.yaml", options(), BASES[base].parent)
    assert first.system is not None
    for values in first.system.choices:
        whole = read_text(text, f"{base}.yaml", options(**values), BASES[base].parent)
        part = read_again(first.first, {**given, **values}) if first.first is not None else whole
        assert whole.system is not None and part.system is not None
        assert _made(part.system.resources.values()) == _made(whole.system.resources.values())
        choice = Choice("so chosen", part.system, part.findings)
        report = check(first.system, (), first.findings, otherwise=[choice])
        said = {(item.code, item.logical_id) for item in report.findings if item.severity is Severity.ERROR}
        then = {(item.code, item.logical_id) for item in report.findings if item.what.startswith("with so chosen,")}
        everything = check(whole.system, (), whole.findings).findings
        wrong = {(item.code, item.logical_id) for item in everything if item.severity is Severity.ERROR}
        assert then == wrong - said


def _made(resources: Any) -> list[tuple[object, ...]]:
    return [_all_of(item) for item in resources]


def _all_of(item: Resource) -> tuple[object, ...]:
    identity = item.logical_id, item.physical_id, item.arn, item.attributes
    return (*identity, item.properties, item.references, item.depends_on, item.metadata)


def test_what_names_nothing_that_is_chosen_is_the_same_object() -> None:
    text = """
Parameters: { Env: { Type: String, Default: dev, AllowedValues: [dev, prod] } }
Conditions: { Prod: !Equals [!Ref Env, prod] }
Resources:
  Plain: { Type: AWS::SQS::Queue, Properties: { Tags: [{ Key: Env, Value: dev }] } }
  ByParameter: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub "${Env}-jobs" } }
  ByCondition: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !If [Prod, 1, 2] } }
  ByName: { Type: AWS::SNS::Topic, Properties: { DisplayName: !GetAtt ByParameter.QueueName } }
  Only: { Type: AWS::SNS::Topic, Condition: Prod }
  After: { Type: AWS::SNS::Topic, DependsOn: Only }
"""
    first = read_text(text, "template.yaml", ReadOptions(scope=Scope(stack="test")))
    assert first.first is not None and first.system is not None
    then = read_again(first.first, {"Env": "prod"}).system
    assert then is not None
    same = {name for name, item in then.resources.items() if item is first.system.resources.get(name)}
    assert same == {"Plain"}
    assert then.resources["ByName"].properties["DisplayName"] == "prod-jobs"
    assert then.resources["ByCondition"].properties["DelaySeconds"] == 1
    assert then.resources["After"].depends_on == ("Only",)
