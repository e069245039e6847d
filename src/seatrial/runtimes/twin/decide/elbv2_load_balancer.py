"""An Application Load Balancer as the twin runs it: its nodes, attributes, listeners and target groups.

A load balancer, its listeners, their rules and certificates may stand in different stacks; they find each other by ARN.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html (read 2026-11-23).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from seatrial.analyses.across import find, of_type
from seatrial.model.resource import Resource
from seatrial.model.system import System
from seatrial.model.value import Value, as_flag, as_list, as_number, as_text, at
from seatrial.runtimes.twin.decide import elbv2_listener as listeners
from seatrial.runtimes.twin.decide.elbv2_listener import Certificate, Listener, Rule
from seatrial.runtimes.twin.decide.elbv2_listener_rule import Field, conditions
from seatrial.runtimes.twin.decide.elbv2_target_group import TargetGroupSpec, attribute_map, target_group_spec

LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
LISTENER_CERTIFICATE = "AWS::ElasticLoadBalancingV2::ListenerCertificate"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
CERTIFICATE = "AWS::CertificateManager::Certificate"
SUBNET = "AWS::EC2::Subnet"


class Interface(Protocol):
    """What this module needs of a network interface."""

    @property
    def owner(self) -> str: ...
    @property
    def subnet_id(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def public_address(self) -> str | None: ...


class Node(Struct, frozen=True):
    """The load balancer in one zone. Addresses are "" until its interface is there."""

    zone: str
    subnet_id: str
    address: str = ""
    public_address: str = ""


class Attributes(Struct, frozen=True):
    """Attributes that change how requests are handled, with AWS's defaults."""

    idle_timeout_seconds: int = 60
    http2: bool = True
    drop_invalid_header_fields: bool = False
    preserve_host_header: bool = False
    xff_mode: str = "append"
    xff_client_port: bool = False
    tls_headers: bool = False


class LoadBalancerSpec(Struct, frozen=True):
    """``namespace`` is the name of its network namespace; ``listeners`` are sorted by port."""

    arn: str
    name: str
    dns_name: str
    scheme: str
    namespace: str
    nodes: tuple[Node, ...]
    attributes: Attributes
    listeners: tuple[Listener, ...]

    @property
    def id(self) -> str:
        return identity(self.arn)

    @property
    def internet_facing(self) -> bool:
        return self.scheme == "internet-facing"

    @property
    def zones(self) -> frozenset[str]:
        return frozenset(node.zone for node in self.nodes)

    @property
    def target_group_arns(self) -> tuple[str, ...]:
        """The target groups that a rule forwards to, in a stable order."""
        found = {group.arn for one in self.listeners for forward in one.forwards for group in forward.groups}
        return tuple(sorted(arn for arn in found if arn))


def identity(arn: str) -> str:
    """A short name that no other resource has, safe in file, namespace and HAProxy proxy names."""
    return hashlib.sha256(arn.encode()).hexdigest()[:12]


def namespace_of(load_balancer_arn: str) -> str:
    """The network namespace of a load balancer."""
    return f"lb-{identity(load_balancer_arn)}"


def load_balancer_specs(systems: Sequence[System], interfaces: Sequence[Interface]) -> tuple[LoadBalancerSpec, ...]:
    """Every application load balancer of these stacks, in the order of the text."""
    return tuple(
        _spec(resource, systems, interfaces)
        for resource in of_type(systems, LOAD_BALANCER)
        if as_text(resource.get("Type"), "application") == "application"
    )


def target_groups(systems: Sequence[System], speed: float = 1.0) -> dict[str, TargetGroupSpec]:
    """Every target group of these stacks by its ARN."""
    specs = (target_group_spec(resource, speed) for resource in of_type(systems, TARGET_GROUP))
    return {spec.arn: spec for spec in specs}


def zones_in_use(specs: Sequence[LoadBalancerSpec]) -> dict[str, frozenset[str]]:
    """The zones of the load balancers that forward to a target group. A group that isn't there is not in use."""
    zones: dict[str, frozenset[str]] = {}
    for spec in specs:
        for arn in spec.target_group_arns:
            zones[arn] = zones.get(arn, frozenset()) | spec.zones
    return zones


def _spec(resource: Resource, systems: Sequence[System], interfaces: Sequence[Interface]) -> LoadBalancerSpec:
    arn = resource.arn or resource.physical_id
    dns_name = as_text(resource.attributes.get("DNSName"))
    namespace = namespace_of(arn)
    found = (_listener(item, systems, dns_name) for item in of_type(systems, LISTENER) if _refers(item, resource))
    by_port: dict[int, Listener] = {}
    for listener in found:
        by_port.setdefault(listener.port, listener)
    return LoadBalancerSpec(
        arn,
        as_text(resource.attributes.get("LoadBalancerName")) or as_text(resource.get("Name")) or resource.logical_id,
        dns_name,
        as_text(resource.get("Scheme")) or "internet-facing",
        namespace,
        _nodes(resource, systems, [item for item in interfaces if item.owner == namespace]),
        _attributes(attribute_map(resource, "LoadBalancerAttributes")),
        tuple(by_port[port] for port in sorted(by_port)),
    )


