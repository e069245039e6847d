"""Whether a stack waits for somebody: certificates that ACM can't validate by itself.

CloudFormation waits until a certificate is issued. That goes by itself only where ACM may write the record that proves
the domain; else the stack stands still until a person has answered a mail or written the record.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html,
https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html (a wildcard has the record of its domain).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_text, at

CERTIFICATE = "AWS::CertificateManager::Certificate"
EMAIL = "EMAIL"
ZONE = "AWS::Route53::HostedZone"


def _waits(inquiry: Inquiry) -> Iterator[Said]:
    yield from _hidden(inquiry)
    for certificate in inquiry.system.of_type(CERTIFICATE):
        method = certificate.get("ValidationMethod")
        given = (method, certificate.get("DomainValidationOptions"), certificate.get("CertificateAuthorityArn"))
        if any(isinstance(item, Unknown) for item in given) or given[2] is not None or inquiry.refused_at(certificate):
            continue
        name = certificate.logical_id
        if (as_text(method) or EMAIL) == EMAIL:
            how = "ValidationMethod is EMAIL" + ("" if method is not None else ", its default")
            yield Found(
                certificate,
                ("ValidationMethod",),
                f"the stack waits until somebody approves {name} by mail",
                f"{how}: ACM writes to the owners of the domain, and CloudFormation waits for the answer",
                "write ValidationMethod: DNS and DomainValidationOptions with the HostedZoneId of each name",
            )
            continue
        names = [certificate.get("DomainName"), *as_list(certificate.get("SubjectAlternativeNames"))]
        proved = [item for item in as_list(given[1]) if at(item, "HostedZoneId") is not None]
        known = [at(item, "DomainName") for item in proved]
        if any(isinstance(item, Unknown) for item in (*names, *known)):
            continue
        bare = {_bare(as_text(item)) for item in known}
        missing = list(dict.fromkeys(as_text(item) for item in names if _bare(as_text(item)) not in bare))
        if missing:
            yield Found(
                certificate,
                ("DomainValidationOptions",),
                f"the stack waits until somebody validates {' and '.join(missing)} for {name}",
                "without the HostedZoneId of a name ACM can't write the record that proves it, and CloudFormation "
                "waits until somebody has",
                f"add {{ DomainName: {missing[0]}, HostedZoneId: ZONE }} to DomainValidationOptions of {name}",
            )


def _hidden(inquiry: Inquiry) -> Iterator[Said]:
    """Names that are to be proved in a private hosted zone, once for each zone."""
    found: dict[str, list[tuple[Resource, int, str]]] = {}
    for certificate in inquiry.system.of_type(CERTIFICATE):
        for index, item in enumerate(as_list(certificate.get("DomainValidationOptions"))):
            zone = inquiry.find(at(item, "HostedZoneId"), ZONE)
            if zone is not None and as_list(zone.get("VPCs")) and not inquiry.refused_at(certificate):
                found.setdefault(zone.logical_id, []).append((certificate, index, as_text(at(item, "DomainName"))))
    for zone_name, places in found.items():
        certificate, index, _ = places[0]
        owners = list({item.logical_id: item for item, _, _ in places}.values())
        yield Found(
            certificate,
            ("DomainValidationOptions", index, "HostedZoneId"),
            f"the stack waits until somebody validates {' and '.join(dict.fromkeys(one for _, _, one in places))} for "
            f"{inquiry.names(owners)} in public DNS",
            f"{zone_name} is a private hosted zone (it has VPCs): ACM writes the record that proves a name there, and "
            "looks for it in public DNS, where it is not found",
            f"name the public hosted zone of the domain there, or leave VPCs out of {zone_name}",
        )


def _bare(name: str) -> str:
    return name.removeprefix("*.").rstrip(".").lower()


CHECK = Check(
    "CRE067",
    Severity.WARNING,
    Question.CREATE,
    "The stack waits until somebody validates a certificate",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-certificatemanager-certificate.html",
    _waits,
)
