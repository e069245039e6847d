"""AWS::ElasticLoadBalancingV2::Listener: a port of a load balancer, with its default action.

Its ARN is its load balancer's, with one more part.
Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
(read 2026-11-23).
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    balancer = given_name(properties, "LoadBalancerArn") or Name("")
    _, found, path = balancer.text.partition(":loadbalancer/")
    path = path if found else f"app/unknown/{place.digits(16)}"
    arn = place.arn("elasticloadbalancing", f"listener/{path}/{place.digits(16, 'listener')}")
    return Identity(arn, arn, {"ListenerArn": balancer.known(arn)})


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
        Relation(
            "DefaultActions[].AuthenticateCognitoConfig.UserPoolArn", ("AWS::Cognito::UserPool",), "authenticates with"
        ),
    ),
    purpose="A port that a load balancer listens on, and what it does with requests that no rule matches.",
    note="the actions authenticate-cognito and authenticate-oidc are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html",
)
