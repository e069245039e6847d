"""Whether the port that a load balancer's target group sends to is mapped for the protocol that it speaks.

A listener of an Application Load Balancer and a TCP one speak TCP. A mapping that says UDP says that the container
listens for something else there; on Fargate, where a mapping opens nothing, it may work all the same.

Source (read 2026-11-30): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html ("The protocol
used for the port mapping. Valid values are tcp and udp. The default is tcp").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.edit import set_property
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_number, as_text, at

_SPOKEN: Mapping[str, str] = {
    **dict.fromkeys(("HTTP", "HTTPS", "TCP", "TLS"), "tcp"),
    **dict.fromkeys(("UDP", "QUIC"), "udp"),
}


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, object]] = set()
    for entry in inquiry.arrivals.entries:
        definition = entry.placement.definition
        wanted = _SPOKEN.get(as_text(entry.group.get("Protocol"))) if entry.group is not None else None
        if definition is None or entry.group is None or wanted is None or not inquiry.owns(definition):
            continue
        for index, container in inquiry.containers(definition):
            if as_text(at(container, "Name")) != entry.container:
                continue
            mapped = {
                as_text(at(port, "Protocol")).lower() or "tcp": number
                for number, port in enumerate(as_list(at(container, "PortMappings")))
                if as_number(at(port, "ContainerPort")) == entry.port
            }
            path = ("ContainerDefinitions", index, "PortMappings", next(iter(mapped.values()), 0), "Protocol")
            if len(mapped) != 1 or wanted in mapped or (definition.logical_id, path) in told:
                continue
            told.add((definition.logical_id, path))
            name, group = definition.logical_id, entry.group
            yield Found(
                definition,
                path if definition.get(*path) is not None else path[:-1],
                f"{name} maps port {entry.port} for {next(iter(mapped))}, and {group.logical_id} sends it "
                f"{as_text(group.get('Protocol'))}",
                f"{as_text(group.get('Protocol'))} goes over {wanted}: unless the container listens for that as well, "
                "it gets no request, and no health check finds it healthy",
                f"write Protocol: {wanted} in the port mapping",
                fix=(set_property(name, *path, to=wanted),),
            )


CHECK = Check(
    "ARR241",
    Severity.WARNING,
    Question.ARRIVE,
    "The port that a target group sends to is mapped for another protocol",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    _ask,
)
