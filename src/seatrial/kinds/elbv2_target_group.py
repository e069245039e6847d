"""AWS::ElasticLoadBalancingV2::TargetGroup: the tasks behind a rule, and how their health is checked."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, short_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Unknown, Value


def _identify(place: Place, properties: Properties) -> Identity:
    given = given_name(properties, "Name") or Name("")
    name = given.text or short_name(place)
    full = f"targetgroup/{name}/{place.digits(16, 'target group')}"
    arn = place.arn("elasticloadbalancing", full)
    attributes: dict[str, Value] = {
        "TargetGroupArn": given.known(arn),
        "TargetGroupName": given.known(name),
        "TargetGroupFullName": given.known(full),
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
    relations=(
        Relation("VpcId", ("AWS::EC2::VPC",), "is part of"),
        Relation(
            "Targets[].Id",
            (
                "AWS::EC2::Instance",
                "AWS::Lambda::Function",
                "AWS::ElasticLoadBalancingV2::LoadBalancer",
            ),
            "sends to",
        ),
    ),
    purpose="The tasks behind a listener or rule, and the health check that tells which of them are healthy.",
    note="target groups of type instance, lambda and alb are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html",
)
