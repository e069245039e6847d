"""Whether services find and reach each other over Service Connect.

Who calls whom is read from the addresses in containers' variables: an address that is a server's alias makes a client.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.analyses.checklist.app_network import Rule, Way, found, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT, Offer
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text


@dataclass(frozen=True, slots=True)
class Call:
    """Tasks of ``client`` are told an address that ``offer`` gives."""

    client: Placement
    address: Address
    offer: Offer


def _calls(inquiry: Inquiry) -> Iterator[Call]:
    for address in inquiry.addresses if inquiry.connect.offers else ():
        for offer in inquiry.connect.offered(address):
            for placement in inquiry.placements_of(address.definition):
                if placement.by is not offer.service:
                    yield Call(placement, address, offer)


def _in(inquiry: Inquiry, call: Call) -> bool:
    """Whether the client takes part in the server's namespace."""
    member = inquiry.connect.member(call.client.by)
    return member is not None and member.key == call.offer.member.key


def _namespaces(inquiry: Inquiry) -> Iterator[Said]:
    for member in inquiry.connect.members:
        service, value = member.service, member.namespace
        if isinstance(value, Unknown):
            yield Doubt(service, member.path, f"which namespace {service.logical_id} is in", value.reason)
        elif member.resource is None and as_text(value):
            what = f"whether there is a namespace {as_text(value)}"
            yield Doubt(service, member.path, what, "it is not in the templates")
        elif member.resource is not None and value == member.resource.attributes.get("Id"):
            name = member.resource.logical_id
            yield Found(
                service,
                member.path,
                f"{service.logical_id} names its namespace by its id",
                "ECS takes the name or the ARN of a namespace; Ref gives its id, which ECS does not find",
                f"write Namespace: !GetAtt {name}.Arn",
            )


def _outside(inquiry: Inquiry) -> Iterator[Said]:
    inside = {(call.address.path, call.client.by.logical_id) for call in _calls(inquiry) if _in(inquiry, call)}
    seen: set[tuple[object, str]] = set()
    for call in _calls(inquiry):
        key = (call.address.path, call.client.by.logical_id)
        if key in inside or key in seen or _untold(inquiry, call) or not _only_connect(inquiry, call):
            continue
        seen.add(key)
        client, server = call.client.by, call.offer.service
        host = call.address.host
        if client.type != SERVICE:
            yield Found(
                client,
                call.client.at,
                f"tasks of {client.logical_id} are told to call {host}, but standalone tasks cannot use "
                "Service Connect",
                f"{host} is a name that {server.logical_id} offers over Service Connect: only the proxies in tasks of "
                "services know it",
                f"put {server.logical_id} behind an internal load balancer, or register it in Cloud Map",
            )
            continue
        member = inquiry.connect.member(client)
        why = (
            "does not use Service Connect"
            if member is None
            else f"is in the namespace {_space(member.resource, as_text(member.namespace))}"
        )
        theirs = call.offer.member
        space = theirs.resource.logical_id if theirs.resource is not None else as_text(theirs.namespace)
        written = f"!GetAtt {space}.Arn" if theirs.resource is not None else space
        yield Found(
            client,
            (CONNECT,) if member is None else member.path,
            f"tasks of {client.logical_id} cannot resolve the name {host}",
            f"{call.address.variable} tells them to call {host}, which {server.logical_id} offers in the namespace "
            f"{space}, and {client.logical_id} {why}: the name does not resolve",
            f"set {CONNECT}: {{ Enabled: true, Namespace: {written} }} in {client.logical_id}",
        )


def _untold(inquiry: Inquiry, call: Call) -> bool:
    """Whether nobody can tell which namespaces the two are in."""
    client = call.client.by
    given = (client.get(CONNECT), client.get(CONNECT, "Enabled"), client.get(CONNECT, "Namespace"))
    member = inquiry.connect.member(client)
    return (
        not call.offer.member.key
        or any(isinstance(item, Unknown) for item in given)
        or (member is not None and not member.key)
    )


def _space(resource: Resource | None, otherwise: str) -> str:
    return resource.logical_id if resource is not None else otherwise


def _only_connect(inquiry: Inquiry, call: Call) -> bool:
    """Whether nothing but Service Connect has the name: one with dots may stand in DNS as well."""
    if "." not in call.address.host:
        return True
    for subnet in call.client.stands:
        name = f"tasks of {call.client.by.logical_id}"
        source = inquiry.paper.interface(name, subnet, call.client.groups, call.client.public_address)
        if inquiry.paper.to_host(source, call.address.host, call.offer.port).fails_as != "no such host":
            return False
    return bool(call.client.known_subnets)


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    told, doubts = told_already(inquiry), set[tuple[str, str]]()
    ways: dict[tuple[Rule, int], Way] = {}
    called: set[str] = set()
    for call in _calls(inquiry):
        if not _in(inquiry, call):
            continue
        called.add(call.offer.service.logical_id)
        for subnet in call.client.stands if call.offer.listening else ():
            name = f"tasks of {call.client.by.logical_id}"
            source = inquiry.paper.interface(name, subnet, call.client.groups, call.client.public_address)
            for target in inquiry.paper.interfaces_of(call.offer.service):
                path = inquiry.paper.between(source, target, call.offer.listening, call.offer.protocol)
                if path.verdict in (Verdict.NO, Verdict.PARTLY) and rule_of(path) not in told:
                    way = ways.setdefault((rule_of(path), call.offer.listening), Way(path, call.client))
                    host = f"{call.address.host}:{call.offer.port}"
                    way.add(call.offer.service, host, subnet, call.client.by)
                elif path.verdict is Verdict.CANNOT_TELL and (call.client.by.logical_id, path.why) not in doubts:
                    doubts.add((call.client.by.logical_id, path.why))
                    what = f"whether tasks of {call.client.by.logical_id} reach {call.offer.service.logical_id}"
                    yield Doubt(call.client.by, call.client.subnets_path, what, path.why)
    for way in ways.values():
        yield found(inquiry, way, "calls through the Service Connect proxy time out")
    yield from _closed(inquiry, called)


def _closed(inquiry: Inquiry, called: set[str]) -> Iterator[Found]:
    """Servers that let nobody in, where nobody is known to call them."""
    for offer in inquiry.connect.offers:
        server = offer.service
        if server.logical_id in called or not offer.listening:
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
    for call in _calls(inquiry):
        client, server = call.client.by.logical_id, call.offer.service.logical_id
        if call.client.by.type != SERVICE or not _in(inquiry, call) or (client, server) in seen:
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


def _twice(inquiry: Inquiry) -> Iterator[Said]:
    first: dict[tuple[str, str, int], Offer] = {}
    discovered: dict[tuple[str, str], Offer] = {}
    for offer in inquiry.connect.offers:
        key = offer.member.key
        if not key:
            continue
        other = discovered.setdefault((key, offer.discovery), offer)
        if other is not offer and (other.service is not offer.service or other.path != offer.path):
            yield Found(
                offer.service,
                (*offer.path, "DiscoveryName"),
                f"{offer.service.logical_id} and {other.service.logical_id} have the same discovery name, "
                f"{offer.discovery}",
                "a discovery name is unique in its namespace: ECS refuses the second service",
                "give one of them another DiscoveryName",
                severity=Severity.ERROR,
            )
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
        "TRI017",
        Severity.ERROR,
        Question.TRIGGER,
        "Tasks are told to call a Service Connect name that they cannot resolve",
        _CONCEPTS,
        _outside,
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
)
