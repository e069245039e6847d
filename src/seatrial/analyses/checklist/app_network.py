"""Whether there is a way from the tasks to what their containers are given: AWS services, databases, load balancers.

A way that already keeps tasks from starting is not told again: whoever mends that one looks once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.gifts import Gift
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import Placement
from seatrial.analyses.checklist.uses import Used
from seatrial.analyses.reach import Path, Verdict
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, as_number, as_text

Rule = tuple[object, ...]


@dataclass(slots=True)
class Way:
    """What one deciding rule keeps from its way. ``things`` are what isn't reached, ``hosts`` by which names."""

    path: Path
    placement: Placement
    things: dict[str, Resource] = field(default_factory=dict)
    hosts: dict[str, None] = field(default_factory=dict)
    subnets: dict[str, Resource] = field(default_factory=dict)
    users: dict[str, Resource] = field(default_factory=dict)

    def add(self, thing: Resource, host: str, subnet: Resource, user: Resource) -> None:
        self.things[thing.logical_id] = thing
        self.hosts[host] = None
        self.subnets[subnet.logical_id] = subnet
        self.users[user.logical_id] = user


def rule_of(path: Path) -> Rule:
    hop = path.deciding
    return (hop.resource.logical_id if hop.resource else "", hop.path, hop.code) if hop is not None else ()


def told_already(inquiry: Inquiry) -> set[Rule]:
    """The rules that keep tasks from starting, which is a finding of its own."""
    return {rule_of(blocked.first.path) for blocked in inquiry.launches.blocked}


def _services(inquiry: Inquiry) -> Iterator[Said]:
    """From each subnet of each placement to the host of each service that a gift is used by."""
    by_definition: dict[str, list[Used]] = {}
    for item in inquiry.used:
        by_definition.setdefault(item.gift.definition.logical_id, []).append(item)
    told, ways, doubts = told_already(inquiry), dict[Rule, Way](), set[tuple[str, str]]()
    for placement in inquiry.placements:
        items = by_definition.get(placement.definition.logical_id, []) if placement.definition is not None else []
        for item, host, subnet, path in _tries(inquiry, placement, items):
            if path.verdict in (Verdict.NO, Verdict.PARTLY):
                if rule_of(path) not in told:
                    ways.setdefault(rule_of(path), Way(path, placement)).add(item.resource, host, subnet, placement.by)
            elif path.verdict is Verdict.CANNOT_TELL and (placement.by.logical_id, path.why) not in doubts:
                doubts.add((placement.by.logical_id, path.why))
                what = f"whether tasks of {placement.by.logical_id} reach {host}"
                yield Doubt(placement.by, placement.subnets_path, what, path.why)
    for way in ways.values():
        yield found(inquiry, way, "the application gets no answer, though its tasks start")


def _tries(inquiry: Inquiry, placement: Placement, items: Sequence[Used]) -> Iterator[tuple[Used, str, Resource, Path]]:
    for subnet in placement.known_subnets if items else ():
        name = f"tasks of {placement.by.logical_id}"
        interface = inquiry.paper.interface(name, subnet, placement.groups, placement.public_address)
        for item in items:
            host = item.use.host(item.resource, inquiry.system.scope.region)
            yield item, host, subnet, inquiry.paper.to_host(interface, host)


def found(inquiry: Inquiry, way: Way, consequence: str) -> Found:
    """The finding about one rule that keeps some tasks from some things."""
    hop = way.path.deciding
    resource = hop.resource if hop is not None and hop.resource is not None else way.placement.by
    things, users = inquiry.names(list(way.things.values())), inquiry.names(list(way.users.values()))
    subnets = inquiry.names(list(way.subnets.values()))
    some = "some addresses of " if way.path.verdict is Verdict.PARTLY else ""
    hosts = [host for host in way.hosts if host]
    reached = f": {' and '.join(hosts)} {'is' if len(hosts) == 1 else 'are'} not reached" if hosts else ""
    return Found(
        resource,
        hop.path if hop is not None else (),
        f"tasks of {users} cannot reach {things} from {some}{subnets}",
        f"{way.path.why}, so {consequence}{reached}",
        (hop.mend if hop is not None else "") or f"give {subnets} a way to {things}",
    )


@dataclass(frozen=True, slots=True)
class Store:
    """A database or cache in a VPC: which properties say its groups, its subnets, and its port."""

    groups: str
    subnet_group: str
    subnet_group_type: str
    subnets: str
    port: str = "Port"
    ports: Mapping[str, int] = field(default_factory=dict)
    """Ports by the beginning of the engine's name."""


