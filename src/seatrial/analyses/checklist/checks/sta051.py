"""Whether the subnets of services have an address for each of their tasks: on Fargate every task takes one.

Of each subnet's addresses AWS keeps five. Services that share subnets share the rest, and load balancers, NAT gateways,
interface endpoints and mount targets take at least one in each of their subnets. What else stands there isn't counted,
so what doesn't fit by this count can't fit.

Sources (read 2026-11-29): https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (five addresses),
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html (one per task),
https://github.com/paradisec-archive/nabu/pull/1259 (how tasks stop: InsufficientFreeAddressesInSubnet)
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.analyses.reach.addresses import block
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Value, as_list, as_number, as_text, at, is_whole

KEPT_BY_AWS = 5
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (read 2026-11-29)
USUAL_MAXIMUM_PERCENT = 200
# What takes an address in each subnet that it names.
TAKERS = (
    "AWS::EC2::NatGateway",
    "AWS::EC2::VPCEndpoint",
    "AWS::EFS::MountTarget",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
)
_SUBNETS = ("NetworkConfiguration", "AwsvpcConfiguration", "Subnets")


class _Room(Struct):
    """Subnets of services, the addresses that are left there for tasks, and the services that have no others.

    ``taken`` are those that other things take, by their names.
    """

    subnets: dict[str, Resource]
    free: int = 0
    taken: dict[str, int] = field(default_factory=dict)
    services: dict[str, tuple[Resource, int]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return max(0, self.free - sum(self.taken.values()))

    @property
    def wanted(self) -> int:
        return sum(desired for _, desired in self.services.values())


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    rooms = _rooms(inquiry)
    told: set[str] = set()
    for room in rooms:
        own = any(inquiry.owns(item) for item, _ in room.services.values())
        if room.wanted > room.left and own and not told & set(room.services):
            told |= set(room.services)
            yield _too_few(inquiry, room)
    for room in rooms:
        for service, desired in room.services.values():
            if (
                service.logical_id in told
                or not inquiry.owns(service)
                or tuple(room.subnets) != _names(inquiry, service)
            ):
                continue
            most = service.get("DeploymentConfiguration", "MaximumPercent")
            rolling = desired * as_number(most, USUAL_MAXIMUM_PERCENT) // 100
            others = room.wanted - desired
            if rolling + others > room.left and desired > 1:
                yield _while_rolling(inquiry, room, service, rolling)
            else:
                yield from _while_scaling(inquiry, room, service)


def _too_few(inquiry: Inquiry, room: _Room) -> Found:
    service, desired = max((item for item in room.services.values() if inquiry.owns(item[0])), key=lambda item: item[1])
    names, one = inquiry.names(room.subnets.values()), len(room.services) == 1
    wants = f"{service.logical_id} wants {desired} tasks"
    if not one:
        wants = f"{inquiry.names([item for item, _ in room.services.values()])} want {room.wanted} tasks together"
    others = room.wanted - desired
    at_most = f"set DesiredCount to at most {max(0, room.left - others)}"
    return Found(
        service,
        ("DesiredCount",) if "DesiredCount" in service.properties else _SUBNETS,
        f"{wants}, and {_there(inquiry, room)}",
        f"each task takes an address, and AWS keeps {KEPT_BY_AWS} of each subnet: the rest of the tasks stop before "
        "they start, and the service does not reach a steady state",
        f"give {names} larger blocks, or {service.logical_id} more subnets, or {at_most}",
        "InsufficientFreeAddressesInSubnet",
    )


def _while_rolling(inquiry: Inquiry, room: _Room, service: Resource, rolling: int) -> Found:
    names = inquiry.names(room.subnets.values())
    return Found(
        service,
        _SUBNETS,
        f"a deployment of {service.logical_id} may run {rolling} tasks, and {_there(inquiry, room)}",
        "while it rolls, old and new tasks stand side by side, and each takes an address: some of the new ones "
        "stop before they start",
        f"give {names} larger blocks, or {service.logical_id} more subnets, or lower MaximumPercent",
        severity=Severity.WARNING,
    )


def _while_scaling(inquiry: Inquiry, room: _Room, service: Resource) -> Iterator[Found]:
    for target in inquiry.scaling.targets:
        most = target.resource.get("MaxCapacity")
        if target.service is not service or not is_whole(as_text(most)) or not inquiry.owns(target.resource):
            continue
        others = room.wanted - room.services[service.logical_id][1]
        if as_number(most) + others > room.left:
            yield Found(
                target.resource,
                ("MaxCapacity",),
                f"{service.logical_id} may scale to {as_text(most)} tasks, and {_there(inquiry, room)}",
                "each task takes an address: those for which there is none stop before they start, just when they are "
                "needed",
                f"give {inquiry.names(room.subnets.values())} larger blocks, or lower MaxCapacity of "
                f"{target.resource.logical_id}",
                "InsufficientFreeAddressesInSubnet",
                severity=Severity.WARNING,
            )


def _there(inquiry: Inquiry, room: _Room) -> str:
    have = "have" if len(room.subnets) > 1 else "has"
    taken = f", of which {', '.join(room.taken)} take {sum(room.taken.values())}" if room.taken else ""
    return f"{inquiry.names(room.subnets.values())} {have} {room.free} addresses to give{taken}"


def _rooms(inquiry: Inquiry) -> list[_Room]:
    """The sets of subnets of services, with all services that have no subnets beside these."""
    placements = [item for item in inquiry.placements if item.by.type == SERVICE and _counts(inquiry, item)]
    rooms: dict[tuple[str, ...], _Room] = {}
    for placement in placements:
        subnets = {item.logical_id: item for item in placement.known_subnets}
        free = _free(placement)
        if free is not None:
            rooms.setdefault(tuple(subnets), _Room(subnets, free))
    for room in rooms.values():
        for placement in placements:
            inside = {item.logical_id for item in placement.known_subnets}
            if inside and inside <= set(room.subnets) and len(placement.known_subnets) == len(placement.subnets):
                desired = int(as_text(placement.by.get("DesiredCount"), "1"))
                room.services[placement.by.logical_id] = (placement.by, desired)
        ids = {item.physical_id for item in room.subnets.values()}
        for item in inquiry.system.of_type(*TAKERS):
            if number := len(ids & {value for value in _named(item) if isinstance(value, str)}):
                room.taken[item.logical_id] = number
    return list(rooms.values())


def _counts(inquiry: Inquiry, placement: Placement) -> bool:
    return is_whole(as_text(placement.by.get("DesiredCount"), "1")) and not inquiry.misplaced(placement)


def _names(inquiry: Inquiry, service: Resource) -> tuple[str, ...]:
    placement = next((item for item in inquiry.placements if item.by is service), None)
    return tuple({item.logical_id: None for item in placement.known_subnets}) if placement is not None else ()


def _named(taker: Resource) -> list[Value]:
    """The subnets that something names, as values."""
    if as_text(taker.get("IpAddressType")) == "ipv6":
        return []
    mapped = [at(item, "SubnetId") for item in as_list(taker.get("SubnetMappings"))]
    return [*as_list(taker.get("SubnetIds")), *as_list(taker.get("Subnets")), *mapped, taker.get("SubnetId")]


def _free(placement: Placement) -> int | None:
    """The addresses of a placement's subnets; None where they are not all known, or are of IPv6."""
    subnets = {item.logical_id: item for item in placement.known_subnets}
    if not subnets or len(placement.known_subnets) != len(placement.subnets):
        return None
    total = 0
    for subnet in subnets.values():
        addresses = block(subnet.get("CidrBlock"))
        if addresses is None:
            return None
        total += max(0, addresses.size - KEPT_BY_AWS)
    return total


CHECK = Check(
    "STA051",
    Severity.ERROR,
    Question.START,
    "The subnets of a service have fewer addresses than it has tasks",
    "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html "
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
    _ask,
)
