"""Questions about the roles of a template, each with IAM's answer and, for a refusal, AWS's message."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import agrees, system_of
from seatrial.analyses.iam import (
    Decision,
    Policies,
    Policy,
    PolicyKind,
    Request,
    RoleView,
    access_denied_text,
    allowed,
    can_assume,
    evaluate,
    request_of,
    role_of,
)
from seatrial.analyses.iam.pattern import like, resource_matches
from seatrial.kinds.managed_policies import managed_policy
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value

FOLDER = Path(__file__).parent
ROLE = "arn:aws:iam::123456789012:role/worker"
BUCKET = "arn:aws:s3:::data/a"


def _answer(system: System, line: str) -> str:
    words = line.split()
    named = system.resources.get(words[0])
    role = role_of([system], named.physical_id if named else words[0])
    if not isinstance(role, RoleView):
        return str(role)
    context = dict(word.split("=", 1) for word in words if "=" in word)
    if words[1:3] == ["assumed", "by"]:
        return _text(can_assume(role, words[3], context))
    resource = system.resources[words[2]].arn if words[2] in system.resources else words[2]
    decision = allowed([system], role, words[1], resource, context)
    found = _text(decision)
    if decision.allowed is False:
        found += f"\n    {access_denied_text(request_of(role, words[1], resource, session='0123abcd'), decision)}"
    return found


def _text(decision: Decision) -> str:
    word = {True: "yes", False: "no", None: "cannot tell"}[decision.allowed]
    place = f" ({decision.statement.span})" if decision.statement and decision.statement.span.line else ""
    return f"{word}: {decision.reason}{place}"


def test_roles_are_allowed_what_their_policies_say() -> None:
    system = system_of((FOLDER / "roles.yaml").read_text(encoding="utf-8"), "roles.yaml")
    asks = [line for line in (FOLDER / "roles.asks").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    agrees(FOLDER / "roles.txt", "".join(f"{line}\n  {_answer(system, line)}\n" for line in asks))


def _identity(*statements: dict[str, Value], version: str = "2012-10-17") -> Policy:
    return Policy("p", {"Version": version, "Statement": list(statements)})


def _ask(condition: dict[str, Value] | None, **context: Any) -> bool | None:
    statement: dict[str, Value] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    if condition is not None:
        statement["Condition"] = condition
    named = {key.replace("__", ":"): value for key, value in context.items()}
    return evaluate(Request("s3:GetObject", BUCKET, ROLE, context=named), Policies([_identity(statement)])).allowed


# Condition, values of the request, whether it holds. "k" is a key that the request has, None that it certainly hasn't;
# without a value for it only AWS would know.
CONDITIONS: list[tuple[str, dict[str, Any], dict[str, Any], bool | None]] = [
    ("equal", {"StringEquals": {"k": "a"}}, {"k": "a"}, True),
    ("one of several", {"StringEquals": {"k": ["b", "a"]}}, {"k": "a"}, True),
    ("case counts", {"StringEquals": {"k": "A"}}, {"k": "a"}, False),
    ("case of the key doesn't", {"StringEquals": {"K": "a"}}, {"k": "a"}, True),
    ("ignoring case", {"StringEqualsIgnoreCase": {"k": "A"}}, {"k": "a"}, True),
    ("not equal", {"StringNotEquals": {"k": "b"}}, {"k": "a"}, True),
    ("not equal to any", {"StringNotEquals": {"k": ["b", "a"]}}, {"k": "a"}, False),
    ("no key", {"StringEquals": {"k": "a"}}, {"k": None}, False),
    ("no key for a Not", {"StringNotEquals": {"k": "a"}}, {"k": None}, True),
    ("no key, if exists", {"StringEqualsIfExists": {"k": "a"}}, {"k": None}, True),
    ("a key, if exists", {"StringEqualsIfExists": {"k": "b"}}, {"k": "a"}, False),
    ("only AWS knows", {"StringEquals": {"k": "a"}}, {}, None),
    ("only AWS knows, but another key decides", {"StringEquals": {"k": "a", "x": "b"}}, {"x": "c"}, False),
    ("wildcards", {"StringLike": {"k": "a?c*"}}, {"k": "abcdef"}, True),
    ("no wildcards in equals", {"StringEquals": {"k": "a*"}}, {"k": "ab"}, False),
    ("not like", {"StringNotLike": {"k": "a*"}}, {"k": "ab"}, False),
    ("a literal star", {"StringLike": {"k": "a${*}"}}, {"k": "ab"}, False),
    ("a literal star is there", {"StringLike": {"k": "a${*}"}}, {"k": "a*"}, True),
    ("numbers", {"NumericLessThan": {"k": "10"}}, {"k": "9"}, True),
    ("numbers as numbers", {"NumericEquals": {"k": 1}}, {"k": "1.0"}, True),
    ("not a number", {"NumericEquals": {"k": "1"}}, {"k": "one"}, False),
    ("at least", {"NumericGreaterThanEquals": {"k": "10"}}, {"k": "10"}, True),
    ("dates", {"DateLessThan": {"k": "2026-01-01T00:00:00Z"}}, {"k": "2025-12-31T23:59:59Z"}, True),
    ("dates as seconds", {"DateGreaterThan": {"k": "2020-01-01T00:00:00Z"}}, {"k": "1893456000"}, True),
    ("flags", {"Bool": {"k": True}}, {"k": "true"}, True),
    ("flags as text", {"Bool": {"k": "false"}}, {"k": "true"}, False),
    ("bytes", {"BinaryEquals": {"k": "QUJD"}}, {"k": "QUJD"}, True),
    ("addresses", {"IpAddress": {"k": ["10.0.0.0/8", "192.0.2.1"]}}, {"k": "192.0.2.1"}, True),
    ("other addresses", {"NotIpAddress": {"k": "10.0.0.0/8"}}, {"k": "192.0.2.1"}, True),
    ("addresses of the new kind", {"IpAddress": {"k": "2001:db8::/32"}}, {"k": "2001:db8::1"}, True),
    ("ARNs part by part", {"ArnLike": {"k": "arn:aws:s3:::*"}}, {"k": "arn:aws:s3:::b"}, True),
    ("ARNs stay in their part", {"ArnLike": {"k": "arn:aws:*:b"}}, {"k": "arn:aws:s3:::b"}, False),
    ("ArnEquals has wildcards too", {"ArnEquals": {"k": "arn:aws:s3:::b*"}}, {"k": "arn:aws:s3:::bc"}, True),
    ("ArnNotLike", {"ArnNotLike": {"k": "arn:aws:s3:::b"}}, {"k": "arn:aws:s3:::c"}, True),
    ("Null wants none", {"Null": {"k": "true"}}, {"k": None}, True),
    ("Null wants one", {"Null": {"k": "false"}}, {"k": "a"}, True),
    ("Null wants one and there is none", {"Null": {"k": False}}, {"k": None}, False),
    ("all values", {"ForAllValues:StringEquals": {"k": ["a", "b"]}}, {"k": ["a", "b"]}, True),
    ("all values but one", {"ForAllValues:StringEquals": {"k": ["a", "b"]}}, {"k": ["a", "c"]}, False),
    ("all of none", {"ForAllValues:StringEquals": {"k": "a"}}, {"k": None}, True),
    ("any value", {"ForAnyValue:StringEquals": {"k": "a"}}, {"k": ["c", "a"]}, True),
    ("any of none", {"ForAnyValue:StringEquals": {"k": "a"}}, {"k": None}, False),
    ("any value that is not", {"ForAnyValue:StringNotEquals": {"k": "a"}}, {"k": ["a", "b"]}, True),
    ("several operators", {"StringEquals": {"k": "a"}, "Bool": {"x": "true"}}, {"k": "a", "x": "false"}, False),
    ("an operator of tomorrow", {"StringRhymes": {"k": "a"}}, {"k": "a"}, None),
    ("a value that isn't known", {"StringEquals": {"k": Unknown("it is imported")}}, {"k": "a"}, None),
    ("a value that isn't needed", {"StringEquals": {"k": [Unknown("it is imported"), "a"]}}, {"k": "a"}, True),
    ("a variable", {"StringEquals": {"k": "${aws:PrincipalAccount}"}}, {"k": "123456789012"}, True),
    ("a variable without a value", {"StringEquals": {"k": "${aws:username}"}}, {"k": "a"}, False),
    ("a variable with a default", {"StringEquals": {"k": "${aws:username, 'a'}"}}, {"k": "a"}, True),
]


@pytest.mark.parametrize(
    ("condition", "context", "holds"), [case[1:] for case in CONDITIONS], ids=[c[0] for c in CONDITIONS]
)
def test_conditions_hold_as_iam_says(condition: dict[str, Any], context: dict[str, Any], holds: bool | None) -> None:
    assert _ask(condition, **context) is holds


@pytest.mark.parametrize(
    ("pattern", "arn", "fits"),
    [
        ("*", "arn:aws:s3:::b/k", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/k/l", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", False),
        ("arn:aws:s3:::B/*", "arn:aws:s3:::b/k", False),
        ("arn:aws:sqs:*:123456789012:jobs", "arn:aws:sqs:us-east-1:123456789012:jobs", True),
        ("arn:aws:sqs:us-*-1:123456789012:jobs", "arn:aws:sqs:us-east-1:123456789012:jobs", True),
        ("arn:aws:sqs:*", "arn:aws:sqs:us-east-1:123456789012:jobs", True),
        (
            "arn:aws:logs:us-east-1:123456789012:log-group:g:*",
            "arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s",
            True,
        ),
        (
            "arn:aws:logs:us-east-1:123456789012:log-group:g",
            "arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s",
            False,
        ),
        (
            "arn:aws:secretsmanager:r:123456789012:secret:db-??????",
            "arn:aws:secretsmanager:r:123456789012:secret:db-AbCdEf",
            True,
        ),
        (
            "arn:aws:secretsmanager:r:123456789012:secret:db",
            "arn:aws:secretsmanager:r:123456789012:secret:db-AbCdEf",
            False,
        ),
        ("arn:aws:sq*s:r:123456789012:jobs", "arn:aws:sqs:x:123456789012:jobs", False),
    ],
)
def test_resources_are_compared_as_iam_compares_them(pattern: str, arn: str, fits: bool) -> None:
    policy = _identity({"Effect": "Allow", "Action": "*", "Resource": pattern})
    assert evaluate(Request("x:Do", arn, ROLE), Policies([policy])).allowed is fits
    unless = _identity({"Effect": "Allow", "Action": "*", "NotResource": pattern})
    assert evaluate(Request("x:Do", arn, ROLE), Policies([unless])).allowed is not fits


def test_a_policy_of_the_old_version_has_no_variables() -> None:
    statement: dict[str, Value] = {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${aws:PrincipalAccount}"}
    request = Request("s3:ListBucket", "arn:aws:s3:::123456789012", ROLE)
    assert evaluate(request, Policies([_identity(statement)])).allowed is True
    assert evaluate(request, Policies([_identity(statement, version="2008-10-17")])).allowed is False


def test_across_accounts_both_sides_must_allow() -> None:
    arn = "arn:aws:sqs:us-east-1:999999999999:jobs"
    own = _identity({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"})

    def theirs(principal: Value) -> Policy:
        statement: dict[str, Value] = {
            "Effect": "Allow",
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Principal": principal,
        }
        return Policy("theirs", {"Version": "2012-10-17", "Statement": statement}, PolicyKind.RESOURCE)

    request = Request("sqs:SendMessage", arn, ROLE)
    account: Value = {"AWS": "123456789012"}
    assert evaluate(request, Policies([own], [theirs(account)])).allowed is True
    assert evaluate(request, Policies([own])).allowed is False
    assert evaluate(request, Policies([], [theirs(account)])).allowed is False
    assert evaluate(request, Policies([], [theirs({"AWS": ROLE})])).allowed is False
    assert evaluate(request, Policies([own], [theirs({"AWS": "111111111111"})])).allowed is False


def test_within_the_account_a_resource_that_names_the_role_is_enough_and_its_account_is_not() -> None:
    arn = "arn:aws:sqs:us-east-1:123456789012:jobs"
    request = Request("sqs:SendMessage", arn, ROLE)

    def named(principal: Value) -> bool | None:
        statement: dict[str, Value] = {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": principal}
        policy = Policy("q", {"Version": "2012-10-17", "Statement": [statement]}, PolicyKind.RESOURCE)
        return evaluate(request, Policies([], [policy])).allowed

    assert named({"AWS": ROLE}) is True
    assert named("*") is True
    assert named({"AWS": "123456789012"}) is False
    assert named({"AWS": "arn:aws:iam::123456789012:root"}) is False
    assert named({"Service": "sqs.amazonaws.com"}) is False


def test_an_endpoint_s_policy_limits_what_goes_through_it() -> None:
    own = _identity({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    statement: dict[str, Value] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": "*"}
    endpoint = Policy("e", {"Version": "2012-10-17", "Statement": [statement]}, PolicyKind.ENDPOINT)
    assert evaluate(Request("s3:GetObject", BUCKET, ROLE), Policies([own], limits=[endpoint])).allowed is True
    decision = evaluate(Request("s3:PutObject", BUCKET, ROLE), Policies([own], limits=[endpoint]))
    assert (decision.allowed, decision.denial) == (
        False,
        "because no VPC endpoint policy allows the s3:PutObject action",
    )


def test_aws_s_own_policies_are_dated_data() -> None:
    document = managed_policy("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")
    assert document is not None
    policy = Policy("AmazonECSTaskExecutionRolePolicy", document)
    for action, expected in (("ecr:GetAuthorizationToken", True), ("logs:CreateLogGroup", False)):
        assert evaluate(Request(action, "*", ROLE), Policies([policy])).allowed is expected
    assert managed_policy("arn:aws-cn:iam::aws:policy/AdministratorAccess") is not None
    assert managed_policy("arn:aws:iam::aws:policy/NoSuchPolicy") is None
    assert managed_policy("arn:aws:iam::123456789012:policy/AdministratorAccess") is None


ACTIONS = st.sampled_from(["s3:GetObject", "s3:Put*", "s3:*", "*", "sqs:SendMessage", "S3:getobject", "s3:?etObject"])
RESOURCES = st.sampled_from(["*", "arn:aws:s3:::data/*", "arn:aws:s3:::data/a", "arn:aws:s3:::other/*"])
CONDITIONED: st.SearchStrategy[Value] = st.sampled_from(
    [None, {"StringEquals": {"k": "a"}}, {"StringNotEquals": {"k": "a"}}, {"Bool": {"aws:SecureTransport": "true"}}]
)


@st.composite
def statements(draw: st.DrawFn, effect: str | None = None) -> dict[str, Value]:
    found: dict[str, Value] = {
        "Effect": effect or draw(st.sampled_from(["Allow", "Deny"])),
        draw(st.sampled_from(["Action", "NotAction"])): draw(st.lists(ACTIONS, min_size=1, max_size=2)),
        draw(st.sampled_from(["Resource", "NotResource"])): draw(RESOURCES),
    }
    condition = draw(CONDITIONED)
    return found | ({"Condition": condition} if condition else {})


REQUESTS = st.builds(
    Request,
    action=st.sampled_from(["s3:GetObject", "s3:PutObject", "sqs:SendMessage"]),
    resource=st.sampled_from(["arn:aws:s3:::data/a", "arn:aws:s3:::other/b"]),
    principal=st.just(ROLE),
    context=st.sampled_from([{}, {"k": "a"}, {"k": "b"}, {"k": None}]),
)


def _rank(decision: Decision) -> int:
    return {False: 0, None: 1, True: 2}[decision.allowed]


@given(st.lists(statements(), max_size=4), statements("Allow"), REQUESTS)
def test_one_more_allow_never_takes_a_permission_away(
    before: list[dict[str, Value]], more: dict[str, Value], request: Request
) -> None:
    without, with_it = (evaluate(request, Policies([_identity(*found)])) for found in (before, [*before, more]))
    assert _rank(with_it) >= _rank(without)


@given(st.lists(statements(), max_size=4), statements("Deny"), REQUESTS)
def test_one_more_deny_never_gives_a_permission(
    before: list[dict[str, Value]], more: dict[str, Value], request: Request
) -> None:
    without, with_it = (evaluate(request, Policies([_identity(*found)])) for found in (before, [*before, more]))
    assert _rank(with_it) <= _rank(without)


@given(st.lists(statements(), max_size=4), REQUESTS)
def test_a_deny_of_everything_always_wins(before: list[dict[str, Value]], request: Request) -> None:
    everything: dict[str, Value] = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    for policies in (
        Policies([_identity(*before, everything)]),
        Policies([_identity(*before)], limits=[Policy("b", _identity(everything).document, PolicyKind.BOUNDARY)]),
        Policies(
            [_identity(*before)],
            [Policy("r", _identity(everything | {"Principal": "*"}).document, PolicyKind.RESOURCE)],
        ),
    ):
        assert evaluate(request, policies).allowed is False


@given(st.lists(statements(), max_size=4), REQUESTS)
def test_the_order_of_statements_does_not_matter(before: list[dict[str, Value]], request: Request) -> None:
    there, back = (evaluate(request, Policies([_identity(*found)])) for found in (before, before[::-1]))
    assert there.allowed is back.allowed


@given(st.lists(statements(), max_size=3), REQUESTS)
def test_what_cannot_be_told_is_yes_or_no_once_it_is_known(before: list[dict[str, Value]], request: Request) -> None:
    policies = Policies([_identity(*before)])
    decision = evaluate(request, policies)
    known = {
        evaluate(Request(request.action, request.resource, ROLE, context={"k": value}), policies).allowed
        for value in ("a", "b", None)
    }
    assert None not in known
    if "k" not in request.context and decision.allowed is not None:
        assert known == {decision.allowed}


@given(st.text("ab:*?", max_size=9), st.text("ab:", max_size=9))
def test_a_pattern_fits_what_it_says(pattern: str, text: str) -> None:
    written = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern)
    assert like(pattern, text) is (re.fullmatch(written, text, re.DOTALL) is not None)


def test_a_star_within_a_part_of_an_arn_stays_there() -> None:
    assert resource_matches("arn:aws:s3:::a*c/*", "arn:aws:s3:::abc/d:e")
    assert not resource_matches("arn:aws:*x:y::a", "arn:aws:s3:x:y::a")
    assert resource_matches("arn:aws:*:a", "arn:aws:s3:x:y:a")


def test_many_wildcards_take_no_longer_than_few() -> None:
    """One step for each character: sharing a text among forty of them would never end."""
    assert not resource_matches("arn:aws:ecr:us-east-1:123456789012:repository/" + "*?" * 40 + "Z", "arn:" + "x" * 200)
    assert not like("*" + "?*" * 60 + "Z", "x" * 200)


def test_who_does_not_know_an_effect_cannot_tell() -> None:
    statement: dict[str, Value] = {"Effect": Unknown("Effect has no value"), "Action": "s3:*", "Resource": "*"}
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", ROLE)
    everything: dict[str, Value] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    for statements_ in ([statement], [everything, statement]):
        decision = evaluate(request, Policies([_identity(*statements_)]))
        assert decision.allowed is None and "Effect has no value" in decision.reason
