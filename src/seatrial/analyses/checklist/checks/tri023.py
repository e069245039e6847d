"""Whether ECS can register a service's tasks in Cloud Map: what the kind of record needs to be told, and must not be.

An A record needs no port. An SRV record does, as Port or as a container's name and port.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE, Placement
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_list, as_number, as_text, at

DISCOVERY = "AWS::ServiceDiscovery::Service"
_REFUSED = "ECS refuses the service, and the stack is rolled back"


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for placement in inquiry.placements:
        if placement.by.type != SERVICE or placement.by.logical_id in inquiry.refused:
            continue
        listed = placement.by.get("ServiceRegistries")
        for index, item in enumerate(as_list(listed)):
            entry = inquiry.find(at(item, "RegistryArn"), DISCOVERY)
            records = entry.get("DnsConfig", "DnsRecords") if entry is not None else None
            if entry is None or isinstance(records, Unknown):
                continue
            kinds = {as_text(at(record, "Type")) for record in as_list(records)}
            yield from _registry(inquiry, placement, item, ("ServiceRegistries", index), entry, kinds)


def _registry(
    inquiry: Inquiry, placement: Placement, item: Value, path: PropertyPath, entry: Resource, kinds: set[str]
) -> Iterator[Found]:
    name, port, own = (at(item, key) for key in ("ContainerName", "ContainerPort", "Port"))
    if any(isinstance(value, Unknown) for value in (name, port, own)) or "" in kinds:
        return
    if own is not None and (name is not None or port is not None):
        yield Found(
            placement.by,
            (*path, "Port"),
            f"{placement.by.logical_id} gives a port for {entry.logical_id} twice",
            f"an SRV record takes Port, or the name and port of a container, not both: {_REFUSED}",
            "leave Port out of ServiceRegistries",
        )
    elif kinds and "SRV" not in kinds and port is not None:
        yield Found(
            placement.by,
            (*path, "ContainerPort"),
            f"{placement.by.logical_id} registers a port in {entry.logical_id}, which has no SRV record",
            f"only an SRV record holds a port: {_REFUSED}",
            "leave ContainerName and ContainerPort out of ServiceRegistries",
            "The values specified for serviceRegistries do not require a value for 'containerPort'",
        )
    elif "SRV" in kinds and own is None and (name is None or port is None):
        yield Found(
            placement.by,
            path,
            f"{placement.by.logical_id} gives no port for the SRV record of {entry.logical_id}",
            f"an SRV record needs one: {_REFUSED}",
            "add Port, or ContainerName and ContainerPort, to ServiceRegistries",
        )
    elif "SRV" in kinds and name is not None and placement.definition is not None:
        yield from _container(inquiry, placement, placement.definition, path, as_text(name), as_number(port))


def _container(
    inquiry: Inquiry, placement: Placement, definition: Resource, path: PropertyPath, name: str, port: int
) -> Iterator[Found]:
    names = [at(item, "Name") for _, item in inquiry.containers(definition)]
    if any(isinstance(item, Unknown) for item in (definition.get("ContainerDefinitions"), *names)):
        return
    found = inquiry.container(definition, name)
    mappings = as_list(at(found[1], "PortMappings")) if found is not None else []
    ports = [at(item, "ContainerPort") for item in mappings]
    if found is not None and (any(isinstance(item, Unknown) for item in (*mappings, *ports)) or not port):
        return
    if found is None or port not in [as_number(item) for item in ports]:
        have = " and ".join(as_text(item) for item in (names if found is None else ports)) or "none"
        thing = f"the container {name}" if found is None else f"the port {port} of {name}"
        yield Found(
            placement.by,
            (*path, "ContainerName" if found is None else "ContainerPort"),
            f"{placement.by.logical_id} registers {thing}, which {definition.logical_id} doesn't have",
            f"it has {have}: {_REFUSED}",
            f"write one that {definition.logical_id} has: {have}",
        )


CHECK = Check(
    "TRI023",
    Severity.ERROR,
    Question.TRIGGER,
    "A service registers a port in Cloud Map that the record does not take, or lacks one that it needs",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html",
    _ask,
)
