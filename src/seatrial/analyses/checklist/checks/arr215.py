"""Whether anybody registers in the Cloud Map service that a private integration of an HTTP API leads to.

API Gateway asks Cloud Map for instances with each request, and answers itself where there are none.

Source (read 2026-11-30):
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html ("API Gateway
uses DiscoverInstances to identify resources").
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_names import DISCOVERY, SERVICE, servers_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, at

INTEGRATION, INSTANCE = "AWS::ApiGatewayV2::Integration", "AWS::ServiceDiscovery::Instance"


def _empty(inquiry: Inquiry) -> Iterator[Said]:
    told: set[str] = set()
    for integration in inquiry.system.of_type(INTEGRATION):
        entry = inquiry.find(integration.get("IntegrationUri"), DISCOVERY)
        if entry is None or entry.logical_id in told or servers_of(inquiry, entry) or _registered(inquiry, entry):
            continue
        told.add(entry.logical_id)
        yield Found(
            entry,
            (),
            f"no service registers its tasks under {entry.logical_id}, to which {integration.logical_id} leads",
            "Cloud Map has no instances there: API Gateway answers every request with 503",
            f"add ServiceRegistries: [{{ RegistryArn: !GetAtt {entry.logical_id}.Arn }}] to the service behind it",
            '{"message":"Service Unavailable"}',
            severity=Severity.ERROR if _nobody_else(inquiry, entry) else None,
        )


def _registered(inquiry: Inquiry, entry: Resource) -> bool:
    """Whether something registers there that is no service, or may."""
    instances = any(
        inquiry.find(item.get("ServiceId"), DISCOVERY) in (entry, None) for item in inquiry.system.of_type(INSTANCE)
    )
    unknown = any(
        isinstance(item.get("ServiceRegistries"), Unknown) or isinstance(at(one, "RegistryArn"), Unknown)
        for item in inquiry.system.of_type(SERVICE)
        for one in as_list(item.get("ServiceRegistries")) or [None]
    )
    return instances or unknown


def _nobody_else(inquiry: Inquiry, entry: Resource) -> bool:
    """Whether only integrations are told of it, so that nobody else can register in it."""
    told = {item.source for item in inquiry.system.references if item.target == entry.logical_id}
    others = [inquiry.system.resources[name] for name in told if name in inquiry.system.resources]
    exported = any(item.value in (entry.physical_id, entry.arn) for item in inquiry.system.outputs.values())
    return inquiry.owns(entry) and not exported and all(item.type == INTEGRATION for item in others)


CHECK = Check(
    "ARR215",
    Severity.WARNING,
    Question.ARRIVE,
    "Nobody registers in the Cloud Map service that an API leads to",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html",
    _empty,
    gravest=Severity.ERROR,
)
