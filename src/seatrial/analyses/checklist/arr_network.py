"""The ways of packets from a load balancer to each task, to its port and to its health port.

What one rule of the network blocks is one finding, however many subnets, listeners and services suffer.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from seatrial.analyses.checklist.app_network import rule_of
from seatrial.analyses.checklist.arr_family import of_another_family
from seatrial.analyses.checklist.arrivals import Entry, Listener, health_check_port, transport
from seatrial.analyses.checklist.check import Doubt, Found, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.reach import Code, Interface, Path, Verdict
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_flag, as_list, as_number, as_text, at

# What a target is said to be that doesn't answer its health checks.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
UNANSWERED = "Target.Timeout: Request timed out"


class Barred(Struct):
    """A way that one rule blocks to a load balancer or its tasks, with all that it is blocked for."""

    path: Path
    balancer: Resource
    who: dict[str, None] = field(default_factory=dict)
    where: dict[str, None] = field(default_factory=dict)
    rules: dict[tuple[object, ...], None] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)
    mends: dict[str, None] = field(default_factory=dict)
    open: bool = False
    """Whether some other way between the same two gets through."""

    def mend(self) -> str:
        """What mends all of it: one rule for each of the places that requests come from."""
        heads = {mend.partition(_RULE)[0] for mend in self.mends}
        if all(mend.startswith(_ENTRY) for mend in self.mends):
            return "; ".join(self.mends)
        if len(heads) == 1 and all(_RULE in mend for mend in self.mends):
            return f"{min(heads)}{_RULE}{' and { '.join(mend.partition(_RULE)[2] for mend in self.mends)}"
        return next(iter(self.mends), "")


_RULE, _ENTRY = ": { ", "add an AWS::EC2::NetworkAclEntry"


def unattached(inquiry: Inquiry) -> bool:
    """Whether it is told that an internet gateway is attached to nothing, so that tasks or requests don't get there."""
    ways = [blocked.first.path for blocked in inquiry.launches.blocked]
    for listener in inquiry.arrivals.listeners:
        balancer = listener.balancer
        if balancer is None or isinstance(balancer.get("Scheme"), Unknown):
            continue
        if listener.port and as_text(balancer.get("Scheme")) != "internal":
            ways += [inquiry.paper.from_internet(node, listener.port) for node in inquiry.paper.balancer(balancer)]
    rules = [path.deciding for path in ways if path.verdict is Verdict.NO]
    return any(rule is not None and rule.code == Code.BAD_STATE_ATTACHMENT for rule in rules)


def unmapped(inquiry: Inquiry, entry: Entry, port: int) -> set[int]:
    """The ports that the tasks' containers map, where this one is not among them; else nothing."""
    definition = entry.placement.definition
    containers = inquiry.containers(definition) if definition is not None else ()
    mappings = [mapping for _, item in containers for mapping in as_list(at(item, "PortMappings"))]
    ports = [at(item, "ContainerPort") for item in mappings]
    mapped = {as_number(item) for item in ports if not isinstance(item, Unknown)}
    known = not any(isinstance(item, Unknown) for item in (*mappings, *ports))
    return mapped if known and port not in mapped else set()


def misplaced(inquiry: Inquiry, balancer: Resource) -> bool:
    """Whether it is told that a load balancer stands in subnets that it can't be reached in: it meets network ACLs
    there that are right for what belongs there.
    """
    ports = [item.port for item in inquiry.arrivals.listeners if item.balancer is balancer and item.port]
    if not ports or as_text(balancer.get("Scheme")) == "internal" or isinstance(balancer.get("Scheme"), Unknown):
        return False
    ways = [inquiry.paper.from_internet(node, ports[0]) for node in inquiry.paper.balancer(balancer)]
    rules = [path.deciding for path in ways if path.verdict is Verdict.NO]
    return any(rule is not None and rule.resource is balancer and rule.path for rule in rules)


def unreached(inquiry: Inquiry, entry: Entry, port: int) -> bool:
    """Whether a load balancer has no way to a port of the tasks."""
    return any(path.verdict is Verdict.NO for *_, path in _ways(inquiry, entry, port))


def ways_to_tasks(inquiry: Inquiry, *, health: bool) -> Iterator[Said]:
    """From each load balancer to each task: to its port, or to the port of its health checks where that is another."""
    barred: dict[tuple[object, ...], tuple[Barred, Entry, int]] = {}
    told: set[tuple[str, str]] = set()
    for entry in inquiry.arrivals.entries:
        if inquiry.refused_at(entry.placement.by, *entry.path):
            continue
        misplaced_tasks = inquiry.misplaced(entry.placement)
        if entry.group is None:
            if not health:
                what = f"whether requests reach the tasks of {entry.placement.by.logical_id}"
                yield _shut_to_all(inquiry, entry) or Doubt(entry.placement.by, entry.path, what, entry.doubt)
            continue
        checks = as_flag(entry.group.get("HealthCheckEnabled"), True)
        port = health_check_port(entry.group, entry.port)
        same = port == entry.port and transport(as_text(entry.group.get("Protocol"))) != "udp"
        elsewhere = isinstance(entry.group.get("HealthCheckPort"), Unknown)
        if health and (same or elsewhere or not checks or unmapped(inquiry, entry, port)):
            continue
        port = port if health else entry.port
        mapped = entry.placement.by.get("LoadBalancers", entry.index, "ContainerPort")
        for balancer, source, target, path in _ways(inquiry, entry, port, health=health):
            by = entry.placement.by.logical_id
            if isinstance(mapped, Unknown) and not port and path.verdict is not Verdict.YES:
                if (by, mapped.reason) not in told:
                    told.add((by, mapped.reason))
                    what = f"whether {balancer.logical_id} reaches the port of the tasks of {by}"
                    yield Doubt(entry.placement.by, entry.path, what, mapped.reason)
            elif path.verdict in (Verdict.NO, Verdict.PARTLY):
                if misplaced_tasks:
                    continue
                found, *_ = barred.setdefault(rule_of(path), (Barred(path, balancer), entry, port))
                found.who[by] = None
                found.where[f"{_zone(source)} to {_zone(target)}"] = None
                found.mends[path.deciding.mend if path.deciding is not None else ""] = None
            elif path.verdict is Verdict.CANNOT_TELL and (by, path.why) not in told:
                told.add((by, path.why))
                what = f"whether {balancer.logical_id} reaches the tasks of {by} on port {port}"
                yield Doubt(entry.placement.by, entry.path, what, path.why)
        if not health:
            yield from _untold(inquiry, entry)
    for found, entry, port in barred.values():
        found.open = any(path.verdict is Verdict.YES for *_, path in _ways(inquiry, entry, port))
        yield _no_way(entry, found, port, health=health)


