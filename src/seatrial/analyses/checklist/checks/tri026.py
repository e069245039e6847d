"""Whether a service names its Cloud Map service by ARN, and not by its id.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.placements import SERVICE
from seatrial.model.finding import Severity
from seatrial.model.value import as_list, as_text, at


def _registries(inquiry: Inquiry) -> Iterator[Said]:
    for service in inquiry.system.of_type(SERVICE):
        for index, item in enumerate(as_list(service.get("ServiceRegistries"))):
            value = at(item, "RegistryArn")
            entry = inquiry.find(value, "AWS::ServiceDiscovery::Service")
            if entry is not None and as_text(value) and not as_text(value).startswith("arn:"):
                yield Found(
                    service,
                    ("ServiceRegistries", index, "RegistryArn"),
                    f"{service.logical_id} names {entry.logical_id} by its id",
                    "RegistryArn is an ARN; Ref gives the id: ECS refuses the service",
                    f"write RegistryArn: !GetAtt {entry.logical_id}.Arn",
                )


CHECK = Check(
    "TRI026",
    Severity.ERROR,
    Question.TRIGGER,
    "A service names its Cloud Map service by its id",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html",
    _registries,
)
