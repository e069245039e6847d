"""Whether services find and reach each other over Service Connect.

Who calls whom is read from the addresses in containers' variables: an address that is a server's alias makes a client.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.analyses.checklist.app_network import Rule, Way, found, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT, Offer, is_private
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.checklist.tri_plain_names import switched_off
from seatrial.analyses.reach import Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

DISCOVERY = "AWS::ServiceDiscovery::Service"
RECORDS = ("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")


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


def _outside(inquiry: Inquiry) -> Iterator[Said]:
    inside = {(call.address.path, call.client.by.logical_id) for call in _calls(inquiry) if _in(inquiry, call)}
    seen: set[tuple[object, str]] = set()
    missed: dict[str, list[Call]] = {}
    off = {item.logical_id for item in switched_off(inquiry)}
    for call in _calls(inquiry):
        key = (call.address.path, call.client.by.logical_id)
        if key in inside or key in seen or _untold(inquiry, call) or not _only_connect(inquiry, call):
            continue
        seen.add(key)
        if call.client.by.logical_id not in off:
            missed.setdefault(call.offer.service.logical_id, []).append(call)
    for calls in missed.values():
        if _alone(inquiry, calls):
            yield _apart(inquiry, calls)
        else:
            yield from (_cannot_resolve(inquiry, call) for call in calls)


def _alone(inquiry: Inquiry, calls: list[Call]) -> bool:
    """Whether a server is alone in its namespace, and all that call it are together in another."""
    server = calls[0].offer.member
    members = [inquiry.connect.member(call.client.by) for call in calls]
    keys = {item.key for item in members if item is not None}
    alone = [item for item in inquiry.connect.members if item.key == server.key] == [server]
    together = [item for item in inquiry.connect.members if item.key in keys]
    return alone and None not in members and len(keys) == 1 and len(together) > 1


def _apart(inquiry: Inquiry, calls: list[Call]) -> Found:
    server, theirs = calls[0].offer, inquiry.connect.member(calls[0].client.by)
    clients = list({call.client.by.logical_id: call.client.by for call in calls}.values())
    names = inquiry.names(clients)
    space = _space(theirs.resource, as_text(theirs.namespace)) if theirs is not None else ""
    own = _space(server.member.resource, as_text(server.member.namespace))
    written = f"!GetAtt {space}.Arn" if theirs is not None and theirs.resource is not None else space
    calling = "which calls it, is" if len(clients) == 1 else "which call it, are"
    return Found(
        server.service,
        server.member.path,
        f"{server.service.logical_id} is in the namespace {own}, but {names}, {calling} in {space}",
        f"names only resolve within a namespace: {calls[0].address.host} does not resolve for them",
        f"set Namespace: {written} in {CONNECT} of {server.service.logical_id}",
    )


def _cannot_resolve(inquiry: Inquiry, call: Call) -> Found:
    client, server = call.client.by, call.offer.service
    host = call.address.host
    if client.type != SERVICE:
        return Found(
            client,
            call.client.at,
            f"tasks of {client.logical_id} are told to call {host}, but standalone tasks cannot use Service Connect",
            f"{host} is a name that {server.logical_id} offers over Service Connect: only the proxies in tasks of "
            "services know it",
            f"put {server.logical_id} behind an internal load balancer, or register it in Cloud Map",
        )
    member = inquiry.connect.member(client)
    why = (
        "does not use Service Connect"
        if member is None
        else f"is in the namespace {_space(member.resource, as_text(member.namespace))}"
    )
    theirs = call.offer.member
    space = _space(theirs.resource, as_text(theirs.namespace))
    written = f"!GetAtt {space}.Arn" if theirs.resource is not None else space
    return Found(
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
    if "." not in call.address.host or (is_private(call.address.host) and not _in_zone(inquiry, call.address.host)):
        return True
    for subnet in call.client.stands:
        name = f"tasks of {call.client.by.logical_id}"
        source = inquiry.paper.interface(name, subnet, call.client.groups, call.client.public_address)
        if inquiry.paper.to_host(source, call.address.host, call.offer.port).fails_as != "no such host":
            return False
    return bool(call.client.known_subnets)


def _in_zone(inquiry: Inquiry, host: str) -> bool:
    """Whether DNS has the host, or may have it: by a service of Cloud Map, or by a record.

    What Service Connect registers in a namespace gets no record, whatever the namespace's kind.
    """
    entries = [item for system in inquiry.systems for item in system.of_type(DISCOVERY)]
    names = [item.get("Name") for item in entries]
    if any(isinstance(name, Unknown) or as_text(name).lower() == host.partition(".")[0] for name in names):
        return True
    records = [item for system in inquiry.systems for item in system.of_type(*RECORDS)]
    listed = [one for item in records for one in (dict(item.properties), *as_list(item.get("RecordSets")))]
    names = [at(one, "Name") for one in listed]
    return any(isinstance(name, Unknown) or as_text(name).rstrip(".").lower() in (host, _any(host)) for name in names)


def _any(host: str) -> str:
    """The wildcard that covers a host."""
    return f"*.{host.partition('.')[2]}"


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    told, doubts = told_already(inquiry), set[tuple[str, str]]()
    ways: dict[tuple[Rule, int], Way] = {}
    called: set[str] = set()
    twice = _doubled(inquiry)
    for call in _calls(inquiry):
        misread = any(
            name == call.offer.service.logical_id and path[:1] == (CONNECT,) for name, path in inquiry.misread
        )
        if not _in(inquiry, call) or misread or any(item is call.offer for item in twice):
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


def _misread(inquiry: Inquiry, offer: Offer) -> bool:
    """Whether it is told that what the service says of Service Connect can't stand."""
    return any(name == offer.service.logical_id and path[:1] == (CONNECT,) for name, path in inquiry.misread)


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
        if server.logical_id in called or not offer.listening or _misread(inquiry, offer):
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
