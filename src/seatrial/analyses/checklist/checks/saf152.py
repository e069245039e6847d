"""A listener speaks retired versions of TLS.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html (read 2026-11-30). What
# a listener has without SslPolicy is AWS's choice, and not told.
OLD_POLICIES = (
    *("ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-0-2015-04"),
    *("ELBSecurityPolicy-TLS-1-1-2017-01", "ELBSecurityPolicy-FS-2018-06", "ELBSecurityPolicy-FS-1-1-2019-08"),
    *("ELBSecurityPolicy-TLS13-1-0-2021-06", "ELBSecurityPolicy-TLS13-1-1-2021-06"),
)


def _old_tls(inquiry: Inquiry) -> Iterator[Said]:
    for listener in inquiry.arrivals.listeners:
        policy = as_text(listener.resource.get("SslPolicy"))
        if policy in OLD_POLICIES:
            yield Found(
                listener.resource,
                ("SslPolicy",),
                f"{listener.resource.logical_id} speaks TLS 1.0 or 1.1 with who asks for it",
                f"{policy} has protocols that are retired because they can be broken",
                "write SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06",
            )


CHECK = Check(
    "SAF152",
    Severity.WARNING,
    Question.SEEMLY,
    "A listener speaks retired versions of TLS",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    _old_tls,
)
