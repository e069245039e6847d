"""AWS::Route53::HostedZone: the names of a domain."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = f"Z{suffix(place, 20, 'zone')}"
    servers: list[Value] = [
        f"ns-{index * 512 + int(place.digits(2, 'ns'), 16)}.awsdns-{index:02d}.{end}"
        for index, end in enumerate(("com", "net", "org", "co.uk"))
    ]
    attributes: dict[str, Value] = {
        "Id": ref,
        "NameServers": Unknown("a private zone has none") if properties.get("VPCs") else servers,
    }
    return Identity(ref, place.arn("route53", f"hostedzone/{ref}", region=False, account=False), attributes)


CARD = Card(
    type="AWS::Route53::HostedZone",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "Id",
        "NameServers",
    ),
    relations=(Relation("VPCs[].VPCId", ("AWS::EC2::VPC",), "answers in"),),
    purpose="The names of a domain.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html",
)
