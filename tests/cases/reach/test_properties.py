"""What holds for every network: rules that let more through never take anything away, and sets agree with samples.

The samples are judged by an interpreter of its own below, packet by packet, straight from the template.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from case_files import system_of
from cases.reach.networks import (
    OUTSIDE,
    PORT,
    Template,
    acl_entries,
    group_rules,
    made,
    networks,
    plus,
    with_ways_out,
    without,
)
from seatrial.analyses.reach import AddressSet, Paper, Path, Verdict
from seatrial.analyses.reach.addresses import ALL, ALL_SIX, ANY, EVERYWHERE, LAST_OF_SIX, SIX, block_of

RANKS = {Verdict.NO: 0, Verdict.PARTLY: 1, Verdict.YES: 2}
MANY = settings(max_examples=100, deadline=None)


def between(template: Template) -> Path:
    paper, resources = _paper(template)
    source = paper.interface("one", resources["First"], [resources["One"]], False)
    target = paper.interface("two", resources["Second"], [resources["Two"]], False)
    return paper.between(source, target, PORT)


def outward(template: Template, public: bool) -> Path:
    paper, resources = _paper(template)
    return paper.to_internet(paper.interface("one", resources["First"], [resources["One"]], public), 443)


def inward(template: Template) -> Path:
    paper, resources = _paper(template)
    return paper.from_internet(paper.interface("one", resources["First"], [resources["One"]], True), PORT)


def _paper(template: Template) -> tuple[Paper, Any]:
    system = system_of(template)
    return Paper([system]), system.resources


def _no_less(more: Path, less: Path) -> bool:
    return RANKS[more.verdict] >= RANKS[less.verdict] and less.sources <= more.sources


# ------------------------------------------------------------------------------------------------------------ monotony


@MANY
@given(networks(), group_rules("Source"), st.sampled_from(["One", "Two"]))
def test_one_more_rule_that_lets_in_never_takes_a_way_away(before: Template, rule: dict[str, Any], group: str) -> None:
    after = plus(before, More=made("SecurityGroupIngress", GroupId={"Fn::GetAtt": [group, "GroupId"]}, **rule))
    assert _no_less(between(after), between(before))


@MANY
@given(networks(OUTSIDE), group_rules("Destination", OUTSIDE), st.booleans())
def test_one_more_rule_that_lets_out_never_takes_a_way_away(before: Template, rule: dict[str, Any], nat: bool) -> None:
    # The first rule that lets out takes the default rule away, so there must be one before.
    some = made(
        "SecurityGroupEgress", GroupId={"Fn::GetAtt": ["One", "GroupId"]}, IpProtocol="udp", FromPort=1, ToPort=1
    )
    some["Properties"]["CidrIp"] = "192.0.2.0/24"
    before = with_ways_out(plus(before, Some=some), nat)
    after = plus(before, More=made("SecurityGroupEgress", GroupId={"Fn::GetAtt": ["One", "GroupId"]}, **rule))
    assert _no_less(outward(after, not nat), outward(before, not nat))


@MANY
@given(networks(), acl_entries(action="deny"), st.sampled_from(["First", "Second"]))
def test_one_more_denial_never_gives_a_way(before: Template, entry: dict[str, Any], subnet: str) -> None:
    if f"{subnet}Acl" not in before["Resources"]:
        return
    more = made("NetworkAclEntry", NetworkAclId={"Ref": f"{subnet}Acl"}, **{**entry, "RuleNumber": 1})
    assert _no_less(between(before), between(plus(before, More=more)))


@MANY
@given(networks(OUTSIDE), acl_entries(OUTSIDE, "deny"), st.booleans())
def test_one_more_denial_never_opens_to_the_internet(before: Template, entry: dict[str, Any], nat: bool) -> None:
    before = with_ways_out(before, nat)
    for subnet in ("First", "Second"):
        if f"{subnet}Acl" in before["Resources"]:
            more = made("NetworkAclEntry", NetworkAclId={"Ref": f"{subnet}Acl"}, **{**entry, "RuleNumber": 1})
            after = plus(before, More=more)
            assert _no_less(outward(before, not nat), outward(after, not nat))
            assert _no_less(inward(before), inward(after))


@MANY
@given(networks(OUTSIDE), st.sampled_from(["FirstRoute", "SecondRoute", "Attachment", "FirstTableOn"]), st.booleans())
def test_one_route_less_never_gives_a_way(before: Template, name: str, nat: bool) -> None:
    before = with_ways_out(before, nat)
    after = without(before, name)
    assert _no_less(outward(before, not nat), outward(after, not nat))
    assert _no_less(inward(before), inward(after))


@MANY
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_the_text_decides_nothing(before: Template, random: Any) -> None:
    names = list(before["Resources"])
    random.shuffle(names)
    after = {"Resources": {name: before["Resources"][name] for name in names}}
    one, other = between(before), between(after)
    assert (one.verdict, one.sources) == (other.verdict, other.sources)


# ------------------------------------------------------------------------------------------------ sets against samples

SOURCES = ["10.0.1.4", "10.0.1.127", "10.0.1.128", "10.0.1.254"]
TARGETS = ["10.0.2.4", "10.0.2.7", "10.0.2.8", "10.0.2.254"]
REPLIES = [32768, 40000, 40001, 60999]
MORE_REPLIES = [*REPLIES, 1024, 8000, 8080, 9000, 9001, 32767, 61000, 65535]
WORLD = [
    "1.1.1.1",
    "127.0.0.1",
    "198.51.100.9",
    "203.0.113.9",
    "203.0.114.1",
    "8.8.8.8",
    "100.0.0.1",
    "223.255.255.255",
]


@MANY
@given(networks())
def test_sets_agree_with_single_packets(template: Template) -> None:
    path = between(template)
    passes = {
        (source, target, reply): _connects(template, source, target, reply)
        for source in SOURCES
        for target in TARGETS
        for reply in MORE_REPLIES
    }
    usual = [result for (_, _, reply), result in passes.items() if reply in REPLIES]
    if path.verdict is Verdict.YES:
        assert all(usual)
    if path.verdict is Verdict.NO:
        # That one port of another kernel would happen to pass (8080, for requests) is no way.
        assert not any(usual)
    if path.verdict is Verdict.PARTLY:
        assert not all(usual) and any(passes.values())
    for source in SOURCES:
        if any(result for (item, _, reply), result in passes.items() if item == source and reply in REPLIES):
            assert int(ipaddress.IPv4Address(source)) in path.sources


@MANY
@given(networks(OUTSIDE))
def test_sets_from_the_internet_agree_with_single_packets(template: Template) -> None:
    template = with_ways_out(template, nat=False)
    path = inward(template)
    for source in WORLD:
        number = int(ipaddress.IPv4Address(source))
        if number not in EVERYWHERE:
            continue
        results = [_enters(template, source, "10.0.1.9", reply) for reply in (32768, 40000, 40001, 65535)]
        if any(results):
            assert number in path.sources
        if path.verdict is Verdict.YES:
            assert all(results)


def _connects(template: Template, source: str, target: str, reply: int) -> bool:
    """One packet from First to Second at PORT, and its answer to one port."""
    return (
        _group_lets(template, "One", "Egress", target, "Two")
        and _acl_lets(template, "First", True, target, PORT)
        and _acl_lets(template, "Second", False, source, PORT)
        and _group_lets(template, "Two", "Ingress", source, "One")
        and _acl_lets(template, "Second", True, source, reply)
        and _acl_lets(template, "First", False, target, reply)
    )


def _enters(template: Template, source: str, target: str, reply: int) -> bool:
    return (
        _acl_lets(template, "First", False, source, PORT)
        and _group_lets(template, "One", "Ingress", source, "")
        and _acl_lets(template, "First", True, source, reply)
    )


def _of(template: Template, kind: str, key: str, value: Any) -> Iterator[dict[str, Any]]:
    for resource in template["Resources"].values():
        if resource["Type"] == f"AWS::EC2::{kind}" and resource["Properties"].get(key) == value:
            yield resource["Properties"]


def _group_lets(template: Template, group: str, direction: str, peer: str, peer_group: str) -> bool:
    rules = list(_of(template, f"SecurityGroup{direction}", "GroupId", {"Fn::GetAtt": [group, "GroupId"]}))
    if direction == "Egress" and not rules:
        return True
    side = "Source" if direction == "Ingress" else "Destination"
    for rule in rules:
        if rule["IpProtocol"] not in ("-1", "tcp"):
            continue
        if rule["IpProtocol"] == "tcp" and not rule["FromPort"] <= PORT <= rule["ToPort"]:
            continue
        named = rule.get(f"{side}SecurityGroupId")
        if named == {"Fn::GetAtt": [peer_group, "GroupId"]}:
            return True
        if "CidrIp" in rule and ipaddress.IPv4Address(peer) in ipaddress.IPv4Network(rule["CidrIp"]):
            return True
    return False


def _acl_lets(template: Template, subnet: str, egress: bool, peer: str, port: int) -> bool:
    if f"{subnet}Acl" not in template["Resources"]:
        return True
    entries = [
        item
        for item in _of(template, "NetworkAclEntry", "NetworkAclId", {"Ref": f"{subnet}Acl"})
        if item["Egress"] is egress
    ]
    for entry in sorted(entries, key=lambda item: int(item["RuleNumber"])):
        if ipaddress.IPv4Address(peer) not in ipaddress.IPv4Network(entry["CidrBlock"]):
            continue
        if entry["Protocol"] == -1:
            return bool(entry["RuleAction"] == "allow")
        if entry["Protocol"] == 6 and entry["PortRange"]["From"] <= port <= entry["PortRange"]["To"]:
            return bool(entry["RuleAction"] == "allow")
    return False


# -------------------------------------------------------------------------------------------------------- address sets

NETWORKS = st.builds(
    lambda number, bits: str(ipaddress.IPv4Network((number, bits), strict=False)),
    st.integers(0, 2**32 - 1),
    st.integers(0, 32),
)
SIX_NETWORKS = st.builds(
    lambda number, bits: str(ipaddress.IPv6Network((number, bits), strict=False)),
    st.integers(0, 2**128 - 1),
    st.integers(0, 128),
)
SETS = st.lists(NETWORKS | SIX_NETWORKS, max_size=4).map(lambda blocks: AddressSet.of(*blocks))


@given(SETS, SETS, st.integers(0, 2**32 - 1) | st.integers(SIX, LAST_OF_SIX))
def test_sets_are_sets(one: AddressSet, other: AddressSet, address: int) -> None:
    assert (address in one & other) == (address in one and address in other)
    assert (address in one | other) == (address in one or address in other)
    assert (address in one - other) == (address in one and address not in other)
    assert (one <= other) == (not one - other)
    assert (one | other).size == one.size + other.size - (one & other).size
    assert one.complement.complement == one and one.size + one.complement.size == ANY.size
    assert AddressSet.of(*one.blocks) == one


@given(SIX_NETWORKS, st.integers(0, 2**128 - 1))
def test_a_block_of_ipv6_is_read_as_the_standard_library_reads_it(block: str, address: int) -> None:
    found = block_of(block)
    assert found is not None and found.blocks == (block,) and found.is_six
    assert (SIX + address in found) == (ipaddress.IPv6Address(address) in ipaddress.IPv6Network(block))


@given(SETS, SETS)
def test_the_two_families_have_no_address_in_common(one: AddressSet, other: AddressSet) -> None:
    assert not (one & ALL) & (other & ALL_SIX)


@given(NETWORKS, st.integers(0, 2**32 - 1))
def test_a_block_is_read_as_the_standard_library_reads_it(block: str, address: int) -> None:
    found = block_of(block)
    assert found is not None and found.blocks == (block,)
    assert (address in found) == (ipaddress.IPv4Address(address) in ipaddress.IPv4Network(block))


@given(st.text(alphabet="0123456789./ ax:-", max_size=20) | st.text(max_size=10))
def test_what_is_no_block_is_told_apart(text: str) -> None:
    try:
        expected = ipaddress.ip_network(text, strict=False)
    except ValueError:
        assert block_of(text) is None or text != text.strip() or _lax(text)
    else:
        found = block_of(text)
        assert found is None or found.blocks == (str(expected),)


def _lax(text: str) -> bool:
    """Numbers with leading zeros, which only a reader of octal numbers minds."""
    return any(len(part) > 1 and part.startswith("0") for part in text.replace("/", ".").split("."))
