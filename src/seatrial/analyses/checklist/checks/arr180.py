"""The two target groups that take turns in blue/green deployments are not alike.

Both get the same tasks. Where one takes instances, speaks another protocol, or checks health by
another path or for another answer, the first
deployment that shifts to it fails, although the service runs.

Sources (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
("your target groups must use ip as the target type"),
https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-load-balancer-for-ecs.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.arrivals import Entry
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text, at

_CHECKED: tuple[PropertyPath, ...] = (
    *(("Protocol",), ("HealthCheckProtocol",), ("HealthCheckPort",)),
    *(("HealthCheckPath",), ("Matcher", "HttpCode"), ("Matcher", "GrpcCode")),
)
_DEFAULTS: Mapping[str, str] = {"HealthCheckPort": "traffic-port", "ProtocolVersion": "HTTP1"}
_DEFAULT_TYPE = "instance"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    entries = inquiry.arrivals.entries
    for entry in entries:
        if not entry.alternate or entry.group is None:
            continue
        own = next((item for item in entries if _is_its_pair(item, entry)), None)
        kind = entry.group.get("TargetType")
        if entry.by_codedeploy and not isinstance(kind, Unknown) and (as_text(kind) or _DEFAULT_TYPE) != "ip":
            yield _no_addresses(entry, entry.group)
        elif own is not None and own.group is not None:
            yield from _unlike(inquiry, entry, own.group, entry.group)


def _is_its_pair(item: Entry, entry: Entry) -> bool:
    return item.placement is entry.placement and item.index == entry.index and not item.alternate


def _no_addresses(entry: Entry, group: Resource) -> Found:
    name, service = group.logical_id, entry.placement.by.logical_id
    return Found(
        group,
        ("TargetType",) if "TargetType" in group.properties else (),
        f"{name} takes instances, and deployments of {service} are to shift to it",
        "tasks on Fargate are registered by their addresses: CodeDeploy can't start the new tasks behind it, and every "
        "deployment fails",
        f"set TargetType: ip in {name}",
        severity=Severity.ERROR,
        fix=(set_property(name, "TargetType", to="ip"),),
    )


def _of_another_layer(entry: Entry, first: Resource, second: Resource) -> Found:
    value, service = as_text(first.get("Protocol")), entry.placement.by.logical_id
    return Found(
        second,
        ("Protocol",),
        f"{second.logical_id} is for {as_text(second.get('Protocol'))}, and {first.logical_id}, with which it takes "
        f"turns for {service}, for {value}",
        f"the listener of {first.logical_id} can't forward to {second.logical_id}: every deployment of {service} fails "
        "when CodeDeploy shifts the requests",
        f"write Protocol: {value} in {second.logical_id}",
        severity=Severity.ERROR,
    )


def _unlike(inquiry: Inquiry, entry: Entry, first: Resource, second: Resource) -> Iterator[Found]:
    versions = [item.get("ProtocolVersion") for item in (first, second)]
    apart = as_text(versions[0], "HTTP1") != as_text(versions[1], "HTTP1")
    if apart and any(isinstance(item, Unknown) for item in versions):
        return
    # What checks ask for goes with the version.
    for path in (("ProtocolVersion",),) if apart else _CHECKED:
        one, other = first.get(*path), second.get(*path)
        if isinstance(one, Unknown) or isinstance(other, Unknown) or _written(first, path) == _written(second, path):
            continue
        if path == ("Protocol",) and not {as_text(one), as_text(other)} <= {"HTTP", "HTTPS"}:
            # Of an Application Load Balancer and another one: that is refused where a listener forwards to both.
            if entry.by_codedeploy and not inquiry.arrivals.forwards_to(second):
                yield _of_another_layer(entry, first, second)
            continue
        # A container that checks itself by one of the two paths says which is meant.
        odd, right = (first, second) if _is_asked_for(entry, as_text(other)) else (second, first)
        value = as_text(right.get(*path))
        yield Found(
            odd,
            path if odd.get(*path) is not None else (),
            f"{first.logical_id} and {second.logical_id} differ in {'.'.join(map(str, path))}, and take turns for "
            f"{entry.placement.by.logical_id}",
            f"{odd.logical_id} has {as_text(odd.get(*path)) or 'none'}, and {right.logical_id} {value or 'none'}: the "
            "same tasks may be healthy in the one and not in the other, and then a deployment fails",
            f"write {path[-1]}: {value} in {odd.logical_id}" if value else f"remove it from {odd.logical_id}",
        )


def _written(group: Resource, path: PropertyPath) -> str:
    """What a target group has there, with its default. Without a protocol of their own, its checks are by HTTP."""
    if path == ("HealthCheckProtocol",):
        return as_text(group.get(*path)) or "HTTP"
    return as_text(group.get(*path)) or _DEFAULTS.get(str(path[-1]), "")


def _is_asked_for(entry: Entry, path: str) -> bool:
    definition = entry.placement.definition
    containers = as_list(definition.get("ContainerDefinitions")) if definition is not None else []
    commands = [as_text(word) for item in containers for word in as_list(at(item, "HealthCheck", "Command"))]
    return len(path) > 1 and any(path in word for word in commands)


CHECK = Check(
    "ARR180",
    Severity.WARNING,
    Question.ARRIVE,
    "The two target groups of blue/green deployments are not alike",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html "
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-load-balancer-for-ecs.html",
    _ask,
    gravest=Severity.ERROR,
)
