"""AWS::Route53::RecordSet: what a name leads to."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    return Identity(text_of(properties, "Name").rstrip(".") or generated_name(place))


CARD = Card(
    type="AWS::Route53::RecordSet",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    relations=(
        Relation("HostedZoneId", ("AWS::Route53::HostedZone",), "is a name of"),
        Relation("AliasTarget.DNSName", ("AWS::ElasticLoadBalancingV2::LoadBalancer",), "leads to"),
    ),
    purpose="What a name leads to.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html",
)
