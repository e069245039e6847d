"""AWS::ECS::TaskSet: a set of tasks for an external deployment controller."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import decimal
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    return Identity(f"ecs-svc/{decimal(place, 19)}", "", {"Id": f"ecs-svc/{decimal(place, 19)}"})


CARD = Card(
    type="AWS::ECS::TaskSet",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Id",),
    relations=(Relation("Service", ("AWS::ECS::Service",), "is part of"),),
    purpose="A set of tasks for an external deployment controller.",
    note="external deployment controllers are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskset.html",
)
