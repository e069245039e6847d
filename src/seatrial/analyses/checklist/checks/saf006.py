"""A listener serves over HTTP what another one serves over HTTPS.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_dict, as_list, as_text


def _plain_http(inquiry: Inquiry) -> Iterator[Said]:
    secure = {
        item.balancer.logical_id for item in inquiry.arrivals.listeners if item.balancer and item.protocol == "HTTPS"
    }
    for listener in inquiry.arrivals.listeners:
        balancer = listener.balancer
        if balancer is None or listener.protocol != "HTTP" or balancer.logical_id not in secure:
            continue
        for index, action in enumerate(as_list(listener.resource.get("DefaultActions"))):
            if as_text(as_dict(action).get("Type")) == "forward":
                yield Found(
                    listener.resource,
                    ("DefaultActions", index),
                    f"{listener.resource.logical_id} serves over HTTP what {balancer.logical_id} also serves over "
                    "HTTPS",
                    "clients that use http:// stay on an unencrypted connection",
                    'write { Type: redirect, RedirectConfig: { Protocol: HTTPS, Port: "443", StatusCode: HTTP_301 } }',
                )


CHECK = Check(
    "SAF006",
    Severity.WARNING,
    Question.SEEMLY,
    "A listener serves over HTTP what another one serves over HTTPS",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
    _plain_http,
)
