"""Whether a Service Connect client may start before its server.

A task only resolves the names that existed when it started.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect_calls import Call, calls, within
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity


def _order(inquiry: Inquiry) -> Iterator[Said]:
    found: dict[str, dict[str, Call]] = {}
    for call in calls(inquiry):
        client, server = call.client.by.logical_id, call.offer.service.logical_id
        if call.client.by.type != SERVICE or not within(inquiry, call) or server in found.get(client, ()):
            continue
        if server in inquiry.after(client) or client in inquiry.after(server):
            continue
        found.setdefault(client, {})[server] = call
    for client, servers in found.items():
        each, hosts = list(servers), [item.address.host for item in servers.values()]
        named = " and ".join(each)
        listed = each[0] if len(each) == 1 else f"[{', '.join(each)}]"
        yield Found(
            next(iter(servers.values())).client.by,
            (),
            f"{client} may start before {named}, which it calls over Service Connect",
            f"a task only resolves the names that existed when it started: one that starts before {named} cannot "
            f"resolve {' and '.join(hosts)} until it is replaced",
            f"add DependsOn: {listed} to {client}",
        )


CHECK = Check(
    "TRI019",
    Severity.WARNING,
    Question.TRIGGER,
    "A Service Connect client may start before its server",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
    _order,
)
