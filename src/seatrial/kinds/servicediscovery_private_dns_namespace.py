"""AWS::ServiceDiscovery::PrivateDnsNamespace: a space of service names in a VPC's DNS."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = f"ns-{suffix(place, 16, 'namespace').lower()}"
    arn = place.arn("servicediscovery", f"namespace/{ref}")
    return Identity(ref, arn, {"Arn": arn, "Id": ref, "HostedZoneId": f"Z{suffix(place, 20, 'zone')}"})


CARD = Card(
    type="AWS::ServiceDiscovery::PrivateDnsNamespace",
    layer=Layer.TRAFFIC,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=(
        "Arn",
        "Id",
        "HostedZoneId",
    ),
    relations=(Relation("Vpc", ("AWS::EC2::VPC",), "answers in"),),
    purpose="A namespace for service names that resolve inside a VPC.",
    note="Cloud Map and Service Connect are not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-privatednsnamespace.html",
)
