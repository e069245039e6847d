"""Whether the VPC link of an HTTP API reaches the load balancer whose listener an integration names.

Source (read 2026-11-29): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_links import cannot_reach, linked, shut_way
from seatrial.analyses.checklist.check import Check, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity


def _balancers(inquiry: Inquiry) -> Iterator[Said]:
    """From a VPC link to the load balancer whose listener an integration names."""
    told: set[tuple[str, str]] = set()
    for integration, link in linked(inquiry):
        uri = integration.get("IntegrationUri")
        listener = next((item for item in inquiry.arrivals.listeners if item.resource.arn == uri), None)
        balancer = listener.balancer if listener is not None else None
        if listener is None or balancer is None or not listener.port or (link.logical_id, balancer.logical_id) in told:
            continue
        path = shut_way(inquiry, link, inquiry.paper.balancer(balancer), listener.port)
        if path is not None:
            told.add((link.logical_id, balancer.logical_id))
            what = f"{listener.resource.logical_id} (port {listener.port}) of {balancer.logical_id}"
            answers = f"API Gateway answers the requests of {integration.logical_id} with 503"
            yield cannot_reach(link, path, listener.port, what, answers)


CHECK = Check(
    "ARR159",
    Severity.ERROR,
    Question.ARRIVE,
    "A VPC link cannot reach the load balancer that it leads to",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
    _balancers,
)
