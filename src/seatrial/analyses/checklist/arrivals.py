"""The ways of requests: load balancers, their listeners, what these forward to, and the tasks behind that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from seatrial.analyses.across import find, not_here, of_type
from seatrial.analyses.checklist.placements import Placement
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.system import System
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
LISTENER, RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
TRAFFIC_PORT = "traffic-port"


class Forward(Struct, frozen=True):
    """``by`` (a listener by its default, or a rule) sends requests to ``group``; ``path`` is where it says so."""

    listener: Listener
    by: Resource
    path: PropertyPath
    group: Resource


class Listener(Struct):
    """``balancer`` is None where it is in no template here. ``rules`` are in the order of their priorities."""

    resource: Resource
    balancer: Resource | None
    rules: list[Resource] = field(default_factory=list)

    @property
    def port(self) -> int:
        return as_number(self.resource.get("Port"))

    @property
    def protocol(self) -> str:
        return as_text(self.resource.get("Protocol"))

    @property
    def transport(self) -> str:
        return transport(self.protocol)


def transport(protocol: str) -> str:
    """What carries a protocol of Elastic Load Balancing: QUIC is carried by UDP. Of TCP_UDP it is the first."""
    return "udp" if protocol in ("UDP", "QUIC") else "tcp"


class Entry(Struct, frozen=True):
    """One entry of a service's LoadBalancers. ``group`` is None where it is in no template here, with ``doubt``."""

    placement: Placement
    index: int
    group: Resource | None
    container: str
    port: int
    doubt: str = ""
    alternate: bool = False
    """Whether it is the other target group, to which a blue/green deployment shifts requests."""
    by_codedeploy: bool = False
    """Whether CodeDeploy does so, whose deployment group names it."""

    @property
    def path(self) -> PropertyPath:
        own = self.alternate and not self.by_codedeploy
        return ("LoadBalancers", self.index, *(("AdvancedConfiguration",) if own else ()))


class Arrivals(Struct, frozen=True):
    """``listeners`` are the system's own, and those that it adds rules to; ``forwards`` are all that are known.

    ``blind`` are the forwards whose listener is in no template here: what forwards, the group, and why not.
    """

    listeners: tuple[Listener, ...]
    forwards: tuple[Forward, ...]
    entries: tuple[Entry, ...]
    blind: tuple[tuple[Resource, Resource, str], ...] = ()

    def forwards_to(self, group: Resource) -> list[Forward]:
        return [item for item in self.forwards if item.group is group]

    def balancers_of(self, group: Resource) -> list[Resource]:
        """The load balancers that send to a target group, once each; to one that CodeDeploy turns to, of its pair."""
        forwards = self.forwards_to(group)
        turned = next((entry for entry in self.entries if entry.by_codedeploy and entry.group is group), None)
        if not forwards and turned is not None:
            same = [entry for entry in self.entries if entry.placement is turned.placement and not entry.alternate]
            forwards = [item for entry in same if entry.group is not None for item in self.forwards_to(entry.group)]
        found = (item.listener.balancer for item in forwards)
        return list({item.logical_id: item for item in found if item is not None}.values())


def arrivals(systems: Sequence[System], placements: Sequence[Placement]) -> Arrivals:
    """Collects the ways of the last system, with what the others have on them."""
    listeners = {
        item.physical_id: Listener(item, find(systems, item.get("LoadBalancerArn"), BALANCER))
        for item in of_type(systems, LISTENER)
    }
    own = {item.physical_id for item in systems[-1].of_type(LISTENER)}
    blind: list[tuple[Resource, Resource, str]] = []
    for rule in of_type(systems, RULE):
        listener = find(systems, rule.get("ListenerArn"), LISTENER)
        if listener is None:
            why = _reason(rule.get("ListenerArn"), "listener")
            blind += [(rule, group, why) for _, group in _forwarded(systems, rule, "Actions")]
            continue
        listeners[listener.physical_id].rules.append(rule)
        if systems[-1].resources.get(rule.logical_id) is rule:
            own.add(listener.physical_id)
    for item in listeners.values():
        item.rules.sort(key=lambda rule: as_number(rule.get("Priority")))
        if item.balancer is None:
            why = _reason(item.resource.get("LoadBalancerArn"), "load balancer")
            blind += [(item.resource, group, why) for _, group in _forwarded(systems, item.resource, "DefaultActions")]
    forwards = tuple(forward for item in listeners.values() for forward in _forwards(systems, item))
    entries = tuple(entry for placement in placements for entry in _entries(systems, placement))
    chosen = tuple(item for name, item in listeners.items() if name in own)
    return Arrivals(chosen, forwards, entries, tuple(blind))


