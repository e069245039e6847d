"""The hosts that listener rules are for, and the rules that take requests for any.

Source (read 2026-11-29): https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
(host conditions).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at, unknowns


def patterns_of(rule: Resource) -> Iterator[tuple[PropertyPath, frozenset[str]]]:
    """The host conditions of a rule: each with its place and its patterns."""
    for index, item in enumerate(as_list(rule.get("Conditions"))):
        if as_text(at(item, "Field")) == "host-header":
            values = as_list(at(item, "HostHeaderConfig", "Values")) or as_list(at(item, "Values"))
            yield ("Conditions", index), frozenset(as_text(value).lower() for value in values)


def takes_any_host(rule: Resource) -> bool:
    """Whether a rule takes requests for any host, or for ones that aren't known."""
    conditions = rule.get("Conditions")
    regular = any(
        at(item, "HostHeaderConfig", "RegexValues") or (at(item, "Field") == "host-header" and at(item, "RegexValues"))
        for item in as_list(conditions)
    )
    return next(unknowns(conditions), None) is not None or regular or not any(True for _ in patterns_of(rule))
