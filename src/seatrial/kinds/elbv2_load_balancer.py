"""AWS::ElasticLoadBalancingV2::LoadBalancer: takes requests and spreads them over healthy tasks."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.data.regions import hosted_zone
from seatrial.kinds.naming import decimal, short_name, text_of
from seatrial.model.arn import dns_suffix_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "Name") or short_name(place)
    kind = {"network": "net", "gateway": "gwy"}.get(text_of(properties, "Type"), "app")
    full = f"{kind}/{name}/{place.digits(16, 'load balancer')}"
    arn = place.arn("elasticloadbalancing", f"loadbalancer/{full}")
    region = place.scope.region
    internal = text_of(properties, "Scheme") == "internal"
    host = f"{name}-{decimal(place, 10, 'dns')}" if kind == "app" else f"{name}-{place.digits(16, 'load balancer')}"
    dns_name = f"{'internal-' if internal else ''}{host}.{_domain(region, kind)}"
    groups = properties.get("SecurityGroups")
    attributes: dict[str, Value] = {
        "LoadBalancerArn": arn,
        "LoadBalancerName": name,
        "LoadBalancerFullName": full,
        "DNSName": dns_name,
        "CanonicalHostedZoneID": hosted_zone(region, kind),
        "SecurityGroups": groups if groups else [],
    }
    return Identity(arn, arn, attributes)


def _domain(region: str, kind: str) -> str:
    """An Application Load Balancer's domain is REGION.elb, a Network Load Balancer's elb.REGION."""
    place = f"{region}.elb" if kind == "app" else f"elb.{region}"
    return f"{place}.{dns_suffix_of(region)}"


CARD = Card(
    type="AWS::ElasticLoadBalancingV2::LoadBalancer",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "LoadBalancerArn",
        "LoadBalancerName",
        "LoadBalancerFullName",
        "DNSName",
        "CanonicalHostedZoneID",
        "SecurityGroups",
    ),
    relations=(
        Relation("Subnets[]", ("AWS::EC2::Subnet",), "has a node in"),
        Relation("SubnetMappings[].SubnetId", ("AWS::EC2::Subnet",), "has a node in"),
        Relation("SecurityGroups[]", ("AWS::EC2::SecurityGroup",), "is guarded by"),
    ),
    purpose="Takes requests and spreads them over healthy tasks.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html",
)
