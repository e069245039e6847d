"""Whether a role's ARN that is written out may be that of a role which a template makes.

A role with a RoleName has that name and no other. Without one CloudFormation names it STACK-LOGICALID-SUFFIX, and
neither the stack's name nor the end is known for certain: who wrote such a name down after the stack was made means
that role. Any other name is never its name, so that a policy for it is for somebody else.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html (read
2026-11-29).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from seatrial.analyses.iam.pattern import arn_matches, like
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

ROLE = "AWS::IAM::Role"
WRITTEN = re.compile(r"arn:aws[a-z-]*:iam::(?:\d{12}|\*):role/(?!aws-service-role/)(?P<name>\S+)\Z")
_CHOSEN = re.compile(r"[A-Za-z][A-Za-z0-9-]*-(?P<logical>[A-Za-z0-9-]+)-[A-Za-z0-9]{12,13}\Z")
_OF_STACKS = re.compile(r"[A-Za-z0-9-]*\Z")
_WILD = re.compile(r"[*?]")
# As long as a role's name can be: what doesn't fit is left out in the middle.
_LONGEST = 64


def may_be_own(written: str, roles: Collection[Resource]) -> bool:
    """Whether an ARN, maybe with wildcards, that isn't any role's as far as it is known may be one's all the same.

    One that fits a role here is meant for that one.
    """
    found = WRITTEN.match(written)
    if found is None or any(arn_matches(written, role.arn) for role in roles):
        return False
    return any(_may_be(written, found["name"], role) for role in roles)


def _may_be(written: str, name: str, role: Resource) -> bool:
    path, given = role.get("Path"), role.get("RoleName")
    if isinstance(path, Unknown) or isinstance(given, Unknown):
        return True
    folder = as_text(path).lstrip("/")
    if as_text(given):
        # The same name in another account: which one the stack is made in may not be known.
        return like(name, f"{folder}{as_text(given)}")
    return _may_be_chosen(name, folder, role.logical_id)


def _may_be_chosen(name: str, folder: str, logical_id: str) -> bool:
    """Whether CloudFormation may name a role so, in a stack of some name."""
    parts = _WILD.split(name)
    if len(parts) == 1:
        chosen = _CHOSEN.match(name.removeprefix(folder)) if name.startswith(folder) else None
        whole = logical_id.replace("/", "-")
        return chosen is not None and (chosen["logical"].endswith(whole) or len(name) >= _LONGEST)
    head, tail = parts[0], parts[-1]
    beginning = head.removeprefix(folder) if head.startswith(folder) else ""
    return bool(beginning) and all(_OF_STACKS.match(part) for part in (beginning, *parts[1:-1], tail))
