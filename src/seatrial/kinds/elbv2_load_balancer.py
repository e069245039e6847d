"""AWS::ElasticLoadBalancingV2::LoadBalancer: takes requests and spreads them over healthy tasks.

Its ARN ends in ``app/NAME/ID`` (``net``, ``gwy``). The DNS name is the name with a number that nobody foresees; only
internal application load balancers put ``internal-`` before it.
Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.data.regions import hosted_zone
from seatrial.kinds.naming import Name, decimal, given_name, short_name
from seatrial.model.arn import dns_suffix_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value

KINDS: Mapping[str, str] = {"application": "app", "network": "net", "gateway": "gwy"}


def _identify(place: Place, properties: Properties) -> Identity:
    given = given_name(properties, "Name") or Name("")
    name = given.text or short_name(place)
    kind_name = given_name(properties, "Type") or Name("application")
    kind = KINDS.get(kind_name.text, "app")
    full = f"{kind}/{name}/{place.digits(16, 'load balancer')}"
    arn = place.arn("elasticloadbalancing", f"loadbalancer/{full}")
    groups = properties.get("SecurityGroups")
    attributes: dict[str, Value] = {
        "LoadBalancerArn": kind_name.known(given.known(arn)),
        "LoadBalancerName": given.known(name),
        "LoadBalancerFullName": kind_name.known(given.known(full)),
        "DNSName": kind_name.known(given.known(_dns_name(place, properties, kind, name))),
        "CanonicalHostedZoneID": kind_name.known(_hosted_zone(place, kind)),
        "SecurityGroups": groups if groups is not None else [],
        "Scheme": properties.get("Scheme") or "internet-facing",
        "Type": properties.get("Type") or "application",
        "IpAddressType": properties.get("IpAddressType") or "ipv4",
        "Name": given.known(name),
    }
    return Identity(arn, arn, attributes)


def _dns_name(place: Place, properties: Properties, kind: str, name: str) -> Value:
    region = place.scope.region
    suffix = dns_suffix_of(region)
    if kind != "app":
        return f"{name}-{place.digits(16, 'load balancer')}.elb.{region}.{suffix}"
    scheme = given_name(properties, "Scheme") or Name("internet-facing")
    before = "internal-" if scheme.text == "internal" else ""
    return scheme.known(f"{before}{name}-{decimal(place, 10, 'dns')}.{region}.elb.{suffix}")


def _hosted_zone(place: Place, kind: str) -> Value:
    zone = hosted_zone(place.scope.region, kind)
    return zone or Unknown(f"the hosted zone of {place.scope.region}'s load balancers is not known here")


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
        "Scheme",
        "Type",
        "IpAddressType",
        "Name",
    ),
    relations=(
        Relation("Subnets[]", ("AWS::EC2::Subnet",), "has a node in"),
        Relation("SubnetMappings[].SubnetId", ("AWS::EC2::Subnet",), "has a node in"),
        Relation("SubnetMappings[].AllocationId", ("AWS::EC2::EIP",), "is reached at"),
        Relation("SecurityGroups[]", ("AWS::EC2::SecurityGroup",), "is guarded by"),
    ),
    purpose="Takes requests from clients, with a node in each of its zones, and spreads them over healthy tasks.",
    note="network and gateway load balancers are not run here; access logs are not written",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html",
)
