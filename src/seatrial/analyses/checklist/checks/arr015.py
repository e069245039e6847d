"""Whether any request can match the conditions of a listener rule: paths begin with a slash, and host names have none.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.arr_listeners import CONFIGS, values_of
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at

# A question mark before a key and its value: what would be the query of a URL.
_QUERY = re.compile(r"\?[\w-]+=")


def _never_fits(inquiry: Inquiry) -> Iterator[Said]:
    """Paths begin with a slash, and host names have none."""
    for listener in inquiry.arrivals.listeners:
        for rule in listener.rules:
            for index, item in enumerate(as_list(rule.get("Conditions"))):
                field = as_text(at(item, "Field"))
                values = [as_text(value) for value in values_of(item, field)] if field in CONFIGS else []
                odd = [value for value in values if value and _odd(field, value)]
                if not odd:
                    continue
                right = [_path(value) if field == "path-pattern" else _host(value) for value in odd]
                yield Found(
                    rule,
                    ("Conditions", index),
                    f"no request can match the condition {' and '.join(odd)} of {rule.logical_id}",
                    _why_odd(field, odd[0]),
                    f"write {' and '.join(right)}",
                    severity=None if len(odd) == len(values) else Severity.WARNING,
                )


def _odd(field: str, value: str) -> bool:
    if field == "path-pattern":
        return not value.startswith(("/", "*", "?")) or _QUERY.search(value) is not None
    return field == "host-header" and ("/" in value or ":" in value)


def _why_odd(field: str, value: str) -> str:
    if field != "path-pattern":
        return "a Host header is a host name only, without scheme, port or path"
    if value.startswith(("/", "*", "?")):
        return "the query is no part of the path, and ? stands for one character of it"
    return "a path begins with a slash, and so must its pattern"


def _path(value: str) -> str:
    """The pattern that was meant; of a regular expression the wildcards that a pattern has."""
    # Of a URL, or of a path with its query, the path.
    value = _QUERY.split(value)[0] or "/"
    value = f"/{value.partition('://')[2].partition('/')[2]}" if "://" in value else value
    plain = value.removeprefix("^").removesuffix("$").replace(".*", "*").replace("\\", "")
    return plain if plain.startswith(("/", "*")) else f"/{plain}"


def _host(value: str) -> str:
    return value.rpartition("//")[2].partition("/")[0].partition(":")[0]


CHECK = Check(
    "ARR015",
    Severity.ERROR,
    Question.ARRIVE,
    "No request can match the condition of a listener rule",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html",
    _never_fits,
)
