"""A rule stands on the HTTP listener, and everything else there is redirected to HTTPS, which doesn't have it.

A browser that comes by http:// is answered by the rule, and one that comes by https:// (by a link, by what it keeps of
HSTS, by the redirect of another address) gets what the HTTPS listener does by default. Who redirects to HTTPS means
requests to be answered there.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html ("rules are evaluated in
priority order"),
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_listeners import aim_of, stays_on_host
from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    listeners = [item for item in inquiry.arrivals.listeners if item.balancer is not None]
    for listener in listeners:
        secure = _redirects_to(listener, listeners)
        if secure is None:
            continue
        there = {item.group.logical_id for item in inquiry.arrivals.forwards if item.listener is secure}
        told: set[str] = set()
        for forward in inquiry.arrivals.forwards:
            rule = forward.by
            known = forward.listener is not listener or rule is listener.resource or rule.logical_id in told
            if known or forward.group.logical_id in there:
                continue
            told.add(rule.logical_id)
            name, other = rule.logical_id, secure.resource.logical_id
            yield Found(
                rule,
                ("ListenerArn",),
                f"{name} is a rule of {listener.resource.logical_id}, which redirects the rest to {other}",
                f"nothing of {other} forwards to {forward.group.logical_id}: requests by HTTPS don't reach it, and "
                "those by HTTP are answered unencrypted",
                f"write ListenerArn: !Ref {other} in {name}",
                fix=(set_property(name, "ListenerArn", to={"Ref": other}),),
            )


def _redirects_to(listener: Listener, listeners: list[Listener]) -> Listener | None:
    """The HTTPS listener to which one that speaks HTTP sends everything by default."""
    actions = as_list(listener.resource.get("DefaultActions"))
    redirect = at(actions[0], "RedirectConfig") if len(actions) == 1 else None
    if listener.protocol != "HTTP" or redirect is None or as_text(at(actions[0], "Type")) != "redirect":
        return None
    port, protocol = aim_of(redirect, listener)
    if protocol != "HTTPS" or not stays_on_host(redirect):
        return None
    same = (item for item in listeners if item.balancer is listener.balancer and item.protocol == "HTTPS")
    return next((item for item in same if item.port == port), None)


CHECK = Check(
    "ARR181",
    Severity.WARNING,
    Question.ARRIVE,
    "A rule stands on a listener that redirects everything else to HTTPS",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html "
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
    _ask,
)
