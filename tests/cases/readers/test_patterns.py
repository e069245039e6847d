"""AllowedPattern: matched as the whole text, in bounded time."""

from __future__ import annotations

import re
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.readers.cloudformation.patterns import fits

REAL = [
    (r"[a-zA-Z][a-zA-Z0-9]*", "Admin1", True),
    (r"[a-zA-Z][a-zA-Z0-9]*", "1Admin", False),
    (r"^$|[a-z]+", "", True),
    (r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})/(\d{1,2})", "10.0.0.0/16", True),
    (r"^(([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\.){3}([0-9]|25[0-5])$", "10.0.0.5", True),
    (r"^(?=.*[A-Z])(?=.*\d)(?!.* ).{8,}$", "Passw0rdX", True),
    (r"^(?=.*[A-Z])(?=.*\d)(?!.* ).{8,}$", "passw0rdx", False),
    (r"arn:aws:acm:[^:]+:\d{12}:certificate/.*", "arn:aws:acm:us-east-1:123456789012:certificate/x", True),
    (r"[^\s]+@[^\s]+\.[^\s]+", "someone@example.com", True),
    (r"\w+\b-\w+", "a-b", True),
    (r"(?:sg|subnet)-[0-9a-f]{8,17}", "subnet-0123456789abcdef0", True),
    (r".*", "two\nlines", False),
]


@pytest.mark.parametrize(("pattern", "text", "matches"), REAL)
def test_a_pattern_matches_the_whole_text(pattern: str, text: str, matches: bool) -> None:
    assert fits(pattern, text) is matches


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(a|aa)*b", r"(a*)*(a*)*b", r"(.*)*x", r"a*a*a*a*a*a*b"])
def test_a_pattern_that_explodes_elsewhere_is_answered_or_given_up(pattern: str) -> None:
    assert fits(pattern, "a" * 4_000) in (False, None)
    assert fits(pattern, "a" * 40) is False


@pytest.mark.parametrize("pattern", [r"(a)\1", r"(?i)a", "(", "[", r"\p{Alnum}", "a" * 3_000, "(" * 500 + ")" * 500])
def test_what_is_not_known_of_patterns_is_no_answer(pattern: str) -> None:
    assert fits(pattern, "aa") is None


PIECES = st.sampled_from(
    [
        "a",
        "b",
        ".",
        "[ab]",
        "[^a]",
        r"\d",
        r"\W",
        "(a|b)",
        "(ab)",
        "a*",
        "b+",
        "a?",
        "(a|b)*",
        "a{2}",
        "b{1,2}",
        "^",
        "$",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=6).map("".join), st.text(alphabet="ab1 ", max_size=6))
def test_it_agrees_with_the_standard_library(pattern: str, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert fits(pattern, text) is (re.fullmatch(pattern, text, re.ASCII) is not None)


def test_of_a_set_that_python_may_read_otherwise_nothing_is_said() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert fits("[[a-z]+", "abc") is None
