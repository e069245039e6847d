"""The checklist that people carry in their heads, by layer: what is there, what is wrong, what isn't needed and why.

Each row names resources. A row is wrong where an error is about one of them (or its code belongs to the row), not
needed where the system has no use for it, and untold where what it asks about comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from seatrial.analyses.checklist import rows_of_foundation as foundation
from seatrial.analyses.checklist import rows_of_use_cases as use_cases
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.ledger import Ledger
from seatrial.model.finding import Finding
from seatrial.model.layer import Layer
from seatrial.model.report import Row, Unsettled
from seatrial.model.resource import Resource
from seatrial.model.units import cpu_units, memory_mib
from seatrial.model.value import Unknown, Value, as_flag, as_list, as_text, at

TARGET_GROUP, GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::EC2::SecurityGroup"


def rows(inquiry: Inquiry, findings: Sequence[Finding], unsettled: Sequence[Unsettled]) -> tuple[Row, ...]:
    """The rows of a system, layer by layer; none where it has nothing of Fargate."""
    if not inquiry.placements and not inquiry.definitions:
        return ()
    ledger = Ledger(inquiry, findings, unsettled)
    parts: tuple[Callable[[Ledger], Iterator[Row]], ...] = (
        foundation.network,
        foundation.guards,
        foundation.roles,
        foundation.stores,
        _container,
        use_cases.scaling,
        _traffic,
        use_cases.batch,
        use_cases.internal,
        use_cases.worker,
    )
    return tuple(row for part in parts for row in part(ledger))


# Those have rows of their own; what else is wrong with a task definition is said in its first one.
_OF_OTHER_ROWS = (
    "Image",
    "PortMappings",
    "LogConfiguration",
    "Environment",
    "Secrets",
    "ExecutionRoleArn",
    "TaskRoleArn",
)


def _container(ledger: Ledger) -> Iterator[Row]:
    inquiry, layer = ledger.inquiry, Layer.CONTAINER
    services = [item.by for item in inquiry.placements if item.by.type == "AWS::ECS::Service"]
    clusters = ledger.named(item.get("Cluster") for item in services)
    if not clusters and not any(isinstance(item.get("Cluster"), Unknown) for item in services):
        clusters = ledger.anywhere("AWS::ECS::Cluster")
    yield ledger.there(layer, "cluster", clusters, from_elsewhere=True)
    definitions = inquiry.definitions
    foreign = bool(inquiry.placements)
    yield ledger.there(
        layer, "task definition: CPU and memory", definitions, _size, but=_OF_OTHER_ROWS, from_elsewhere=foreign
    )
    yield ledger.there(layer, "task definition: image", definitions, _images, keys=("Image",), from_elsewhere=foreign)
    serving = [item for item in definitions if _each(item, "PortMappings")]
    yield ledger.there(
        layer,
        "task definition: port mappings",
        serving,
        _ports,
        keys=("PortMappings",),
        needed=any(item.get("LoadBalancers") for item in services),
        otherwise="nothing sends requests to the tasks",
        from_elsewhere=foreign and not definitions,
    )
    logging = [item for item in definitions if _each(item, "LogConfiguration")]
    yield ledger.there(
        layer, "task definition: log configuration", logging, _log_drivers, essential=False, keys=("LogConfiguration",),
        otherwise="nothing is logged", needed=False, wanted=True, from_elsewhere=foreign and not definitions,
    )  # fmt: skip
    given = [item for item in definitions if _each(item, "Environment") or _each(item, "Secrets")]
    yield ledger.there(
        layer, "task definition: variables, secrets", given, _given, essential=False, needed=False,
        otherwise="the containers are given nothing", keys=("Environment", "Secrets"),
        from_elsewhere=foreign and not definitions,
    )  # fmt: skip
    if services:
        yield ledger.there(layer, "service: subnets, security groups", services, _placed, but=("LoadBalancers",))
        listed = [item.get("LoadBalancers") for item in services]
        behind = [item for item, value in zip(services, listed, strict=True) if as_list(value)]
        open_ = any(isinstance(value, Unknown) for value in listed)
        yield ledger.there(
            layer,
            "service: target group",
            [item for item in behind if not isinstance(item.get("LoadBalancers"), Unknown)],
            keys=("LoadBalancers",),
            needed=open_ or bool(_groups_for_tasks(ledger)),
            otherwise="no load balancer sends requests to it",
            from_elsewhere=open_,
        )


def _groups_for_tasks(ledger: Ledger) -> list[Resource]:
    """The target groups that can have Fargate's tasks, and those that a service here takes for such a one."""
    named = (
        at(item, "TargetGroupArn")
        for placement in ledger.inquiry.placements
        for item in as_list(placement.by.get("LoadBalancers"))
    )
    taken = {item.logical_id for item in ledger.named(named, TARGET_GROUP)}
    return [
        item
        for item in ledger.anywhere(TARGET_GROUP)
        if as_text(item.get("TargetType")) == "ip" or item.logical_id in taken
    ]


