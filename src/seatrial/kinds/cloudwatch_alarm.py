"""AWS::CloudWatch::Alarm: watches a metric, and scales or warns."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "AlarmName", 255)
    arn = place.arn("cloudwatch", f"alarm:{name.text}")
    return Identity(name.text, arn, {"Arn": name.known(arn)})


CARD = Card(
    type="AWS::CloudWatch::Alarm",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Arn",),
    relations=(
        Relation(
            "AlarmActions[]",
            (
                "AWS::ApplicationAutoScaling::ScalingPolicy",
                "AWS::SNS::Topic",
                "AWS::Lambda::Function",
            ),
            "starts",
        ),
        Relation(
            "OKActions[]",
            (
                "AWS::ApplicationAutoScaling::ScalingPolicy",
                "AWS::SNS::Topic",
                "AWS::Lambda::Function",
            ),
            "starts",
        ),
        Relation(
            "InsufficientDataActions[]",
            (
                "AWS::ApplicationAutoScaling::ScalingPolicy",
                "AWS::SNS::Topic",
                "AWS::Lambda::Function",
            ),
            "starts",
        ),
        Relation(
            "Dimensions[].Value",
            (
                "AWS::ECS::Cluster",
                "AWS::ECS::Service",
                "AWS::ElasticLoadBalancingV2::LoadBalancer",
                "AWS::ElasticLoadBalancingV2::TargetGroup",
                "AWS::SQS::Queue",
            ),
            "watches",
        ),
    ),
    purpose=(
        "Watches a metric; when it leaves its bounds, the service scales, a deployment is rolled back or somebody "
        "is told."
    ),
    note="metrics are not collected here yet, so no alarm fires",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html",
)
