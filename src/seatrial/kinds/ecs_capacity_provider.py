"""AWS::ECS::CapacityProvider: EC2 capacity for a cluster."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "Name", 255)
    return Identity(name.text, place.arn("ecs", f"capacity-provider/{name.text}"))


CARD = Card(
    type="AWS::ECS::CapacityProvider",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    relations=(
        Relation(
            "AutoScalingGroupProvider.AutoScalingGroupArn",
            ("AWS::AutoScaling::AutoScalingGroup",),
            "takes instances from",
        ),
    ),
    purpose="EC2 instances that a cluster may run tasks on.",
    note="EC2 capacity is not run here; FARGATE and FARGATE_SPOT are",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-capacityprovider.html",
)
