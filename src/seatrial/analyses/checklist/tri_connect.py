"""The offers of Service Connect that ECS refuses, since their discovery name is taken.

Who may resolve a name at all is asked elsewhere (``tri_plain_names``).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.connect import Offer
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_names import DISCOVERY
from seatrial.model.resource import Resource
from seatrial.model.value import as_text


def refused_offers(inquiry: Inquiry) -> Iterator[tuple[Offer, Offer]]:
    """Offers whose discovery name is another's of the same namespace already."""
    discovered: dict[tuple[str, str], Offer] = {}
    for offer in inquiry.connect.offers:
        if not offer.member.key:
            continue
        other = discovered.setdefault((offer.member.key, offer.discovery), offer)
        if other is not offer and (other.service is not offer.service or other.path != offer.path):
            yield offer, other


def taken_names(inquiry: Inquiry) -> Iterator[tuple[Offer, Resource]]:
    """Offers whose discovery name a service of Cloud Map has that the template makes in the same namespace."""
    for offer in inquiry.connect.offers:
        for entry in inquiry.system.of_type(DISCOVERY) if offer.member.resource is not None else ():
            space = inquiry.find(entry.get("DnsConfig", "NamespaceId") or entry.get("NamespaceId"))
            if space is offer.member.resource and as_text(entry.get("Name")) == offer.discovery:
                yield offer, entry
