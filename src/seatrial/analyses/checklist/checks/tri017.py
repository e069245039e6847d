"""Whether those who call a Service Connect name take part in its namespace: only their proxies know it.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html (read
2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.connect import CONNECT
from seatrial.analyses.checklist.connect_calls import Call, calls, in_dns, is_ours, within
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.analyses.checklist.tri_plain_names import switched_off
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text


def _outside(inquiry: Inquiry) -> Iterator[Said]:
    inside = {(call.address.path, call.client.by.logical_id) for call in calls(inquiry) if within(inquiry, call)}
    seen: set[tuple[object, str]] = set()
    missed: dict[str, list[Call]] = {}
    off = {item.logical_id for item in switched_off(inquiry)}
    for call in calls(inquiry):
        key = (call.address.path, call.client.by.logical_id)
        if key in inside or key in seen or _untold(inquiry, call) or not _only_connect(inquiry, call):
            continue
        seen.add(key)
        if call.client.by.logical_id not in off:
            missed.setdefault(call.offer.service.logical_id, []).append(call)
    for missing in missed.values():
        if _alone(inquiry, missing):
            yield _apart(inquiry, missing)
        else:
            yield from (_cannot_resolve(inquiry, call) for call in missing)


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
    if "." not in call.address.host or (is_ours(inquiry, call.address.host) and not in_dns(inquiry, call.address.host)):
        return True
    for source in call.client.interfaces(inquiry.paper):
        if inquiry.paper.to_host(source, call.address.host, call.offer.port).fails_as != "no such host":
            return False
    return bool(call.client.known_subnets)


CHECK = Check(
    "TRI017",
    Severity.ERROR,
    Question.TRIGGER,
    "Tasks are told to call a Service Connect name that they cannot resolve",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
    _outside,
)
