"""AWS::ECS::Cluster: where services and tasks belong."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = text_of(properties, "ClusterName") or generated_name(place, 255)
    arn = place.arn("ecs", f"cluster/{name}")
    return Identity(name, arn, {"Arn": arn})


CARD = Card(
    type="AWS::ECS::Cluster",
    layer=Layer.CONTAINER,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("Arn",),
    essential="a service runs in a cluster",
    purpose="Where services and tasks belong.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-cluster.html",
)
