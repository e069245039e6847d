"""Whether what a target group expects is what its tasks are: zones, health checks, ports, registration."""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_hosts import empty_groups, misplaced_entry
from seatrial.analyses.checklist.arr_network import unmapped, unreached
from seatrial.analyses.checklist.arrivals import Entry, health_check_port
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Mistaken, Unknown, Value, as_flag, as_list, as_number, as_text, at, is_whole

# The name by which most application servers and platforms tell a program its port.
PORT_VARIABLE = "PORT"

# What registers instances by itself or can be registered.
INSTANCES = ("AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::Instance", "AWS::EC2::SpotFleet", "AWS::EC2::EC2Fleet")

# The length of the path of an action's own TargetGroupArn, which has no weight: DefaultActions, index, the key.
_PLAIN = 3

_OF_HTTP, _OF_HTTPS = (80, 3000, 5000, 8000, 8080, 8081), (443, 8443)


def _zones(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        if entry.group is None:
            continue
        for balancer in inquiry.arrivals.balancers_of(entry.group):
            interfaces = inquiry.paper.balancer(balancer)
            if balancer.logical_id in inquiry.refused:
                continue
            if as_text(balancer.get("Type")) not in ("", "application") or any(not item.subnet for item in interfaces):
                continue
            enabled = {zone for item in interfaces if item.placed and (zone := _zone(item.subnet))}
            outside = [item for item in entry.placement.known_subnets if _zone(item) and _zone(item) not in enabled]
            if not outside:
                continue
            if interfaces and all(item.placed and _zone(item.subnet) for item in interfaces):
                yield _outside(inquiry, entry, balancer, outside, enabled)
            else:
                yield Doubt(
                    entry.placement.by,
                    entry.placement.subnets_path,
                    f"whether the zones of the tasks of {entry.placement.by.logical_id} are enabled for "
                    f"{balancer.logical_id}",
                    f"the zones of some subnets of {balancer.logical_id} are not known here",
                )


def _outside(inquiry: Inquiry, entry: Entry, balancer: Resource, outside: list[Resource], enabled: set[str]) -> Found:
    zones = " and ".join(sorted({_zone(item) for item in outside}))
    return Found(
        entry.placement.by,
        entry.placement.subnets_path,
        f"{entry.placement.by.logical_id} runs tasks in {zones}, which is not enabled for {balancer.logical_id}",
        f"a target in {inquiry.names(outside)} is in a zone without a subnet of the load balancer "
        f"({', '.join(sorted(enabled))}): it gets no requests and never becomes healthy, so its task is replaced again "
        "and again",
        f"add a subnet of {zones} to Subnets of {balancer.logical_id}, or remove {inquiry.names(outside)} from the "
        "service",
        "Target.NotInUse: Target is in an Availability Zone that is not enabled for the load balancer",
    )


def _zone(subnet: Resource) -> str:
    value = subnet.get("AvailabilityZone")
    if isinstance(value, Unknown):
        return ""
    return as_text(value) or as_text(subnet.attributes.get("AvailabilityZone"))


def _protocols(inquiry: Inquiry) -> Iterator[Said]:
    """Requests and health checks go to the same port, so they must speak the same protocol."""
    for entry in inquiry.arrivals.entries:
        group = entry.group
        if group is None or health_check_port(group, entry.port) != entry.port:
            continue
        protocol = as_text(group.get("Protocol"))
        # Without one the health checks follow the target group, whatever API_CreateTargetGroup says: seen live in
        # https://github.com/go-to-k/cdk-real-drift/issues/1696 (read 2026-11-23).
        checked = as_text(group.get("HealthCheckProtocol"), protocol)
        if {protocol, checked} == {"HTTP", "HTTPS"} and as_flag(group.get("HealthCheckEnabled"), True):
            yield Found(
                group,
                ("HealthCheckProtocol",),
                f"{group.logical_id} uses {protocol} for requests and {checked} for health checks on the same port",
                f"port {entry.port} of the tasks of {entry.placement.by.logical_id} speaks only one of them: either "
                "the "
                "health "
                "checks fail and the tasks are replaced again and again, or the requests fail",
                f"set HealthCheckProtocol of {group.logical_id} to {protocol}",
                "Target.FailedHealthChecks: Health checks failed",
                fix=(set_property(group.logical_id, "HealthCheckProtocol", to=protocol),),
            )


def _unusual(inquiry: Inquiry) -> Iterator[Said]:
    """A target group that speaks another protocol than programs mostly do on the port."""
    told: set[str] = set()
    for entry in inquiry.arrivals.entries:
        group = entry.group
        protocol = as_text(group.get("Protocol")) if group is not None else ""
        usual = "HTTP" if entry.port in _OF_HTTP else "HTTPS" if entry.port in _OF_HTTPS else protocol
        if group is None or protocol not in ("HTTP", "HTTPS") or usual == protocol or group.logical_id in told:
            continue
        told.add(group.logical_id)
        yield Found(
            group,
            ("Protocol",),
            f"{group.logical_id} sends {protocol} to port {entry.port} of the tasks of {entry.placement.by.logical_id}",
            f"that port is usually {usual}: if the container speaks it, health checks and requests fail",
            f"write Protocol: {usual}, unless {entry.container or 'the container'} speaks {protocol} on {entry.port}",
        )


def _health_port_open(inquiry: Inquiry) -> Iterator[Said]:
    for entry in inquiry.arrivals.entries:
        group, definition = entry.group, entry.placement.definition
        if group is None or definition is None or not as_flag(group.get("HealthCheckEnabled"), True):
            continue
        port = health_check_port(group, entry.port)
        if port == entry.port:
            continue
        mapped = unmapped(inquiry, entry, port)
        if mapped:
            closed = unreached(inquiry, entry, port)
            yield Found(
                group,
                ("HealthCheckPort",),
                f"{group.logical_id} checks port {port}, which no container of {definition.logical_id} maps",
                f"{'no security group opens it either:' if closed else 'unless something listens there anyway,'} "
                "the health checks fail, and the tasks are replaced again and again",
                f"set HealthCheckPort of {group.logical_id} to traffic-port, or to a mapped port: {_numbers(mapped)}",
                "Target.FailedHealthChecks: Health checks failed",
                severity=None if closed else Severity.WARNING,
                fix=(set_property(group.logical_id, "HealthCheckPort", to="traffic-port"),),
            )


def _told_another_port(inquiry: Inquiry) -> Iterator[Said]:
    """A container whose PORT says one number and whose port mapping another: one of them is wrong."""
    for entry in inquiry.arrivals.entries:
        definition = entry.placement.definition
        container = inquiry.container(definition, entry.container) if definition is not None else None
        if definition is None or container is None:
            continue
        index, item = container
        for number, variable in enumerate(as_list(at(item, "Environment"))):
            value = at(variable, "Value")
            if as_text(at(variable, "Name")) != PORT_VARIABLE or not is_whole(as_text(value)):
                continue
            if as_number(value) != entry.port and as_number(value) not in _ports(item):
                yield Found(
                    definition,
                    ("ContainerDefinitions", index, "Environment", number, "Value"),
                    f"{entry.container} of {definition.logical_id} has PORT={as_text(value)} in its environment, but "
                    "gets its "
                    "requests on "
                    f"port {entry.port}",
                    "a program that listens on $PORT refuses the requests and health checks that come to "
                    f"port {entry.port}",
                    f'set PORT to "{entry.port}", or ContainerPort of the mapping and of the service to '
                    f"{as_text(value)}",
                )


def _named_anywhere(inquiry: Inquiry) -> list[Value]:
    """What any service names as its target group, one that can't be placed as well."""
    services = inquiry.system.of_type("AWS::ECS::Service", "AWS::ECS::TaskSet")
    return [at(item, "TargetGroupArn") for service in services for item in as_list(service.get("LoadBalancers"))]


def _nobody_registers(inquiry: Inquiry) -> Iterator[Said]:
    used = {entry.group.logical_id for entry in inquiry.arrivals.entries if entry.group is not None}
    named = _named_anywhere(inquiry)
    used |= _alternates(inquiry) | {group.logical_id for value in named if (group := inquiry.find(value)) is not None}
    told: set[str] = set()
    if any(isinstance(value, Mistaken) for value in named) or any(
        inquiry.refused_at(item.by, "LoadBalancers") for item in inquiry.placements
    ):
        return
    misplaced = _meant(inquiry)
    for forward in inquiry.arrivals.forwards:
        group = forward.group
        name = group.logical_id
        if name in misplaced:
            continue
        if name in used or name in told or group.get("Targets") or name not in inquiry.system.resources:
            continue
        if not inquiry.placements or not _for_tasks_alone(inquiry, group):
            continue
        told.add(name)
        if (service := _forgotten(inquiry, group)) is not None:
            yield Found(
                service,
                ("LoadBalancers",),
                f"{service.logical_id} has no LoadBalancers, and nothing else registers targets in {name}",
                f"{forward.by.logical_id} forwards to {name}, whose port the containers map: the load balancer finds "
                "no targets and answers with 503",
                f"name {name} with the container and its port in LoadBalancers of {service.logical_id}",
                severity=Severity.ERROR,
            )
            continue
        yield Found(
            forward.by,
            forward.path,
            f"{forward.by.logical_id} forwards to {name}, which has no targets",
            "no service of this template names the target group and it has no targets of its own: requests are "
            "answered with 503",
            f"name {name} in LoadBalancers of the service that is to answer, or forward to another target group",
            severity=Severity.WARNING,
        )


def _for_tasks_alone(inquiry: Inquiry, group: Resource) -> bool:
    """Whether nothing but a service could register targets: of instances there are none here."""
    kind = as_text(group.get("TargetType")) or "instance"
    return kind == "ip" or (kind == "instance" and not any(True for _ in inquiry.system.of_type(*INSTANCES)))


def _meant(inquiry: Inquiry) -> set[str]:
    """The empty target groups of which it is told whose they are."""
    used: dict[str, list[Entry]] = {}
    for entry in inquiry.arrivals.entries:
        if entry.group is not None:
            used.setdefault(entry.group.logical_id, []).append(entry)
    idle = empty_groups(inquiry)
    found = (misplaced_entry(inquiry, entries, idle) for entries in used.values())
    return {item[1].logical_id for item in found if item is not None}


def _weightless(inquiry: Inquiry) -> Iterator[Said]:
    """A service's target group that whoever forwards to it gives none of the requests."""
    alternates = _alternates(inquiry)
    for group in {entry.group.logical_id: entry.group for entry in inquiry.arrivals.entries if entry.group}.values():
        forwards = inquiry.arrivals.forwards_to(group)
        weights = [item.by.get(*item.path[:-1], "Weight") if len(item.path) > _PLAIN else 1 for item in forwards]
        if group.logical_id in alternates or not weights or any(item is None or item != 0 for item in weights):
            continue
        if not inquiry.owns(forwards[0].by) or _blue_green(inquiry, group):
            continue
        yield Found(
            forwards[0].by,
            (*forwards[0].path[:-1], "Weight"),
            f"{forwards[0].by.logical_id} sends none of its requests to {group.logical_id}",
            "a target group with weight 0 gets no requests, and nothing else forwards to this one: its tasks get "
            "no traffic",
            f"give {group.logical_id} a Weight above 0",
        )


def _blue_green(inquiry: Inquiry, group: Resource) -> bool:
    """Whether ECS moves weights between this group and another while it deploys."""
    for entry in inquiry.arrivals.entries:
        strategy = as_text(entry.placement.by.get("DeploymentConfiguration", "Strategy"))
        if entry.group is group and strategy not in ("", "ROLLING"):
            return True
    return False


def _forgotten(inquiry: Inquiry, group: Resource) -> Resource | None:
    """A service that maps the target group's port, is behind no load balancer, and is called in no other way."""
    port = as_number(group.get("Port"))
    for placement in inquiry.placements:
        service = placement.by
        other_ways = ("LoadBalancers", "ServiceRegistries", "ServiceConnectConfiguration")
        if service.type != "AWS::ECS::Service" or any(service.get(key) not in (None, []) for key in other_ways):
            continue
        if placement.definition is not None and port in _mapped(placement.definition):
            return service
    return None


def _mapped(definition: Resource) -> set[int]:
    containers = as_list(definition.get("ContainerDefinitions"))
    mappings = [mapping for item in containers for mapping in as_list(at(item, "PortMappings"))]
    return {as_number(at(mapping, "ContainerPort")) for mapping in mappings} - {0}


def _alternates(inquiry: Inquiry) -> set[str]:
    """Target groups that take turns in blue/green deployments, ECS's own or CodeDeploy's."""
    found: set[str] = set()
    for placement in inquiry.placements:
        if as_text(placement.by.get("DeploymentController", "Type")) in ("CODE_DEPLOY", "EXTERNAL"):
            return {item.group.logical_id for item in inquiry.arrivals.forwards}
        for item in as_list(placement.by.get("LoadBalancers")):
            other = inquiry.find(at(item, "AdvancedConfiguration", "AlternateTargetGroupArn"))
            if other is not None:
                found.add(other.logical_id)
    return found


def _ports(container: Value) -> set[int]:
    return {as_number(at(item, "ContainerPort")) for item in as_list(at(container, "PortMappings"))}


def _numbers(ports: set[int]) -> str:
    return ", ".join(str(port) for port in sorted(ports))


_ELB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
CHECKS = (
    Check(
        "ARR004",
        Severity.ERROR,
        Question.ARRIVE,
        "Tasks run in an Availability Zone that is not enabled for their load balancer",
        f"{_ELB}target-group-health-checks.html {_ELB}load-balancer-subnets.html",
        _zones,
    ),
    Check(
        "ARR005",
        Severity.ERROR,
        Question.ARRIVE,
        "Requests and health checks speak different protocols to the same port",
        f"{_ELB}target-group-health-checks.html",
        _protocols,
    ),
    Check(
        "ARR006",
        Severity.ERROR,
        Question.ARRIVE,
        "Health checks go to a port that no container maps",
        f"{_ELB}target-group-health-checks.html",
        _health_port_open,
    ),
    Check(
        "ARR007",
        Severity.WARNING,
        Question.ARRIVE,
        "A container is told a different port from the one its requests come to",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
        _told_another_port,
    ),
    Check(
        "ARR019",
        Severity.WARNING,
        Question.ARRIVE,
        "A target group uses HTTPS on a port that is usually HTTP, or the other way round",
        f"{_ELB}load-balancer-target-groups.html",
        _unusual,
    ),
    Check(
        "ARR018",
        Severity.WARNING,
        Question.ARRIVE,
        "A service's target group has weight 0 wherever requests are forwarded to it",
        f"{_ELB}rule-action-types.html",
        _weightless,
    ),
    Check(
        "ARR008",
        Severity.WARNING,
        Question.ARRIVE,
        "A listener forwards to a target group that has no targets",
        f"{_ELB}load-balancer-troubleshooting.html",
        _nobody_registers,
    ),
)
