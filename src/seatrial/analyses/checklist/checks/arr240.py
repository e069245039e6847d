"""Whether a transform of a listener rule rewrites what the rule takes: its pattern fits, and its groups are there.

A rewrite whose pattern doesn't fit is left out without a word, and the tasks get the request as it came. Where the
beginning of the pattern and that of the rule's own conditions are both plain text, and the one isn't the other's
beginning, no request fits both.

Source (read 2026-11-30): https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html ("If
there is no pattern match, the original request is sent to the target. If there is a pattern match but the transform
fails, we return an HTTP 500 error"; "do not support the following features: lookaheads, lookbehinds, backreferences,
atomic groups, possessive quantifiers, subroutines, recursion, and Unicode character classes").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.arr_listeners import values_of
from seatrial.analyses.checklist.arrivals import RULE
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_list, as_text, at

_FIELDS: Mapping[str, tuple[str, str]] = {
    "url-rewrite": ("UrlRewriteConfig", "path-pattern"),
    "host-header-rewrite": ("HostHeaderRewriteConfig", "host-header"),
}
_GROUP = re.compile(r"\$(\d)")
_LACKING: Mapping[str, str] = {
    r"\(\?<?[=!]": "lookaheads and lookbehinds",
    r"(?<!\\)\\[1-9]": "backreferences",
    r"\(\?>": "atomic groups",
    r"\\p\{": "Unicode character classes",
}
# What is wrong in any dialect of regular expressions, in the words of Python's.
_BROKEN = re.compile(r"unterminated|unbalanced parenthesis|nothing to repeat")
_PLAIN = re.compile(r"[\w/~%=&:@,;! -]|\\[^\w\s]")
_QUANTIFIER = ("*", "+", "?", "{")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for rule in inquiry.system.of_type(RULE):
        for index, item in enumerate(as_list(rule.get("Transforms"))):
            config, field = _FIELDS.get(as_text(at(item, "Type")), ("", ""))
            for number, rewrite in enumerate(as_list(at(item, config, "Rewrites")) if config else []):
                path: PropertyPath = ("Transforms", index, config, "Rewrites", number)
                pattern, replacement = at(rewrite, "Regex"), at(rewrite, "Replace")
                if isinstance(pattern, str) and pattern and not inquiry.refused_at(rule, *path):
                    yield from _rewrite(rule, path, field, pattern, as_text(replacement))


def _rewrite(rule: Resource, path: PropertyPath, field: str, pattern: str, replacement: str) -> Iterator[Found]:
    name, place = rule.logical_id, (*path, "Regex")
    if lacking := next((what for sign, what in _LACKING.items() if re.search(sign, pattern)), ""):
        yield Found(
            rule,
            place,
            f"{pattern}, by which {name} rewrites requests, has what transforms don't support",
            f"the load balancer knows no {lacking}: the rule is refused, or its requests fail",
            "write the pattern with plain groups and character classes",
        )
        return
    try:
        groups = re.compile(pattern).groups
    except re.error as problem:
        if _BROKEN.search(str(problem)):
            yield Found(
                rule,
                place,
                f"{pattern}, by which {name} rewrites requests, is no regular expression",
                f"it has {problem.msg}: the rule is refused, or its requests fail",
                "close each bracket that the pattern opens",
            )
        return
    missing = sorted({int(number) for number in _GROUP.findall(replacement)} - set(range(groups + 1)))
    if missing:
        yield Found(
            rule,
            (*path, "Replace"),
            f"{name} rewrites requests to {replacement}, and its pattern has no group {missing[0]}",
            f"{pattern} has {groups or 'no'} group{'' if groups == 1 else 's'}: what should stand in place of "
            f"${missing[0]} isn't there, and the tasks get another path or none",
            f"put what ${missing[0]} stands for into round brackets in Regex, or write ${groups}"
            if groups
            else f"put what ${missing[0]} stands for into round brackets in Regex",
        )
    yield from _never(rule, place, field, pattern)


def _never(rule: Resource, place: PropertyPath, field: str, pattern: str) -> Iterator[Found]:
    """A pattern that begins otherwise than everything that the rule takes."""
    begins = _beginning(pattern)
    taken = _taken(rule, field)
    if not begins or not taken or any(_begin_alike(begins, item, field) for item in taken):
        return
    yield Found(
        rule,
        place,
        f"{rule.logical_id} takes {' and '.join(taken)}, and rewrites what begins with {begins}",
        "no request that the rule takes fits the pattern, so that none is rewritten: the tasks get them as they came",
        f"begin the pattern with ^{re.split(r'[*?]', taken[0])[0]}",
    )


def _taken(rule: Resource, field: str) -> list[str]:
    """The values of the rule's conditions on what is rewritten; none where one of them isn't known."""
    conditions = rule.get("Conditions")
    values = [
        value for item in as_list(conditions) if as_text(at(item, "Field")) == field for value in values_of(item, field)
    ]
    return [as_text(item) for item in values] if all(isinstance(item, str) and item for item in values) else []


def _beginning(pattern: str) -> str:
    """The plain text that a pattern begins with; "" where that isn't certain."""
    if not pattern.startswith("^") or "|" in pattern:
        return ""
    found, rest = "", pattern[1:]
    while (one := _PLAIN.match(rest)) is not None:
        rest = rest[one.end() :]
        if rest.startswith(_QUANTIFIER):
            break
        found += one[0].removeprefix("\\")
    return found


def _begin_alike(begins: str, taken: str, field: str) -> bool:
    plain = re.split(r"[*?]", taken)[0]
    if field == "path-pattern" and plain and not plain.startswith("/"):
        # That no path is like that is told of the condition.
        return True
    if field == "host-header":
        begins, plain = begins.lower(), plain.lower()
    # The query stands behind the path, and isn't a part of what the rule compares.
    begins = begins.partition("?")[0]
    return begins.startswith(plain) or plain.startswith(begins)


CHECK = Check(
    "ARR240",
    Severity.WARNING,
    Question.ARRIVE,
    "A transform of a listener rule rewrites none of its requests, or not as it is written",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html",
    _ask,
)
