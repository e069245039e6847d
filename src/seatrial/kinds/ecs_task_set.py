"""AWS::ECS::TaskSet: a set of tasks of an external deployment controller."""

from __future__ import annotations

from seatrial.kinds.card import Card, Identity, Place, Relation, Stage
from seatrial.kinds.naming import decimal, text_of
from seatrial.model.layer import Layer
from seatrial.model.value import Properties


def _identify(place: Place, properties: Properties) -> Identity:
    ref = f"ecs-svc/{decimal(place, 19)}"
    cluster = text_of(properties, "Cluster").rsplit("/", 1)[-1] or "default"
    service = text_of(properties, "Service").rsplit("/", 1)[-1] or "unknown"
    arn = place.arn("ecs", f"task-set/{cluster}/{service}/{ref}")
    return Identity(f"{cluster}|{service}|{ref}", arn, {"Id": ref})


CARD = Card(
    type="AWS::ECS::TaskSet",
    layer=Layer.CONTAINER,
    stage=Stage.DECLARED,
    identify=_identify,
    attributes=("Id",),
    relations=(
        Relation("Cluster", ("AWS::ECS::Cluster",), "runs in"),
        Relation("Service", ("AWS::ECS::Service",), "is part of"),
        Relation("TaskDefinition", ("AWS::ECS::TaskDefinition",), "runs"),
        Relation(
            "LoadBalancers[].TargetGroupArn", ("AWS::ElasticLoadBalancingV2::TargetGroup",), "registers tasks with"
        ),
        Relation("NetworkConfiguration.AwsVpcConfiguration.Subnets[]", ("AWS::EC2::Subnet",), "places tasks in"),
        Relation(
            "NetworkConfiguration.AwsVpcConfiguration.SecurityGroups[]", ("AWS::EC2::SecurityGroup",), "is guarded by"
        ),
    ),
    purpose="One version of a service whose deployments an outside controller steers.",
    note="external deployment controllers are not run here",
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskset.html",
)
