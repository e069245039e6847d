"""Whether the port in a URL of a database, a cache, a broker or a search domain is one on which that listens.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html,
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html (read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_stores import BROKER, address_of, endpoints, given_text, listening
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import PORTS, hosts_in
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity

# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/working-with-rabbitmq.html (443 and 15671) and
# amazon-mq-basic-elements.html there (8162; both read 2026-11-30)
_CONSOLES = (443, 8162, 15671)


def _ports(inquiry: Inquiry) -> Iterator[Said]:
    yield from _brokers(inquiry)
    for gift, scheme, given in endpoints(inquiry):
        store = gift.resource
        if given is None:
            continue
        port = given or (0 if scheme.startswith("http") else PORTS.get(scheme, 0))
        right = listening(inquiry, gift)
        if not port or not right or port in right:
            continue
        yield Found(
            gift.definition,
            gift.path,
            f"{gift.variable} of {gift.definition.logical_id} names port {port} of {store.logical_id}, which listens "
            f"on {right[0]}",
            f"the application connects to {store.logical_id} on a port where nothing listens"
            + ("" if given else f": {scheme}:// without a port means {port}"),
            f"write :{right[0]} behind the host" if given else f"add :{right[0]} behind the host",
        )


def _brokers(inquiry: Inquiry) -> Iterator[Said]:
    """A broker's host put together from its id, with a port on which none listens."""
    for gift in inquiry.gifts:
        broker, right = gift.resource, inquiry.paper.ports_of(gift.resource, "")
        if broker.type != BROKER or gift.attribute != "" or gift.secret:
            continue
        for host, port in hosts_in(given_text(gift)):
            if not host.startswith(broker.physical_id.lower()) or not port or port in (*right, *_CONSOLES):
                continue
            yield Found(
                gift.definition,
                gift.path,
                f"{gift.variable} of {gift.definition.logical_id} names port {port} of {broker.logical_id}, which "
                f"listens on {' and '.join(str(item) for item in right)}",
                f"brokers of Amazon MQ take connections with TLS alone: nothing listens on {port}",
                f"write {address_of(broker, '')}",
            )


CHECK = Check(
    "APP041",
    Severity.ERROR,
    Question.REACH,
    "A URL of a database, a cache or a search domain names a port on which it doesn't listen",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html "
    "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html",
    _ports,
)
