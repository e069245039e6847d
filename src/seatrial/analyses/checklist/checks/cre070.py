"""Port mappings whose Protocol ECS doesn't know, and takes as tcp without a word.

A container that listens on UDP is then sent nothing. ``TCP`` comes to the same as ``tcp`` and harms nobody.

Source: "http is replaced with tcp" on registration, https://github.com/hashicorp/terraform-provider-aws/issues/3645
(read 2026-11-29); https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, at

KNOWN = ("tcp", "udp")


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for definition in inquiry.system.of_type("AWS::ECS::TaskDefinition"):
        for number, container in enumerate(as_list(definition.get("ContainerDefinitions"))):
            for place, mapping in enumerate(as_list(at(container, "PortMappings"))):
                protocol = at(mapping, "Protocol")
                if not isinstance(protocol, str) or protocol in KNOWN or protocol.lower() == "tcp":
                    continue
                wanted = "udp" if protocol.lower() == "udp" else "tcp"
                yield Found(
                    definition,
                    ("ContainerDefinitions", number, "PortMappings", place, "Protocol"),
                    f"a port of {definition.logical_id} has the Protocol {protocol}, which ECS takes as tcp",
                    "ECS knows tcp and udp, in lower case, and registers a port mapping with any other protocol as tcp",
                    f"write Protocol: {wanted}",
                )


CHECK = Check(
    "CRE070",
    Severity.WARNING,
    Question.CREATE,
    "The protocol of a port mapping is neither tcp nor udp",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    _ask,
)