def _untold(inquiry: Inquiry, entry: Entry) -> Iterator[Said]:
    """What keeps one from telling at all: a listener that is in no template here."""
    group, by = entry.group, entry.placement.by.logical_id
    if group is None:
        return
    balancers = inquiry.arrivals.balancers_of(group)
    if not balancers:
        for forwarding, to, why in inquiry.arrivals.blind:
            if to is group:
                shut = _shut_to_all(inquiry, entry)
                yield shut or Doubt(forwarding, ("ListenerArn",), f"whether requests reach the tasks of {by}", why)
                return


def _shut_to_all(inquiry: Inquiry, entry: Entry) -> Found | None:
    """What is wrong where the security groups of tasks let nobody in on their port, whichever load balancer it is."""
    placement, port = entry.placement, entry.port
    groups, interfaces = placement.known_groups, list(placement.interfaces(inquiry.paper))
    if not port or not interfaces or len(groups) != len(placement.groups) or inquiry.misplaced(placement):
        return None
    udp = entry.group is not None and as_text(entry.group.get("Protocol")) in ("UDP", "TCP_UDP", "QUIC", "TCP_QUIC")
    if not groups or udp or any(inquiry.paper.lets_anybody_in(item, port) for item in interfaces):
        return None
    worn, by = groups[0], placement.by.logical_id
    rules = as_list(worn.get("SecurityGroupIngress"))
    path: PropertyPath = ("SecurityGroupIngress", 0, "FromPort") if len(rules) == 1 else ("SecurityGroupIngress",)
    names = inquiry.names(groups)
    return Found(
        worn,
        path if rules else (),
        f"no load balancer reaches port {port} of the tasks of {by}",
        f"no rule of {names} lets anybody in there, whichever load balancer the listener is of: its targets stay "
        "unhealthy, and the service replaces its tasks again and again",
        f"allow inbound tcp {port} from the load balancer's security group in {worn.logical_id}",
        UNANSWERED,
    )


def _ways(
    inquiry: Inquiry, entry: Entry, port: int, *, health: bool = False
) -> Iterator[tuple[Resource, Interface, Interface, Path]]:
    """The way from each load balancer to each place of the tasks. Health checks of UDP target groups are by TCP."""
    assert entry.group is not None
    placement = entry.placement
    # What a listener can't send to such a group at all is told when the listener is made.
    if any(inquiry.refused_at(item.by, *item.path) for item in inquiry.arrivals.forwards_to(entry.group)):
        return
    if of_another_family(inquiry, entry):
        return
    protocol = "tcp" if health else transport(as_text(entry.group.get("Protocol")))
    six = as_text(entry.group.get("IpAddressType")) == "ipv6"
    for balancer in inquiry.arrivals.balancers_of(entry.group):
        if misplaced(inquiry, balancer):
            continue
        for source in inquiry.paper.balancer(balancer):
            for target in placement.interfaces(inquiry.paper):
                path = inquiry.paper.between(source, target, port, protocol, six=six)
                if isinstance(entry.group.get("Protocol"), Unknown) and path.verdict is Verdict.NO:
                    path = inquiry.paper.between(source, target, port, "udp", six=six)
                yield balancer, source, target, path


def _zone(interface: Interface) -> str:
    return interface.subnet.logical_id


def _no_way(entry: Entry, barred: Barred, port: int, *, health: bool) -> Found:
    rule, balancer = barred.path.deciding, barred.balancer
    users = " and ".join(barred.who)
    some = "from some of its addresses " if barred.path.verdict is Verdict.PARTLY else ""
    what = "the health check port" if health else "port"
    consequence = (
        "its targets stay unhealthy, and the service replaces its tasks again and again"
        if entry.placement.by.type == "AWS::ECS::Service"
        else "no request arrives"
    )
    return Found(
        rule.resource if rule is not None and rule.resource is not None else entry.placement.by,
        rule.path if rule is not None else entry.path,
        f"{balancer.logical_id} cannot reach {what} {port} of the tasks of {users} {some}".rstrip(),
        f"{barred.path.why}{f' ({listing(barred.where)})' if barred.open else ''}: {consequence}",
        barred.mend() or f"allow inbound tcp {port} from {balancer.logical_id}",
        UNANSWERED,
    )


def listing(names: dict[str, None]) -> str:
    """Names for a sentence."""
    found = list(names)
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)
