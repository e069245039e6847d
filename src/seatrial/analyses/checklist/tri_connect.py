"""Whether services find and reach each other over Service Connect.

Who may resolve a name at all is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_network import Rule, Way, found, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.connect import Offer
from seatrial.analyses.checklist.connect_calls import calls, misread, within
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_text

DISCOVERY = "AWS::ServiceDiscovery::Service"
RECORDS = ("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")


def _namespaces(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    # "If you enter a new name ... Amazon ECS will create" it:
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterServiceConnectDefaultsRequest.html
    # (read 2026-11-29)
    made = [item.get("ServiceConnectDefaults", "Namespace") for item in inquiry.system.of_type("AWS::ECS::Cluster")]
    for member in inquiry.connect.members:
        service, value, cluster = member.service, member.namespace, member.cluster
        if isinstance(value, Unknown):
            yield Doubt(service, member.path, f"which namespace {service.logical_id} is in", value.reason)
        elif member.resource is None and as_text(value) and cluster is None and value not in made:
            what = f"whether there is a namespace {as_text(value)}"
            yield Doubt(service, member.path, what, "it is not in the templates")
        elif member.resource is not None and value == member.resource.attributes.get("Id"):
            name = member.resource.logical_id
            if cluster is None:
                yield Found(
                    service,
                    member.path,
                    f"{service.logical_id} names its namespace by its id",
                    "ECS takes the name or the ARN of a namespace; Ref gives its id, which ECS does not find: the "
                    "service is refused with NamespaceNotFoundException",
                    f"write Namespace: !GetAtt {name}.Arn",
                    severity=Severity.ERROR,
                )
            elif cluster.logical_id not in told:
                told.add(cluster.logical_id)
                yield Found(
                    cluster,
                    ("ServiceConnectDefaults", "Namespace"),
                    f"{cluster.logical_id} names its default namespace by its id",
                    "ECS takes the name or the ARN of a namespace, and makes one where it finds none of that name: "
                    f"its services meet in a new namespace named {as_text(value)}, not in {name}",
                    f"write Namespace: !GetAtt {name}.Arn",
                )


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
        yield found(inquiry, way, "calls through the Service Connect proxy time out")
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


def _refused(inquiry: Inquiry) -> Iterator[tuple[Offer, Offer]]:
    """Offers whose discovery name is another's of the same namespace already."""
    discovered: dict[tuple[str, str], Offer] = {}
    for offer in inquiry.connect.offers:
        if not offer.member.key:
            continue
        other = discovered.setdefault((offer.member.key, offer.discovery), offer)
        if other is not offer and (other.service is not offer.service or other.path != offer.path):
            yield offer, other


def _discovered_twice(inquiry: Inquiry) -> Iterator[Said]:
    for offer, other in _refused(inquiry):
        yield Found(
            offer.service,
            (*offer.path, "DiscoveryName"),
            f"{offer.service.logical_id} and {other.service.logical_id} have the same discovery name, "
            f"{offer.discovery}",
            "a discovery name is unique in its namespace: ECS refuses the second service",
            "give one of them another DiscoveryName",
        )


def _twice(inquiry: Inquiry) -> Iterator[Said]:
    first: dict[tuple[str, str, int], Offer] = {}
    refused = [offer for offer, _ in _refused(inquiry)]
    for offer in inquiry.connect.offers:
        key = offer.member.key
        if not key or any(item is offer for item in refused):
            continue
        for name in offer.names:
            same = first.setdefault((key, name, offer.port), offer)
            if same is not offer:
                yield Found(
                    offer.service,
                    (*offer.path, "ClientAliases"),
                    f"{offer.service.logical_id} and {same.service.logical_id} both offer {name}:{offer.port}",
                    "a client's proxy has one endpoint for a name and port: calls go to one of the two services",
                    "give one of them another DnsName or Port",
                )


_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
_CONCEPTS = f"{_GUIDE}service-connect-concepts-deploy.html"
CHECKS = (
    Check(
        "TRI016",
        Severity.WARNING,
        Question.TRIGGER,
        "A service names its Service Connect namespace by its id",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html",
        _namespaces,
    ),
    Check(
        "TRI018",
        Severity.ERROR,
        Question.TRIGGER,
        "A Service Connect client cannot reach its server",
        f"{_GUIDE}service-connect-concepts.html",
        _ways,
    ),
    Check(
        "TRI019",
        Severity.WARNING,
        Question.TRIGGER,
        "A Service Connect client may start before its server",
        _CONCEPTS,
        _order,
    ),
    Check(
        "TRI020",
        Severity.WARNING,
        Question.TRIGGER,
        "Two services of one namespace offer the same name",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html",
        _twice,
    ),
    Check(
        "TRI028",
        Severity.ERROR,
        Question.CREATE,
        "Two services of one namespace have the same discovery name",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html",
        _discovered_twice,
    ),
)
