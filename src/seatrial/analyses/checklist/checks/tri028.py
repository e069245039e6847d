"""Whether two services of one namespace have the same discovery name.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_connect import refused_offers
from seatrial.model.finding import Severity


def _discovered_twice(inquiry: Inquiry) -> Iterator[Said]:
    for offer, other in refused_offers(inquiry):
        one, own = offer.service.logical_id, other.service is offer.service
        yield Found(
            offer.service,
            (*offer.path, "DiscoveryName"),
            f"{one} has the discovery name {offer.discovery} twice"
            if own
            else f"{one} and {other.service.logical_id} have the same discovery name, {offer.discovery}",
            f"a discovery name is unique in its namespace: ECS refuses the {'' if own else 'second '}service",
            "give one of them another DiscoveryName",
        )


CHECK = Check(
    "TRI028",
    Severity.ERROR,
    Question.CREATE,
    "Two services of one namespace have the same discovery name",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html",
    _discovered_twice,
)
