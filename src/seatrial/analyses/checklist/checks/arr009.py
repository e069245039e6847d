"""Whether each listener rule is reached, or an earlier one takes all its requests.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from seatrial.analyses.checklist.arr_listeners import Conditions, conditions_of
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.elbv2_listener import HIGHEST_PRIORITY, LOWEST_PRIORITY
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_number, as_text, text_form


def _never_reached(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        before: list[tuple[Resource, Conditions]] = []
        hidden: dict[str, tuple[Resource, list[Resource]]] = {}
        for rule in listener.rules:
            priority = rule.get("Priority")
            # One that is refused takes nothing from others.
            if isinstance(priority, Unknown) or not LOWEST_PRIORITY <= as_number(priority) <= HIGHEST_PRIORITY:
                continue
            conditions = conditions_of(rule)
            if conditions is None:
                continue
            taker = next((first for first, taken in before if _covers(taken, conditions)), None)
            if taker is not None and _same_actions(taker, rule):
                continue
            if taker is not None:
                hidden.setdefault(taker.logical_id, (taker, []))[1].append(rule)
            before.append((rule, conditions))
        for taker, rules in hidden.values():
            yield _one(taker, rules[0]) if len(rules) == 1 else _several(inquiry, taker, rules)


def _one(taker: Resource, rule: Resource) -> Found:
    return Found(
        rule,
        ("Priority",),
        f"{rule.logical_id} is never reached: {taker.logical_id} takes its requests first",
        f"rules are evaluated in order of priority, and every request that matches {rule.logical_id} (priority "
        f"{as_text(rule.get('Priority'))}) also matches {taker.logical_id} (priority {as_text(taker.get('Priority'))})",
        f"give {rule.logical_id} a Priority below {as_text(taker.get('Priority'))}, or narrow the conditions of "
        f"{taker.logical_id}",
    )


def _several(inquiry: Inquiry, taker: Resource, rules: list[Resource]) -> Found:
    """A rule that stands before several others is the odd one."""
    last = max(as_number(item.get("Priority")) for item in rules)
    return Found(
        taker,
        ("Conditions",),
        f"{taker.logical_id} takes all requests of {inquiry.names(rules)}, which are never reached",
        f"rules are evaluated in order of priority, and every request that matches one of these also matches "
        f"{taker.logical_id} (priority {as_text(taker.get('Priority'))})",
        f"narrow the conditions of {taker.logical_id}, or give it a Priority above {last}",
    )


def _covers(first: Conditions, second: Conditions) -> bool:
    """Whether every request that fits the second fits the first as well."""
    return all(field in second and all(_in(value, first[field]) for value in second[field]) for field in first)


def _in(value: str, taken: frozenset[str]) -> bool:
    return any(value == item or _wider(item, value) for item in taken)


def _wider(pattern: str, value: str) -> bool:
    """Whether a pattern takes everything that a value does. A star of the value is what only a star takes."""
    return "*" in pattern and not set("?[") & set(pattern) and fnmatchcase(value, pattern)


def _same_actions(one: Resource, other: Resource) -> bool:
    return text_form(one.get("Actions")) == text_form(other.get("Actions"))


CHECK = Check(
    "ARR009",
    Severity.ERROR,
    Question.ARRIVE,
    "A listener rule is never reached, because an earlier one takes all its requests",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html",
    _never_reached,
)
