"""AWS::ElasticLoadBalancingV2::Listener: a port of a load balancer, with its default action."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    balancer = text_of(properties, "LoadBalancerArn")
    path = (
        balancer.split(":loadbalancer/", 1)[-1] if ":loadbalancer/" in balancer else f"app/unknown/{place.digits(16)}"
    )
    arn = place.arn("elasticloadbalancing", f"listener/{path}/{place.digits(16, 'listener')}")
    return Identity(arn, arn, {"ListenerArn": arn})


CARD = Card(
    type="AWS::ElasticLoadBalancingV2::Listener",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("ListenerArn",),
    relations=(
        Relation("LoadBalancerArn", ("AWS::ElasticLoadBalancingV2::LoadBalancer",), "listens for"),
        Relation("DefaultActions[].TargetGroupArn", ("AWS::ElasticLoadBalancingV2::TargetGroup",), "forwards to"),
        Relation(
            "DefaultActions[].ForwardConfig.TargetGroups[].TargetGroupArn",
            ("AWS::ElasticLoadBalancingV2::TargetGroup",),
            "forwards to",
        ),
        Relation("Certificates[].CertificateArn", ("AWS::CertificateManager::Certificate",), "shows"),
    ),
    purpose="A port of a load balancer, with its default action.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html",
)
