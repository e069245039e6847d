"""AWS::Route53::RecordSetGroup: several names at once."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = generated_name(place)
    return Identity(ref, "", {"Id": ref})


CARD = Card(
    type="AWS::Route53::RecordSetGroup",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("HostedZoneId", ("AWS::Route53::HostedZone",), "are names of"),
        Relation("RecordSets[].HostedZoneId", ("AWS::Route53::HostedZone",), "are names of"),
        Relation(
            "RecordSets[].AliasTarget.DNSName",
            (
                "AWS::ElasticLoadBalancingV2::LoadBalancer",
                "AWS::CloudFront::Distribution",
            ),
            "lead to",
        ),
    ),
    purpose="Several names of a domain at once.",
    note="routing policies (weighted, latency, failover, geolocation) and health checks are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html",
)
