"""Launches of one task with one thing wrong each: what stops it, in AWS's words, and what is noted on the way."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import agrees, read_yaml, system_of
from seatrial.analyses.launch import (
    Endpoint,
    Failed,
    NoSuchHost,
    Reach,
    Reached,
    Refused,
    Requirement,
    Timeout,
    judge,
    requirements,
    secret_values,
)
from seatrial.analyses.launch.secret_reference import ParameterReference, SecretReference, parse_reference
from seatrial.analyses.launch.secret_value import generate
from seatrial.model.system import Scope, System
from seatrial.model.value import Sensitive, Value

FOLDER = Path(__file__).parent
TEMPLATE = (FOLDER / "private.yaml").read_text(encoding="utf-8")
TASK_ID = "0123456789abcdef0123456789abcdef"


def _system(case: dict[str, Any]) -> System:
    text = TEMPLATE
    for old, new in case.get("replace", {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return system_of(text, "private.yaml")


def _reach(how: str) -> Reach:
    kind, _, address = how.partition(" ")
    kinds: dict[str, Reach] = {"timeout": Timeout(address), "refused": Refused(address), "unknown": NoSuchHost(address)}
    return kinds[kind]


def _reached(case: dict[str, Any], steps: tuple[Requirement, ...]) -> dict[Endpoint, Reach]:
    broken = case.get("unreachable", {})
    hosts = {endpoint.host for step in steps for endpoint in step.endpoints}
    assert broken.keys() <= hosts
    return {
        endpoint: _reach(broken[endpoint.host]) if endpoint.host in broken else Reached()
        for step in steps
        for endpoint in step.endpoints
    }


def _told(case: dict[str, Any]) -> str:
    system = _system(case)
    steps = requirements([system], system.resources["Task"])
    reached = _reached(case, steps)
    lines = []
    for step in steps:
        verdict = judge([system], step, reached, TASK_ID)
        where = ", ".join(str(endpoint) for endpoint in step.endpoints)
        if case.get("wholly") or isinstance(verdict, Failed) or verdict.note:
            lines.append(f"  {step}" + (f" [{where}]" if where else ""))
        if isinstance(verdict, Failed):
            task = "no task comes into being" if verdict.no_task else verdict.stop_code
            lines.append(f"    {task}: {verdict.reason}")
        if verdict.note:
            lines.append(f"    note: {verdict.note}")
        if isinstance(verdict, Failed) and not case.get("wholly"):
            return "\n".join(lines) + "\n"
    return "\n".join([*lines, "  the containers start"]) + "\n"


def test_each_launch_goes_as_on_fargate() -> None:
    cases = read_yaml(FOLDER / "launches.yaml")
    agrees(FOLDER / "launches.txt", "\n".join(f"{name}\n{_told(case)}" for name, case in cases.items()))


def test_a_host_that_was_not_tried_is_an_error_and_not_a_pass() -> None:
    system = _system({})
    steps = requirements([system], system.resources["Task"])
    with pytest.raises(KeyError):
        judge([system], next(step for step in steps if step.endpoints), {}, TASK_ID)


def test_a_container_gets_the_values_of_its_secrets_and_nobody_sees_them() -> None:
    system = _system({})
    found = secret_values([system], system.resources["Task"], b"salt")
    assert found.keys() == {"web"}
    password = found["web"]["PASSWORD"]
    assert isinstance(password, Sensitive) and len(password) == 32 and str.isalnum(password)
    assert str.__str__(found["web"]["MODE"]) == "fast"
    assert "fast" not in repr(found) and str.__str__(password) not in repr(found)
    assert found == secret_values([system], system.resources["Task"], b"salt")
    assert found != secret_values([system], system.resources["Task"], b"other")


def test_a_whole_secret_keeps_its_template() -> None:
    system = _system({"replace": {"${Database}:password::": "${Database}"}})
    value = secret_values([system], system.resources["Task"])["web"]["PASSWORD"]
    parsed = json.loads(str.__str__(value))
    assert parsed["user"] == "app" and len(parsed["password"]) == 32


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("arn:aws:secretsmanager:us-east-1:1:secret:a-AbCdEf", ("a-AbCdEf", "", "", "")),
        ("arn:aws:secretsmanager:us-east-1:1:secret:a-AbCdEf:key::", ("a-AbCdEf", "key", "", "")),
        ("arn:aws:secretsmanager:us-east-1:1:secret:a-AbCdEf::AWSPENDING:", ("a-AbCdEf", "", "AWSPENDING", "")),
        ("arn:aws:secretsmanager:us-east-1:1:secret:a-AbCdEf:key::v1", ("a-AbCdEf", "key", "", "v1")),
    ],
)
def test_a_secret_is_named_with_a_key_a_stage_and_a_version(written: str, expected: tuple[str, ...]) -> None:
    found = parse_reference(written, Scope("test"))
    assert isinstance(found, SecretReference)
    name = found.arn.rpartition(":")[2]
    assert (name, found.json_key, found.version_stage, found.version_id) == expected


@pytest.mark.parametrize(
    ("written", "arn"),
    [
        ("mode", "arn:aws:ssm:us-east-1:123456789012:parameter/mode"),
        ("/app/mode", "arn:aws:ssm:us-east-1:123456789012:parameter/app/mode"),
        ("arn:aws:ssm:eu-west-1:1:parameter/app/mode", "arn:aws:ssm:eu-west-1:1:parameter/app/mode"),
    ],
)
def test_a_parameter_is_named_by_name_or_arn(written: str, arn: str) -> None:
    found = parse_reference(written, Scope("test"))
    assert isinstance(found, ParameterReference) and found.arn == arn


OPTIONS: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {},
    optional={
        "PasswordLength": st.integers(4, 64),
        "ExcludeUppercase": st.booleans(),
        "ExcludeLowercase": st.booleans(),
        "ExcludeNumbers": st.booleans(),
        "ExcludePunctuation": st.just(True),
        "IncludeSpace": st.just(True),
        "ExcludeCharacters": st.text(string.ascii_letters + string.digits, max_size=10),
        "RequireEachIncludedType": st.booleans(),
    },
)


@given(OPTIONS, st.binary(min_size=1, max_size=8))
def test_a_generated_password_keeps_to_its_options(options: dict[str, Value], seed: bytes) -> None:
    types = {
        "ExcludeUppercase": string.ascii_uppercase,
        "ExcludeLowercase": string.ascii_lowercase,
        "ExcludeNumbers": string.digits,
        "ExcludePunctuation": string.punctuation,
    }
    excluded = set(str(options.get("ExcludeCharacters", "")))
    wanted = [set(letters) - excluded for option, letters in types.items() if options.get(option) is not True]
    space = {" "} if options.get("IncludeSpace") else set()
    password = generate(options, seed)
    allowed = set().union(*wanted, space)
    assert len(password) == (options.get("PasswordLength", 32) if allowed else 0)
    assert set(password) <= allowed
    if options.get("RequireEachIncludedType") is not False:
        assert all(letters & set(password) for letters in wanted if letters)
    assert password == generate(options, seed)
