"""AWS::ServiceDiscovery::PublicDnsNamespace: a space of service names in public DNS."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = f"ns-{suffix(place, 16, 'namespace').lower()}"
    arn = place.arn("servicediscovery", f"namespace/{ref}")
    return Identity(ref, arn, {"Arn": arn, "Id": ref, "HostedZoneId": f"Z{suffix(place, 20, 'zone')}"})


CARD = Card(
    type="AWS::ServiceDiscovery::PublicDnsNamespace",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Arn",
        "Id",
        "HostedZoneId",
    ),
    purpose="A namespace for service names that public DNS resolves.",
    note="Cloud Map and Service Connect are not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-publicdnsnamespace.html",
)
