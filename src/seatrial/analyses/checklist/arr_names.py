"""Whether the names that people type lead to the load balancer and its certificate is good for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from seatrial.analyses.checklist.arrivals import BALANCER, Listener
from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Properties, Unknown, as_dict, as_list, as_text, at

RECORD_SET, RECORD_SETS = "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"
CERTIFICATE = "AWS::CertificateManager::Certificate"
# How much one name resembles another that it is mistyped for.
_SLIP = 0.85


def records(inquiry: Inquiry) -> Iterator[tuple[Resource, PropertyPath, Properties]]:
    for record in inquiry.system.of_type(RECORD_SET):
        yield record, (), record.properties
    for group in inquiry.system.of_type(RECORD_SETS):
        for index, item in enumerate(as_list(group.get("RecordSets"))):
            yield group, ("RecordSets", index), as_dict(item)


def balancer_of(inquiry: Inquiry, properties: Properties) -> Resource | None:
    """The load balancer whose DNS name an alias (or a CNAME) gives."""
    names = [at(dict(properties), "AliasTarget", "DNSName"), *as_list(properties.get("ResourceRecords"))]
    for name in names:
        bare = as_text(name).rstrip(".").removeprefix("dualstack.")
        for balancer in inquiry.system.of_type(BALANCER):
            if bare and bare.lower() == as_text(balancer.attributes.get("DNSName")).lower():
                return balancer
    return None


def _aliases(inquiry: Inquiry) -> Iterator[Said]:
    for resource, path, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        zone = at(dict(properties), "AliasTarget", "HostedZoneId")
        own = balancer.attributes.get("CanonicalHostedZoneID") if balancer is not None else None
        if balancer is None or not isinstance(own, str) or not isinstance(zone, str) or zone == own:
            continue
        yield Found(
            resource,
            (*path, "AliasTarget", "HostedZoneId"),
            f"{resource.logical_id} is an alias of {balancer.logical_id} in the wrong hosted zone",
            f"AliasTarget.HostedZoneId must be the load balancer's canonical hosted zone ID ({own}), not the "
            "hosted zone of the "
            "record: Route 53 refuses the record",
            f"set HostedZoneId of its AliasTarget to !GetAtt {balancer.logical_id}.CanonicalHostedZoneID",
            f"[Tried to create an alias that targets {as_text(at(dict(properties), 'AliasTarget', 'DNSName'))}., type "
            f"{as_text(properties.get('Type'))} in zone {zone}, but the alias target name does not lie within the "
            "target zone]",
        )


def _certificates(inquiry: Inquiry) -> Iterator[Said]:
    """Names of records that lead to a load balancer, against the certificates of its HTTPS listeners."""
    names: dict[str, dict[str, tuple[Resource, PropertyPath]]] = {}
    for resource, path, properties in records(inquiry):
        balancer = balancer_of(inquiry, properties)
        if balancer is not None and (name := as_text(properties.get("Name")).rstrip(".").lower()):
            names.setdefault(balancer.logical_id, {}).setdefault(name, (resource, (*path, "Name")))
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
            yield Found(
                listener.resource,
                ("Certificates",),
                f"the certificate of {listener.resource.logical_id} does not cover {' and '.join(missing)}",
                f"it covers {', '.join(covered)}; clients that connect to {missing[0]} reject the certificate",
                f"add {missing[0]} to SubjectAlternativeNames of the certificate",
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


_R53 = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/"
_ELB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
CHECKS = (
    Check(
        "ARR012",
        Severity.ERROR,
        Question.ARRIVE,
        "An alias record of a load balancer names the wrong hosted zone",
        f"{_R53}resource-record-sets-values-alias.html",
        _aliases,
    ),
    Check(
        "ARR013",
        Severity.ERROR,
        Question.ARRIVE,
        "The certificate of a listener does not cover the name that points to it",
        f"{_ELB}https-listener-certificates.html",
        _certificates,
    ),
)
