"""Whether the port that a service registers with VPC Lattice is the name of one of its port mappings.

Source (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VpcLatticeConfiguration.html
(portName).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arr_roles import LATTICE
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import Unknown, as_list, as_text, at, unknowns


def _lattice(inquiry: Inquiry) -> Iterator[Said]:
    """The port that a service registers with VPC Lattice, by a name that no mapping has."""
    for placement in inquiry.placements:
        service, definition = placement.by, placement.definition
        listed = as_list(service.get(LATTICE))
        if definition is None or not listed:
            continue
        containers = definition.get("ContainerDefinitions")
        mappings = [one for item in as_list(containers) for one in as_list(at(item, "PortMappings"))]
        names = [at(item, "Name") for item in mappings]
        if next(unknowns(containers if isinstance(containers, Unknown) else [mappings, names]), None) is not None:
            continue
        for index, item in enumerate(listed):
            name = at(item, "PortName")
            if not isinstance(name, str) or not name or name in names:
                continue
            there = [as_text(one) for one in names if one]
            yield Found(
                service,
                (LATTICE, index, "PortName"),
                f"{service.logical_id} registers the port {name} with VPC Lattice, which no port mapping of "
                f"{definition.logical_id} is named",
                f"{definition.logical_id} names {' and '.join(there) or 'no port'}: ECS has no port to register, and "
                "refuses the service, or no request arrives",
                f"write PortName: {there[0]}" if there else f"give the port mapping of {definition.logical_id} a Name",
            )


CHECK = Check(
    "ARR055",
    Severity.ERROR,
    Question.ARRIVE,
    "A service registers a port with VPC Lattice that no port mapping is named",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VpcLatticeConfiguration.html",
    _lattice,
)
