"""AWS::ECS::Service: keeps so many tasks running, in their subnets, behind their target group."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import generated_name, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    cluster = text_of(properties, "Cluster").rsplit("/", 1)[-1] or "default"
    name = text_of(properties, "ServiceName") or generated_name(place, 255)
    arn = place.arn("ecs", f"service/{cluster}/{name}")
    return Identity(arn, arn, {"Name": name, "ServiceArn": arn})


CARD = Card(
    type="AWS::ECS::Service",
    layer=Layer.CONTAINER,
    stage=Stage.RUN,
    identify=_identify,
    attributes=(
        "Name",
        "ServiceArn",
    ),
    relations=(
        Relation("Cluster", ("AWS::ECS::Cluster",), "runs in"),
        Relation("TaskDefinition", ("AWS::ECS::TaskDefinition",), "runs"),
        Relation("NetworkConfiguration.AwsvpcConfiguration.Subnets[]", ("AWS::EC2::Subnet",), "places tasks in"),
        Relation(
            "NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[]", ("AWS::EC2::SecurityGroup",), "is guarded by"
        ),
        Relation(
            "LoadBalancers[].TargetGroupArn", ("AWS::ElasticLoadBalancingV2::TargetGroup",), "registers tasks with"
        ),
        Relation("ServiceRegistries[].RegistryArn", ("AWS::ServiceDiscovery::Service",), "registers tasks with"),
        Relation(
            "ServiceConnectConfiguration.Namespace",
            (
                "AWS::ServiceDiscovery::HttpNamespace",
                "AWS::ServiceDiscovery::PrivateDnsNamespace",
            ),
            "is known in",
        ),
    ),
    essential="it keeps tasks running",
    purpose="Keeps so many tasks running, in their subnets, behind their target group.",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
)
