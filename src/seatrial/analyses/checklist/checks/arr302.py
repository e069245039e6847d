"""Whether the certificate behind a VPC link is for the name that API Gateway looks for in it.

With TLS, a private integration names the host that the certificate of the listener must be for, and API Gateway sends
that name in the handshake as well.

Sources (read 2026-11-30): https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
(serverNameToVerify: "API Gateway uses it to verify the hostname on the integration's certificate"),
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.arrivals import LISTENER
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.refusals.apigateway_fronts import CERTIFICATE, covers, names_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import as_list, as_text, at

_INTEGRATION, _MORE = "AWS::ApiGatewayV2::Integration", "AWS::ElasticLoadBalancingV2::ListenerCertificate"


def _names(inquiry: Inquiry) -> Iterator[Said]:
    for integration in inquiry.system.of_type(_INTEGRATION):
        wanted = integration.get("TlsConfig", "ServerNameToVerify")
        listener = inquiry.find(integration.get("IntegrationUri"), LISTENER)
        if not isinstance(wanted, str) or not wanted or listener is None:
            continue
        found = _certificates(inquiry, listener)
        names = [name for certificate in found if certificate is not None for name in names_of(certificate)]
        whole = found and all(certificate is not None and names_of(certificate) for certificate in found)
        if not whole or covers(names, wanted.lower()):
            continue
        yield Found(
            integration,
            ("TlsConfig", "ServerNameToVerify"),
            f"the certificate of {listener.logical_id} is not for {wanted}, which {integration.logical_id} looks for",
            f"it is for {' and '.join(names)}: API Gateway refuses the connection, and answers with 500",
            f"write ServerNameToVerify: {names[0].replace('*', 'www')}, or name another certificate in "
            f"{listener.logical_id}",
        )


def _certificates(inquiry: Inquiry, listener: Resource) -> list[Resource | None]:
    """The certificates of a listener; None for one that is in no template here."""
    values = [at(item, "CertificateArn") for item in as_list(listener.get("Certificates"))]
    for more in inquiry.system.of_type(_MORE):
        if as_text(more.get("ListenerArn")) in (listener.arn, listener.physical_id):
            values += [at(item, "CertificateArn") for item in as_list(more.get("Certificates"))]
    return [inquiry.find(value, CERTIFICATE) for value in values]


CHECK = Check(
    "ARR302",
    Severity.ERROR,
    Question.ARRIVE,
    "The certificate behind a VPC link is for another name than API Gateway looks for",
    "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
    _names,
)
