"""AWS::ServiceDiscovery::Service: one name of a namespace, with the tasks behind it."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name, suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = f"srv-{suffix(place, 16, 'service').lower()}"
    arn = place.arn("servicediscovery", f"service/{ref}")
    name = physical_name(place, properties, "Name")
    return Identity(ref, arn, {"Arn": arn, "Id": ref, "Name": name.known(name.text)})


CARD = Card(
    type="AWS::ServiceDiscovery::Service",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Arn",
        "Id",
        "Name",
    ),
    relations=(
        Relation(
            "NamespaceId",
            (
                "AWS::ServiceDiscovery::HttpNamespace",
                "AWS::ServiceDiscovery::PrivateDnsNamespace",
                "AWS::ServiceDiscovery::PublicDnsNamespace",
            ),
            "is a name of",
        ),
        Relation(
            "DnsConfig.NamespaceId",
            (
                "AWS::ServiceDiscovery::PrivateDnsNamespace",
                "AWS::ServiceDiscovery::PublicDnsNamespace",
            ),
            "is a name of",
        ),
    ),
    purpose="One name of a namespace, with the addresses of the tasks behind it.",
    note="Cloud Map is not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-service.html",
)
