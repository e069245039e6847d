"""Whether the certificates of a listener cover the names that records lead to it.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from seatrial.analyses.checklist.arr_names import balancer_of, records
from seatrial.analyses.checklist.arrivals import Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, as_list, as_text, at

CERTIFICATE = "AWS::CertificateManager::Certificate"
# How much one name resembles another that it is mistyped for.
_SLIP = 0.85


def _certificates(inquiry: Inquiry) -> Iterator[Said]:
    """Names of records that lead to a load balancer, against the certificates of its HTTPS listeners."""
    names: dict[str, dict[str, tuple[Resource, PropertyPath]]] = {}
    for resource, path, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        if balancer is not None and (name := as_text(properties.get("Name")).rstrip(".").lower()):
            names.setdefault(balancer.logical_id, {}).setdefault(name, (resource, (*path, "Name")))
    told: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Listener]] = {}
    for listener in inquiry.arrivals.listeners:
        if listener.protocol not in ("HTTPS", "TLS") or listener.balancer is None:
            continue
        covered = _covered(inquiry, listener)
        if covered is None:
            continue
        here = names.get(listener.balancer.logical_id, {})
        missing = [name for name in here if not _covers(covered, name)]
        meant = _meant(missing, covered, here)
        if meant:
            resource, path = here[missing[0]]
            yield Found(
                resource,
                path,
                f"the certificate of {listener.resource.logical_id} does not cover {missing[0]}",
                f"it covers {meant}, which no record leads here; clients that connect to {missing[0]} reject it",
                f"write {meant} in Name of {resource.logical_id}, or add {missing[0]} to the certificate's "
                "SubjectAlternativeNames",
            )
        elif missing:
            told.setdefault((tuple(covered), tuple(missing)), []).append(listener)
    for (names_there, lacking), listeners in told.items():
        yield Found(
            listeners[0].resource,
            ("Certificates",),
            f"the certificate of {' and '.join(item.resource.logical_id for item in listeners)} does not cover "
            f"{' and '.join(lacking)}",
            f"it covers {', '.join(names_there)}; clients that connect to {lacking[0]} reject the certificate",
            f"add {lacking[0]} to SubjectAlternativeNames of the certificate",
        )


def _meant(missing: Sequence[str], covered: Sequence[str], here: Collection[str]) -> str:
    """The name that a record's is a slip of: the certificate has it, and no record."""
    idle = [name for name in covered if name not in here and not name.startswith("*")]
    near = get_close_matches(missing[0], idle, 1, _SLIP) if len(missing) == 1 else []
    return near[0] if near else ""


def _covered(inquiry: Inquiry, listener: Listener) -> list[str] | None:
    """The names of a listener's certificates; None where one of them is in no template here."""
    values = [at(item, "CertificateArn") for item in as_list(listener.resource.get("Certificates"))]
    for more in inquiry.system.of_type("AWS::ElasticLoadBalancingV2::ListenerCertificate"):
        if inquiry.find(more.get("ListenerArn")) is listener.resource:
            values += [at(item, "CertificateArn") for item in as_list(more.get("Certificates"))]
    found: list[str] = []
    for value in values:
        certificate = inquiry.find(value, CERTIFICATE)
        if certificate is None:
            return None
        given = [certificate.get("DomainName"), *as_list(certificate.get("SubjectAlternativeNames"))]
        if any(isinstance(item, Unknown) for item in given):
            return None
        found += [as_text(item).lower() for item in given if as_text(item)]
    return found or None


def _covers(covered: list[str], name: str) -> bool:
    parent = name.partition(".")[2]
    return name in covered or f"*.{parent}" in covered


CHECK = Check(
    "ARR013",
    Severity.ERROR,
    Question.ARRIVE,
    "The certificate of a listener does not cover the name that points to it",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
    _certificates,
)
