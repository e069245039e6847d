"""AWS::ECS::Cluster: where services and tasks belong."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    name = physical_name(place, properties, "ClusterName", 255)
    arn = place.arn("ecs", f"cluster/{name.text}")
    return Identity(name.text, arn, {"Arn": name.known(arn)})


CARD = Card(
    type="AWS::ECS::Cluster",
    layer=Layer.CONTAINER,
    stage=Stage.RUN,
    identify=_identify,
    attributes=("Arn",),
    relations=(
        Relation("Configuration.ExecuteCommandConfiguration.KmsKeyId", ("AWS::KMS::Key",), "encrypts sessions with"),
        Relation(
            "Configuration.ExecuteCommandConfiguration.LogConfiguration.CloudWatchLogGroupName",
            ("AWS::Logs::LogGroup",),
            "logs sessions to",
        ),
        Relation(
            "ServiceConnectDefaults.Namespace",
            (
                "AWS::ServiceDiscovery::HttpNamespace",
                "AWS::ServiceDiscovery::PrivateDnsNamespace",
                "AWS::ServiceDiscovery::PublicDnsNamespace",
            ),
            "makes services known in",
        ),
        Relation("CapacityProviders[]", ("AWS::ECS::CapacityProvider",), "may use"),
    ),
    essential="every task and service belongs to a cluster",
    purpose="A name that services and tasks belong to. On Fargate it costs nothing and has no instances.",
    note="Container Insights and managed storage encryption are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-cluster.html",
)
