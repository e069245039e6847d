"""A variable that is left in a string, because it isn't Fn::Sub's, is what is wrong with the string, whoever finds it.

An API refuses the string, or no host, group or parameter is called so. That is one mistake, told where the variable
stands and as gravely as what comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from seatrial.model.finding import Finding, Severity

LEFT = "INT031"
_VARIABLE = re.compile(r"\$\{[^}]+\}")
_RANK = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


def without_left_variables(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, with those that speak of a string with a variable in it told as the variable."""
    left = [item for item in findings if item.code == LEFT]
    others = {item: _follows(item, findings) for item in left}
    gone = {other for found in others.values() for other in found}
    told = []
    for item in findings:
        found = others.get(item, [])
        if found:
            gravest = max((item, *found), key=lambda one: _RANK.index(one.severity))
            why = f"{item.why}; so {gravest.what}" if gravest is not item else item.why
            told.append(replace(item, severity=gravest.severity, why=why))
        elif item not in gone:
            told.append(item)
    return told


def _follows(left: Finding, findings: Sequence[Finding]) -> list[Finding]:
    """What is said of the same string: it shows the variable, or stands on its line at the same resource."""
    shown = _VARIABLE.match(left.what)
    return [
        item
        for item in findings
        if item.code != LEFT
        and shown is not None
        and (shown[0] in f"{item.what} {item.why}" or _is_there(item, left))
        and (item.span.file == left.span.file)
    ]


def _is_there(item: Finding, left: Finding) -> bool:
    same = item.logical_id == left.logical_id and item.severity is Severity.ERROR
    return same and item.span.line == left.span.line and bool(item.path)
