"""AWS::ElasticLoadBalancingV2::TargetGroup: the tasks behind a rule, and how their health is checked."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import short_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "Name") or short_name(place)
    full = f"targetgroup/{name}/{place.digits(16, 'target group')}"
    arn = place.arn("elasticloadbalancing", full)
    attributes: dict[str, Value] = {
        "TargetGroupArn": arn,
        "TargetGroupName": name,
        "TargetGroupFullName": full,
        "LoadBalancerArns": Unknown("it depends on the listeners that forward to it"),
    }
    return Identity(arn, arn, attributes)


CARD = Card(
    type="AWS::ElasticLoadBalancingV2::TargetGroup",
    layer=Layer.TRAFFIC,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "TargetGroupArn",
        "TargetGroupName",
        "TargetGroupFullName",
        "LoadBalancerArns",
    ),
    relations=(Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),),
    purpose="The tasks behind a rule, and how their health is checked.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html",
)
