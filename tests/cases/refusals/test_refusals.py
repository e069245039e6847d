"""Each case changes one thing of a system that AWS takes, and says what is refused then and in which words."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from case_files import CASES, read_yaml, system_of
from seatrial.analyses.difference import bump, plan
from seatrial.analyses.refusals import REFUSALS, Refusal, first_refusal
from seatrial.kinds import CARDS, schema
from seatrial.model.step import Action
from seatrial.model.system import System

FOLDER = CASES / "refusals"
BASE = read_yaml(FOLDER / "base.yaml")


def _cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name == "base.yaml":
            continue
        for name, case in read_yaml(path).items():
            yield pytest.param(case, id=f"{path.stem}: {name}")


def _changed(case: dict[str, Any]) -> System:
    template = copy.deepcopy(BASE)
    for path, value in case.get("change", {}).items():
        place, parts = _place(template["Resources"], path)
        for part in parts[:-1]:
            place = place[int(part)] if isinstance(place, list) else place.setdefault(part, {})
        _put(place, parts[-1], value)
    template["Resources"].update(copy.deepcopy(case.get("add", {})))
    for name in case.get("drop", ()):
        del template["Resources"][name]
    return _settled(template)


def _settled(template: dict[str, Any]) -> System:
    """Replaced resources have ids of their own: a changed system is read as an update of the unchanged one."""
    old, generations = system_of(BASE), {}
    for _ in range(10):
        new = system_of(template, generations=generations)
        wanted = bump(old, new, generations)
        if wanted == generations:
            break
        generations = wanted
    return new


def _place(resources: dict[str, Any], path: str) -> tuple[Any, list[str]]:
    """``Resource/Property/...`` is in the properties, ``Resource@Attribute`` beside them."""
    if "@" in path:
        name, attribute = path.split("@")
        return resources[name], [attribute]
    name, *parts = path.split("/")
    return resources[name].setdefault("Properties", {}), parts


def _put(place: Any, key: str, value: Any) -> None:
    if isinstance(place, list):
        if value is None:
            del place[int(key)]
        else:
            place[int(key)] = value
    elif value is None:
        del place[key]
    else:
        place[key] = value


def _refused(system: System, others: Sequence[System] = ()) -> Refusal | None:
    found = first_refusal(others, system)
    return found[1] if found else None


def _updated(before: dict[str, Any], after: dict[str, Any]) -> Refusal | None:
    """What an update from one changed system to another meets."""
    old, new = _changed(before), _changed(after)
    changing = {step.logical_id for step in plan(old, new).steps if step.action is not Action.DELETE}
    found = first_refusal((), new, old, changing)
    return found[1] if found else None


def test_the_system_that_the_cases_change_is_taken() -> None:
    assert _refused(system_of(BASE)) is None


@pytest.mark.parametrize("case", list(_cases()))
def test_what_aws_refuses_is_refused_in_its_words(case: dict[str, Any]) -> None:
    refused = _refused(_changed(case))
    if "refused" not in case:
        assert refused is None
        return
    assert refused is not None
    assert refused.logical_id == case["refused"], refused.message
    assert case["says"] in refused.message


def test_a_refusal_stands_at_the_property_at_fault() -> None:
    text = (FOLDER / "base.yaml").read_text(encoding="utf-8").replace('Memory: "512"', 'Memory: "8192"')
    refused = _refused(system_of(text, "base.yaml"))
    assert refused is not None
    line = next(number for number, found in enumerate(text.splitlines(), 1) if 'Memory: "8192"' in found)
    assert (refused.span.file, refused.span.line, refused.path) == ("base.yaml", line, ("Memory",))


def test_the_event_is_worded_as_cloudformation_words_it() -> None:
    task = _refused(_changed({"change": {"Task/Memory": "8192"}}))
    assert task is not None
    assert task.reason.startswith(
        'Resource handler returned message: "Invalid request provided: Create TaskDefinition: No Fargate configuration '
        "exists for given values: 256 CPU, 8192 memory."
    )
    assert "(Service: AmazonECS; Status Code: 400; Error Code: ClientException; Request ID: " in task.reason
    assert task.reason.endswith("HandlerErrorCode: InvalidRequest)")
    subnet = _refused(_changed({"change": {"SubnetB/CidrBlock": "10.0.0.0/24"}}))
    assert subnet is not None
    assert "conflicts with another subnet (Service: Ec2, Status Code: 400, Request ID: " in subnet.reason
    assert subnet.reason.endswith("HandlerErrorCode: AlreadyExists)")


def test_what_cannot_be_known_refuses_nothing() -> None:
    template = copy.deepcopy(BASE)
    template["Parameters"] = {"Elsewhere": {"Type": "String"}}
    unknown = {"Fn::ImportValue": "not-here"}
    network = template["Resources"]["Service"]["Properties"]["NetworkConfiguration"]["AwsvpcConfiguration"]
    network["Subnets"] = [unknown]
    network["SecurityGroups"] = [unknown]
    template["Resources"]["Targets"]["Properties"]["VpcId"] = unknown
    template["Resources"]["Task"]["Properties"]["Memory"] = unknown
    del template["Parameters"]
    assert _refused(system_of(template)) is None


def test_another_stack_s_resources_are_there() -> None:
    network = {name: BASE["Resources"][name] for name in ("Vpc", "SubnetA", "SubnetB")}
    other = system_of({"Resources": network}, stack="network")
    service = copy.deepcopy(BASE)
    settings = service["Resources"]["Service"]["Properties"]["NetworkConfiguration"]["AwsvpcConfiguration"]
    settings["Subnets"] = [item.physical_id for item in other.of_type("AWS::EC2::Subnet")]
    settings["SecurityGroups"] = []
    assert _refused(system_of(service), [other]) is None
    assert _refused(system_of(service)) is not None


def test_an_update_in_place_finds_everything_there() -> None:
    # The listener changes, and the service too, which here doesn't wait for it: it is there all the while.
    before: dict[str, Any] = {"change": {"Service@DependsOn": None}}
    after = {"change": {"Service@DependsOn": None, "Listener/Port": 8080, "Service/DesiredCount": 3}}
    assert _updated(before, after) is None


def test_what_an_update_takes_away_is_still_in_the_way() -> None:
    rule = {
        "Type": "AWS::ElasticLoadBalancingV2::ListenerRule",
        "Properties": copy.deepcopy(BASE["Resources"]["Rule"]["Properties"]),
    }
    refused = _updated({}, {"change": {"SecondRule@DependsOn": None}, "add": {"Moved": rule}, "drop": ["Rule"]})
    assert refused is not None
    assert (refused.logical_id, refused.message) == ("Moved", "Priority '10' is currently in use")


def test_a_new_balancer_cannot_take_the_targets_of_the_old_one() -> None:
    # A change of scheme replaces the load balancer and its listeners; the target group stays behind the old one.
    refused = _updated({}, {"change": {"Balancer/Scheme": "internal"}})
    assert refused is not None and refused.logical_id == "Listener"
    assert "cannot be associated with more than one load balancer" in refused.message


def test_a_subnet_moves_to_another_table() -> None:
    table = {"Another": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}}}
    assert _updated({}, {"change": {"Association/RouteTableId": {"Ref": "Another"}}, "add": table}) is None


def test_a_nat_gateway_cannot_be_replaced_on_its_address() -> None:
    refused = _updated({}, {"change": {"Nat/SubnetId": {"Ref": "SubnetB"}}})
    assert refused is not None and refused.logical_id == "Nat"
    assert refused.message.startswith("Elastic IP address [eipalloc-")
    assert refused.message.endswith("] is already associated")


def test_every_type_that_can_be_refused_has_a_card_or_a_schema() -> None:
    """But for two older types of networks, and CDK's custom resource, which stands in for a bucket's notifications."""
    without = [kind for kind in REFUSALS if kind not in CARDS and not schema.knows(kind)]
    older = ["AWS::EC2::TransitGatewayVpcAttachment", "AWS::EC2::VPNGatewayRoutePropagation"]
    assert without == [*older, "Custom::S3BucketNotifications"]
