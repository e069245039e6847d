"""Whether CloudFront sends the header without which the load balancer forwards nothing.

CloudFront adds headers of its own; a load balancer that only takes requests with such a header takes no others.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html,
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html (headers).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from seatrial.analyses.checklist.arr_front import aim, origins
from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, Value, as_list, as_text, at

_HEADER = "http-header"
# How much one name resembles another that it is mistyped for.
_SLIP = 0.85


def _headers(inquiry: Inquiry) -> Iterator[Said]:
    """Every rule wants a header, and CloudFront sends another."""
    for distribution, path, origin, balancer in origins(inquiry):
        called = aim(distribution, origin)
        listed = at(origin, "OriginCustomHeaders")
        sent = {as_text(at(item, "HeaderName")).lower() for item in as_list(listed)}
        if isinstance(listed, Unknown) or "" in sent:
            continue
        for listener in inquiry.arrivals.listeners:
            here = listener.balancer is balancer and (listener.protocol, listener.port) == called
            wanted = _wanted(listener) if here else {}
            if not wanted or sent & set(wanted):
                continue
            if (slip := _slip(as_list(listed), wanted)) is not None:
                index, mistyped, name = slip
                yield Found(
                    distribution,
                    (*path, "OriginCustomHeaders", index, "HeaderName"),
                    f"{distribution.logical_id} sends the header {mistyped}, and each rule of "
                    f"{listener.resource.logical_id} wants {name}",
                    f"no rule matches its requests: they get the fixed response of {listener.resource.logical_id}",
                    f"write HeaderName: {name}, or {mistyped} in HttpHeaderName of the rule",
                    severity=Severity.ERROR,
                )
                continue
            name = sorted(wanted.values())[0]
            yield Found(
                distribution,
                (*path, "OriginCustomHeaders") if sent else path,
                f"{distribution.logical_id} doesn't send the header {name}, which each rule of "
                f"{listener.resource.logical_id} wants",
                "CloudFront passes the headers of its viewers, who don't know this one: requests get the fixed "
                f"response of {listener.resource.logical_id}",
                f"add {{ HeaderName: {name}, HeaderValue: VALUE }} to OriginCustomHeaders",
            )


def _slip(listed: Sequence[Value], wanted: Mapping[str, str]) -> tuple[int, str, str] | None:
    """The header that is sent, by its place, for one that is wanted and all but has its name."""
    for index, item in enumerate(listed):
        name = as_text(at(item, "HeaderName"))
        near = get_close_matches(name.lower(), wanted, n=1, cutoff=_SLIP)
        if near:
            return index, name, wanted[near[0]]
    return None


def _wanted(listener: Listener) -> dict[str, str]:
    """The headers of which every rule wants one, where the listener itself answers all else: in small, as written."""
    answered = [as_text(at(item, "Type")) for item in as_list(listener.resource.get("DefaultActions"))]
    headers: dict[str, str] = {}
    for rule in listener.rules:
        names = {
            as_text(at(item, "HttpHeaderConfig", "HttpHeaderName")).lower(): as_text(
                at(item, "HttpHeaderConfig", "HttpHeaderName")
            )
            for item in as_list(rule.get("Conditions"))
            if as_text(at(item, "Field")) == _HEADER
        }
        if not names:
            return {}
        headers |= names
    return headers if answered == ["fixed-response"] else {}


CHECK = Check(
    "SAF030",
    Severity.WARNING,
    Question.ARRIVE,
    "CloudFront doesn't send the header without which the load balancer forwards nothing",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html",
    _headers,
    gravest=Severity.ERROR,
)
