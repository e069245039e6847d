"""The twin's network as values: what holds for every one of them, and that it agrees with the network on paper."""

from __future__ import annotations

import ipaddress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from case_files import CASES, system_of
from cases.reach.networks import OUTSIDE, PORT, Template, networks, with_ways_out
from cases.twin.network.interpreter import connects, leaves
from seatrial.analyses.reach import Paper, Verdict
from seatrial.model.system import System
from seatrial.model.value import as_text
from seatrial.runtimes.twin.decide.network import Interface, wire
from seatrial.runtimes.twin.decide.network_interfaces import (
    KEPT_FIRST,
    fixed_interfaces,
    interface_id,
    lent_address,
    place_interface,
)

MANY = settings(max_examples=60, deadline=None)
WEB = CASES.parent.parent / "examples" / "web" / "template.yaml"
REPLIES = (32768, 40000, 40001, 60999)
PUBLIC = ("1.1.1.1", "198.51.100.9", "203.0.113.9", "223.255.255.255")


def _task(system: System, subnet: str, group: str, seed: str, public: bool = False) -> Interface:
    subnet_id = system.resources[subnet].physical_id
    address = place_interface([system], subnet_id, (), seed)
    assert address is not None
    groups = (as_text(system.resources[group].attributes["GroupId"]),)
    lent = lent_address(seed, ()) if public else ""
    return Interface(interface_id(seed), f"task-{seed}", subnet_id, address, groups, lent)


def _shuffled(template: Template, random: Any) -> Template:
    names = list(template["Resources"])
    random.shuffle(names)
    return {"Resources": {name: template["Resources"][name] for name in names}}


# ------------------------------------------------------------------------------------------------------------- wiring


@MANY
@given(networks(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_text_changes_nothing_that_is_built(template: Template, nat: bool, random: Any) -> None:
    template = with_ways_out(template, nat)
    systems = [system_of(item) for item in (template, _shuffled(template, random))]
    specs = [wire([system], (*fixed_interfaces([system]), _task(system, "First", "One", "a"))) for system in systems]
    assert specs[0] == specs[1]


@MANY
@given(st.integers(16, 28), st.lists(st.text("abc", max_size=3), max_size=20), st.randoms(use_true_random=False))
def test_addresses_are_of_the_subnet_free_and_different(bits: int, seeds: list[str], random: Any) -> None:
    block = ipaddress.IPv4Network((int(ipaddress.IPv4Address("10.0.0.0")), bits))
    made: dict[str, Any] = {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": str(block)}},
    }
    system = system_of({"Resources": made})
    subnet = system.resources["Subnet"].physical_id
    taken: set[str] = set()
    free = block.num_addresses - KEPT_FIRST - 1
    for number, seed in enumerate(seeds):
        address = place_interface([system], subnet, taken, seed)
        assert (address is None) == (number >= free)
        if address is None:
            return
        assert address not in taken and ipaddress.IPv4Address(address) in block
        assert int(ipaddress.IPv4Address(address)) - int(block[0]) >= KEPT_FIRST and address != str(block[-1])
        assert address == place_interface([system], subnet, set(taken), seed)
        taken.add(address)


@given(st.sets(st.text("abc", max_size=4), max_size=12))
def test_what_stands_is_gone_around(seeds: set[str]) -> None:
    system = system_of(WEB.read_text(encoding="utf-8"))
    subnets = [name for name in system.resources if name.startswith("PublicSubnet") and name[-1] in "AB"]
    tasks = {
        address
        for name in subnets
        for seed in sorted(seeds)
        if (address := place_interface([system], system.resources[name].physical_id, (), seed))
    }
    fixed = fixed_interfaces([system], tasks)
    assert not tasks & {item.address for item in fixed}
    assert len({(item.subnet_id, item.address) for item in fixed}) == len(fixed) == 4
    assert len({item.public_address for item in fixed if item.public_address}) == 4


# ---------------------------------------------------------------------------------------------------- paper and values


@settings(max_examples=120, deadline=None)
@given(networks(), st.sampled_from("abcdefgh"))
def test_paper_agrees_with_what_is_built(template: Template, seed: str) -> None:
    system = system_of(template)
    source, target = _task(system, "First", "One", seed), _task(system, "Second", "Two", f"{seed}2")
    spec = wire([system], (source, target))
    paper = Paper([system])
    path = paper.between(
        paper.interface("one", system.resources["First"], [system.resources["One"]], False),
        paper.interface("two", system.resources["Second"], [system.resources["Two"]], False),
        PORT,
    )
    results = {connects(spec, source, target, PORT, reply) for reply in REPLIES}
    if path.verdict is Verdict.YES:
        assert results == {True}
    if path.verdict is Verdict.NO:
        assert results == {False}
    if True in results:
        assert int(ipaddress.IPv4Address(source.address)) in path.sources


@settings(max_examples=120, deadline=None)
@given(networks(OUTSIDE), st.booleans(), st.booleans(), st.sampled_from("abcdefgh"))
def test_paper_agrees_with_what_is_built_on_the_way_out(template: Template, nat: bool, public: bool, seed: str) -> None:
    system = system_of(with_ways_out(template, nat))
    source = _task(system, "First", "One", seed, public)
    spec = wire([system], (*fixed_interfaces([system], [source.address]), source))
    paper = Paper([system])
    path = paper.to_internet(paper.interface("one", system.resources["First"], [system.resources["One"]], public), 443)
    results = {leaves(spec, source, address, 443, reply) for address in PUBLIC for reply in REPLIES}
    # What a few addresses alone are kept from is no matter on paper.
    if path.verdict is Verdict.NO:
        assert results == {False}
    if path.verdict is Verdict.YES:
        assert True in results
    if results == {True}:
        assert path.verdict in (Verdict.YES, Verdict.PARTLY)


def test_paper_agrees_with_what_is_built_of_the_example() -> None:
    system = system_of(WEB.read_text(encoding="utf-8"))
    tasks = [_task(system, f"PrivateSubnet{zone}", "TaskSecurityGroup", zone) for zone in "AB"]
    fixed = fixed_interfaces([system], [item.address for item in tasks])
    spec = wire([system], (*fixed, *tasks))
    balancer = [item for item in fixed if item.guarded]
    assert all(leaves(spec, task, "1.1.1.1", 443, 40000) for task in tasks)
    assert all(connects(spec, node, task, 8080, 40000) for node in balancer for task in tasks)
    assert not any(connects(spec, node, task, 8081, 40000) for node in balancer for task in tasks)
    assert not any(connects(spec, one, other, 8080, 40000) for one in tasks for other in tasks)