def _traffic(ledger: Ledger) -> Iterator[Row]:
    inquiry, layer = ledger.inquiry, Layer.TRAFFIC
    balancers, listeners = ledger.anywhere(foundation.BALANCER), ledger.anywhere(foundation.LISTENER)
    used = any(as_list(item.by.get("LoadBalancers")) for item in inquiry.placements)
    no_use = "no service takes requests from a load balancer"
    yield ledger.there(
        layer, "load balancer", balancers, _scheme, needed=used, otherwise=no_use, from_elsewhere=used, codes=("ARR",)
    )
    yield ledger.there(
        layer,
        "target group of type ip",
        _groups_for_tasks(ledger),
        _target_group,
        needed=used,
        otherwise=no_use,
        from_elsewhere=used,
    )
    yield ledger.there(
        layer, "listener", listeners, _listener, needed=used or bool(balancers), otherwise=no_use, from_elsewhere=used
    )
    if not balancers:
        return
    secure = [item for item in listeners if as_text(item.get("Protocol")) in ("HTTPS", "TLS")]
    certificates = ledger.named(
        (at(one, "CertificateArn") for item in secure for one in as_list(item.get("Certificates"))),
        "AWS::CertificateManager::Certificate",
    )
    spoken = list(dict.fromkeys(as_text(item.get("Protocol")) for item in listeners))
    plain = f"every listener is {spoken[0]}" if len(spoken) == 1 and spoken[0] else "no listener is HTTPS or TLS"
    yield ledger.there(
        layer, "HTTPS: certificate", certificates, essential=False, needed=bool(secure), otherwise=plain,
        from_elsewhere=bool(secure),
    )  # fmt: skip
    yield ledger.there(
        layer, "HTTPS: listener with certificate", secure, _listener, essential=False, needed=False, otherwise=plain
    )
    records = [*ledger.anywhere("AWS::Route53::RecordSet"), *ledger.anywhere("AWS::Route53::RecordSetGroup")]
    yield ledger.there(
        layer, "DNS record", records, lambda item: as_text(item.get("Name")), essential=False, needed=False,
        otherwise="the load balancer's own DNS name is used",
    )  # fmt: skip


def _each(definition: Resource, key: str) -> list[Value]:
    found = [at(item, key) for item in as_list(definition.get("ContainerDefinitions"))]
    return [item for item in found if item not in (None, [], {})]


def _size(definition: Resource) -> str:
    cpu, memory = as_text(definition.get("Cpu"), "?"), as_text(definition.get("Memory"), "?")
    return f"{cpu_units(cpu) or cpu} CPU, {memory_mib(memory) or memory} MiB"


def _images(definition: Resource) -> str:
    return ", ".join(_texts(_each(definition, "Image")))


def _ports(definition: Resource) -> str:
    found = [at(port, "ContainerPort") for ports in _each(definition, "PortMappings") for port in as_list(ports)]
    return ", ".join(_texts(found))


def _log_drivers(definition: Resource) -> str:
    found = [at(item, "LogDriver") for item in _each(definition, "LogConfiguration") if isinstance(item, dict)]
    return ", ".join(dict.fromkeys(_texts(found)))


def _given(definition: Resource) -> str:
    environment = sum(len(as_list(item)) for item in _each(definition, "Environment"))
    secrets = sum(len(as_list(item)) for item in _each(definition, "Secrets"))
    return f"{_count(environment, 'variable')}, {_count(secrets, 'secret')}"


def _placed(service: Resource) -> str:
    network = service.get("NetworkConfiguration", "AwsvpcConfiguration")
    return f"{_counted(at(network, 'Subnets'), 'subnet')}, {_counted(at(network, 'SecurityGroups'), 'security group')}"


def _counted(value: Value, thing: str) -> str:
    return f"{thing}s from elsewhere" if isinstance(value, Unknown) else _count(len(as_list(value)), thing)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _scheme(balancer: Resource) -> str:
    return _told(balancer.get("Scheme"), "internet-facing")


def _told(value: Value, default: str = "") -> str:
    """A value as a row shows it, "?" where it isn't known."""
    return "?" if isinstance(value, Unknown) else as_text(value, default)


def _target_group(group: Resource) -> str:
    kind, protocol = _told(group.get("TargetType"), "instance"), _told(group.get("Protocol"))
    if not as_flag(group.get("HealthCheckEnabled"), True):
        check = "none"
    elif (by := _told(group.get("HealthCheckProtocol"), _checked_by(protocol))) in ("TCP", "?"):
        check = by
    else:
        check = _told(group.get("HealthCheckPath"), "/")
    return f"{kind}, {protocol} {_told(group.get('Port'))}, health check {check}"


def _checked_by(protocol: str) -> str:
    """The protocol of health checks where none is given."""
    return protocol if protocol.startswith(("HTTP", "?")) else "TCP"


def _listener(listener: Resource) -> str:
    return f"{_told(listener.get('Protocol'))} {_told(listener.get('Port'))}"


def _texts(values: Iterable[Value]) -> list[str]:
    return [as_text(value) for value in values if isinstance(value, str | int | float) and as_text(value)]
