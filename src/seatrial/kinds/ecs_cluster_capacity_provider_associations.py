"""AWS::ECS::ClusterCapacityProviderAssociations: which capacity a cluster may use, and by default does."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    cluster = physical_name(place, properties, "Cluster")
    return Identity(cluster.text)


CARD = Card(
    type="AWS::ECS::ClusterCapacityProviderAssociations",
    layer=Layer.CONTAINER,
    stage=Stage.RUN,
    identify=_identify,
    relations=(
        Relation("Cluster", ("AWS::ECS::Cluster",), "configures"),
        Relation("CapacityProviders[]", ("AWS::ECS::CapacityProvider",), "may use"),
    ),
    purpose="Which capacity a cluster may use, FARGATE or FARGATE_SPOT, and which a service gets that names none.",
    note="EC2 capacity is not run here; FARGATE and FARGATE_SPOT are",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-clustercapacityproviderassociations.html",
)
