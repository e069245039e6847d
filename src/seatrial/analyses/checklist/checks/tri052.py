"""Whether tasks are told to speak TLS to a Service Connect name whose proxy speaks plain HTTP.

Where the service has Tls, it is the proxies that encrypt; the application still speaks to the one beside it. Nobody
was seen to say what comes of TLS within that, so it is a warning there.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

SCHEMES = ("https://", "wss://")


def _speaks(inquiry: Inquiry) -> Iterator[Said]:
    """A client that speaks TLS to a proxy that hands plain HTTP through."""
    seen: set[tuple[str, str]] = set()
    for address in inquiry.addresses:
        text = as_text(address.definition.get(*address.path)).lower()
        offers = inquiry.connect.offered(address)
        if not offers or not text.startswith(SCHEMES) or (address.definition.logical_id, address.host) in seen:
            continue
        offer = offers[0]
        tls = offer.service.get(*offer.path, "Tls")
        if offer.app_protocol not in ("http", "http2", "grpc"):
            continue
        seen.add((address.definition.logical_id, address.host))
        yield Found(
            address.definition,
            address.path,
            f"{address.variable} of {address.definition.logical_id} calls {address.host} by "
            f"{text.partition(':')[0]}, which {offer.service.logical_id} offers as {offer.app_protocol}",
            f"the port mapping has AppProtocol: {offer.app_protocol}, so the proxy reads plain requests: a client that "
            "begins with TLS gets no answer",
            f"write http://{address.host}:{offer.port}",
            severity=Severity.WARNING if tls is not None else None,
        )


CHECK = Check(
    "TRI052",
    Severity.ERROR,
    Question.TRIGGER,
    "Tasks are told to speak TLS to a Service Connect name that is plain HTTP",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html",
    _speaks,
)
