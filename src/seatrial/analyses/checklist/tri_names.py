"""Whether names of Cloud Map lead to tasks: the namespace's VPC, who registers, and the way there.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from msgspec import Struct

from seatrial.analyses.checklist.app_network import Rule, Way, found, rule_of, told_already
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.gifts import Address
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.checklist.tri_plain_names import nearest
from seatrial.analyses.reach import Interface, Path, Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_flag, as_list, as_text, at

NAMESPACE, DISCOVERY = "AWS::ServiceDiscovery::PrivateDnsNamespace", "AWS::ServiceDiscovery::Service"
INSTANCE, SERVICE = "AWS::ServiceDiscovery::Instance", "AWS::ECS::Service"
NO_SUCH_HOST = "no such host"


class Name(Struct, frozen=True):
    """An address within a namespace; ``entry`` is the Cloud Map service of that name, None where there is none."""

    address: Address
    namespace: Resource
    entry: Resource | None

    @property
    def vpc(self) -> object:
        return self.namespace.get("Vpc")


def _names(inquiry: Inquiry) -> Iterator[Name]:
    domains = {
        as_text(item.get("Name")).lower(): item for system in inquiry.systems for item in system.of_type(NAMESPACE)
    }
    domains.pop("", None)
    for address in inquiry.addresses if domains else ():
        label, _, domain = address.host.partition(".")
        namespace = domains.get(domain)
        if namespace is None:
            continue
        if not any(address.host in (*offer.names, offer.default) for offer in inquiry.connect.offers):
            yield Name(address, namespace, _entry(inquiry, namespace, label))


def _entry(inquiry: Inquiry, namespace: Resource, label: str) -> Resource | None:
    for system in inquiry.systems:
        for item in system.of_type(DISCOVERY):
            named = item.get("DnsConfig", "NamespaceId") or item.get("NamespaceId")
            if named in (namespace.physical_id, namespace.arn) and as_text(item.get("Name")).lower() == label:
                return item
    return None


def _doubled(inquiry: Inquiry, name: Name) -> bool:
    """Whether another service of Cloud Map has the name as well: which of the two is meant is open."""
    label = as_text(name.entry.get("Name")).lower() if name.entry is not None else ""
    same = [item for item in inquiry.system.of_type(DISCOVERY) if as_text(item.get("Name")).lower() == label]
    spaces = [as_text(item.get("DnsConfig", "NamespaceId") or item.get("NamespaceId")) for item in same]
    return len(spaces) != len(set(spaces))


def _servers(inquiry: Inquiry, entry: Resource) -> list[Resource]:
    return [
        item
        for system in inquiry.systems
        for item in system.of_type(SERVICE)
        if any(
            at(one, "RegistryArn") in (entry.arn, entry.physical_id) for one in as_list(item.get("ServiceRegistries"))
        )
    ]


def _unknown_registries(inquiry: Inquiry) -> bool:
    return any(
        isinstance(at(one, "RegistryArn"), Unknown)
        for item in inquiry.system.of_type(SERVICE)
        for one in as_list(item.get("ServiceRegistries"))
    )


def _ways(inquiry: Inquiry) -> Iterator[Said]:
    told = told_already(inquiry)
    ways: dict[tuple[Rule, int], Way] = {}
    odd: dict[object, Found] = {}
    for name in _names(inquiry):
        if name.entry is None or inquiry.refused_at(name.entry) or _doubled(inquiry, name):
            continue
        servers = _servers(inquiry, name.entry)
        port = name.address.port or _only_port(inquiry, servers)
        for placement in inquiry.placements_of(name.address.definition) if port and servers else ():
            if _elsewhere(placement, name):
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
    for way in ways.values():
        yield found(inquiry, way, "the application's calls time out")


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


def _elsewhere(placement: Placement, name: Name) -> bool:
    """Whether the tasks run in another VPC than the namespace's."""
    own = [item.get("VpcId") for item in placement.known_subnets]
    vpc = name.vpc
    return bool(own) and isinstance(vpc, str) and all(isinstance(item, str) and item != vpc for item in own)


