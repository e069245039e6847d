"""AWS::ElasticLoadBalancingV2::ListenerRule: which requests of a listener go where."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    listener = text_of(properties, "ListenerArn")
    path = (
        listener.split(":listener/", 1)[-1]
        if ":listener/" in listener
        else f"app/unknown/{place.digits(16)}/{place.digits(16)}"
    )
    arn = place.arn("elasticloadbalancing", f"listener-rule/{path}/{place.digits(16, 'rule')}")
    return Identity(arn, arn, {"RuleArn": arn, "IsDefault": False})


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
    ),
    purpose="Which requests of a listener go where.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html",
)
