"""Whether an API calls an internal load balancer through a VPC link, which is the only way there.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_apis import METHOD
from seatrial.analyses.checklist.arrivals import BALANCER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.span import PropertyPath
from seatrial.model.value import as_text

INTEGRATION = "AWS::ApiGatewayV2::Integration"


def _over_the_internet(inquiry: Inquiry) -> Iterator[Said]:
    """An integration without a VPC link whose URL is that of an internal load balancer."""
    hosts = {
        as_text(item.attributes.get("DNSName")).lower(): item
        for item in inquiry.system.of_type(BALANCER)
        if item.get("Scheme") == "internal"
    }
    places: tuple[tuple[str, PropertyPath, str], ...] = (
        (METHOD, ("Integration",), "Uri"),
        (INTEGRATION, (), "IntegrationUri"),
    )
    for type, path, key in places if hosts else ():
        for resource in inquiry.system.of_type(type):
            connection, uri = (resource.get(*path, name) for name in ("ConnectionType", key))
            if connection not in (None, "INTERNET") or not isinstance(uri, str):
                continue
            host = uri.partition("://")[2].partition("/")[0].partition(":")[0].lower()
            balancer = hosts.get(host)
            if balancer is not None:
                yield Found(
                    resource,
                    (*path, key),
                    f"{resource.logical_id} calls {balancer.logical_id} over the internet, and it is internal",
                    "an internal load balancer only has private addresses: API Gateway finds no way there",
                    f"add ConnectionType: VPC_LINK and ConnectionId, with a VPC link to {balancer.logical_id}",
                )


CHECK = Check(
    "ARR155",
    Severity.ERROR,
    Question.ARRIVE,
    "An API calls an internal load balancer without a VPC link",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html",
    _over_the_internet,
)
