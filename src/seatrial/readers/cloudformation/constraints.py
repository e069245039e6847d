"""What a parameter's declaration demands of its value.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
(read 2026-11-23).
"""

from __future__ import annotations

import re

from seatrial.model.span import Span
from seatrial.model.value import as_text
from seatrial.readers.cloudformation.answers import answer, constraint, not_allowed_value
from seatrial.readers.cloudformation.nodes import MappingNode, ScalarNode, SequenceNode
from seatrial.readers.cloudformation.patterns import fits
from seatrial.readers.cloudformation.problems import Problems, clip, shown

# "A parameter value can be 4,096 bytes at most."
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (read 2026-11-23)
MOST_BYTES = 4096
# CloudFormation looks up in the account what a parameter of such a type names; an id of another kind isn't found there.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html, and its
# answer as of https://certificationtest.net/optional-parameter-in-cloudformation (both read 2026-11-30)
_IDS = {
    "aws::ec2::vpc::id": "vpc-",
    "aws::ec2::subnet::id": "subnet-",
    "aws::ec2::securitygroup::id": "sg-",
}
_ZONE_ID, _DOMAIN = "aws::route53::hostedzone::id", re.compile(r"[\w-]+(?:\.[\w-]+)+\.?\Z")
# An id, an ARN or a block of addresses.
_OTHER = re.compile(r"[a-z]+-(?:[0-9a-f]{8}|[0-9a-f]{17})\Z|arn:aws|\d+\.\d+\.\d+\.\d+(?:/\d+)?\Z")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z", re.ASCII)
_LONGEST_NUMBER = 60


def check(
    name: str, node: MappingNode, kind: str, text: str, span: Span, problems: Problems, *, hidden: bool, owner: str = ""
) -> bool:
    """Adds a finding for each demand that the value does not meet; whether it meets all. A hidden one is not shown.

    ``owner`` is the nested stack that is given it.
    """
    before = problems.errors
    _Check(name, node, text, span, problems, hidden, owner).run(kind)
    return problems.errors == before


def names_by_id(kind: str) -> bool:
    """Whether a parameter of this type names something of the account by its id."""
    return bool(_prefix(kind))


def _prefix(kind: str) -> str:
    return next((prefix for name, prefix in _IDS.items() if name in kind.lower()), "")


def misshapen(node: MappingNode, text: str) -> bool:
    """Whether a value is no text of the form that its AllowedPattern wants."""
    pattern = node.get("AllowedPattern")
    return isinstance(pattern, ScalarNode) and fits(as_text(pattern.value), text) is False


def _no_such(value: str, name: str) -> str:
    return f"Parameter validation failed: parameter value {value} for parameter name {name} does not exist"


class _Check:
    def __init__(
        self, name: str, node: MappingNode, text: str, span: Span, problems: Problems, hidden: bool, owner: str
    ) -> None:
        self._owner = owner
        self._name = name
        self._node = node
        self._text = text
        self._span = span
        self._problems = problems
        self._hidden = hidden

    def run(self, kind: str) -> None:
        if len(self._text.encode("utf-8", "replace")) > MOST_BYTES:
            self._refuse(f"it is longer than {MOST_BYTES:,} bytes", f"at most {MOST_BYTES:,} bytes")
            return
        is_list = kind.startswith(("List<", "CommaDelimitedList"))
        parts = [part.strip() for part in self._text.split(",")] if is_list else [self._text]
        self._allowed(parts)
        if kind in ("Number", "List<Number>") and not all(map(_is_number, parts)):
            self._refuse("it must be a number", f"--param {clip(self._name)}=NUMBER")
            return
        self._of_kind(kind, parts)
        self._pattern(parts)
        self._length()
        if kind == "Number":
            self._range()

    def _refuse(self, demand: str, mend: str, why: str = "") -> None:
        described = self._attribute("ConstraintDescription")
        value = "its value" if self._hidden else shown(self._text)
        self._problems.error(
            "PAR002",
            f"the parameter {clip(self._name)} cannot be {value}: {demand}",
            self._span,
            why=answer(constraint(clip(self._name), described) if described else why)
            if described or why
            else "CloudFormation refuses the parameters",
            mend=mend,
            logical_id=self._owner,
            path=("Parameters", self._name) if self._owner else (),
        )

    def _allowed(self, parts: list[str]) -> None:
        allowed = self._node.get("AllowedValues")
        if not isinstance(allowed, SequenceNode):
            return
        values = [as_text(item.value) for item in allowed.items if isinstance(item, ScalarNode)]
        if not all(part in values for part in parts):
            some = ", ".join(clip(value) for value in values[:20])
            self._refuse("it is not among AllowedValues", f"one of: {some}", not_allowed_value(clip(self._name)))

    def _of_kind(self, kind: str, parts: list[str]) -> None:
        wanted = _prefix(kind)
        domains = [part for part in parts if _DOMAIN.match(part)] if _ZONE_ID in kind.lower() else []
        if domains:
            self._refuse(
                f"{shown(domains[0])} is the name of a hosted zone, not its id",
                "give it an id such as Z1D633PJN98FT9, or make its Type String and use it as HostedZoneName",
                _no_such(clip(domains[0]), clip(self._name)),
            )
        others = [part for part in parts if _OTHER.match(part) and not part.startswith(wanted)] if wanted else []
        if others:
            self._refuse(
                f"{shown(others[0])} is no id of {'an' if 'ec2' in kind.lower() else 'a'} {clip(kind)}",
                f"give it an id that begins with {wanted}, or make its Type the one of the value",
                _no_such(clip(others[0]), clip(self._name)),
            )

    def _pattern(self, parts: list[str]) -> None:
        pattern = self._attribute("AllowedPattern")
        if pattern and any(fits(pattern, part) is False for part in parts):
            self._refuse(f"it does not match AllowedPattern {clip(pattern)}", f"a value that matches {clip(pattern)}")

    def _length(self) -> None:
        least, most = self._limit("MinLength"), self._limit("MaxLength")
        if least is not None and len(self._text) < least:
            self._refuse(f"it has {len(self._text)} characters", f"at least {least:g} characters")
        if most is not None and len(self._text) > most:
            self._refuse(f"it has {len(self._text)} characters", f"at most {most:g} characters")

    def _range(self) -> None:
        number = float(self._text)
        least, most = self._limit("MinValue"), self._limit("MaxValue")
        if least is not None and number < least:
            self._refuse(f"it is less than MinValue {least:g}", f"a number of {least:g} or more")
        if most is not None and number > most:
            self._refuse(f"it is more than MaxValue {most:g}", f"a number of {most:g} or less")

    def _limit(self, attribute: str) -> float | None:
        text = self._attribute(attribute)
        return float(text) if _is_number(text) else None

    def _attribute(self, attribute: str) -> str:
        found = self._node.get(attribute)
        return as_text(found.value) if isinstance(found, ScalarNode) else ""


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and bool(_NUMBER.match(text.strip()))
