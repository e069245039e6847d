"""Whether the port that a container is given beside a store's address is the one that the store listens on.

DB_PORT belongs to DB_HOST by their names. An application that is told another port connects where nothing listens.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_proxies import PROXY
from seatrial.analyses.checklist.app_stores import listening
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import Gift, port_beside
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text


def _ports(inquiry: Inquiry) -> Iterator[Said]:
    """DB_PORT beside DB_HOST, and the port that the database listens on."""
    for gift in inquiry.gifts:
        if gift.attribute is None or not _is_host(gift):
            continue
        port, path = port_beside(gift.definition, gift.container, gift.variable)
        right = listening(inquiry, gift)
        if port and right and port not in right:
            name, store = as_text(gift.definition.get(*path[:-1], "Name")), gift.resource.logical_id
            # A proxy has no attribute for its port, which is that of its engine.
            beside = f", or !GetAtt {store}.{gift.attribute.replace('Address', 'Port')}"
            has_one = "Address" in gift.attribute and gift.resource.type != PROXY
            yield Found(
                gift.definition,
                path,
                f"{name} of {gift.definition.logical_id} is {port}, but {store} listens on {right[0]}",
                f"the application connects to {store} on a port where nothing listens",
                f'write Value: "{right[0]}"{beside if has_one else ""}',
            )


def _is_host(gift: Gift) -> bool:
    attribute = (gift.attribute or "").lower()
    return "address" in attribute or attribute.endswith("endpoint")


CHECK = Check(
    "APP012",
    Severity.ERROR,
    Question.REACH,
    "A container is given a different port from the one its database or cache listens on",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html",
    _ports,
)
