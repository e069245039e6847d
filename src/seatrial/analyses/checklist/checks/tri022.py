"""Whether a Cloud Map name that tasks are told to call leads to an address.

That takes tasks in the namespace's VPC, somebody who registers, and a record for addresses that the tasks have.

Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html (read 2026-11-23),
https://docs.aws.amazon.com/cloud-map/latest/dg/services-route53.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_names import DISCOVERY, SERVICE, Name, private_names, runs_elsewhere, servers_of
from seatrial.analyses.checklist.tri_plain_names import nearest
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_flag, as_list, as_text, at

INSTANCE = "AWS::ServiceDiscovery::Instance"


def _unknown_registries(inquiry: Inquiry) -> bool:
    return any(
        isinstance(at(one, "RegistryArn"), Unknown)
        for item in inquiry.system.of_type(SERVICE)
        for one in as_list(item.get("ServiceRegistries"))
    )


def _nowhere(inquiry: Inquiry) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    away: dict[str, tuple[Resource, list[str], list[Resource]]] = {}
    for name in private_names(inquiry):
        definition, host, space = name.address.definition, name.address.host, name.namespace.logical_id
        if (definition.logical_id, host) in seen:
            continue
        seen.add((definition.logical_id, host))
        for placement in inquiry.placements_of(definition):
            if runs_elsewhere(placement, name):
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
        entries = [
            item.get("Name")
            for item in inquiry.system.of_type(DISCOVERY)
            if (item.get("DnsConfig", "NamespaceId") or item.get("NamespaceId")) == name.namespace.physical_id
        ]
        if any(isinstance(item, Unknown) for item in entries):
            return
        have = sorted(as_text(item) for item in entries)
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
    registered = servers_of(inquiry, entry) or any(
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
    servers = servers_of(inquiry, name.entry) if name.entry is not None else []
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


CHECK = Check(
    "TRI022",
    Severity.WARNING,
    Question.TRIGGER,
    "A Cloud Map name that tasks are told to call does not resolve",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html "
    "https://docs.aws.amazon.com/cloud-map/latest/dg/services-route53.html",
    _nowhere,
    gravest=Severity.ERROR,
)
