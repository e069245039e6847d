"""Whether a Service Connect client reaches its server, and a server lets any client in.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_network import Rule, Way, finding_of, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.connect import Offer
from seatrial.analyses.checklist.connect_calls import calls, misread, within
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    told, doubts = told_already(inquiry), set[tuple[str, str]]()
    ways: dict[tuple[Rule, int], Way] = {}
    called: set[str] = set()
    twice = _doubled(inquiry)
    for call in calls(inquiry):
        if not within(inquiry, call) or misread(inquiry, call.offer) or any(item is call.offer for item in twice):
            continue
        called.add(call.offer.service.logical_id)
        for source in call.client.interfaces(inquiry.paper) if call.offer.listening else ():
            for target in inquiry.paper.interfaces_of(call.offer.service):
                path = inquiry.paper.between(source, target, call.offer.listening, call.offer.protocol)
                if path.verdict in (Verdict.NO, Verdict.PARTLY) and rule_of(path) not in told:
                    way = ways.setdefault((rule_of(path), call.offer.listening), Way(path, call.client))
                    host = f"{call.address.host}:{call.offer.port}"
                    way.add(call.offer.service, host, source.subnet, call.client.by)
                elif path.verdict is Verdict.CANNOT_TELL and (call.client.by.logical_id, path.why) not in doubts:
                    doubts.add((call.client.by.logical_id, path.why))
                    what = f"whether tasks of {call.client.by.logical_id} reach {call.offer.service.logical_id}"
                    yield Doubt(call.client.by, call.client.subnets_path, what, path.why)
    for way in ways.values():
        yield finding_of(inquiry, way, "calls through the Service Connect proxy time out")
    yield from _closed(inquiry, called)


def _doubled(inquiry: Inquiry) -> list[Offer]:
    """Offers of a name and port that an earlier one has already: that is told, and who gets the calls is open."""
    first: dict[tuple[str, tuple[str, ...], int], Offer] = {}
    return [
        item
        for item in inquiry.connect.offers
        if first.setdefault((item.member.key, item.names, item.port), item) is not item
    ]


def _closed(inquiry: Inquiry, called: set[str]) -> Iterator[Found]:
    """Servers that let nobody in, where nobody is known to call them."""
    for offer in inquiry.connect.offers:
        server = offer.service
        if server.logical_id in called or not offer.listening or misread(inquiry, offer):
            continue
        targets = inquiry.paper.interfaces_of(server)
        if targets and not any(
            inquiry.paper.lets_anybody_in(item, offer.listening, offer.protocol) for item in targets
        ):
            called.add(server.logical_id)
            groups = inquiry.names(offer.member.placement.known_groups) or "the VPC's default security group"
            yield Found(
                server,
                offer.member.placement.groups_path,
                f"{server.logical_id} offers {offer.names[0]} over Service Connect, but no client is allowed in",
                f"no rule of {groups} allows inbound {offer.protocol} {offer.listening}, where the proxy in its "
                "tasks listens",
                f"allow inbound {offer.protocol} {offer.listening} from the clients' security groups in {groups}",
                severity=Severity.WARNING,
            )


CHECK = Check(
    "TRI018",
    Severity.ERROR,
    Question.TRIGGER,
    "A Service Connect client cannot reach its server",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html",
    _ways,
)
