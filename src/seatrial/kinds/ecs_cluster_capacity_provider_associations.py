"""AWS::ECS::ClusterCapacityProviderAssociations: which capacity (FARGATE, FARGATE_SPOT) a cluster may use, and by default does."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    return Identity(text_of(properties, "Cluster") or generated_name(place))


CARD = Card(
    type="AWS::ECS::ClusterCapacityProviderAssociations",
    layer=Layer.CONTAINER,
    stage=Stage.RUN,
    identify=_identify,
    relations=(Relation("Cluster", ("AWS::ECS::Cluster",), "configures"),),
    purpose="Which capacity (FARGATE, FARGATE_SPOT) a cluster may use, and by default does.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-clustercapacityproviderassociations.html",
)
