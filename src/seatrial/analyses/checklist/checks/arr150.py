"""Whether the secret header that CloudFront sends has the value that the load balancer's rules want.

Source (read 2026-11-30):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html (headers).
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from seatrial.analyses.checklist.arr_front import aim, origins
from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, Value, as_list, as_text, at


def _values(inquiry: Inquiry) -> Iterator[Said]:
    """A secret header that CloudFront sends, with a value that no rule wants."""
    for distribution, path, origin, balancer in origins(inquiry):
        for index, item in enumerate(as_list(at(origin, "OriginCustomHeaders"))):
            name, value = as_text(at(item, "HeaderName")), at(item, "HeaderValue")
            for listener in inquiry.arrivals.listeners:
                called = aim(distribution, origin) in (("", 0), (listener.protocol, listener.port))
                wanted = _wanted(listener, name) if listener.balancer is balancer and called else []
                if not _are_plain([value, *wanted]) or not wanted or _matches(as_text(value), wanted):
                    continue
                yield Found(
                    distribution,
                    (*path, "OriginCustomHeaders", index, "HeaderValue"),
                    f"{distribution.logical_id} sends {name} with another value than the rules of "
                    f"{listener.resource.logical_id} want",
                    f"no rule matches its requests: they get the fixed response of {listener.resource.logical_id}",
                    f"write one value of {name} in HeaderValue and in the rule's HttpHeaderConfig",
                )


def _wanted(listener: Listener, name: str) -> list[Value]:
    """The values of a header of which each rule wants one, where the listener itself answers all else."""
    answers = [as_text(at(item, "Type")) for item in as_list(listener.resource.get("DefaultActions"))]
    values: list[Value] = []
    for rule in listener.rules:
        found = [
            at(item, "HttpHeaderConfig", "Values")
            for item in as_list(rule.get("Conditions"))
            if as_text(at(item, "HttpHeaderConfig", "HttpHeaderName")).lower() == name.lower()
        ]
        if not found or any(isinstance(item, Unknown) for item in found):
            return []
        values += [one for item in found for one in as_list(item)]
    return values if answers == ["fixed-response"] else []


def _are_plain(values: list[Value]) -> bool:
    """Whether all of them are known now; what CloudFormation fills in later may be the same."""
    return all(isinstance(item, str) and "{{resolve:" not in item for item in values)


def _matches(value: str, wanted: list[Value]) -> bool:
    return any(fnmatchcase(value.lower(), as_text(item).lower().replace("[", "[[]")) for item in wanted)


CHECK = Check(
    "ARR150",
    Severity.ERROR,
    Question.ARRIVE,
    "CloudFront sends a secret header with another value than the load balancer wants",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html",
    _values,
)
