"""What is wrong with the shape of any policy document, whoever it is for: its version, its operators, its principals.

Sources (read 2026-11-29): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html; "Syntax errors in policy."
for a condition without a known operator: https://github.com/aws-cloudformation/cfn-lint/issues/3751
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from msgspec import Struct

from seatrial.analyses.iam.condition import OPERATORS
from seatrial.analyses.refusals.world import entries, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_text, at

VERSIONS = ("2012-10-17", "2008-10-17")
SYNTAX = "Syntax errors in policy."
_EFFECTS = ("Allow", "Deny")
# Of each pair a statement has one.
_EITHER = (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal"))
_QUANTITIES = ("", "forallvalues", "foranyvalue")
_SPELLINGS = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike"),
    *("StringNotLike", "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"),
    *("NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan"),
    *("DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress"),
    *("NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null"),
)
# An account, an ARN, the id that IAM keeps for what is gone, or anybody.
_OF_AWS = re.compile(r"\*|\d{12}|arn:[^:]+:(iam|sts)::.*|A[A-Z]{3}[A-Z0-9]{12,}")
SERVICE = re.compile(r"[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws)")


class Problem(Struct, frozen=True):
    """``message`` is AWS's, with ``ours`` it is not. ``instead`` is what to write at ``path``."""

    message: str
    path: PropertyPath
    instead: str = ""
    ours: bool = False
    because: str = ""


def shape_problems(document: Value) -> Iterator[Problem]:
    """What no service takes, whoever's policy it is."""
    version = at(document, "Version")
    if isinstance(version, str) and version[:10] not in VERSIONS:
        text = f"Version {version} is no version of the policy language"
        yield Problem(text, ("Version",), f'"{VERSIONS[0]}"', ours=True)
    for statement, path in statements(document):
        effect = at(statement, "Effect")
        if isinstance(effect, str) and effect not in ("", *_EFFECTS):
            # "Valid values for Effect are Allow and Deny. The Effect value is case sensitive":
            # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html (read
            # 2026-11-30); the text as quoted by many users of IAM (read 2026-11-23).
            instead = effect.capitalize() if effect.capitalize() in _EFFECTS else ""
            yield Problem(SYNTAX, (*path, "Effect"), instead)
        for one, other in _EITHER:
            if at(statement, one) is not None and at(statement, other) is not None:
                yield Problem(f"a statement has {one} and {other}, and takes one of them", (*path, other), ours=True)
        yield from _operators(statement, path)


def _operators(statement: Value, path: PropertyPath) -> Iterator[Problem]:
    for key in statement if isinstance(statement, dict) else ():
        # The grammar has conditions nowhere but in Condition.
        if key.rpartition(":")[2].lower().removesuffix("ifexists") in OPERATORS:
            because = f"{key} stands beside Condition, not in it"
            yield Problem(SYNTAX, (*path, key), because=because)
    condition = at(statement, "Condition")
    for operator in condition if isinstance(condition, dict) else ():
        quantity, _, name = operator.rpartition(":")
        plain = name.lower().removesuffix("ifexists")
        if (plain in OPERATORS or plain == "null") and quantity.lower() in _QUANTITIES:
            continue
        near = difflib.get_close_matches(name.removesuffix("IfExists"), _SPELLINGS, 1, 0.7)
        because = f"{operator} is no condition operator" + (f"; did you mean {near[0]}?" if near else "")
        yield Problem(SYNTAX, (*path, "Condition", operator), because=because)


def principal_problems(document: Value) -> Iterator[tuple[str, str, PropertyPath]]:
    """Principals that are none: kind (AWS or Service), what stands there, and where."""
    for statement, path in statements(document):
        for key in ("Principal", "NotPrincipal"):
            for kind, form in (("AWS", _OF_AWS), ("Service", SERVICE)):
                for value in entries(at(statement, key, kind)):
                    if isinstance(value, str) and not form.fullmatch(value):
                        yield kind, value, (*path, key, kind)


def principal_instead(kind: str, value: str, role: Resource | None) -> str:
    """What was meant by a principal that is none."""
    if kind == "AWS" and role is not None:
        return f"!GetAtt {role.logical_id}.Arn"
    return f"{{ Service: {value} }}" if kind == "AWS" and SERVICE.fullmatch(value) else ""


def statements(document: Value) -> Iterator[tuple[Value, PropertyPath]]:
    """The known statements of a document, each with its place."""
    if isinstance(document, Unknown):
        return
    found = at(document, "Statement")
    if isinstance(found, dict):
        yield found, ("Statement",)
        return
    for index, statement in enumerate(entries(found)):
        if not isinstance(statement, Unknown):
            yield statement, ("Statement", index)


def misplaced_actions(document: Value, objects: frozenset[str], buckets: frozenset[str]) -> Iterator[Problem]:
    """Actions of a bucket's policy that none of their statement's resources is for.

    Source: https://github.com/aws-amplify/docs/issues/7799 (read 2026-11-29).
    """
    for statement, path in statements(document):
        resources = as_list(at(statement, "Resource"))
        if not resources or not known(resources) or not all(":s3:::" in as_text(item) for item in resources):
            continue
        names = [as_text(item).partition(":::")[2] for item in resources]
        of_objects = any("/" in name or "*" in name for name in names)
        of_bucket = any("/" not in name or "*" in name.partition("/")[0] for name in names)
        for action in as_list(at(statement, "Action")):
            if not isinstance(action, str):
                continue
            if (action in objects and not of_objects) or (action in buckets and not of_bucket):
                text = "Action does not apply to any resource(s) in statement"
                because = f"{action} is about {'objects' if action in objects else 'the bucket'}"
                yield Problem(text, (*path, "Resource"), because=because)
                break
