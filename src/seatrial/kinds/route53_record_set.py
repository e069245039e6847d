"""AWS::Route53::RecordSet: what a name leads to."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "Name")
    return Identity(name.text.rstrip(".") or generated_name(place))


CARD = Card(
    type="AWS::Route53::RecordSet",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    relations=(
        Relation("HostedZoneId", ("AWS::Route53::HostedZone",), "is a name of"),
        Relation(
            "AliasTarget.DNSName",
            (
                "AWS::ElasticLoadBalancingV2::LoadBalancer",
                "AWS::CloudFront::Distribution",
            ),
            "leads to",
        ),
        Relation("HealthCheckId", ("AWS::Route53::HealthCheck",), "is watched by"),
    ),
    purpose="What a name leads to: an address, another name, or a load balancer (alias).",
    note="routing policies (weighted, latency, failover, geolocation) and health checks are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html",
)
