"""Whether a Service Connect client may start before its server.

A task only resolves the names that existed when it started.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect_calls import calls, within
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity


def _order(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for call in calls(inquiry):
        client, server = call.client.by.logical_id, call.offer.service.logical_id
        if call.client.by.type != SERVICE or not within(inquiry, call) or (client, server) in seen:
            continue
        if server in inquiry.after(client) or client in inquiry.after(server):
            continue
        seen.add((client, server))
        yield Found(
            call.client.by,
            (),
            f"{client} may start before {server}, which it calls over Service Connect",
            f"a task only resolves the names that existed when it started: one that starts before {server} cannot "
            f"resolve {call.address.host} until it is replaced",
            f"add DependsOn: {server} to {client}",
        )


CHECK = Check(
    "TRI019",
    Severity.WARNING,
    Question.TRIGGER,
    "A Service Connect client may start before its server",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
    _order,
)
