"""Whether a redirect changes anything, or sends requests back to the same URL.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_listeners import aim_of, conditions_of, stays_on_host
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, Value, as_list, as_text, at


def _loops(inquiry: Inquiry) -> Iterator[Said]:
    """A redirect that changes nothing leads back to itself."""
    for listener in inquiry.arrivals.listeners:
        for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
            for index, action in enumerate(as_list(by.get(key))):
                redirect = at(action, "RedirectConfig")
                if as_text(at(action, "Type")) != "redirect" or not _same_path(redirect):
                    continue
                if not stays_on_host(redirect) and not _returns(by, redirect):
                    continue
                if aim_of(redirect, listener) == (listener.port, listener.protocol):
                    yield Found(
                        by,
                        (key, index, "RedirectConfig"),
                        f"{by.logical_id} redirects every request back to itself",
                        f"it changes neither host nor path, and {listener.resource.logical_id} itself listens for "
                        f"{listener.protocol} on port {listener.port}: clients loop until they give up",
                        "redirect to another Protocol and Port, such as HTTPS and 443, or forward to a target group"
                        if stays_on_host(redirect)
                        else f"redirect to a Host that the condition of {by.logical_id} doesn't match",
                    )


def _returns(rule: Resource, redirect: Value) -> bool:
    """Whether a rule redirects to a host that the rule itself is for."""
    host = at(redirect, "Host")
    conditions = conditions_of(rule) if rule.get("Conditions") is not None else None
    hosts = conditions.get("host-header", frozenset()) if conditions is not None else frozenset()
    return isinstance(host, str) and host.lower() in hosts


def _same_path(redirect: Value) -> bool:
    path, query = at(redirect, "Path"), at(redirect, "Query")
    if isinstance(path, Unknown) or isinstance(query, Unknown):
        return False
    return as_text(path, "/#{path}") == "/#{path}" and as_text(query, "#{query}") == "#{query}"


CHECK = Check(
    "ARR014",
    Severity.ERROR,
    Question.ARRIVE,
    "A redirect sends requests back to the same URL",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
    _loops,
)
