"""Whether tasks reach the tasks that they are told to call by a Cloud Map name, on a port that those have.

Source (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.app_network import Rule, Way, finding_of, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_names import DISCOVERY, Name, private_names, runs_elsewhere, servers_of
from seatrial.analyses.reach import Interface, Path, Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at


def _doubled(inquiry: Inquiry, name: Name) -> bool:
    """Whether another service of Cloud Map has the name as well: which of the two is meant is open."""
    label = as_text(name.entry.get("Name")).lower() if name.entry is not None else ""
    same = [item for item in inquiry.system.of_type(DISCOVERY) if as_text(item.get("Name")).lower() == label]
    spaces = [as_text(item.get("DnsConfig", "NamespaceId") or item.get("NamespaceId")) for item in same]
    return len(spaces) != len(set(spaces))


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    told = told_already(inquiry)
    ways: dict[tuple[Rule, int], Way] = {}
    odd: dict[object, Found] = {}
    strange: dict[tuple[str, str], Found] = {}
    for name in private_names(inquiry):
        if name.entry is None or inquiry.refused_at(name.entry) or _doubled(inquiry, name):
            continue
        servers = servers_of(inquiry, name.entry)
        port = name.address.port or _only_port(inquiry, servers)
        if strangers := _strangers(inquiry, servers, port):
            for server in strangers:
                strange.setdefault((name.entry.logical_id, server.logical_id), _strange(inquiry, name, server, port))
            continue
        for placement in inquiry.placements_of(name.address.definition) if port and servers else ():
            if runs_elsewhere(placement, name):
                continue
            for source in placement.interfaces(inquiry.paper):
                path = _to_servers(inquiry, source, name.address.host, port, servers)
                shut = path.verdict in (Verdict.NO, Verdict.PARTLY)
                mapped = _ports(inquiry, servers)
                if mapped and 0 not in mapped and port not in mapped:
                    if path.verdict is not Verdict.CANNOT_TELL and not (shut and rule_of(path) in told):
                        odd[name.address.path] = _other_port(name, servers[0], port, mapped, shut=shut)
                    continue
                if shut and rule_of(path) not in told:
                    way = ways.setdefault((rule_of(path), port), Way(path, placement))
                    way.add(servers[0], f"{name.address.host}:{port}", source.subnet, placement.by)
    yield from odd.values()
    yield from strange.values()
    for way in ways.values():
        yield finding_of(inquiry, way, "the application's calls time out")


def _strangers(inquiry: Inquiry, servers: list[Resource], port: int) -> list[Resource]:
    """Of several services that register under one name, those without the port that others of them have."""
    mapped = [_ports(inquiry, [server]) for server in servers] if len(servers) > 1 and port else []
    without = [
        server
        for server, ports in zip(servers, mapped, strict=False)
        if ports and 0 not in ports and port not in ports and inquiry.owns(server)
    ]
    return without if any(port in ports for ports in mapped) else []


def _strange(inquiry: Inquiry, name: Name, server: Resource, port: int) -> Found:
    entry = name.entry.logical_id if name.entry is not None else ""
    arns = (name.entry.arn, name.entry.physical_id) if name.entry is not None else ()
    registries = as_list(server.get("ServiceRegistries"))
    index = next((index for index, item in enumerate(registries) if at(item, "RegistryArn") in arns), 0)
    listed = " or ".join(str(item) for item in sorted(_ports(inquiry, [server])))
    return Found(
        server,
        ("ServiceRegistries", index, "RegistryArn"),
        f"{server.logical_id} registers its tasks under {entry}, whose callers want port {port}",
        f"its containers map {listed}: a part of the calls of {name.address.definition.logical_id} to "
        f"{name.address.host} gets to tasks that don't listen there",
        f"give {server.logical_id} a Cloud Map service of its own, or leave it out of {entry}",
        # What is let in may be listened to without a mapping.
        severity=None if _is_shut(inquiry, name, server, port) else Severity.WARNING,
    )


def _is_shut(inquiry: Inquiry, name: Name, server: Resource, port: int) -> bool:
    return any(
        inquiry.paper.between(source, target, port).verdict is Verdict.NO
        for placement in inquiry.placements_of(name.address.definition)
        for source in placement.interfaces(inquiry.paper)
        for target in inquiry.paper.interfaces_of(server)
    )


def _to_servers(inquiry: Inquiry, source: Interface, host: str, port: int, servers: list[Resource]) -> Path:
    """By the name; where the VPC's names aren't known, straight to the tasks that are registered under it."""
    path = inquiry.paper.to_host(source, host, port)
    if path.verdict is not Verdict.CANNOT_TELL:
        return path
    straight = (
        inquiry.paper.between(source, target, port)
        for server in servers
        for target in inquiry.paper.interfaces_of(server)
    )
    return next((item for item in straight if item.verdict is Verdict.NO), path)


def _other_port(name: Name, server: Resource, port: int, mapped: set[int], *, shut: bool) -> Found:
    """A port that is neither let in nor mapped is the wrong one; where it is let in, something may listen there."""
    definition, listed = name.address.definition, " or ".join(str(item) for item in sorted(mapped))
    return Found(
        definition,
        name.address.path,
        f"{definition.logical_id} is told to call {name.address.host} on port {port}, which {server.logical_id} "
        "doesn't map",
        f"its containers map {listed}, and no rule allows inbound traffic on {port}: calls fail"
        if shut
        else f"its containers map {listed}: unless something listens on {port} anyway, calls are refused",
        f"write port {listed}",
        severity=None if shut else Severity.WARNING,
    )


def _only_port(inquiry: Inquiry, servers: list[Resource]) -> int:
    """The port of the servers' containers, where there is one."""
    ports = _ports(inquiry, servers)
    return ports.pop() if len(ports) == 1 else 0


def _ports(inquiry: Inquiry, servers: list[Resource]) -> set[int]:
    """The ports that the servers' containers map; 0 stands for one that isn't known."""
    ports: set[int] = set()
    for placement in inquiry.placements:
        if placement.definition is not None and any(placement.by is item for item in servers):
            for _, container in inquiry.containers(placement.definition):
                for mapping in as_list(at(container, "PortMappings")):
                    value = at(mapping, "ContainerPort")
                    ports.add(value if isinstance(value, int) else 0)
    return ports


CHECK = Check(
    "TRI021",
    Severity.ERROR,
    Question.TRIGGER,
    "Tasks cannot reach the tasks that they are told to call by a Cloud Map name",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html",
    _ways,
)
