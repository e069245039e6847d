"""AWS::Route53::RecordSetGroup: several names at once."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    return Identity(generated_name(place))


CARD = Card(
    type="AWS::Route53::RecordSetGroup",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    relations=(
        Relation("HostedZoneId", ("AWS::Route53::HostedZone",), "are names of"),
        Relation("RecordSets[].AliasTarget.DNSName", ("AWS::ElasticLoadBalancingV2::LoadBalancer",), "lead to"),
    ),
    purpose="Several names at once.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html",
)