def _refers(listener: Resource, balancer: Resource) -> bool:
    named = as_text(listener.get("LoadBalancerArn"))
    return named != "" and named in (balancer.arn, balancer.physical_id)


def _nodes(resource: Resource, systems: Sequence[System], interfaces: Sequence[Interface]) -> tuple[Node, ...]:
    subnets = [as_text(item) for item in as_list(resource.get("Subnets"))]
    subnets += [as_text(at(item, "SubnetId")) for item in as_list(resource.get("SubnetMappings"))]
    by_subnet = {item.subnet_id: item for item in interfaces}
    nodes = []
    for subnet_id in (name for name in subnets if name):
        interface = by_subnet.get(subnet_id)
        node = Node(_zone(subnet_id, systems), subnet_id)
        if interface is not None:
            node = Node(node.zone, subnet_id, interface.address, interface.public_address or "")
        nodes.append(node)
    return tuple(nodes)


def _zone(subnet_id: str, systems: Sequence[System]) -> str:
    subnet = find(systems, subnet_id, SUBNET)
    if subnet is None:
        return ""
    return as_text(subnet.get("AvailabilityZone")) or as_text(subnet.attributes.get("AvailabilityZone"))


def _attributes(values: Mapping[str, str]) -> Attributes:
    return Attributes(
        as_number(values.get("idle_timeout.timeout_seconds"), 60),
        as_flag(values.get("routing.http2.enabled"), True),
        as_flag(values.get("routing.http.drop_invalid_header_fields.enabled")),
        as_flag(values.get("routing.http.preserve_host_header.enabled")),
        values.get("routing.http.xff_header_processing.mode", "append"),
        as_flag(values.get("routing.http.xff_client_port.enabled")),
        as_flag(values.get("routing.http.x_amzn_tls_version_and_cipher_suite.enabled")),
    )


def _listener(resource: Resource, systems: Sequence[System], dns_name: str) -> Listener:
    attributes = attribute_map(resource, "ListenerAttributes")
    arn = resource.arn or resource.physical_id
    rules = [_rule(item) for item in of_type(systems, LISTENER_RULE) if as_text(item.get("ListenerArn")) == arn]
    rules.sort(key=lambda rule: (rule.priority, rule.arn))
    arns = [as_text(at(item, "CertificateArn")) for item in as_list(resource.get("Certificates"))]
    for more in of_type(systems, LISTENER_CERTIFICATE):
        if as_text(more.get("ListenerArn")) == arn:
            arns += [as_text(at(item, "CertificateArn")) for item in as_list(more.get("Certificates"))]
    names = (dns_name, *_hosts(rules))
    return Listener(
        arn,
        as_number(resource.get("Port"), 80),
        as_text(resource.get("Protocol"), "HTTP"),
        listeners.action(resource.get("DefaultActions")),
        tuple(rules),
        tuple(_certificate(item, systems, names) for item in dict.fromkeys(arns) if item),
        as_text(resource.get("SslPolicy")) or listeners.DEFAULT_SSL_POLICY,
        listeners.response_headers(attributes),
        as_flag(attributes.get(listeners.SERVER_HEADER_ATTRIBUTE), True),
    )


def _rule(resource: Resource) -> Rule:
    return Rule(
        resource.arn or resource.physical_id,
        as_number(resource.get("Priority"), 0),
        conditions(resource.get("Conditions")),
        listeners.action(resource.get("Actions")),
    )


def _hosts(rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        for condition in rule.conditions:
            if condition.field is Field.HOST_HEADER:
                yield from (value for value in condition.values if "*" not in value[1:] and "?" not in value)


def _certificate(arn: str, systems: Sequence[System], otherwise: Sequence[str]) -> Certificate:
    """The names of a certificate. One that no stack here holds gets the names that clients of this listener may use."""
    found = find(systems, arn, CERTIFICATE)
    if found is None:
        return Certificate(arn, tuple(dict.fromkeys(name for name in otherwise if name)), known=False)
    values: list[Value] = [found.get("DomainName"), *as_list(found.get("SubjectAlternativeNames"))]
    names = dict.fromkeys(name for value in values if (name := as_text(value)))
    return Certificate(arn, tuple(names), as_text(found.get("KeyAlgorithm")) or "RSA_2048")