_SQL = {"aurora-postgresql": 5432, "postgres": 5432, "aurora-mysql": 3306, "mysql": 3306, "mariadb": 3306}
_SQL |= {"oracle": 1521, "sqlserver": 1433}
_CACHES = {"": 6379, "redis": 6379, "valkey": 6379, "memcached": 11211}
_RDS_GROUP, _CACHE_GROUP = "AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup"
STORES: Mapping[str, Store] = {
    "AWS::RDS::DBInstance": Store("VPCSecurityGroups", "DBSubnetGroupName", _RDS_GROUP, "SubnetIds", ports=_SQL),
    "AWS::RDS::DBCluster": Store("VpcSecurityGroupIds", "DBSubnetGroupName", _RDS_GROUP, "SubnetIds", ports=_SQL),
    "AWS::ElastiCache::ReplicationGroup": Store(
        "SecurityGroupIds", "CacheSubnetGroupName", _CACHE_GROUP, "SubnetIds", ports=_CACHES
    ),
    "AWS::ElastiCache::CacheCluster": Store(
        "VpcSecurityGroupIds", "CacheSubnetGroupName", _CACHE_GROUP, "SubnetIds", ports=_CACHES
    ),
}


def _stores(inquiry: Inquiry) -> Iterator[Said]:
    told, ways, doubts = told_already(inquiry), dict[Rule, Way](), set[tuple[str, str]]()
    for gift in inquiry.gifts:
        store = STORES.get(gift.resource.type)
        if store is None or not _is_address(gift):
            continue
        resource = _cluster_of(inquiry, gift.resource)
        targets, ports = _subnets(inquiry, store, resource), _ports(store, resource)
        for placement in inquiry.placements_of(gift.definition) if targets and ports else ():
            for subnet, path in _to_store(inquiry, placement, resource, targets, ports):
                if path.verdict in (Verdict.NO, Verdict.PARTLY) and rule_of(path) not in told:
                    way = ways.setdefault(rule_of(path), Way(path, placement))
                    way.add(gift.resource, "", subnet, placement.by)
                elif path.verdict is Verdict.CANNOT_TELL and (placement.by.logical_id, path.why) not in doubts:
                    doubts.add((placement.by.logical_id, path.why))
                    what = f"whether tasks of {placement.by.logical_id} reach {gift.resource.logical_id}"
                    yield Doubt(placement.by, placement.subnets_path, what, path.why)
    for way in ways.values():
        yield found(inquiry, way, "the application's connections time out")


def _is_address(gift: Gift) -> bool:
    """Whether the variable has the store's address: an endpoint, or a secret that holds one."""
    return gift.attribute is None or "endpoint" in gift.attribute.lower()


def _subnets(inquiry: Inquiry, store: Store, resource: Resource) -> list[Resource]:
    """The subnets that a store may stand in, where all of them are known."""
    group = inquiry.find(resource.get(store.subnet_group), store.subnet_group_type)
    if group is None:
        return []
    found = [inquiry.find(item, "AWS::EC2::Subnet") for item in as_list(group.get(store.subnets))]
    return [item for item in found if item is not None] if all(item is not None for item in found) else []


def _cluster_of(inquiry: Inquiry, resource: Resource) -> Resource:
    """An instance of a cluster has the cluster's groups, subnets and port."""
    return inquiry.find(resource.get("DBClusterIdentifier"), "AWS::RDS::DBCluster") or resource


def _ports(store: Store, resource: Resource) -> tuple[int, ...]:
    """The port of a store, or those that it may have; none where neither it nor its engine says one."""
    given = resource.get(store.port)
    if given is not None:
        return (as_number(given),) if as_number(given) else ()
    engine = as_text(resource.get("Engine"))
    found = [port for name, port in store.ports.items() if engine.startswith(name) and (name or not engine)][:1]
    if resource.type == "AWS::RDS::DBCluster" and engine == "aurora-postgresql":
        # The engine's own port is 5432; CloudFormation's documentation says 3306 for clusters of both engines.
        found.append(3306)
    return tuple(found)


def _to_store(
    inquiry: Inquiry, placement: Placement, resource: Resource, targets: Sequence[Resource], ports: Sequence[int]
) -> Iterator[tuple[Resource, Path]]:
    """The ways from each subnet to each that the store may stand in; of several ports the one that is reached."""
    key = STORES[resource.type].groups
    groups: list[Resource | Value] = [
        inquiry.find(item, "AWS::EC2::SecurityGroup") or item for item in as_list(resource.get(key))
    ]
    for subnet in placement.known_subnets:
        if any(item.get("VpcId") != subnet.get("VpcId") for item in targets):
            return
        name = f"tasks of {placement.by.logical_id}"
        source = inquiry.paper.interface(name, subnet, placement.groups, placement.public_address)
        for target in targets:
            there = inquiry.paper.interface(resource.logical_id, target, groups, False)
            paths = [inquiry.paper.between(source, there, port) for port in ports]
            yield subnet, next((path for path in paths if path.verdict is not Verdict.NO), paths[0])


_PRIVATELINK = "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html"
CHECKS = (
    Check(
        "APP005",
        Severity.ERROR,
        Question.REACH,
        "Tasks have no way to the AWS service that keeps what their containers are given",
        f"{_PRIVATELINK} https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
        _services,
    ),
    Check(
        "APP006",
        Severity.ERROR,
        Question.REACH,
        "Tasks have no way to the database or cache that their containers are given",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
        _stores,
    ),
)
