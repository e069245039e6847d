"""AWS::Route53::HostedZone: the names of a domain."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import suffix
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    ref = f"Z{suffix(place, 20, 'zone')}"
    servers: list[Value] = [_server(place, index, end) for index, end in enumerate(("com", "net", "org", "co.uk"))]
    private = properties.get("VPCs")
    attributes: dict[str, Value] = {
        "Id": ref,
        "NameServers": servers if private is None else Unknown("a private zone has no name servers of its own"),
    }
    return Identity(ref, place.arn("route53", f"hostedzone/{ref}", region=False, account=False), attributes)


def _server(place: Place, index: int, end: str) -> str:
    """AWS spreads a zone over four name servers, one under each of four top-level domains."""
    number = index * 512 + int(place.digits(2, f"server {index}"), 16)
    return f"ns-{number}.awsdns-{int(place.digits(2, f'group {index}'), 16) % 64:02d}.{end}"


CARD = Card(
    type="AWS::Route53::HostedZone",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "Id",
        "NameServers",
    ),
    relations=(
        Relation("VPCs[].VPCId", ("AWS::EC2::VPC",), "answers in"),
        Relation("QueryLoggingConfig.CloudWatchLogsLogGroupArn", ("AWS::Logs::LogGroup",), "logs questions to"),
    ),
    purpose="The names of a domain: for everybody, or private to a VPC.",
    note="names are answered inside the twin only",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html",
)
