"""Whether two services of one namespace have the same discovery name, or one that a service of Cloud Map has there.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html (discoveryName: "This
must be unique within the Cloud Map namespace"),
https://github.com/aws/aws-cdk/issues/26524 (refused beside a service of Cloud Map; both read 2026-11-30)
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_connect import refused_offers, taken_names
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
    for offer, entry in taken_names(inquiry):
        one = offer.service.logical_id
        place = (*offer.path, "DiscoveryName")
        yield Found(
            offer.service,
            place if offer.service.get(*place) is not None else offer.path,
            f"{one} has the discovery name {offer.discovery}, which is that of {entry.logical_id}",
            "ECS makes a service of Cloud Map by that name, and the namespace has one already: it refuses the service",
            f"write DiscoveryName: {offer.discovery}-sc in {one}, or give {entry.logical_id} another Name",
        )


CHECK = Check(
    "TRI028",
    Severity.ERROR,
    Question.CREATE,
    "Two services of one namespace have the same discovery name, or one that Cloud Map has",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html",
    _discovered_twice,
)
