"""AWS::ElasticLoadBalancingV2::ListenerRule: which requests of a listener go where.

Its ARN is its listener's, with one more part.
"""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    listener = given_name(properties, "ListenerArn") or Name("")
    _, found, path = listener.text.partition(":listener/")
    path = path if found else f"app/unknown/{place.digits(16)}/{place.digits(16, 'listener')}"
    arn = place.arn("elasticloadbalancing", f"listener-rule/{path}/{place.digits(16, 'rule')}")
    return Identity(arn, arn, {"RuleArn": listener.known(arn), "IsDefault": False})


CARD = Card(
    type="AWS::ElasticLoadBalancingV2::ListenerRule",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "RuleArn",
        "IsDefault",
    ),
    relations=(
        Relation("ListenerArn", ("AWS::ElasticLoadBalancingV2::Listener",), "is a rule of"),
        Relation("Actions[].TargetGroupArn", ("AWS::ElasticLoadBalancingV2::TargetGroup",), "forwards to"),
        Relation(
            "Actions[].ForwardConfig.TargetGroups[].TargetGroupArn",
            ("AWS::ElasticLoadBalancingV2::TargetGroup",),
            "forwards to",
        ),
        Relation("Actions[].AuthenticateCognitoConfig.UserPoolArn", ("AWS::Cognito::UserPool",), "authenticates with"),
    ),
    purpose="Which of a listener's requests, by host, path, header, method, query or source, go where.",
    note="the actions authenticate-cognito and authenticate-oidc are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html",
)
