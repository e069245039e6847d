"""Whether two services of one Service Connect namespace offer the same name and port.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import Offer
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_connect import refused_offers
from seatrial.model.finding import Severity


def _twice(inquiry: Inquiry) -> Iterator[Said]:
    first: dict[tuple[str, str, int], Offer] = {}
    refused = [offer for offer, _ in refused_offers(inquiry)]
    for offer in inquiry.connect.offers:
        key = offer.member.key
        if not key or any(item is offer for item in refused):
            continue
        for name in offer.names:
            same = first.setdefault((key, name, offer.port), offer)
            if same is offer:
                continue
            one, other = offer.service.logical_id, same.service.logical_id
            own = same.service is offer.service
            yield Found(
                offer.service,
                (*offer.path, "ClientAliases"),
                f"{one} offers {name}:{offer.port} twice"
                if own
                else f"{one} and {other} both offer {name}:{offer.port}",
                "a client's proxy has one endpoint for a name and port: calls go to one of the two "
                f"{'ports' if own else 'services'}",
                "give one of them another DnsName or Port",
            )


CHECK = Check(
    "TRI020",
    Severity.WARNING,
    Question.TRIGGER,
    "Two services of one namespace offer the same name",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html",
    _twice,
)