def _nowhere(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    away: dict[str, tuple[Resource, list[str], list[Resource]]] = {}
    for name in _names(inquiry):
        definition, host, space = name.address.definition, name.address.host, name.namespace.logical_id
        if (definition.logical_id, host) in seen:
            continue
        seen.add((definition.logical_id, host))
        for placement in inquiry.placements_of(definition):
            if _elsewhere(placement, name):
                _, hosts, users = away.setdefault(space, (name.namespace, [], []))
                hosts += [host] if host not in hosts else []
                users += [placement.by] if placement.by not in users else []
                break
        else:
            yield from _unregistered(inquiry, name)
    for namespace, hosts, users in away.values():
        names = inquiry.names(users)
        yield Found(
            namespace,
            ("Vpc",),
            f"{' and '.join(hosts)} {'does' if len(hosts) == 1 else 'do'} not resolve where tasks of {names} run",
            f"{namespace.logical_id} only resolves in its own VPC, and {names} "
            f"{'runs' if len(users) == 1 else 'run'} in another",
            f"set Vpc of {namespace.logical_id} to the VPC of {names}",
            severity=Severity.ERROR,
        )


def _registered_elsewhere(inquiry: Inquiry, entry: Resource) -> tuple[Resource, PropertyPath, Resource] | None:
    """Of two services under one name, the one that is called like the name that nobody has; with its place."""
    under: dict[str, list[tuple[Resource, PropertyPath, Resource]]] = {}
    for service in inquiry.system.of_type("AWS::ECS::Service"):
        for index, item in enumerate(as_list(service.get("ServiceRegistries"))):
            other = inquiry.find(at(item, "RegistryArn"), DISCOVERY)
            if other is not None:
                path: PropertyPath = ("ServiceRegistries", index, "RegistryArn")
                under.setdefault(other.logical_id, []).append((service, path, other))
    for services in under.values():
        if len(services) > 1:
            return max(services, key=lambda one: SequenceMatcher(None, one[0].logical_id, entry.logical_id).ratio())
    return None


def _unregistered(inquiry: Inquiry, name: Name) -> Iterator[Found]:
    host, space, entry = name.address.host, name.namespace.logical_id, name.entry
    if entry is None:
        have = sorted(
            as_text(item.get("Name"))
            for item in inquiry.system.of_type(DISCOVERY)
            if (item.get("DnsConfig", "NamespaceId") or item.get("NamespaceId")) == name.namespace.physical_id
        )
        if have and not _whole_name(inquiry, name):
            near = nearest(host.partition(".")[0], have) or have[0]
            yield Found(
                name.address.definition,
                name.address.path,
                f"{name.address.variable} of {name.address.definition.logical_id} names {host}, which {space} "
                "doesn't have",
                f"it has {' and '.join(have)}: {host} does not resolve",
                f"write {near}.{as_text(name.namespace.get('Name'))}, or add an AWS::ServiceDiscovery::Service "
                f"named {host.partition('.')[0]}",
                severity=Severity.ERROR if inquiry.owns(name.namespace) else None,
            )
        return
    registered = _servers(inquiry, entry) or any(
        inquiry.find(item.get("ServiceId"), DISCOVERY) is entry for item in inquiry.system.of_type(INSTANCE)
    )
    if not registered and not _unknown_registries(inquiry):
        wrong = _registered_elsewhere(inquiry, entry)
        if wrong is not None:
            by, path, other = wrong
            yield Found(
                by,
                path,
                f"{by.logical_id} registers its tasks under {other.logical_id}, as another service does, and nothing "
                f"under {entry.logical_id}",
                f"calls of {name.address.definition.logical_id} to {host} fail to resolve",
                f"write RegistryArn: !GetAtt {entry.logical_id}.Arn in {by.logical_id}",
                severity=Severity.ERROR if _nobody_else(inquiry, entry) else None,
            )
            return
        yield Found(
            entry,
            (),
            f"no service registers its tasks under {entry.logical_id}, the Cloud Map service of {host}",
            f"calls of {name.address.definition.logical_id} to {host} fail to resolve",
            f"add ServiceRegistries: [{{ RegistryArn: !GetAtt {entry.logical_id}.Arn }}] to the service behind it",
            severity=Severity.ERROR if _nobody_else(inquiry, entry) else None,
        )
        return
    if entry.get("DnsConfig") is None or entry.get("DnsConfig", "DnsRecords") in (None, []):
        yield Found(
            entry,
            ("DnsConfig",),
            f"{host} has no DNS record: {entry.logical_id} can only be discovered through the Cloud Map API",
            f"{name.address.variable} of {name.address.definition.logical_id} gives a host to connect to, and a call "
            "to it fails to resolve",
            f"add DnsConfig: {{ DnsRecords: [{{ Type: A, TTL: 10 }}] }} to {entry.logical_id}",
        )
        return
    kinds = [as_text(at(item, "Type")) for item in as_list(entry.get("DnsConfig", "DnsRecords"))]
    if kinds and set(kinds) == {"AAAA"} and not _has_ipv6(inquiry, name):
        yield Found(
            entry,
            ("DnsConfig", "DnsRecords"),
            f"{host} has no address, only an AAAA record",
            "an AAAA record holds an IPv6 address, and the subnets of the tasks have none: the name does not resolve",
            f"write Type: A in DnsRecords of {entry.logical_id}",
            severity=Severity.ERROR,
        )
    if kinds and set(kinds) == {"A"} and _has_only_ipv6(inquiry, name):
        yield Found(
            entry,
            ("DnsConfig", "DnsRecords"),
            f"{host} has no address, only an A record",
            "an A record holds an IPv4 address, and the tasks' subnets have IPv6 alone: the name does not resolve",
            f"write Type: AAAA in DnsRecords of {entry.logical_id}",
            severity=Severity.ERROR,
        )
    if kinds and set(kinds) == {"SRV"}:
        yield Found(
            entry,
            ("DnsConfig", "DnsRecords"),
            f"{host} has no address, only an SRV record",
            f"{name.address.variable} of {name.address.definition.logical_id} gives a host to connect to, and most "
            "clients don't ask for SRV records",
            f"write Type: A in DnsRecords of {entry.logical_id}, and leave port and container out of ServiceRegistries",
        )


def _subnets_behind(inquiry: Inquiry, name: Name) -> list[Resource]:
    servers = _servers(inquiry, name.entry) if name.entry is not None else []
    placed = [item for item in inquiry.placements if any(item.by is server for server in servers)]
    return [subnet for item in placed for subnet in item.stands]


def _has_only_ipv6(inquiry: Inquiry, name: Name) -> bool:
    """Whether the tasks behind a name surely have IPv6 addresses alone."""
    native = [item.get("Ipv6Native") for item in _subnets_behind(inquiry, name)]
    return bool(native) and all(not isinstance(item, Unknown) and as_flag(item) for item in native)


def _has_ipv6(inquiry: Inquiry, name: Name) -> bool:
    """Whether the tasks behind a name may have IPv6 addresses."""
    subnets = _subnets_behind(inquiry, name)
    return not subnets or any(
        item.get("Ipv6CidrBlock") is not None or item.get("Ipv6Native") is not None or item.get("Ipv6NetmaskLength")
        for item in subnets
    )


def _nobody_else(inquiry: Inquiry, entry: Resource) -> bool:
    """Whether nothing in the template is told of a Cloud Map service, so that nobody else can register in it."""
    return inquiry.owns(entry) and not any(
        item.target == entry.logical_id and item.attribute != "DependsOn" for item in inquiry.system.references
    )


def _whole_name(inquiry: Inquiry, name: Name) -> bool:
    """Whether the address may be known otherwise: other stacks may add names to the namespace."""
    return any(
        output.export_name and output.value in (name.namespace.physical_id, name.namespace.arn)
        for output in inquiry.system.outputs.values()
    )


_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html"
CHECKS = (
    Check(
        "TRI021",
        Severity.ERROR,
        Question.TRIGGER,
        "Tasks cannot reach the tasks that they are told to call by a Cloud Map name",
        _GUIDE,
        _ways,
    ),
    Check(
        "TRI022",
        Severity.WARNING,
        Question.TRIGGER,
        "A Cloud Map name that tasks are told to call does not resolve",
        f"{_GUIDE} https://docs.aws.amazon.com/cloud-map/latest/dg/services-route53.html",
        _nowhere,
    ),
)
