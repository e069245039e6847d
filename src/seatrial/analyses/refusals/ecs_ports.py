"""What RegisterTaskDefinition refuses about the ports that containers map.

The containers of a task with the network mode awsvpc share one interface, so a port belongs to one of them: the API
fills a host port that is left out with the container's own.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-ecs-*``; read 2026-11-23); of a port that
is mapped twice https://github.com/aws/amazon-ecs-agent/issues/1220, of one that is none
https://github.com/aws/aws-cdk/issues/8762 (a missing port, which the API reads as 0); of names
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html ("lowercase letters, numbers, underscores
(_), and hyphens (-). The name can't start with a hyphen."; all read 2026-11-29). Capitals are not refused here, for
nobody was seen to be refused for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.refusals.world import entries, is_given, known
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_number, as_text, at, is_whole

Said = tuple[str, PropertyPath]

PORTS = range(1, 65536)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}\Z")


def ports_refused(item: Value, path: PropertyPath, mode: str) -> Iterator[Said]:
    """The ports of one container."""
    for index, port in enumerate(entries(at(item, "PortMappings"))):
        host, container = at(port, "HostPort"), at(port, "ContainerPort")
        here = (*path, "PortMappings", index)
        several = at(port, "ContainerPortRange")
        if is_given(several) and container is not None:
            yield "cannot specify both single port and port range", here
        if isinstance(several, str) and (ports := _range(several)) is not None and len(ports) == 0:
            # Rule ``pf-ecs-port-range-reversed``.
            yield "Invalid 'containerPortRange' setting", (*here, "ContainerPortRange")
        if is_given(container) and as_number(container, PORTS[0]) not in PORTS:
            name = as_text(at(item, "Name"))
            yield f"Invalid 'containerPort' setting for container '{name}'.", (*here, "ContainerPort")
        if mode not in ("awsvpc", "host") or not known([host, container]) or as_number(host, 0) == 0:
            continue
        if as_number(host) != as_number(container):
            # Quoted by many users of Terraform for awsvpc (read 2026-11-23).
            yield f"When networkMode={mode}, the host ports and container ports in port mappings must match.", here


def shared_ports_refused(resource: Resource) -> Iterator[Said]:
    """What the ports of all containers must not have twice: their names, and the port itself."""
    names: set[str] = set()
    taken: set[tuple[int, str]] = set()
    ranges: list[tuple[range, str]] = []
    mode = as_text(resource.get("NetworkMode"))
    for number, item in enumerate(entries(resource.get("ContainerDefinitions"))):
        for index, port in enumerate(entries(at(item, "PortMappings"))):
            here: PropertyPath = ("ContainerDefinitions", number, "PortMappings", index)
            name = as_text(at(port, "Name"))
            if name and name in names:
                yield "port mapping name is already used", (*here, "Name")
            if name and not _NAME.match(name):
                yield f"The name {name} of a port mapping contains invalid characters.", (*here, "Name")
            names.add(name)
            key = _host_port(port, mode)
            if key is not None and key in taken:
                yield f"{key[1].upper()} host port '{key[0]}' is mapped multiple times in task.", here
            elif key is not None:
                taken.add(key)
            if (several := _range(at(port, "ContainerPortRange"))) is not None and mode == "awsvpc":
                protocol = as_text(at(port, "Protocol")).lower() or "tcp"
                if several and any(_meet(several, other) for other, spoken in ranges if spoken == protocol):
                    # Rule ``pf-ecs-port-range-overlap``.
                    yield "container port is used multiple times in task", (*here, "ContainerPortRange")
                if several:
                    ranges.append((several, protocol))


def _meet(one: range, other: range) -> bool:
    return max(one[0], other[0]) <= min(one[-1], other[-1])


def _range(value: Value) -> range | None:
    """The ports of a ContainerPortRange, none where its end is not above its beginning; None where it is no range."""
    first, hyphen, last = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not hyphen or not is_whole(first) or not is_whole(last):
        return None
    return range(int(first), int(last) + 1) if int(first) < int(last) else range(0)


def _host_port(port: Value, mode: str) -> tuple[int, str] | None:
    """The host's port that a mapping takes, with its protocol; None where that isn't known or is any."""
    host, container, protocol = (at(port, key) for key in ("HostPort", "ContainerPort", "Protocol"))
    if not known([host, container, protocol]) or mode not in ("awsvpc", "host"):
        return None
    number = as_number(host, 0) or as_number(container, 0)
    return (number, as_text(protocol).lower() or "tcp") if number else None
