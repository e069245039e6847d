"""AWS::ECS::Service: keeps a number of tasks running."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import Name, given_name, physical_name
from seatrial.model.layer import Layer
from seatrial.model.value import Properties, Value


def _identify(place: Place, properties: Properties) -> Identity:
    cluster = given_name(properties, "Cluster") or Name("default")
    name = physical_name(place, properties, "ServiceName", 255)
    arn = place.arn("ecs", f"service/{cluster.text.rsplit('/', 1)[-1] or 'unknown'}/{name.text}")
    attributes: dict[str, Value] = {"Name": name.known(name.text), "ServiceArn": cluster.known(name.known(arn))}
    return Identity(arn, arn, attributes)


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
                "AWS::ServiceDiscovery::PublicDnsNamespace",
            ),
            "is known in",
        ),
        Relation(
            "ServiceConnectConfiguration.LogConfiguration.Options.awslogs-group",
            ("AWS::Logs::LogGroup",),
            "logs its proxies to",
        ),
        Relation("DeploymentConfiguration.Alarms.AlarmNames[]", ("AWS::CloudWatch::Alarm",), "is rolled back by"),
        Relation("CapacityProviderStrategy[].CapacityProvider", ("AWS::ECS::CapacityProvider",), "takes capacity from"),
        Relation("VolumeConfigurations[].ManagedEBSVolume.RoleArn", ("AWS::IAM::Role",), "makes volumes as"),
        Relation("Role", ("AWS::IAM::Role",), "registers targets as"),
    ),
    essential="it keeps tasks running and replaces those that fail; a batch system has a schedule in its place",
    purpose=(
        "Keeps a number of tasks running in their subnets and behind their target group, and rolls out new versions."
    ),
    note="Service Connect, Cloud Map registration, managed EBS volumes and deployment alarms are not run here yet",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
)
