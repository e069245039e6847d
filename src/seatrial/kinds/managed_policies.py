"""The policies that AWS itself keeps, as ``arn:aws:iam::aws:policy/...``.

They change from time to time; ``data/managed_policies.json`` says when it was taken and from where, and
tools/build_managed_policies.py makes it anew. A policy that isn't in it is not known here.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from seatrial.kinds.data import text_of
from seatrial.model.arn import Arn
from seatrial.model.value import Value

# A word of a long name may be wrong, where AWS had no policy of that name when the data was taken.
ALIKE = 0.9


def is_aws_managed(arn: str) -> bool:
    """Whether an ARN is one of a policy that AWS keeps."""
    parsed = Arn.parse(arn)
    return parsed is not None and parsed.service == "iam" and parsed.account == "aws"


def misplaced(arn: str) -> str:
    """The ARN that is meant where one of AWS's has a policy's name and not its path; "" otherwise."""
    parsed = Arn.parse(arn)
    if parsed is None or not is_aws_managed(arn):
        return ""
    path = parsed.resource.removeprefix("policy/")
    name = path.rpartition("/")[2]
    known = [item for item in _policies() if item.rpartition("/")[2] == name]
    if not known or path in known:
        return ""
    return f"arn:{parsed.partition}:iam::aws:policy/{known[0]}"


def resembling(arn: str) -> str:
    """The ARN of the known policy that a name is probably mistyped for; "" where it is known, or like none."""
    parsed = Arn.parse(arn)
    if parsed is None or not is_aws_managed(arn):
        return ""
    path = parsed.resource.removeprefix("policy/")
    name = path.rpartition("/")[2]
    if path in _policies() or name in _data()["others"]:
        return ""
    names = {item.rpartition("/")[2]: item for item in _policies()}
    if name in names:
        return ""
    same = [item for item in names if item.lower() in (name.lower(), f"{name}policy".lower())]
    near = same or difflib.get_close_matches(name[:100], names, n=1, cutoff=ALIKE)
    return f"arn:{parsed.partition}:iam::aws:policy/{names[near[0]]}" if near else ""


def managed_policy(arn: str) -> dict[str, Value] | None:
    """The document of an AWS managed policy; None where it isn't known here."""
    parsed = Arn.parse(arn)
    if parsed is None or not is_aws_managed(arn):
        return None
    found = _policies().get(parsed.resource.removeprefix("policy/"))
    document: dict[str, Value] | None = found["document"] if found else None
    return document


def _policies() -> Mapping[str, Any]:
    policies: Mapping[str, Any] = _data()["policies"]
    return policies


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(text_of("managed_policies.json") or "{}")
    return {**data, "others": frozenset(data["others"])}