def _reason(value: Value, kind: str) -> str:
    return value.reason if isinstance(value, Unknown) else not_here(kind, value)


def _forwards(systems: Sequence[System], listener: Listener) -> Iterator[Forward]:
    for by, key in ((listener.resource, "DefaultActions"), *((rule, "Actions") for rule in listener.rules)):
        for path, group in _forwarded(systems, by, key):
            yield Forward(listener, by, path, group)


def _forwarded(systems: Sequence[System], by: Resource, key: str) -> Iterator[tuple[PropertyPath, Resource]]:
    for index, action in enumerate(as_list(by.get(key))):
        if as_text(at(action, "Type")) != "forward":
            continue
        for path, value in _groups_of(action):
            group = find(systems, value, TARGET_GROUP)
            if group is not None:
                yield (key, index, *path), group


def _groups_of(action: Value) -> Iterator[tuple[PropertyPath, Value]]:
    listed = as_list(at(action, "ForwardConfig", "TargetGroups"))
    for index, item in enumerate(listed):
        yield ("ForwardConfig", "TargetGroups", index, "TargetGroupArn"), at(item, "TargetGroupArn")
    if not listed:
        yield ("TargetGroupArn",), at(action, "TargetGroupArn")


def _entries(systems: Sequence[System], placement: Placement) -> Iterator[Entry]:
    if placement.by.type not in ("AWS::ECS::Service", "AWS::ECS::TaskSet"):
        return
    listed = placement.by.get("LoadBalancers")
    for index, item in enumerate(as_list(listed)):
        value = at(item, "TargetGroupArn")
        if value is None and not isinstance(item, Unknown):
            continue
        other = at(item, "AdvancedConfiguration", "AlternateTargetGroupArn")
        container, port = as_text(at(item, "ContainerName")), as_number(at(item, "ContainerPort"))
        for name, alternate in ((value, False), (other, True)):
            if alternate and name is None:
                continue
            group = find(systems, name, TARGET_GROUP)
            doubt = _reason(name, "target group") if group is None else ""
            yield Entry(placement, index, group, container, port, doubt, alternate)
        for group in _deployed(systems, placement.by, value):
            yield Entry(placement, index, group, container, port, alternate=True, by_codedeploy=True)


def _deployed(systems: Sequence[System], service: Resource, own: Value) -> Iterator[Resource]:
    """The other target groups of the pairs by which CodeDeploy deploys a service."""
    if as_text(service.get("DeploymentController", "Type")) != "CODE_DEPLOY":
        return
    for deployment in of_type(systems, "AWS::CodeDeploy::DeploymentGroup"):
        names = [at(item, "ServiceName") for item in as_list(deployment.get("ECSServices"))]
        if not any(find(systems, name) is service for name in names):
            continue
        for pair in as_list(deployment.get("LoadBalancerInfo", "TargetGroupPairInfoList")):
            groups = [find(systems, at(item, "Name"), TARGET_GROUP) for item in as_list(at(pair, "TargetGroups"))]
            used = find(systems, own, TARGET_GROUP)
            if used in groups:
                yield from (group for group in groups if group is not None and group is not used)


def health_check_port(group: Resource, traffic_port: int) -> int:
    """The port that health checks go to: the target's own unless the group says another."""
    value = as_text(group.get("HealthCheckPort"), TRAFFIC_PORT) or TRAFFIC_PORT
    return traffic_port if value == TRAFFIC_PORT else as_number(value, traffic_port)
