"""AWS::ECS::CapacityProvider: EC2 capacity for a cluster."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    return Identity(text_of(properties, "Name") or generated_name(place))


CARD = Card(
    type="AWS::ECS::CapacityProvider",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    purpose="EC2 capacity for a cluster.",
    note="EC2 capacity is not run here; FARGATE and FARGATE_SPOT are",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-capacityprovider.html",
)
