"""AWS::CertificateManager::Certificate: proves the load balancer's name to browsers."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import uuid_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    arn = place.arn("acm", f"certificate/{uuid_of(place)}")
    return Identity(arn, arn, {"CertificateArn": arn, "Id": arn})


CARD = Card(
    type="AWS::CertificateManager::Certificate",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "CertificateArn",
        "Id",
    ),
    relations=(
        Relation("DomainValidationOptions[].HostedZoneId", ("AWS::Route53::HostedZone",), "is validated in"),
        Relation("CertificateAuthorityArn", ("AWS::ACMPCA::CertificateAuthority",), "is signed by"),
    ),
    purpose="Proves to clients that the load balancer is the one they asked for, and lets them encrypt (HTTPS).",
    note="it is signed by an authority of this machine, and its domain is not validated",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html",
)
