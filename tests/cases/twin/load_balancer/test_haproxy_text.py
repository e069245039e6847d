"""Whatever a template holds, the configuration stays one that HAProxy reads, and means what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.runtimes.twin.decide.elbv2_listener import (
    CONTENT_TYPES,
    FixedResponse,
    Forward,
    Listener,
    Redirect,
    Rule,
    WeightedGroup,
)
from seatrial.runtimes.twin.decide.elbv2_listener_rule import (
    Condition,
    Field,
    QueryPair,
    regex_is_usable,
    wildcard_regex,
)
from seatrial.runtimes.twin.decide.elbv2_load_balancer import Attributes, LoadBalancerSpec
from seatrial.runtimes.twin.decide.elbv2_target_group import Stickiness, TargetGroupSpec
from seatrial.runtimes.twin.decide.haproxy_config import Surroundings, render
from seatrial.runtimes.twin.decide.haproxy_slots import ServedGroup, Slot, assign
from seatrial.runtimes.twin.decide.haproxy_text import word
from seatrial.runtimes.twin.decide.target_health import Share
from seatrial.runtimes.twin.decide.tls_policy import tls_policy

hostile = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("\"'\\%[](){}#$ \t\r\n\0,;*?!|&")), max_size=40
)
needs_haproxy = pytest.mark.skipif(shutil.which("haproxy") is None, reason="haproxy is not installed")


def conditions() -> st.SearchStrategy[Condition]:
    values = st.lists(hostile, max_size=3).map(tuple)
    pairs = st.lists(st.builds(QueryPair, st.none() | hostile, hostile), max_size=2).map(tuple)
    return st.builds(Condition, st.sampled_from(Field), values, values, hostile, pairs)


def actions() -> st.SearchStrategy[FixedResponse | Forward | Redirect]:
    groups = st.lists(
        st.builds(WeightedGroup, st.sampled_from(["one", "two", "three"]), st.integers(0, 999)), min_size=1
    )
    keywords = st.sampled_from(["#{host}", "#{path}", "#{query}", "#{port}", "#{protocol}", "/#{path}"])
    part = st.lists(hostile | keywords, max_size=3).map("".join)
    return st.one_of(
        st.builds(FixedResponse, st.sampled_from([200, 204, 404, 503]), st.sampled_from(CONTENT_TYPES), hostile),
        st.builds(Forward, groups.map(tuple), st.none() | st.integers(1, 604800)),
        st.builds(Redirect, st.sampled_from([301, 302]), part, part, part, part, part),
    )


def specs() -> st.SearchStrategy[LoadBalancerSpec]:
    several = st.lists(conditions(), max_size=3).map(tuple)
    rules = st.lists(st.builds(Rule, st.just("r"), st.integers(1, 9), several, actions()), max_size=4)
    headers = st.dictionaries(st.sampled_from(["X-Frame-Options", "Access-Control-Max-Age"]), hostile)
    listener = st.builds(
        Listener,
        st.just("l"),
        st.just(80),
        st.just("HTTP"),
        actions(),
        rules.map(tuple),
        response_headers=headers,
        server_header=st.booleans(),
    )
    modes = st.sampled_from(["append", "preserve", "remove"])
    flag = st.booleans()
    attributes = st.builds(Attributes, st.integers(1, 4000), flag, flag, flag, modes, flag)
    return listener.flatmap(
        lambda one: attributes.map(lambda chosen: LoadBalancerSpec("b", "b", "b", "internal", "b", (), chosen, (one,)))
    )


def test_a_nul_in_a_pattern_leaves_no_escape_behind() -> None:
    assert wildcard_regex("a\\\0", escapes=True) == r"a\\"


@needs_haproxy
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(specs(), hostile)
def test_haproxy_accepts_whatever_a_template_holds(spec: LoadBalancerSpec, cookie: str) -> None:
    groups = {
        "one": ServedGroup(TargetGroupSpec("one", "one", 80, stickiness=Stickiness(5, cookie))),
        "two": ServedGroup(TargetGroupSpec("two", "two", 80, stickiness=Stickiness(5))),
    }
    slots = {"one": (Slot("10.0.0.1", 80, 100, True), Slot()), "two": (Slot(),)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = render(spec, groups, slots, Surroundings(name), {})
        for file, content in config.files.items():
            (folder / file).write_bytes(content)
        (folder / "haproxy.cfg").write_text(config.text)
        done = subprocess.run(
            ["haproxy", "-c", "-f", str(folder / "haproxy.cfg")], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr + config.text


@given(hostile)
def test_a_word_is_one_word_of_one_line_and_can_be_read_back(text: str) -> None:
    written = word(text)
    assert not re.search(r"[\s\"'#$\\]", re.sub(r"\\x[0-9a-f]{2}", "", written)) or written == '""'
    plain = re.sub(r"\\x([0-9a-f]{2})", lambda match: chr(int(match[1], 16)), "" if written == '""' else written)
    assert plain.encode("latin-1").decode() == text.replace("\0", "")


@given(st.text("ab*?./\\^$[", max_size=8), st.text("ab./\\^$[", max_size=8))
def test_a_wildcard_pattern_matches_what_its_parts_allow(pattern: str, text: str) -> None:
    def matches(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return matches(pattern[1:], text) or (bool(text) and matches(pattern, text[1:]))
        return bool(text) and pattern[0] in ("?", text[0]) and matches(pattern[1:], text[1:])

    assert bool(re.fullmatch(wildcard_regex(pattern), text)) == matches(pattern, text)


@pytest.mark.parametrize("text", ["^/a/[a-z]+$", r"\d{1,3}\.html", "(?:a|b)*", r"^[\w-]+\.example\.com$", "a|b"])
def test_an_ordinary_expression_is_usable(text: str) -> None:
    assert regex_is_usable(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(",
        "a++",
        "(?=a)",
        "(?<!a)b",
        r"(a)\1",
        r"\p{L}",
        "(?>a)",
        "[[:alpha:]]",
        "(*VERB)",
        "a{1000}",
        r"\u0041",
        "ü",
        "a\nb",
    ],
)
def test_what_aws_or_pcre_refuses_is_not_usable(text: str) -> None:
    assert not regex_is_usable(text)


def served(*ids: str, waiting: tuple[str, ...] = ()) -> ServedGroup:
    shares = tuple(Share(id, 80) for id in ids)
    return ServedGroup(TargetGroupSpec("g", "g", 80), shares, frozenset((id, 80) for id in (*ids, *waiting)))


def test_a_target_keeps_its_slot_until_it_is_no_longer_registered() -> None:
    first = assign((), served("a", "b"))
    draining = assign(first, served("b", "c", waiting=("a",)))
    gone = assign(draining, served("b", "c"))
    again = assign(gone, served("b", "c", "d"))
    assert [slot.id for slot in first[:3]] == ["a", "b", ""]
    assert [(slot.id, slot.ready) for slot in draining[:3]] == [("a", False), ("b", True), ("c", True)]
    assert [slot.id for slot in gone[:3]] == ["", "b", "c"]
    # The freed slot rests while there are others.
    assert [slot.id for slot in again[:4]] == ["", "b", "c", "d"]


def test_assigning_what_is_assigned_changes_nothing_and_a_full_table_grows() -> None:
    slots = assign((), served("a", "b"))
    assert assign(slots, served("a", "b")) == slots
    many = [f"10.0.0.{number}" for number in range(40)]
    grown = assign(slots, served("a", "b", *many))
    assert len(grown) == 64
    assert {slot.id for slot in grown if slot.id} == {"a", "b", *many}


@pytest.mark.parametrize(
    ("name", "minimum", "maximum", "present", "absent"),
    [
        ("ELBSecurityPolicy-2016-08", "TLSv1.0", "TLSv1.2", "AES128-SHA", "DES-CBC3-SHA"),
        ("ELBSecurityPolicy-TLS-1-2-2017-01", "TLSv1.2", "TLSv1.2", "AES128-SHA256", "AES128-SHA"),
        ("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", "TLSv1.2", "TLSv1.2", "AES128-SHA", "DES-CBC3-SHA"),
        ("ELBSecurityPolicy-FS-1-2-Res-2019-08", "TLSv1.2", "TLSv1.2", "ECDHE-RSA-AES128-SHA256", "AES128-GCM-SHA256"),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "TLSv1.2", "TLSv1.3", "ECDHE-RSA-AES256-SHA384", "AES128-GCM-SHA256"),
        (
            "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
            "TLSv1.2",
            "TLSv1.3",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-SHA256",
        ),
    ],
)
def test_a_security_policy_is_read_from_its_name(
    name: str, minimum: str, maximum: str, present: str, absent: str
) -> None:
    policy = tls_policy(name)
    ciphers = policy.ciphers.split(":")
    assert (policy.minimum, policy.maximum) == (minimum, maximum)
    assert present in ciphers
    assert absent not in ciphers


def test_tls_1_3_alone_needs_no_cipher_list() -> None:
    assert tls_policy("ELBSecurityPolicy-TLS13-1-3-2021-06").ciphers == ""
